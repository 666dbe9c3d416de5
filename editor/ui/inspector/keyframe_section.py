"""The keyframes of a generated clip: how many there are, and how free the selected one is."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.actions import keyframing
from editor.actions.keyframing import chosen_keyframe
from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import Clip, ItemId, Keyframe, Timeline
from editor.ui.inspector.page import Row, Value
from editor.ui.widgets import IconButton, Label, Slider
from editor.view_state import KeyframePlace
from editor.words import tr

LABEL_WIDTH = 84
HINT = tr(
    "K keeps the frame at the playhead. A still dropped on the clip is seen there, and a film's frame with Alt held."
)
CHANGED = tr("Changed since this take: New take makes one with what is asked for now.")


class KeyframeSection(QWidget):
    def __init__(self, session: Session, clip_id: ItemId, perform: Callable[[Callable[[], Any]], None]) -> None:
        super().__init__()
        self._session, self._id, self._perform = session, clip_id, perform
        self._place: KeyframePlace | None = None
        self.count, self.about = Value(), Value()
        self.delete = IconButton("ph.trash-simple", tr("Delete keyframe"), "Del", size=22, icon_size=14)
        self.freedom = Slider(0, 100, 0, step=5, say=lambda value: f"{value:.0f} %", rest=0)
        self.freedom.setAccessibleName(tr("How free the keyframe is"))
        self.freedom.set_tip(tr("How exactly: 0 % keeps the picture as it is, 100 % leaves the model free"))
        self.hint = Label(HINT, "small", "dim", wrap=True)
        self.changed = Label(CHANGED, "small", "gen_text", wrap=True)
        self.of_chosen = (
            Row(tr("Picture"), LABEL_WIDTH, (self.about, self.delete)),
            Row(tr("Keep ↔ Free"), LABEL_WIDTH, (self.freedom,)),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for row in (Row(tr("Keyframes"), LABEL_WIDTH, (self.count,)), self.hint, *self.of_chosen, self.changed):
            column.addWidget(row)
        self.freedom.settled.connect(self._free)
        self.delete.clicked.connect(self._delete)
        session.view.changed.connect(self._hear)

    def refresh(self) -> None:
        """Of the clip as it stands now; nothing of one that takes none."""
        timeline = self._session.document.timeline
        clip = timeline.clip(self._id)
        self.setVisible(not edits.why_no_keyframe(timeline, self._id) or bool(_keyframes(clip)))
        self.count.set_text(str(len(_keyframes(clip)) or tr("None")))
        self.hint.setVisible(not _keyframes(clip))
        self.changed.setVisible(edits.has_changed(timeline, clip))
        chosen = chosen_keyframe(self._session.document, self._session.view)
        self._place = chosen if chosen is not None and chosen.clip_id == self._id else None
        keyframe = edits.keyframe_at(clip, self._place.at) if self._place else None
        for row in self.of_chosen:
            row.setVisible(keyframe is not None)
        if keyframe is not None:
            self.about.set_text(in_words(timeline, keyframe))
            self.freedom.set_value(keyframe.noise * 100)

    def _hear(self, name: str) -> None:
        if name == "keyframe" and self._session.document.timeline.has(self._id):
            self.refresh()

    def _free(self, per_cent: float) -> None:
        if self._place is not None:
            self._perform(partial(keyframing.set_noise, self._session, self._place, per_cent / 100))

    def _delete(self) -> None:
        if self._place is not None:
            self._perform(partial(keyframing.remove, self._session, self._place))


def in_words(timeline: Timeline, keyframe: Keyframe) -> str:
    """zen, at new frame 34"""
    media = timeline.media_by_id.get(keyframe.media)
    return tr("{name}, at new frame {at}", name=media.name if media else tr("A file that is gone"), at=keyframe.at + 1)


def _keyframes(clip: Clip) -> tuple[Keyframe, ...]:
    return clip.generation.keyframes if clip.generation is not None else ()
