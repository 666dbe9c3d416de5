"""What differs between two timelines: enough for a view to redraw one clip, and for a journal to write one line."""

from dataclasses import dataclass, fields

from editor.timeline.model import Item, Timeline, Track, TrackId


@dataclass(frozen=True, slots=True)
class Splice:
    """From `index` on, `removed` gave way to `added`. Both are whole items; those before and after are the same."""

    index: int
    removed: tuple[Item, ...]
    added: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class TrackChange:
    before: Track
    after: Track
    splice: Splice | None  # None: the items are the same
    fields: frozenset[str]  # what else is different: name, locked ...


@dataclass(frozen=True, slots=True)
class Changes:
    tracks_added: tuple[Track, ...]
    tracks_removed: tuple[Track, ...]
    tracks_changed: tuple[TrackChange, ...]
    order: bool  # the tracks that stayed are in another order
    markers: bool
    media: bool
    settings: frozenset[str]  # what else is different: rate, mark_in ...

    @property
    def nothing(self) -> bool:
        return self == NOTHING


NOTHING = Changes((), (), (), False, False, False, frozenset())


def changes(before: Timeline, after: Timeline) -> Changes:
    """What an edit did; undo is the same with its arguments exchanged."""
    if before is after:
        return NOTHING
    old, new = _by_id(before), _by_id(after)
    pairs = [(old[track_id], track) for track_id, track in new.items() if track_id in old]
    return Changes(
        tracks_added=tuple(track for track_id, track in new.items() if track_id not in old),
        tracks_removed=tuple(track for track_id, track in old.items() if track_id not in new),
        tracks_changed=tuple(_track_change(one, other) for one, other in pairs if one is not other and one != other),
        order=[one.id for one, _ in pairs] != [track_id for track_id in old if track_id in new],
        markers=before.markers != after.markers,
        media=before.media != after.media,
        settings=_differing(before, after, {"tracks", "markers", "media"}),
    )


def _by_id(timeline: Timeline) -> dict[TrackId, Track]:
    return {track.id: track for track in timeline.tracks}


def _track_change(before: Track, after: Track) -> TrackChange:
    return TrackChange(before, after, _splice(before.items, after.items), _differing(before, after, {"items"}))


def _splice(before: tuple[Item, ...], after: tuple[Item, ...]) -> Splice | None:
    """The shortest stretch that holds all differences."""
    shorter = min(len(before), len(after))
    start = next((index for index in range(shorter) if not _same(before[index], after[index])), shorter)
    if start == len(before) == len(after):
        return None
    ends = range(1, shorter - start + 1)
    kept = next((end - 1 for end in ends if not _same(before[-end], after[-end])), shorter - start)
    return Splice(start, before[start : len(before) - kept], after[start : len(after) - kept])


def _same(one: Item, other: Item) -> bool:
    return one is other or one == other


def _differing(before: Timeline | Track, after: Timeline | Track, known: set[str]) -> frozenset[str]:
    """The names of the other fields that differ."""
    names = {field.name for field in fields(before)} - known
    return frozenset(name for name in names if getattr(before, name) != getattr(after, name))
