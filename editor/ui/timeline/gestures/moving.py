"""Dragging clips to another time or track."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from PySide6.QtCore import Qt

from editor.timeline import edits
from editor.timeline.model import Clip, ItemId, Timeline, Track, TrackKind
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.geometry import Row
from editor.ui.timeline.gestures.gesture import FrameDrag
from editor.ui.timeline.gestures.previews import opened, veiled
from editor.ui.timeline.overlay import Ghost, Overlay, Shift, Stand
from editor.ui.timeline.stage import Pointer, Stage
from editor.words import tr

MANY = 24  # selected clips; of more only the outermost edges snap


class MoveClips(FrameDrag):
    """Selects the clip under the mouse and moves what is selected: over what is there, or with Ctrl in between."""

    name = tr("Move")
    cursor: Qt.CursorShape | None = None

    def __init__(self, stage: Stage, pressed: Pointer, clip_id: ItemId) -> None:
        super().__init__(stage, pressed)
        self._clip_id = clip_id
        self._was_selected = clip_id in stage.document.selection
        self._select(pressed)
        self._ids = self._chosen()
        self._moving = self._by_track()
        self.rows = 0

    def _select(self, pressed: Pointer) -> None:
        document, own = self.stage.document, self._own(pressed)
        if self._was_selected:
            return
        document.select(document.selection | own if pressed.ctrl or pressed.shift else own)

    def _own(self, pointer: Pointer) -> frozenset[ItemId]:
        return self.stage.companions({self._clip_id}, self.stage.is_linked(pointer))

    def _chosen(self) -> frozenset[ItemId]:
        """The selected clips that may move; with Alt the one clip without what is linked to it."""
        timeline = self.stage.timeline
        if self.pressed.alt:
            return frozenset({self._clip_id})
        items = (item_id for item_id in self.stage.document.selection if isinstance(timeline.item(item_id), Clip))
        return self.stage.free(self.stage.with_partners(items, self.stage.is_linked(self.pressed)))

    def _by_track(self) -> dict[int, tuple[list[int], list[Clip]]]:
        """Of each track that something moves on: the starts in order, and the clips."""
        moving: dict[int, tuple[list[int], list[Clip]]] = {}
        for index, track in enumerate(self.stage.timeline.tracks):
            places = sorted(track.indices[item] for item in self._ids if item in track.indices)
            clips = [item for place in places if isinstance(item := track.items[place], Clip)]
            if clips:
                moving[index] = ([track.starts[place] for place in places], clips)
        return moving

    def clicked(self, pointer: Pointer) -> None:
        document, own = self.stage.document, self._own(self.pressed)
        if self.pressed.ctrl or self.pressed.shift:
            if self._was_selected:
                document.select(document.selection - own)
        else:
            document.select(own)

    def still(self) -> frozenset[ItemId]:
        return self._ids

    def edges(self) -> tuple[int, ...]:
        ranges = [
            (start, start + clip.duration)
            for starts, clips in self._moving.values()
            for start, clip in zip(starts, clips, strict=True)
        ]
        if len(ranges) > MANY:
            return min(start for start, _ in ranges), max(end for _, end in ranges)
        return tuple(sorted({edge for range_ in ranges for edge in range_}))

    def limits(self) -> tuple[int, int]:
        return -min(starts[0] for starts, _ in self._moving.values()), 10**9

    def drag(self, pointer: Pointer) -> Overlay:
        self.rows = self._rows_moved(pointer)
        return super().drag(pointer)

    def _rows_moved(self, pointer: Pointer) -> int:
        """Tracks up for picture, down for sound: as they are numbered. Only clips of the kind that is held change."""
        viewport = self.stage.viewport
        held = viewport.row_of(self.stage.timeline.place(self._clip_id)[0])
        under = viewport.row_at(pointer.y)
        if under is None or under.kind is not held.kind:
            return 0
        return self._possible(under.number - held.number, held.kind)

    def _possible(self, rows: int, kind: TrackKind) -> int:
        moving = [self.stage.viewport.row_of(index) for index in self._moving]
        numbers = [row.number for row in moving if row.kind is kind]
        most = max(row.number for row in self.stage.viewport.rows if row.kind is kind)
        return max(1 - min(numbers), min(rows, most - max(numbers)))

    def _target(self, index: int) -> Row:
        """The row that clips of a track would stand on."""
        viewport = self.stage.viewport
        row, held = viewport.row_of(index), viewport.row_of(self.stage.timeline.place(self._clip_id)[0])
        if row.kind is not held.kind:
            return row
        return next(r for r in viewport.rows if r.kind is row.kind and r.number == row.number + self.rows)

    @property
    def inserts(self) -> bool:
        """Ctrl does what the switch in the tool bar doesn't."""
        return self.stage.view.inserting is not self.pointer.ctrl

    def preview(self) -> Overlay:
        ghosts: list[Ghost] = []
        veils: list[Stand] = []
        shifts = self._shifts() if self.inserts else ()
        for index, (starts, clips) in self._moving.items():
            target = self._target(index).index
            for range_, _ in self._in_sight(starts, clips, 0):
                veils += veiled(Stand(index, range_), shifts)
            ghosts += [Ghost(clip, target, range_) for range_, clip in self._in_sight(starts, clips, self.by)]
        return Overlay(tuple(ghosts), tuple(veils), shifts=shifts, insertion=shifts[0].at if shifts else None)

    def _shifts(self) -> tuple[Shift, ...]:
        """As much time as from the first to the last of them opens where they come to stand."""
        start = min(starts[0] for starts, _ in self._moving.values())
        end = max(starts[-1] + clips[-1].duration for starts, clips in self._moving.values())
        own = {self._target(index).index for index in self._moving}
        return opened(self.stage.timeline, start + self.by, end - start, own)

    def _in_sight(self, starts: list[int], clips: list[Clip], by: int) -> list[tuple[TimeRange, Clip]]:
        sight = self.stage.viewport.in_sight().moved(-by)
        first, last = max(0, bisect_right(starts, sight.start) - 1), bisect_left(starts, sight.end)
        pairs = zip(starts[first:last], clips[first:last], strict=True)
        return [(TimeRange(start + by, clip.duration), clip) for start, clip in pairs]

    def words(self) -> str:
        return "insert" if self.inserts else ""

    def changes(self) -> bool:
        return self.by != 0 or self.rows != 0

    def edit(self) -> Timeline:
        """Only what the mouse holds changes tracks, and what is of its kind: sound stays on its own under a picture."""
        kind = self.stage.timeline.track_of(self._clip_id).kind
        return edits.move(self.stage.timeline, self._ids, self.by, {kind: self.rows}, self.inserts)


class SelectForward(MoveClips):
    """Selects everything from the mouse on, with Shift on one track only, and moves it."""

    def _select(self, pressed: Pointer) -> None:
        timeline = self.stage.timeline
        held = timeline.range_of(self._clip_id)
        tracks = [timeline.track_of(self._clip_id)] if pressed.shift else timeline.tracks
        ids = (clip.id for track in tracks if not track.locked for clip in self._taken(track, held))
        self.stage.document.select(ids)

    def _taken(self, track: Track, held: TimeRange) -> Iterator[Clip]:
        """What starts where the held clip does, or later."""
        first = bisect_left(track.starts, held.start)
        return (item for item in track.items[first:] if isinstance(item, Clip))

    def clicked(self, pointer: Pointer) -> None:
        pass


class SelectBackward(SelectForward):
    """Selects everything up to the mouse, with Shift on one track only, and moves it."""

    def _taken(self, track: Track, held: TimeRange) -> Iterator[Clip]:
        """What ends where the held clip does, or earlier."""
        places = zip(track.starts, track.items, strict=True)
        return (item for start, item in places if isinstance(item, Clip) and start + item.duration <= held.end)
