"""Attributes: what was laid over a clip, put over others: look, level, fades, speed, label."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from enum import StrEnum

from editor.timeline.edits.aim import find_clips
from editor.timeline.edits.looks import with_level, with_look
from editor.timeline.edits.retiming import why_no_timing
from editor.timeline.edits.timing import with_timing
from editor.timeline.edits.track_items import change_clips
from editor.timeline.fading import without_fades
from editor.timeline.looks import Level, Look
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind
from editor.words import later


class Attribute(StrEnum):
    """What can be pasted alone."""

    OPACITY = later("opacity")
    TRANSFORM = later("position, scale and rotation")
    CROP = later("crop")
    GRADE = later("colour")
    VOLUME = later("volume")
    PAN = later("pan")
    FADES = later("fades")
    SPEED = later("speed")
    LABEL = later("label")


PICTURE = (Attribute.OPACITY, Attribute.TRANSFORM, Attribute.CROP, Attribute.GRADE)
SOUND = (Attribute.VOLUME, Attribute.PAN)
EITHER = (Attribute.FADES, Attribute.SPEED, Attribute.LABEL)
Source = Clip | None


def paste_attributes(
    timeline: Timeline, ids: Iterable[ItemId], picture: Source, sound: Source, wanted: Collection[Attribute]
) -> Timeline:
    """Clips with what these sources have of what is wanted: picture clips from `picture`, sound clips from `sound`.

    What the kind's own source has no say in (fades, speed, label) comes from the other one where there is none. At
    another speed a clip is as long as it was, or as its media lets it be; stills have none. Raises EditError on a
    locked track.
    """
    for clip_id, (row, _) in find_clips(timeline, ids).items():
        is_picture = timeline.tracks[row].kind is TrackKind.VIDEO
        own, other = (picture, sound) if is_picture else (sound, picture)
        timeline = change_clips(timeline, [clip_id], _change(timeline, own, own or other, is_picture, wanted))
    return timeline


def _change(
    timeline: Timeline, own: Source, any_: Source, is_picture: bool, wanted: Collection[Attribute]
) -> Callable[[Clip], Clip]:
    """own: a source of the same kind; any_: one of either kind."""

    def changed(clip: Clip) -> Clip:
        result = clip if any_ is None else _with_common(timeline, clip, any_, wanted)
        if own is not None and is_picture:
            result = _with_look(result, own.look or Look(), wanted)
        elif own is not None:
            result = _with_level(result, own.level or Level(), wanted)
        return clip if result == clip else result

    return changed


def _with_look(clip: Clip, source: Look, wanted: Collection[Attribute]) -> Clip:
    look = clip.look or Look()
    if Attribute.OPACITY in wanted:
        look = replace(look, opacity=source.opacity)
    if Attribute.TRANSFORM in wanted:
        look = replace(look, transform=source.transform, motion=source.motion)
    if Attribute.CROP in wanted:
        look = replace(look, crop=source.crop)
    if Attribute.GRADE in wanted:
        look = replace(look, grade=source.grade)
    return with_look(clip, look)


def _with_level(clip: Clip, source: Level, wanted: Collection[Attribute]) -> Clip:
    level = clip.level or Level()
    if Attribute.VOLUME in wanted:
        level = replace(level, volume=source.volume)
    if Attribute.PAN in wanted:
        level = replace(level, pan=source.pan)
    return with_level(clip, level)


def _with_common(timeline: Timeline, clip: Clip, source: Clip, wanted: Collection[Attribute]) -> Clip:
    if Attribute.FADES in wanted:
        clip = replace(without_fades(clip), fade_in=source.fade_in, fade_out=source.fade_out)
    if Attribute.LABEL in wanted:
        clip = replace(clip, label=source.label)
    if Attribute.SPEED in wanted and clip.timing != source.timing and not why_no_timing(timeline, clip.id):
        clip = with_timing(timeline, clip, source.timing)
    return clip
