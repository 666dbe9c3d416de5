"""Clips: named, labelled, switched on and off, linked, copied."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from editor.timeline.edits.aim import find_clip, find_clips
from editor.timeline.edits.track_items import change_clips, new_links
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Item, ItemId, Timeline, new_id
from editor.words import tr


def rename(timeline: Timeline, clip_id: ItemId, name: str) -> Timeline:
    """Raises EditError on a locked track."""
    if find_clip(timeline, clip_id)[2].name == name:
        return timeline
    return change_clips(timeline, [clip_id], lambda clip: replace(clip, name=name))


def set_label(timeline: Timeline, ids: Iterable[ItemId], label: str) -> Timeline:
    """A colour for clips, by its name; "" is that of their kind. Raises EditError on a locked track."""
    others = [clip_id for clip_id, (_, clip) in find_clips(timeline, ids).items() if clip.label != label]
    return change_clips(timeline, others, lambda clip: replace(clip, label=label))


def set_enabled(timeline: Timeline, ids: Iterable[ItemId], on: bool) -> Timeline:
    """Clips that are not enabled are neither seen nor heard. Raises EditError on a locked track."""
    wrong = [clip_id for clip_id, (_, clip) in find_clips(timeline, ids).items() if clip.enabled is not on]
    return change_clips(timeline, wrong, lambda clip: replace(clip, enabled=on))


def link(timeline: Timeline, ids: Iterable[ItemId]) -> Timeline:
    """Let clips move and be trimmed together, and no more with what they were linked to before.

    Raises EditError for fewer than two, for two of one track, and on a locked track.
    """
    clips = find_clips(timeline, ids)
    if len(clips) < 2:
        raise EditError(
            tr("One clip has nothing to be linked to."), tr("Select two clips or more, of different tracks.")
        )
    if len({row for row, _ in clips.values()}) < len(clips):
        raise EditError(tr("Clips of one track cannot be linked."), tr("Select one clip of each track."))
    common = new_id()
    return change_clips(timeline, clips, lambda clip: replace(clip, link=common))


def unlink(timeline: Timeline, ids: Iterable[ItemId]) -> Timeline:
    """Let clips go their own way; what else was linked with them stays so. Raises EditError on a locked track."""
    linked = [clip_id for clip_id, (_, clip) in find_clips(timeline, ids).items() if clip.link is not None]
    return change_clips(timeline, linked, lambda clip: replace(clip, link=None))


def copied(items: Sequence[Item], links: dict[str, str] | None = None) -> list[Item]:
    """The same items again with ids of their own, to be pasted.

    Copies of clips that are linked are linked with each other, and so are groups; for several tracks, give all calls
    one `links = new_links()`.
    """
    links = new_links() if links is None else links
    return [_copy(item, links) for item in items]


def _copy(item: Item, links: dict[str, str]) -> Item:
    if isinstance(item, Clip) and item.link is not None:
        item = replace(item, link=links[item.link])
    if isinstance(item, Clip) and item.group is not None:
        item = replace(item, group=links[item.group])
    return replace(item, id=ItemId(new_id()))
