"""Sync: whether picture and sound that were recorded together still play together."""

from collections.abc import Iterator

from editor.timeline.model import Clip, Timeline, TrackKind


def sync_offset(timeline: Timeline, clip: Clip) -> int:
    """By how many frames a clip plays later than the picture or the sound of the same file that it is linked with;
    below 0 earlier, and 0 where it is in sync or has no such partner. Of several the furthest counts.

        |   A   |        ->           |   A   |         A +72
        |   a   |             |   a   |                 a -72

    Raises KeyError where the clip is not on the timeline.
    """
    if clip.link is None or clip.take is None:
        return 0
    row, index = timeline.place(clip.id)
    start, kind = timeline.tracks[row].starts[index], timeline.tracks[row].kind
    partners = _partners(timeline, clip, kind)
    offsets = (start - other_start - _later(timeline, clip, other) for other_start, other in partners)
    return max(offsets, key=abs, default=0)


def _partners(timeline: Timeline, clip: Clip, kind: TrackKind) -> Iterator[tuple[int, Clip]]:
    """The clips of the other kind that it is linked with and that play the same file; and where each starts."""
    assert clip.link is not None
    for track in timeline.tracks:
        for other_id in track.links.get(clip.link, ()) if track.kind is not kind else ():
            index = track.indices[other_id]
            other = track.items[index]
            if isinstance(other, Clip) and other.take and clip.take and other.take.media == clip.take.media:
                yield track.starts[index], other


def _later(timeline: Timeline, clip: Clip, other: Clip) -> int:
    """By how many frames later in their file one of two clips begins. Most begin together: fractions are slow."""
    if clip.takes == other.takes and clip.source_start == other.source_start:
        return 0
    return round((timeline.source_range(clip).start - timeline.source_range(other).start) * timeline.rate)
