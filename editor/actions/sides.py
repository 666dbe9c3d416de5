"""What plays beside a generated clip now: its sources may have been trimmed since frames were asked for."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from editor.actions.known import stretch_of
from editor.actions.requesting import sides_of
from editor.timeline.model import Clip, Generation, Purpose, Stretch, Task, Timeline, TrackKind


def generation_now(timeline: Timeline, clip: Clip) -> Generation:
    """What a clip is to be made from. Of one that has a take nothing changes: its other takes meet the same cut."""
    generation = clip.generation
    assert generation is not None, "only a generated clip is made"
    if clip.takes or generation.purpose == Purpose.SLOW:  # in its source's own place nothing plays beside it
        return generation
    if generation.purpose == Purpose.LOOP and len(generation.sources) == len(sides_of(generation.task)):
        return replace(generation, sources=_looped_now(timeline, clip, generation.sources))
    pairs = zip(generation.sources, sides_of(generation.task), strict=False)
    return replace(generation, sources=tuple(_now(timeline, clip, *pair) for pair in pairs))


def _looped_now(timeline: Timeline, clip: Clip, asked: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Both of the clip before it: what follows a loop has nothing to do with it."""
    end, start = asked
    beside = _touching(timeline, clip, list(_pieces(timeline, clip, end)), Task.AFTER)
    start = stretch_of(timeline, beside, Task.BEFORE) if beside is not None else start
    return _now(timeline, clip, end, Task.AFTER), start


def _now(timeline: Timeline, clip: Clip, stretch: Stretch, side: Task) -> Stretch:
    """side: whether the clip comes AFTER this source or BEFORE it."""
    pieces = list(_pieces(timeline, clip, stretch))
    beside = _touching(timeline, clip, pieces, side)
    if stretch.shown is not None or (beside is not None and beside.timing is not None):
        if beside is None or _rolled(timeline, clip, side):
            return stretch  # it goes on from what it was asked for
        return stretch_of(timeline, beside, side)
    pieces = [piece for piece in pieces if piece.timing is None]  # others meet it with other frames
    cuts = [_cut(timeline, piece, side) for piece in pieces]
    rolled, asked = _rolled(timeline, clip, side), _cut_of(stretch, side)
    known = (asked, asked + rolled)
    if (rolled > 0 if side is Task.BEFORE else rolled < 0) or (beside is None and asked in cuts):
        return stretch  # what it plays of the known frames has to stay what it is
    beside = beside or _nearest(timeline, clip, stretch, pieces, side)
    if beside is None or _cut(timeline, beside, side) in known:
        return stretch
    return stretch_of(timeline, beside, side)


def _pieces(timeline: Timeline, clip: Clip, stretch: Stretch) -> Iterator[Clip]:
    """The clips that play the same file."""
    for track in timeline.tracks:
        if track.kind is TrackKind.VIDEO:
            yield from (each for each in track.clips if each.take and each.take.media == stretch.media)


def _touching(timeline: Timeline, clip: Clip, pieces: list[Clip], side: Task) -> Clip | None:
    """The one that meets the clip on its own track."""
    track = timeline.track_of(clip.id)
    ours = [piece for piece in pieces if timeline.track_of(piece.id) is track]
    return next((piece for piece in ours if _apart(timeline, clip, piece, side) == 0), None)


def _nearest(timeline: Timeline, clip: Clip, stretch: Stretch, pieces: list[Clip], side: Task) -> Clip | None:
    """The one that comes closest to the clip, of those that play something the clip was to be made from."""
    near = [piece for piece in pieces if _apart(timeline, clip, piece, side) >= 0 and _plays(timeline, piece, stretch)]
    return min(near, key=lambda piece: _apart(timeline, clip, piece, side), default=None)


def _apart(timeline: Timeline, clip: Clip, piece: Clip, side: Task) -> int:
    """Frames between the clip and its source."""
    place, other = timeline.range_of(clip.id), timeline.range_of(piece.id)
    return other.start - place.end if side is Task.BEFORE else place.start - other.end


def _plays(timeline: Timeline, piece: Clip, stretch: Stretch) -> bool:
    playing = timeline.source_range(piece)
    return playing.start < stretch.range.end and stretch.range.start < playing.end


def _cut(timeline: Timeline, piece: Clip, side: Task) -> Fraction:
    """The moment of its file that meets the generated clip."""
    playing = timeline.source_range(piece)
    return playing.start if side is Task.BEFORE else playing.end


def _cut_of(stretch: Stretch, side: Task) -> Fraction:
    return stretch.range.start if side is Task.BEFORE else stretch.range.end


def _rolled(timeline: Timeline, clip: Clip, side: Task) -> Fraction:
    """How far the cut was rolled since, later or earlier: then the clip itself plays less, or what is known."""
    assert clip.generation is not None, "only a generated clip has sources"
    if side is not Task.BEFORE:
        return clip.source_start
    return clip.source_start + (clip.duration - clip.generation.frames) / timeline.rate
