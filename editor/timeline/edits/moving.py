"""Moving: a selection of clips taken to another time and other tracks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from editor.timeline.edits.aim import find, refuse_locked
from editor.timeline.edits.placing import insert as insert_at
from editor.timeline.edits.placing import length, refuse_other_kind
from editor.timeline.edits.removing import lift
from editor.timeline.edits.track_items import gap, new_links, splice, with_tracks
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Item, ItemId, Timeline, Track, TrackKind, Transition
from editor.timeline.rational_time import TimeRange
from editor.words import tr

Rows = Mapping[TrackKind, int]


@dataclass(frozen=True, slots=True)
class Run:
    """Clips in a row, with the transitions between them."""

    start: int  # frame
    items: tuple[Item, ...]

    @property
    def end(self) -> int:
        return self.start + length(self.items)


def move(timeline: Timeline, ids: Iterable[ItemId], by: int, rows: int | Rows = 0, insert: bool = False) -> Timeline:
    """Take clips `by` frames along and `rows` tracks further among those of their kind (V1 to V2, A1 to A2).

    rows: of each kind that changes tracks, where the kinds do not go together.

        |   A   |  B  |  C  |   ->   |   A   |     |B|  B  |        the rest of C is covered

    They leave a gap, and lie over what is there. With `insert` the time they need is opened first, on every
    sync-locked track, as `insert` does. Nothing goes further left than frame 0. Transitions between the clips come
    along. Raises EditError where a track is locked or there is none.
    """
    wanted = set(ids)
    for item_id in wanted:
        find(timeline, item_id)
    runs = [(row, run) for row, track in enumerate(timeline.tracks) for run in _runs(track, wanted)]
    by = max(by, -min((run.start for _, run in runs), default=0))
    moved = [(_row(timeline, row, rows), Run(run.start + by, run.items)) for row, run in runs]
    if runs == moved:
        return timeline
    for row, run in moved:
        _refuse_misplaced(timeline, row, run)
    place = _insert if insert else _overwrite
    return place(lift(timeline, [item.id for _, run in runs for item in run.items]), moved)


def _runs(track: Track, ids: set[ItemId]) -> Iterator[Run]:
    """The chosen clips of a track; neighbours together."""
    run: list[Item] = []
    for index, item in enumerate(track.items):
        joins = isinstance(item, Transition) and bool(run)
        if joins or (isinstance(item, Clip) and item.id in ids):
            run.append(item)
        elif run:
            yield _run(track, index, run)
            run = []
    if run:
        yield _run(track, len(track.items), run)


def _run(track: Track, end: int, items: Sequence[Item]) -> Run:
    start = track.starts[end - len(items)]
    return Run(start, tuple(items[:-1] if isinstance(items[-1], Transition) else items))


def _row(timeline: Timeline, row: int, rows: int | Rows) -> int:
    """The row so many tracks further among those of its kind."""
    kind = timeline.tracks[row].kind
    alike = [other for other, track in enumerate(timeline.tracks) if track.kind is kind]
    place = alike.index(row) + (rows if isinstance(rows, int) else rows.get(kind, 0))
    if not 0 <= place < len(alike):
        raise EditError(tr("There is no track there."), tr("Add a track first."))
    return alike[place]


def _refuse_misplaced(timeline: Timeline, row: int, run: Run) -> None:
    track = timeline.tracks[row]
    refuse_locked(timeline, track)
    for item in run.items:
        if isinstance(item, Clip):
            refuse_other_kind(timeline, track, item)


def _overwrite(timeline: Timeline, runs: Sequence[tuple[int, Run]]) -> Timeline:
    links = new_links()
    for row, run in runs:
        range_ = TimeRange(run.start, run.end - run.start)
        timeline = with_tracks(timeline, {row: splice(timeline, timeline.tracks[row], range_, run.items, links)})
    return timeline


def _insert(timeline: Timeline, runs: Sequence[tuple[int, Run]]) -> Timeline:
    """All of them at the first one's time, as far apart as they were."""
    at = min(run.start for _, run in runs)
    rows = sorted({row for row, _ in runs})
    placements = {timeline.tracks[row].id: _spaced(at, [run for other, run in runs if other == row]) for row in rows}
    return insert_at(timeline, at, placements)


def _spaced(at: int, runs: Sequence[Run]) -> list[Item]:
    """Runs one after another with gaps between, from `at` on."""
    items: list[Item] = []
    for run in runs:
        items += [gap(run.start - at - length(items)), *run.items]
    return items
