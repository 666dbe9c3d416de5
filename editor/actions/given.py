"""What the engine is given beside clips: pictures at moments, and a take that new frames are made after."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from editor.actions.meeting import shown_from
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Generation, Keyframe, Media, Timeline
from editor.words import tr
from engine import requests
from engine.requests import Source


def keyframes_of(timeline: Timeline, generation: Generation) -> tuple[requests.Keyframe, ...]:
    """As the engine is told of them. Raises EditError where one's file has left the pool."""
    return tuple(_keyframe(timeline, each) for each in generation.keyframes)


def _keyframe(timeline: Timeline, keyframe: Keyframe) -> requests.Keyframe:
    media = timeline.media_by_id.get(keyframe.media)
    if media is None:
        raise EditError(
            tr("A keyframe's picture is no longer in the media pool."), do=tr("Delete the keyframe, or undo.")
        )
    source = Source(Path(media.path), encoding=media.encoding)
    if not media.is_still:
        source = replace(source, start=keyframe.start, end=keyframe.start + 1 / rate_of(media))
    return requests.Keyframe(source, keyframe.at / timeline.rate, keyframe.noise)


def draft_of(timeline: Timeline, clip: Clip, duration: Fraction) -> Source:
    """The new frames of the take that a clip plays. duration: seconds, as they were asked for."""
    media = timeline.media_of(clip)
    assert media is not None, "a clip without a take has no draft"
    assert clip.take is not None, "as above"
    start = shown_from(media, clip.take.start)  # where rates differ, a clip's own time starts within a frame
    return Source(Path(media.path), start, start + duration, media.encoding)


def refuse_offline(timeline: Timeline, generation: Generation) -> None:
    """Raises EditError where a keyframe's file is not there; its own sources are looked for before."""
    media = (timeline.media_by_id.get(keyframe.media) for keyframe in generation.keyframes)
    gone = [each.name for each in media if each and not Path(each.path).is_file()]
    if gone:
        raise EditError(
            tr("{gone}, a keyframe, is offline.", gone=gone[0]), do=tr("Relink it, or delete the keyframe.")
        )


def rate_of(media: Media) -> Fraction:
    if media.picture is None:
        raise EditError(tr("{name} has no picture.", name=media.name), do=tr("Choose a video clip."))
    return media.picture.rate
