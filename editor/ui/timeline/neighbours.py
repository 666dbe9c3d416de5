"""What stands beside an item, transitions aside."""

from editor.timeline.model import Clip, Item, Track, Transition


def before(track: Track, index: int) -> Item | None:
    """The clip or gap before item `index`."""
    index -= 1
    while index >= 0 and isinstance(track.items[index], Transition):
        index -= 1
    return track.items[index] if index >= 0 else None


def after(track: Track, index: int) -> Item | None:
    """The clip or gap after item `index`."""
    index += 1
    while index < len(track.items) and isinstance(track.items[index], Transition):
        index += 1
    return track.items[index] if index < len(track.items) else None


def clip_before(track: Track, index: int) -> Clip | None:
    """The clip that ends where this one starts."""
    item = before(track, index)
    return item if isinstance(item, Clip) else None


def clip_after(track: Track, index: int) -> Clip | None:
    item = after(track, index)
    return item if isinstance(item, Clip) else None
