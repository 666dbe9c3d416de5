"""The noise lane as a whole: of which clip it is, and what becomes of what the user changes in it."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from editor import presets
from editor.actions import noise_lane
from editor.actions.selecting import only_clip
from editor.session import Session
from editor.timeline.edits import made_with
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Timeline
from editor.ui.timeline.noise_lane.planner import Planner
from editor.ui.timeline.noise_lane.view import LaneView
from editor.ui.timeline.panel import TimelinePanel
from editor.words import tr

UNDO = tr("Keep or Free")
Perform = Callable[[Callable[[], Any]], None]


class NoiseLane(QObject):
    """One at a time; it follows the selection while it is open. changed: opened, closed, or another clip's."""

    changed = Signal()

    def __init__(self, session: Session, window: QWidget, panel: TimelinePanel, perform: Perform) -> None:
        super().__init__(window)
        self._session, self._panel, self._perform = session, panel, perform
        self.planner = Planner(session, self)
        self.view = LaneView(session.document, panel, self.planner, window)
        session.document.timeline_changed.connect(self._follow_timeline)
        session.document.selection_changed.connect(self._follow_selection)
        session.playback.frame_changed.connect(self.view.show_playhead)
        plot, card = self.view.plot, self.view.card
        plot.dragged.connect(lambda place, value: self._set(place, value))
        plot.stepped.connect(lambda place, value: self._set(place, value, (UNDO, self.clip_id, place)))
        plot.opened.connect(self._add_keyframe)
        plot.left.connect(panel.lanes.setFocus)
        card.closed.connect(self.close)
        card.reset.connect(self._reset)
        card.chosen.connect(self._choose_preset)

    # what it is asked

    @property
    def clip_id(self) -> ItemId | None:
        return self.view.clip_id

    @property
    def is_open(self) -> bool:
        return self.clip_id is not None

    def why_not(self) -> str:
        """Why it can't be opened for what is selected, for the user; empty where it can."""
        clip_id = self._selected()
        return noise_lane.why_no_lane(self._timeline, clip_id) if clip_id else noise_lane.NOT_GENERATED

    def toggle(self) -> None:
        """Of the clip that is selected. Raises EditError where that has none."""
        clip_id = self._selected()
        if self.is_open:
            self.close()
        elif clip_id is None:
            raise EditError(noise_lane.NOT_GENERATED, tr("Select one."))
        else:
            self.open(clip_id)

    def toggle_of(self, clip_id: ItemId) -> None:
        """Of this clip. Raises EditError where it has none."""
        if clip_id == self.clip_id:
            self.close()
        else:
            self.open(clip_id)

    def open(self, clip_id: ItemId) -> None:
        """Raises EditError where it has none."""
        if refusal := noise_lane.why_no_lane(self._timeline, clip_id):
            raise EditError(refusal)
        self._become(clip_id)
        self.view.reveal()
        self.view.plot.setFocus()

    def close(self) -> None:
        if self.view.plot.hasFocus():
            self._panel.lanes.setFocus()
        self._become(None)

    # what happens

    @property
    def _timeline(self) -> Timeline:
        return self._session.document.timeline

    def _selected(self) -> ItemId | None:
        """The picture of the generated clip that is selected, if one alone is."""
        clip = only_clip(self._session)
        return made_with(self._timeline, clip)[0] if clip is not None and clip.is_generated else None

    def _become(self, clip_id: ItemId | None) -> None:
        if clip_id != self.clip_id:
            self.view.plot.forget_chosen()
            self.planner.want(clip_id)
            self.view.stand(clip_id)
            self.changed.emit()

    def _follow_timeline(self, before: Timeline, after: Timeline) -> None:
        clip_id = self.clip_id
        if clip_id is None:
            return
        if not after.has(clip_id) or noise_lane.why_no_lane(after, clip_id):
            self.close()
        else:
            self.planner.want(clip_id)
            self.view.stand(clip_id)

    def _follow_selection(self, _: object) -> None:
        """To another clip that has a lane; what has none leaves it where it is."""
        clip_id = self._selected()
        if self.is_open and clip_id is not None and not self.why_not():
            self._become(clip_id)

    def _set(self, place: int, value: float, merge: Hashable | None = None) -> None:
        clip_id, plan, document = self.clip_id, self.planner.plan, self._session.document
        if clip_id is not None and plan is not None:
            edit = partial(noise_lane.with_value, document.timeline, clip_id, plan, place, value)
            self._perform(lambda: document.apply(UNDO, edit(), merge))

    def _choose_preset(self, name: str) -> None:
        clip_id, document = self.clip_id, self._session.document
        if clip_id is not None:
            edit, words = noise_lane.with_preset, tr("{preset} Freedom", preset=presets.shown(name))
            self._perform(lambda: document.apply(words, edit(document.timeline, clip_id, name)))

    def _reset(self) -> None:
        if self.clip_id is not None:
            self._choose_preset(noise_lane.preset_before(self._timeline, self._timeline.clip(self.clip_id)))

    def _add_keyframe(self, place: int) -> None:
        clip_id, plan = self.clip_id, self.planner.plan
        if clip_id is not None and plan is not None:
            self._perform(lambda: noise_lane.add_keyframe(self._session, clip_id, plan, place))
