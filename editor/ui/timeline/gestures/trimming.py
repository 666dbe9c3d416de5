"""Dragging the edge of a clip."""

from PySide6.QtCore import Qt

from editor.actions.edge_pulling import Pull, picture_beside
from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.model import Clip, ItemId, Task, Timeline
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.detail import between
from editor.ui.timeline.gestures.gesture import FrameDrag, frames_words, length_words
from editor.ui.timeline.gestures.previews import (
    around,
    edge_view,
    first_of,
    is_seen,
    last_of,
    rippled,
    rippled_ghost,
    stands,
    trimmed,
    trimmed_ghost,
)
from editor.ui.timeline.overlay import Ghost, Overlay, Shift, Stand, View
from editor.ui.timeline.stage import Pointer, Stage
from editor.view_state import EditPoint, Trimming
from editor.words import tr

MEDIA_ENDS = tr("the media ends here")


class TrimEdge(FrameDrag):
    """Moves one edge of a clip, and of what is linked to it; nothing else."""

    name = tr("Trim")
    trimming = Trimming.TRIM

    def __init__(self, stage: Stage, pressed: Pointer, clip_id: ItemId, edge: Edge) -> None:
        super().__init__(stage, pressed)
        self._clip_id, self._edge = clip_id, edge
        self._linked = stage.is_linked(pressed)
        together = stage.with_partners({clip_id}, self._linked)
        self._ids = stage.free(together)
        stage.document.select(stage.with_partners({clip_id}, stage.view.linked))  # also those that Alt leaves alone

    def clicked(self, pointer: Pointer) -> None:
        """The edge is selected, to be moved by keys and typed numbers."""
        is_start = self._edge is Edge.START
        left, right = (None, self._clip_id) if is_start else (self._clip_id, None)
        self.stage.view.choose_edit_point(EditPoint(left, right, self.trimming))

    def edges(self) -> tuple[int, ...]:
        range = self.stage.timeline.range_of(self._clip_id)
        return (range.start if self._edge is Edge.START else range.end,)

    def still(self) -> frozenset[ItemId]:
        return frozenset(self._ids)

    def limits(self) -> tuple[int, int]:
        return edits.trim_limits(self.stage.timeline, self._clip_id, self._edge, self._linked)

    def preview(self) -> Overlay:
        timeline = self.stage.timeline
        ghosts = tuple(trimmed_ghost(timeline, item, self._edge, self.by) for item in self._ids)
        return Overlay(ghosts, stands(timeline, self._ids), views=self.views())

    def views(self) -> tuple[View, ...]:
        """The frame at the edge; of sound there is none."""
        timeline = self.stage.timeline
        if not is_seen(timeline, self._clip_id):
            return ()
        return (edge_view(trimmed(timeline, timeline.clip(self._clip_id), self._edge, self.by), self._edge),)

    def words(self) -> str:
        clip = self.stage.timeline.clip(self._clip_id)
        frames = max(1, clip.duration + (self.by if self._edge is Edge.END else -self.by))
        text = f"{length_words(frames, self.stage.timeline.rate)}, {frames_words(frames)}"
        return f"{text}, {MEDIA_ENDS}{self._more()}" if self.limited and self._at_media_end(clip) else text

    def _more(self) -> str:
        """Where frames can be made, which tool does."""
        task, extender = Task.BEFORE if self._edge is Edge.START else Task.AFTER, self.stage.callbacks.extender
        picture = picture_beside(self.stage.timeline, self.stage.timeline.clip(self._clip_id), task)
        can = extender is not None and not extender.refusal(Pull(picture.id, task))
        return tr(" (G makes more)") if can else ""

    def _at_media_end(self, clip: Clip) -> bool:
        before, after = edits.handles(self.stage.timeline, clip)
        return before + self.by <= 0 if self._edge is Edge.START else after <= self.by

    def edit(self) -> Timeline:
        return edits.trim(self.stage.timeline, self._clip_id, self._edge, self.by, self._linked)


