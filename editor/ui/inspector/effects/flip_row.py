"""Two switches that mirror a picture."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.timeline.looks import Transform
from editor.ui.inspector.effects.value_row import LABEL
from editor.ui.widgets import IconButton, Label
from editor.words import tr


class FlipRow(QWidget):
    """changed: whether it is mirrored left to right, and upside down."""

    changed = Signal(bool, bool)

    def __init__(self) -> None:
        super().__init__()
        self.across = IconButton("ph.arrows-left-right", tr("Flip left to right"), checkable=True)
        self.down = IconButton("ph.arrows-down-up", tr("Flip upside down"), checkable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = Label(tr("Flip"), "text", "dim")
        words.setFixedWidth(LABEL - row.spacing())
        row.addWidget(words)
        for button in (self.across, self.down):
            row.addWidget(button)
            button.clicked.connect(lambda: self.changed.emit(self.across.isChecked(), self.down.isChecked()))
        row.addStretch(1)

    def show_transform(self, transform: Transform) -> None:
        self.across.setChecked(transform.flip_x)
        self.down.setChecked(transform.flip_y)

    def set_disabled_reason(self, reason: str | None) -> None:
        self.across.set_disabled_reason(reason)
        self.down.set_disabled_reason(reason)
