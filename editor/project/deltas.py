"""What an edit changed, small enough to be written at every edit, and the timeline after it again."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

from editor.timeline.model import Clip, Gap, Item, Marker, Timeline, Track, Transition
from editor.timeline.otio.errors import WrongField
from editor.timeline.otio.fields import all_of
from editor.timeline.otio.reading import read_media
from editor.timeline.otio.values import pack, pack_fields, unpack, unpack_fields
from editor.timeline.otio.writing import write_media
from editor.words import tr

Object = dict[str, Any]

LISTS = ("tracks", "markers", "media")
SETTINGS = tuple(part.name for part in fields(Timeline) if part.name not in LISTS)
KINDS: dict[str, type] = {"clip": Clip, "gap": Gap, "transition": Transition}
NAMES = {kind: name for name, kind in KINDS.items()}


def delta(before: Timeline, after: Timeline) -> Object:
    """JSON values; empty where nothing changed. What both have is told by its place in `before`."""
    changed = {name: pack(getattr(after, name)) for name in SETTINGS if getattr(before, name) != getattr(after, name)}
    found: Object = {"settings": changed} if changed else {}
    for name in LISTS:
        old, new = getattr(before, name), getattr(after, name)
        if old is not new and old != new:
            found[name] = _splice(old, new, _writer(name, before))
    return found


def apply(before: Timeline, found: Object) -> Timeline:
    """The timeline after it. Raises WrongField where the delta is not one of this timeline."""
    changes: Object = {}
    if "settings" in found:
        changes = unpack_fields(Timeline, _defaults(before, found["settings"]), *LISTS)
    for name in LISTS:
        if name in found:
            changes[name] = _join(getattr(before, name), found, name, _reader(name, before))
    return replace(before, **changes)


def _defaults(before: Timeline, changed: Any) -> Object:
    """All settings, so that the required ones are there."""
    if not isinstance(changed, dict):
        raise WrongField(tr("should be an object"), "settings")
    return {name: pack(getattr(before, name)) for name in SETTINGS} | changed


def _splice(before: Sequence[Any], after: Sequence[Any], write: Callable[[Any], Object]) -> list[Any]:
    """Runs of what was there, as [first, end], and what is new."""
    places = {id(value): index for index, value in enumerate(before)}
    pieces: list[Any] = []
    for value in after:
        index = places.get(id(value))
        if index is None:
            pieces.append(write(value))
        elif pieces and isinstance(pieces[-1], list) and pieces[-1][1] == index:
            pieces[-1][1] += 1
        else:
            pieces.append([index, index + 1])
    return pieces


def _join(before: Sequence[Any], owner: Object, name: str, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    def piece(value: Any) -> Sequence[Any]:
        return _run(before, value) if isinstance(value, list) else (read(value),)

    return tuple(value for run in all_of(owner, name, piece) for value in run)


def _run(before: Sequence[Any], run: list[Any]) -> Sequence[Any]:
    first, end = unpack(tuple[int, int], run)
    if not 0 <= first < end <= len(before):
        raise WrongField(tr("should be a part of what was there"))
    return before[first:end]


def _writer(name: str, before: Timeline) -> Callable[[Any], Object]:
    writers: dict[str, Callable[[Any], Object]] = {
        "tracks": lambda track: _write_track(track, before),
        "markers": pack,
        "media": lambda media: write_media(media, None),
    }
    return writers[name]


def _reader(name: str, before: Timeline) -> Callable[[Any], Any]:
    readers: dict[str, Callable[[Any], Any]] = {
        "tracks": lambda value: _read_track(value, before),
        "markers": lambda value: unpack(Marker, value),
        "media": lambda value: read_media(value, None),
    }
    return readers[name]


def _write_track(track: Track, before: Timeline) -> Object:
    return pack_fields(track, "items") | {"items": _splice(_items_of(track.id, before), track.items, _write_item)}


def _read_track(value: Any, before: Timeline) -> Track:
    own = unpack_fields(Track, value, "items")
    return Track(items=_join(_items_of(own["id"], before), value, "items", _read_item), **own)


def _items_of(track_id: str, timeline: Timeline) -> tuple[Item, ...]:
    return next((track.items for track in timeline.tracks if track.id == track_id), ())


def _write_item(item: Item) -> Object:
    return {NAMES[type(item)]: pack(item)}


def _read_item(value: Any) -> Item:
    name = next(iter(value), "") if isinstance(value, dict) else ""
    if name not in KINDS:
        raise WrongField(tr("should be one of {names}", names=", ".join(KINDS)))
    item: Item = unpack(KINDS[name], value[name])
    return item
