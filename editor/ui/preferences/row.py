"""A row of the preferences: a label, the control for what is wished, and a word about it."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from editor.ui.preferences.wishes import Line, Pick, Press, Size, Switch, Wish
from editor.ui.widgets import Button, Choice, Label, NumberField, TextField

LABEL, FIELD = 148, 340  # pixels


class WishRow(QWidget):
    """`show_value`: as it stands now."""

    def __init__(self, wish: Wish) -> None:
        super().__init__()
        self.control, self.show_value = control_of(wish)
        row = QHBoxLayout()
        row.setSpacing(12)
        name = Label("" if isinstance(wish, Switch) else wish.label, "text", "dim")
        name.setFixedWidth(LABEL)
        row.addWidget(name)
        row.addWidget(self.control)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        if wish.about:
            about = Label(wish.about, "small", "dim", wrap=True)
            about.setContentsMargins(LABEL + 12, 0, 0, 0)
            column.addWidget(about)


def control_of(wish: Wish) -> tuple[QWidget, Callable[[], None]]:
    """The control, and what shows in it how the wish stands."""
    match wish:
        case Switch():
            return _box(wish)
        case Size():
            return _field(wish)
        case Pick():
            return _choice(wish)
        case Press():
            return _button(wish)
        case Line():
            return _line(wish)


def _box(wish: Switch) -> tuple[QWidget, Callable[[], None]]:
    box = QCheckBox(wish.label)
    box.clicked.connect(wish.turn)
    return box, lambda: box.setChecked(wish.is_on())


def _field(wish: Size) -> tuple[QWidget, Callable[[], None]]:
    field = NumberField(wish.low, wish.high, wish.value(), wish.step, wish.say, wish.label)
    field.setFixedWidth(96)
    field.settled.connect(wish.choose)
    return field, lambda: field.set_value(wish.value())


def _choice(wish: Pick) -> tuple[QWidget, Callable[[], None]]:
    choice = Choice(wish.options, wish.value(), name=wish.label)
    choice.set_reasons(wish.reasons)
    choice.chosen.connect(wish.choose)
    return choice, lambda: choice.set_value(wish.value())


def _button(wish: Press) -> tuple[QWidget, Callable[[], None]]:
    button = Button(wish.words())
    button.clicked.connect(wish.run)

    def show() -> None:
        button.setText(wish.words())
        button.setAccessibleName(f"{wish.label} {wish.words()}".strip())
        button.updateGeometry()

    return button, show


def _line(wish: Line) -> tuple[QWidget, Callable[[], None]]:
    field = TextField(placeholder=wish.hint, name=wish.label)
    field.setFixedWidth(FIELD)
    if wish.is_secret:
        field.setEchoMode(QLineEdit.EchoMode.Password)

    def enter(text: str) -> None:
        wish.enter(text)
        field.set_text(wish.text())

    field.entered.connect(enter)
    return field, lambda: field.set_text(wish.text())
