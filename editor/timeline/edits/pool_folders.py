"""Folders of the media pool: made, renamed, taken away, filled. They are the project's own; no file moves on disk."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from editor.timeline.edits.media_pool import used_media
from editor.timeline.errors import EditError
from editor.timeline.model import MediaId, Timeline
from editor.words import tr

APART = "/"  # between a folder's name and that of one in it


def parents(folder: str) -> Iterator[str]:
    """The folders it lies in, and itself: Rushes, Rushes/Day 1."""
    parts = folder.split(APART)
    return (APART.join(parts[:count]) for count in range(1, len(parts) + 1)) if folder else iter(())


def inside(folder: str, outer: str) -> bool:
    """Whether it is `outer` or lies somewhere in it; everything lies in ""."""
    return not outer or folder == outer or folder.startswith(outer + APART)


def all_folders(timeline: Timeline) -> tuple[str, ...]:
    """In order of their names; also those that only media speaks of."""
    named = {*timeline.folders, *(media.folder for media in timeline.media)}
    return tuple(sorted({each for folder in named for each in parents(folder)}, key=str.casefold))


def add_folder(timeline: Timeline, name: str, within: str = "") -> Timeline:
    """An empty one. Raises EditError for a name that cannot be, or is there already."""
    folder = _named(timeline, name, within)
    return replace(timeline, folders=(*timeline.folders, folder))


def rename_folder(timeline: Timeline, folder: str, name: str) -> Timeline:
    """With all that is in it. Raises EditError as add_folder does."""
    if name.strip() == folder.rpartition(APART)[2]:
        return timeline
    return _moved(timeline, folder, _named(timeline, name, folder.rpartition(APART)[0]))


def remove_folder(timeline: Timeline, folder: str) -> Timeline:
    """What is in it, and in folders in it, goes to the folder around it."""
    outer = folder.rpartition(APART)[0]
    media = tuple(replace(each, folder=outer) if inside(each.folder, folder) else each for each in timeline.media)
    return replace(timeline, media=media, folders=tuple(each for each in timeline.folders if not inside(each, folder)))


def move_media(timeline: Timeline, media_ids: Iterable[MediaId], folder: str) -> Timeline:
    """Into a folder; "" is the pool's top."""
    wanted = set(media_ids)
    moved = tuple(
        replace(each, folder=folder) if each.id in wanted and each.folder != folder else each for each in timeline.media
    )
    return timeline if moved == timeline.media else replace(timeline, media=moved)


def remove_unused(timeline: Timeline) -> Timeline:
    """The pool without what no clip plays or is generated from; the files stay."""
    used = used_media(timeline)
    kept = tuple(media for media in timeline.media if media.id in used)
    return timeline if len(kept) == len(timeline.media) else replace(timeline, media=kept)


def _named(timeline: Timeline, name: str, within: str) -> str:
    name = name.strip()
    if not name or APART in name:
        raise EditError(tr("A folder needs a name without a slash in it."), tr("Type another one."))
    folder = f"{within}{APART}{name}" if within else name
    if folder.casefold() in map(str.casefold, all_folders(timeline)):
        raise EditError(tr("There is a folder “{name}” already.", name=name), tr("Type another name."))
    return folder


def _moved(timeline: Timeline, before: str, after: str) -> Timeline:
    def now(folder: str) -> str:
        return after + folder[len(before) :] if inside(folder, before) else folder

    media = tuple(replace(each, folder=now(each.folder)) if each.folder else each for each in timeline.media)
    folders = tuple(dict.fromkeys((*map(now, timeline.folders), after)))
    return replace(timeline, media=media, folders=folders)
