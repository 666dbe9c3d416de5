"""The pictures of an export, frame by frame: as they are stored where nothing is laid over them, else composed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from editor.render.compose import compose
from editor.render.decoders import ExactPictures
from editor.render.exporting.form import Target
from editor.render.layers import Layer, Shot, Showing, layers
from editor.render.placement import Size, fit
from editor.timeline.model import Timeline
from engine.media.coded import from_rgb, mixed_frames, passes, recoded, rgb_of, still_frame

Frame = Any  # a picture in a film's code: the engine's own, not looked into here


@dataclass(frozen=True, slots=True)
class Stored:
    """A frame as its file has it, or two of a dissolve."""

    frames: tuple[Frame, ...]
    mix: float = 0.0  # how much of the second is seen


Drawn = Stored | np.ndarray  # [height, width, 3] uint8 RGB where it was composed


def drawn(timeline: Timeline, numbers: Iterable[int], target: Target, pictures: ExactPictures) -> Iterator[Drawn]:
    """What stands at these frames of the timeline. Raises MediaError."""
    canvas = timeline.width, timeline.height
    last: tuple[tuple[Layer, ...], Drawn] | None = None
    for number in numbers:
        seen = layers(timeline, number)
        if last is None or last[0] != seen:  # a still, or a freeze, is drawn once
            last = seen, stored(seen, canvas, target, pictures) or compose(seen, canvas, pictures)
        yield last[1]


def stored(seen: Sequence[Layer], canvas: Size, target: Target, pictures: ExactPictures) -> Stored | None:
    """None where it has to be composed."""
    if not seen or not is_plain(seen[-1]):
        return None
    frames = []
    for shot, _ in seen[-1].shots:
        found = pictures.stored(shot)
        whole = fit((found.video.width, found.video.height), canvas, found.video.sample_aspect).covers(canvas)
        if not whole or not passes(found.frame, found.video, target.video):
            return None
        frames.append(found.frame)
    return Stored(tuple(frames), float(seen[-1].mix))


def is_plain(layer: Layer) -> bool:
    """Media as it is, or two in a dissolve; whatever else a layer or a shot comes to say of itself, it is not."""
    if layer != Layer(layer.shot, layer.incoming, layer.mix):
        return False
    return all(shot == Shot(Showing.MEDIA, shot.path, shot.time) and shot.path for shot, _ in layer.shots)


def coded(pictures: Iterable[Drawn], target: Target) -> Iterator[Frame]:
    """Each in the target's code."""
    last: tuple[Drawn, Frame] | None = None
    for picture in pictures:
        if last is None or last[0] is not picture:
            last = picture, coded_one(picture, target)
        yield last[1]


def coded_one(picture: Drawn, target: Target) -> Frame:
    if not target.pixel_format.startswith("rgb"):
        if not isinstance(picture, Stored):
            return from_rgb(picture, target.pixel_format, target.video)
        frames = [recoded(frame, target.pixel_format, target.video) for frame in picture.frames]
        return frames[0] if len(frames) == 1 else mixed_frames(frames[0], frames[1], picture.mix)
    size = (target.video.width, target.video.height)
    return still_frame(rgb(picture, target.video.bit_depth > 8), target.pixel_format, size)


def rgb(picture: Drawn, deep: bool) -> np.ndarray:
    """[height, width, 3], uint16 where it is `deep`, else uint8."""
    if not isinstance(picture, Stored):
        return picture.astype(np.uint16) * 257 if deep else picture
    images = [rgb_of(frame, deep) for frame in picture.frames]
    if len(images) == 1:
        return images[0]
    one, other = (image.astype(np.float32) for image in images)
    return (one * (1 - picture.mix) + other * picture.mix + 0.5).astype(images[0].dtype)
