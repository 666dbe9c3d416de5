"""Groups: clips that are selected and moved together, whatever tracks they are on."""

from collections.abc import Iterable
from dataclasses import replace

from editor.timeline.edits.aim import find_clips
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline, new_id
from editor.words import tr


def group(timeline: Timeline, ids: Iterable[ItemId]) -> Timeline:
    """Let clips go together, and no more with the groups they were in before.

    Raises EditError for fewer than two, and on a locked track.
    """
    clips = find_clips(timeline, ids)
    if len(clips) < 2:
        raise EditError(tr("One clip has nothing to be grouped with."), tr("Select two clips or more."))
    common = new_id()
    return change_clips(timeline, clips, lambda clip: replace(clip, group=common))


def ungroup(timeline: Timeline, ids: Iterable[ItemId]) -> Timeline:
    """Dissolve the groups that these clips are in, for all of their clips. Raises EditError on a locked track."""
    clips = find_clips(timeline, grouped(timeline, ids))
    inside = [clip_id for clip_id, (_, clip) in clips.items() if clip.group is not None]
    return change_clips(timeline, inside, lambda clip: replace(clip, group=None))


def grouped(timeline: Timeline, ids: Iterable[ItemId]) -> frozenset[ItemId]:
    """These items, and all that are in a group with one of them."""
    found = frozenset(ids)
    items = (timeline.item(item_id) for item_id in found)
    groups = {item.group for item in items if isinstance(item, Clip) and item.group is not None}
    if not groups:
        return found
    return found | {clip.id for track in timeline.tracks for clip in track.clips if clip.group in groups}
