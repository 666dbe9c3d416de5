"""What is laid over clips: the looks of pictures, and the levels of sounds."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from editor.timeline.edits.aim import find_clips
from editor.timeline.edits.track_items import change_clips
from editor.timeline.looks import Curve, Level, Look
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind


def with_look(clip: Clip, look: Look) -> Clip:
    """None stands for one that changes nothing; the very same clip where it has it already."""
    wanted = None if look == Look() else look
    return clip if clip.look == wanted else replace(clip, look=wanted)


def with_level(clip: Clip, level: Level) -> Clip:
    """As `with_look`."""
    wanted = None if level == Level() else level
    return clip if clip.level == wanted else replace(clip, level=wanted)


def change_look(timeline: Timeline, ids: Iterable[ItemId], change: Callable[[Look], Look]) -> Timeline:
    """The clips on picture tracks with another look; the others stay. Raises EditError on a locked track."""
    pictures = _on(timeline, ids, TrackKind.VIDEO)
    return change_clips(timeline, pictures, lambda clip: with_look(clip, change(clip.look or Look())))


def change_level(timeline: Timeline, ids: Iterable[ItemId], change: Callable[[Level], Level]) -> Timeline:
    """Volume and pan of the clips on sound tracks; the others stay. Raises EditError on a locked track."""
    sounds = _on(timeline, ids, TrackKind.AUDIO)
    return change_clips(timeline, sounds, lambda clip: with_level(clip, change(clip.level or Level())))


def continued(clip: Clip, at: int) -> Look | None:
    """The look of frames that continue a clip from one of its own: as it is there, so that no join is seen.

    What is generated is made of the clip's media without its look, which is laid over both.
    """
    if clip.look is None:
        return None
    stands = replace(clip.look, transform=clip.look.transform_at(at), motion=())
    return with_look(clip, replace(stands, opacity=Curve(clip.look.opacity.at(at)))).look


def continued_level(clip: Clip, at: int) -> Level | None:
    """As `continued`, of sound."""
    if clip.level is None:
        return None
    level = Level(Curve(clip.level.volume.at(at)), Curve(clip.level.pan.at(at)))
    return with_level(clip, level).level


def _on(timeline: Timeline, ids: Iterable[ItemId], kind: TrackKind) -> list[ItemId]:
    return [clip_id for clip_id, (row, _) in find_clips(timeline, ids).items() if timeline.tracks[row].kind is kind]
