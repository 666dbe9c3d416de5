"""Rows of a dialog: a label in a column of its own, then controls on one line."""

from collections.abc import Iterable

from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from editor.ui.widgets.label import Label

LABEL = 92  # pixels: of dialogs


class Row(QWidget):
    """28 high. A stretch may stand among the controls as a whole number."""

    def __init__(self, label: str, *controls: QWidget | int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(28)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        name = Label(label, "text", "dim")
        name.setFixedWidth(LABEL - 12)
        line.addWidget(name)
        for control in controls:
            if isinstance(control, int):
                line.addStretch(control)
            else:
                line.addWidget(control, 1 if control.property("wide") else 0)
        _name_by(label, controls)
        if controls and isinstance(controls[0], QWidget):
            name.setBuddy(controls[0])


def _name_by(label: str, controls: Iterable[QWidget | int]) -> None:
    """For those who do not see which label they stand beside. A label among the controls names those after it."""
    for control in controls:
        if isinstance(control, Label):
            label = control.full_text or label
        elif isinstance(control, QWidget) and not isinstance(control, QAbstractButton) and not control.accessibleName():
            control.setAccessibleName(label)


def wide(widget: QWidget) -> QWidget:
    """It takes the room that the others in its row leave."""
    widget.setProperty("wide", True)
    return widget
