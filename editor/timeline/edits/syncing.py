"""Sync: whether picture and sound that were recorded together still play together, and how they do again."""

from collections.abc import Iterator

from editor.timeline.edits.handles import frame_showing
from editor.timeline.edits.moving import move
from editor.timeline.edits.slipping import slip, slip_limits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind
from editor.words import tr


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
    """By how many frames later in what the other one plays a clip begins. Most begin together: fractions are slow."""
    if clip.takes == other.takes and clip.source_start == other.source_start:
        return 0
    frame = frame_showing(timeline, other, timeline.moment(clip, 0))
    return frame or 0  # what is held is never out of sync


def move_into_sync(timeline: Timeline, clip_id: ItemId) -> Timeline:
    """Move a clip alone to where it is in sync with its partner, over what is there. Raises EditError on a locked
    track."""
    offset = sync_offset(timeline, timeline.clip(clip_id))
    return move(timeline, [clip_id], -offset) if offset else timeline


def slip_into_sync(timeline: Timeline, clip_id: ItemId) -> Timeline:
    """Let a clip play, where it stands, what is in sync with its partner.

    Raises EditError on a locked track, and where its media does not reach so far.
    """
    clip = timeline.clip(clip_id)
    offset = sync_offset(timeline, clip)
    least, most = slip_limits(timeline, clip_id, linked=False)
    if not least <= offset <= most:
        raise EditError(
            tr("“{name}” has no media that is in sync there.", name=clip.name), tr("Move it into sync instead.")
        )
    return slip(timeline, clip_id, offset, linked=False) if offset else timeline