class RippleEdge(TrimEdge):
    """Moves one edge of a clip, and everything after it follows."""

    name = tr("Ripple Trim")
    trimming = Trimming.RIPPLE
    cursor: Qt.CursorShape | None = Qt.CursorShape.SplitHCursor

    def limits(self) -> tuple[int, int]:
        return edits.ripple_limits(self.stage.timeline, self._clip_id, self._edge, self._linked)

    def preview(self) -> Overlay:
        timeline = self.stage.timeline
        veils, ghosts = [], [rippled_ghost(timeline, item, self._edge, self.by) for item in self._ids]
        for item in self._ids:
            index, range = timeline.place(item)[0], timeline.range_of(item)
            veils.append(Stand(index, TimeRange(range.start, self._last_frame() - range.start)))
            ghosts += self._followers(index, range.end)
        return Overlay(tuple(ghosts), tuple(veils), shifts=self._shifts(), views=self.views())

    def views(self) -> tuple[View, ...]:
        """The frames on both sides of the cut, where there is one."""
        own = super().views()
        before, after = around(self.stage.timeline, self._clip_id)
        if self._edge is Edge.START:
            return (last_of(before), *own) if before is not None and own else own
        return (*own, first_of(after)) if after is not None and own else own

    def _shifts(self) -> tuple[Shift, ...]:
        """On the other tracks that keep in sync."""
        timeline = self.stage.timeline
        range_, own = timeline.range_of(self._clip_id), {timeline.place(item)[0] for item in self._ids}
        if self._edge is Edge.END:
            return rippled(timeline, range_.end + min(0, self.by), self.by, own)
        return rippled(timeline, range_.start, -self.by, own)

    def _last_frame(self) -> int:
        return self.stage.viewport.in_sight().end + abs(self.by)

    def _followers(self, index: int, end: int) -> list[Ghost]:
        """What comes after on the same track and can be seen, before or after."""
        shift = self.by if self._edge is Edge.END else -self.by
        track = self.stage.timeline.tracks[index]
        first, last = between(track, TimeRange(end, max(1, self._last_frame() - end)))
        found = [(track.range_at(place), track.items[place]) for place in range(first, last)]
        return [
            Ghost(item, index, stand.moved(shift))
            for stand, item in found
            if isinstance(item, Clip) and stand.start >= end
        ]

    def edit(self) -> Timeline:
        return edits.ripple_trim(self.stage.timeline, self._clip_id, self._edge, self.by, self._linked)


class RollCut(FrameDrag):
    """Moves the cut between two clips: one gets longer by what the other loses."""

    name = tr("Roll")
    cursor: Qt.CursorShape | None = Qt.CursorShape.SplitHCursor

    def __init__(self, stage: Stage, pressed: Pointer, left: ItemId, right: ItemId) -> None:
        super().__init__(stage, pressed)
        self._left, self._right = left, right
        self._linked = stage.is_linked(pressed)
        stage.document.select(stage.with_partners({left, right}, stage.view.linked))

    def clicked(self, pointer: Pointer) -> None:
        self.stage.view.choose_edit_point(EditPoint(self._left, self._right, Trimming.ROLL))

    def edges(self) -> tuple[int, ...]:
        return (self.stage.timeline.range_of(self._right).start,)

    def still(self) -> frozenset[ItemId]:
        return self.stage.free(self.stage.with_partners({self._left, self._right}, self._linked))

    def limits(self) -> tuple[int, int]:
        return edits.roll_limits(self.stage.timeline, self._left, self._right, self._linked)

    def preview(self) -> Overlay:
        timeline = self.stage.timeline
        pairs = [(item, Edge.END) for item in self._side(self._left)]
        pairs += [(item, Edge.START) for item in self._side(self._right)]
        ghosts = tuple(trimmed_ghost(timeline, item, edge, self.by) for item, edge in pairs)
        return Overlay(ghosts, stands(timeline, (item for item, _ in pairs)), views=self._views())

    def _views(self) -> tuple[View, ...]:
        timeline = self.stage.timeline
        if not is_seen(timeline, self._left):
            return ()
        left = trimmed(timeline, timeline.clip(self._left), Edge.END, self.by)
        return last_of(left), first_of(trimmed(timeline, timeline.clip(self._right), Edge.START, self.by))

    def _side(self, clip_id: ItemId) -> tuple[ItemId, ...]:
        """The clip, and its partners whose cut is at the same frame."""
        timeline = self.stage.timeline
        if not self._linked:
            return (clip_id,)
        edge = timeline.range_of(clip_id)
        partners = self.stage.free(timeline.linked(timeline.clip(clip_id)))
        start = clip_id == self._right
        return tuple(
            item
            for item in partners
            if (timeline.range_of(item).start == edge.start if start else timeline.range_of(item).end == edge.end)
        )

    def edit(self) -> Timeline:
        return edits.roll(self.stage.timeline, self._left, self._right, self.by, self._linked)
