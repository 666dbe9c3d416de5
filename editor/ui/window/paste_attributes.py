"""Paste Attributes: which of what was laid over the copied clip goes over the selected ones."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from editor.actions import clipboard
from editor.session import Session
from editor.timeline.edits import Attribute
from editor.timeline.edits.attributes import EITHER, PICTURE, SOUND
from editor.ui.widgets import Button, Label, PointerDialog
from editor.words import capitalised, tr

WIDTH = 340
UNTOUCHED = frozenset((Attribute.SPEED, Attribute.LABEL))  # not what is meant most often


class PasteAttributes:
    """Remembers what was chosen last."""

    def __init__(self, session: Session, window: QWidget, perform: Callable[[Callable[[], None]], None]) -> None:
        self._session, self._window, self._perform = session, window, perform
        self._left_out: frozenset[Attribute] = UNTOUCHED
        self.dialog: AttributesDialog | None = None  # the one that is open, or was last

    def ask(self) -> None:
        """Raises EditError where nothing was copied."""
        picture, sound = clipboard.attribute_sources(self._session)
        offered = [*(PICTURE if picture else ()), *(SOUND if sound else ()), *EITHER]
        source = picture or sound
        name = source.name if source else ""
        self.dialog = AttributesDialog(self._window, name, offered, self._left_out)
        self.dialog.chosen.connect(self._paste)
        self.dialog.open_centred()

    def _paste(self, wanted: frozenset[Attribute], left_out: frozenset[Attribute]) -> None:
        self._left_out = left_out
        self._perform(lambda: clipboard.paste_attributes(self._session, wanted))


class AttributesDialog(PointerDialog):
    """chosen(frozenset of what is wanted, frozenset of what is not)."""

    chosen = Signal(object, object)

    def __init__(
        self, window: QWidget, source: str, offered: Sequence[Attribute], left_out: Collection[Attribute]
    ) -> None:
        super().__init__(window, tr("Paste Attributes"), tr("of {source}", source=source), "ph.copy", WIDTH, tone="dim")
        self.boxes = {attribute: self._box(attribute, attribute not in left_out) for attribute in offered}
        self.note = Label(tr("Points along a clip stay at their frames."), "small", "dim", wrap=True)
        self.cancel, self.paste = Button(tr("Cancel"), kind="quiet"), Button(tr("Paste"), kind="primary")
        self.cancel.clicked.connect(self.reject)
        self.paste.clicked.connect(self._finish)
        self.closed.connect(self.deleteLater)
        self.body.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.paste)
        self.body.addLayout(buttons)
        self._see_what_is_wanted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.paste.isEnabled():
            self._finish()
        else:
            super().keyPressEvent(event)

    def _box(self, attribute: Attribute, checked: bool) -> QCheckBox:
        box = QCheckBox(capitalised(tr(attribute.value)))
        box.setChecked(checked)
        box.toggled.connect(self._see_what_is_wanted)
        self.body.addWidget(box)
        return box

    def _wanted(self) -> frozenset[Attribute]:
        return frozenset(attribute for attribute, box in self.boxes.items() if box.isChecked())

    def _see_what_is_wanted(self) -> None:
        self.paste.set_disabled_reason(None if self._wanted() else tr("Choose what to paste"))

    def _finish(self) -> None:
        wanted = self._wanted()
        self.accept()
        self.chosen.emit(wanted, frozenset(self.boxes) - wanted)
