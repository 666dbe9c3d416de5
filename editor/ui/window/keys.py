"""Which keys the focused control keeps for itself, though they are a shortcut of the window.

Of what is typed into text Qt keeps all but what ends it.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QTabBar, QTextEdit, QWidget

from editor.ui.widgets import Choice, NumberField, PointerDialog, Segmented, Slider, TimecodeField

Key = Qt.Key
ARROWS = frozenset((Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down))
OF_LISTS = ARROWS | {Key.Key_Home, Key.Key_End, Key.Key_Delete, Key.Key_Backspace, Key.Key_F2}
ENTERING = frozenset((Key.Key_Return, Key.Key_Enter, Key.Key_Escape))
OWN = (
    (QAbstractItemView, OF_LISTS),
    ((QLineEdit, QTextEdit), ENTERING),
    ((Choice, NumberField, QTabBar, Segmented, Slider, TimecodeField), ARROWS),
)
PLAYING = frozenset((Key.Key_Space, Key.Key_J, Key.Key_K, Key.Key_L))  # goes on while a dialog is open
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def is_kept(focused: QWidget | None, event: QKeyEvent) -> bool:
    if focused is None:
        return False
    if event.modifiers() & HELD:
        return isinstance(focused, QAbstractItemView) and event.key() == Key.Key_A  # all of the list
    if in_dialog(focused):
        return event.key() not in PLAYING or (event.key() == Key.Key_Space and isinstance(focused, QAbstractButton))
    return any(isinstance(focused, kind) and event.key() in keys for kind, keys in OWN)


def in_dialog(widget: QWidget) -> bool:
    """Whether it is, or stands in, a dialog that lies over the window; that one's verbs are all its own."""
    return dialog_of(widget) is not None


def dialog_of(widget: QWidget) -> PointerDialog | None:
    at: QWidget | None = widget
    while at is not None and not isinstance(at, PointerDialog):
        at = at.parentWidget()
    return at
