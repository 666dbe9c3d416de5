"""What the pool's list can be sorted by, and tells in columns where there is room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from editor.timeline.model import Media
from editor.timeline.rational_time import to_frames
from editor.timeline.timecode import format_timecode
from editor.words import later, tr

NAME_LEAST = 190  # pixels that a name keeps beside the columns


class Order(StrEnum):
    """By what the list is sorted; `value` is what its heading says."""

    IMPORT = later("As Imported")
    NAME = later("Name")
    LENGTH = later("Length")
    SIZE = later("Size")
    RATE = later("Rate")
    USED = later("Used")
    FOLDER = later("Folder")


@dataclass(frozen=True, slots=True)
class Column:
    order: Order
    width: int  # pixels
    words: Callable[[Media, int], str]  # of a media, and how many clips play it


def duration_words(media: Media) -> str:
    """Minutes, seconds and frames (hours where there are any); sound alone in whole seconds, a still none."""
    if media.is_still or not media.duration:
        return ""
    if media.picture is None:
        seconds = round(media.duration)
        return f"{seconds // 60:02}:{seconds % 60:02}"
    words = format_timecode(to_frames(media.duration, media.picture.rate), media.picture.rate)
    return words.removeprefix("00:")


def size_words(media: Media) -> str:
    return "" if media.picture is None else f"{media.picture.width} × {media.picture.height}"


def rate_words(media: Media) -> str:
    return "" if media.picture is None or media.is_still else f"{float(media.picture.rate):.5g}"


def used_words(media: Media, uses: int) -> str:
    return f"{uses} ×" if uses else tr("unused")


LENGTH = Column(Order.LENGTH, 72, lambda media, uses: duration_words(media))
FURTHER = (  # in the order in which they find room
    Column(Order.USED, 62, used_words),
    Column(Order.SIZE, 92, lambda media, uses: size_words(media)),
    Column(Order.RATE, 56, lambda media, uses: rate_words(media)),
    Column(Order.FOLDER, 110, lambda media, uses: media.folder),
)


def columns_for(width: int) -> tuple[Column, ...]:
    """Those that there is room for beside the name, from left to right."""
    shown: tuple[Column, ...] = (LENGTH,)
    for column in FURTHER:
        if sum(each.width for each in shown) + column.width + NAME_LEAST > width:
            break
        shown = (*shown, column)
    return shown


def in_order(media: Sequence[Media], order: Order, falling: bool, uses: Callable[[Media], int]) -> list[Media]:
    """Alike ones stay as they were imported."""
    if order is Order.IMPORT:
        return list(reversed(media)) if falling else list(media)
    keys: dict[Order, Callable[[Media], Any]] = {
        Order.NAME: lambda each: each.name.casefold(),
        Order.LENGTH: lambda each: each.duration,
        Order.SIZE: lambda each: each.picture.width * each.picture.height if each.picture else 0,
        Order.RATE: lambda each: each.picture.rate if each.picture and not each.is_still else Fraction(0),
        Order.USED: uses,
        Order.FOLDER: lambda each: each.folder.casefold(),
    }
    return sorted(media, key=keys[order], reverse=falling)
