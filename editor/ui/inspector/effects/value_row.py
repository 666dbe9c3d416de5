"""A row of the Effects page: a label, a slider, the number, and a button that puts it back."""

from collections.abc import Callable, Sequence
from itertools import count

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from editor.ui.widgets import IconButton, Label, NumberField, Slider
from editor.words import tr

LABEL = 84  # pixels
STROKES = count()  # of all rows: no two are the same undo step


class ValueRow(QWidget):
    """changed: a value and the number of the stroke it belongs to; all of one stroke are one undo step."""

    changed = Signal(float, int)

    def __init__(
        self, name: str, limits: tuple[float, float], typed: tuple[float, float], step: float, rest: float,
        say: Callable[[float], str],
    ) -> None:  # fmt: skip
        """limits: of the slider; typed: of what may be typed and dragged in the field."""
        super().__init__()
        self._rest, self._stroke = rest, next(STROKES)
        self.slider = Slider(*limits, rest, step, rest=rest)
        self.slider.setAccessibleName(name)
        self.field = NumberField(*typed, rest, step, say, name)
        self.back = IconButton(
            "ph.arrow-counter-clockwise", tr("Reset {lower}", lower=name.lower()), size=22, icon_size=14
        )
        policy = self.back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(policy)
        self._lay_out(name)
        self.slider.moved.connect(self._move)
        self.slider.settled.connect(self._settle)
        self.field.moved.connect(self._move)
        self.field.settled.connect(self._enter)
        self.back.clicked.connect(lambda: self._enter(self._rest))
        self.show_values([rest])

    def show_values(self, values: Sequence[float]) -> None:
        """Of as many clips; where they differ, the slider stands at the first one's."""
        self.slider.set_value(values[0])
        self.field.set_value(values[0], differs=len(set(values)) > 1)
        self.back.setVisible(any(value != self._rest for value in values))

    def set_disabled_reason(self, reason: str | None) -> None:
        for control in (self.slider, self.field, self.back):
            control.set_disabled_reason(reason)

    def _lay_out(self, name: str) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = Label(name, "text", "dim")
        words.setFixedWidth(LABEL - row.spacing())
        row.addWidget(words)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        row.addWidget(self.back)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _move(self, value: float) -> None:
        self.changed.emit(value, self._stroke)

    def _settle(self, value: float) -> None:
        self._stroke = next(STROKES)

    def _enter(self, value: float) -> None:
        self.changed.emit(value, self._stroke)
        self._stroke = next(STROKES)
