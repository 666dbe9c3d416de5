"""Dragging what a clip plays, or the clip between its neighbours."""

from PySide6.QtCore import Qt

from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.model import ItemId, Timeline
from editor.ui.timeline import neighbours
from editor.ui.timeline.gestures.gesture import FrameDrag
from editor.ui.timeline.gestures.previews import (
    around,
    first_of,
    is_seen,
    last_of,
    slipped,
    stands,
    trimmed,
    trimmed_ghost,
)
from editor.ui.timeline.overlay import Ghost, Overlay, Result, View
from editor.ui.timeline.stage import Pointer, Stage
from editor.words import tr


class SlipClip(FrameDrag):
    """Moves the media inside a clip; its edges stay."""

    name = tr("Slip")

    def __init__(self, stage: Stage, pressed: Pointer, clip_id: ItemId) -> None:
        super().__init__(stage, pressed)
        self._clip_id = clip_id
        self._linked = stage.is_linked(pressed)
        together = stage.with_partners({clip_id}, self._linked)
        self._ids = stage.free(together)
        stage.document.select(together)

    def still(self) -> frozenset[ItemId]:
        return self._ids

    def limits(self) -> tuple[int, int]:
        """The mouse pulls the picture: to the right, and earlier media comes into view."""
        low, high = edits.slip_limits(self.stage.timeline, self._clip_id, self._linked)
        return -high, -low

    def preview(self) -> Overlay:
        """The tracks as they would be: of ghosts, picture and sound would seem out of sync with each other."""
        since = min(self.stage.timeline.range_of(item).start for item in self._ids)
        return Overlay(result=Result(self.edit(), since), views=self._views())

    def _views(self) -> tuple[View, ...]:
        """Its first and its last frame; small, what is before and after it."""
        timeline = self.stage.timeline
        if not is_seen(timeline, self._clip_id):
            return ()
        clip = slipped(timeline, timeline.clip(self._clip_id), self.by)
        before, after = around(timeline, self._clip_id)
        beside = [last_of(before, large=False)] if before is not None else []
        beside += [first_of(after, large=False)] if after is not None else []
        return *beside, first_of(clip), last_of(clip)

    def words(self) -> str:
        return tr("the media ends here") if self.limited else "slip"

    def edit(self) -> Timeline:
        return edits.slip(self.stage.timeline, self._clip_id, -self.by, self._linked)


class SlideClip(FrameDrag):
    """Moves a clip between its neighbours, which give and take the room."""

    name = tr("Slide")
    cursor: Qt.CursorShape | None = Qt.CursorShape.SizeHorCursor

    def __init__(self, stage: Stage, pressed: Pointer, clip_id: ItemId) -> None:
        super().__init__(stage, pressed)
        self._clip_id = clip_id
        self._linked = stage.is_linked(pressed)
        together = stage.with_partners({clip_id}, self._linked)
        self._ids = stage.free(together)
        stage.document.select(together)

    def edges(self) -> tuple[int, ...]:
        range = self.stage.timeline.range_of(self._clip_id)
        return range.start, range.end

    def still(self) -> frozenset[ItemId]:
        return self._ids

    def limits(self) -> tuple[int, int]:
        return edits.slide_limits(self.stage.timeline, self._clip_id, self._linked)

    def preview(self) -> Overlay:
        timeline = self.stage.timeline
        ghosts: list[Ghost] = []
        for item in self._ids:
            row, index = timeline.place(item)
            track = timeline.tracks[row]
            if (left := neighbours.clip_before(track, index)) is not None:
                ghosts.append(trimmed_ghost(timeline, left.id, Edge.END, self.by))
            if (right := neighbours.clip_after(track, index)) is not None:
                ghosts.append(trimmed_ghost(timeline, right.id, Edge.START, self.by))
            ghosts.append(Ghost(timeline.clip(item), row, track.range_at(index).moved(self.by)))
        return Overlay(tuple(ghosts), stands(timeline, (ghost.clip.id for ghost in ghosts)), views=self._views())

    def _views(self) -> tuple[View, ...]:
        """Where its neighbours end and begin; small, its own first and last frame."""
        timeline = self.stage.timeline
        if not is_seen(timeline, self._clip_id):
            return ()
        clip, (before, after) = timeline.clip(self._clip_id), around(timeline, self._clip_id)
        beside = [last_of(trimmed(timeline, before, Edge.END, self.by))] if before is not None else []
        beside += [first_of(trimmed(timeline, after, Edge.START, self.by))] if after is not None else []
        return first_of(clip, large=not beside), last_of(clip, large=not beside), *beside

    def words(self) -> str:
        return "slide"

    def edit(self) -> Timeline:
        return edits.slide(self.stage.timeline, self._clip_id, self.by, self._linked)
