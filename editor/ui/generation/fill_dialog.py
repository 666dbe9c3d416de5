"""Generate in Gap: new frames where nothing is, from words and from a first and a last picture."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from editor.actions import filling
from editor.actions.extending import Laid, in_words
from editor.actions.filling import Room
from editor.actions.keyframing import Shown
from editor.actions.model_view import View
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Task
from editor.ui.generation.generate_dialog import GenerateDialog, IntentPanel, at
from editor.ui.generation.layout_rows import Row, wide
from editor.ui.generation.picture_strip import PictureStrip
from editor.ui.generation.strip import new_words
from editor.ui.timeline.overlay import Intent
from editor.ui.widgets.choice import Choice
from editor.ui.widgets.label import Label
from editor.words import tr, trn

WIDTH = 620
NONE = ""
NOTHING_SEEN = View(0, None, None)


class FillDialog(GenerateDialog):
    """Begins with the whole gap; after the last clip, with the length chosen last."""

    lead = tr("Tried on the pictures.")
    testing = tr("Trying it on the pictures…")

    def __init__(self, session: Session, window: QWidget, panel: IntentPanel, room: Room) -> None:
        self.room = room
        timeline = session.document.timeline
        label = timeline.label(timeline.track(room.track_id))
        about = f"{label}, {at(timeline, room.start)}"
        super().__init__(session, window, panel, Task.NEW, tr("Generate in gap"), about, WIDTH)
        if room.frames is not None:
            self.set_frames(room.frames)

    def top(self) -> QWidget:
        self.pictures = PictureStrip(self.session.thumbnails)
        return self.pictures

    def length_row(self) -> Row:
        self.count = Label("", "text", "dim")
        return Row(tr("Length"), self.length, self.count, 1)

    def middle_rows(self) -> Sequence[QWidget]:
        offered = [(NONE, tr("None")), *((key, words) for key, words, _ in self._offered())]
        keys = [key for key, _ in offered]
        self.first = Choice(offered, "before" if "before" in keys else NONE, name=tr("First picture"))
        self.last = Choice(offered, NONE, name=tr("Last picture"))
        for choice in (self.first, self.last):
            choice.chosen.connect(lambda _: self.refresh())
        return (Row(tr("First picture"), wide(self.first), Label(tr("Last"), "text", "dim"), wide(self.last)),)

    def lay(self) -> Laid:
        if self.room.frames is not None and self.frames > self.room.frames:
            raise EditError(
                tr("The gap has room for {length}.", length=in_words(self.room.frames, self.timeline)),
                tr("Ask for less."),
            )
        return filling.filled(self.timeline, self.room, self.frames, *self._given(), self.chosen.wishes)

    def perform(self) -> ItemId | None:
        return filling.fill(self.session, self.room, self.frames, *self._given(), self.chosen.wishes)

    def apart(self) -> frozenset[ItemId]:
        return frozenset()

    def is_possible(self) -> bool:
        return filling.is_there(self.timeline, self.room)

    @property
    def may_be_heard(self) -> bool:
        return False

    def show_sight(self, laid: Laid) -> View:
        self.pictures.show_pictures(*self._given(), new_words(laid.new), in_words(laid.new, self.timeline))
        return NOTHING_SEEN

    def intent(self, laid: Laid, view: View) -> Intent:
        return Intent(self.room.track_id, self.room.start, laid.new)

    def measured(self, laid: Laid) -> tuple[int, int]:
        return laid.new, self.timeline.width * self.timeline.height

    def show_length(self, laid: Laid | None) -> None:
        whole = tr(", the whole gap") if self.frames == self.room.frames else ""
        self.count.set_text(trn("{count} frame{whole}", "{count} frames{whole}", self.frames, whole=whole))

    def _given(self) -> tuple[Shown | None, Shown | None]:
        known = {key: shown for key, _, shown in self._offered()}
        return known.get(self.first.value), known.get(self.last.value)

    def _offered(self) -> list[tuple[str, str, Shown]]:
        return list(filling.pictures(self.timeline, self.room))

    def _show_pictures(self, media_id: str) -> None:
        self.pictures.update()
