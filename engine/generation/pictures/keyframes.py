"""Where the pictures given to a new clip stand: on its frames, and in a model's latents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, pairwise

import numpy as np
from torch import Tensor

from engine.errors import ContextTooShort, NotAVideo, RequestError
from engine.finishing.colours.encodings import Recoding, encoding_of
from engine.generation.clips import CONTEXT_BYTES, Clip, at_rate, fitted
from engine.generation.gap import MOST_NEW
from engine.generation.pictures.form import USUAL, Form, is_still, like_of
from engine.generation.sampling.conditioning import checked_noise, reduce_noise
from engine.generation.sampling.latents import fit_frames, frames_held, latent_frames, latent_holding
from engine.media.info import VideoInfo
from engine.media.probe import probe
from engine.media.read import read_frames
from engine.media.write import shifted
from engine.requests import GapRequest, GenerateRequest, Keyframe, Source


@dataclass(frozen=True, slots=True)
class Placed:
    """A keyframe on the new clip's frames. frames: those that are its own pictures. noise: 0 keep to 1 free."""

    clip: Clip
    still: bool
    frames: range
    noise: float
    left_out: int = 0  # frames of its stretch for which there is no room

    @property
    def name(self) -> str:
        return self.clip.source.path.name

    @property
    def latents(self) -> range:
        """That hold its frames where the clip is seen whole."""
        return range(latent_holding(self.frames[0]), latent_holding(self.frames[-1]) + 1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """New frames beside given ones. before, after: the pictures at its ends; at least one."""

    frames: range
    before: Placed | None
    after: Placed | None


@dataclass(frozen=True, slots=True)
class NewClip:
    """A new clip. like: its size, rate, depth and colours, as a clip that others are fitted to."""

    like: Clip
    count: int
    placed: tuple[Placed, ...]

    @property
    def video(self) -> VideoInfo:
        return self.like.video

    @property
    def stretches(self) -> list[Stretch]:
        return [part for part in self.parts() if isinstance(part, Stretch)]

    def parts(self) -> Iterator[Placed | Stretch]:
        """In playing order, without a hole."""
        sides = (None, *self.placed, None)
        for before, after in pairwise(sides):
            if before is not None:
                yield before
            begin = 0 if before is None else before.frames.stop
            end = self.count if after is None else after.frames.start
            if begin < end:
                yield Stretch(range(begin, end), before, after)


def new_clip_of(request: GenerateRequest, usual: Form = USUAL) -> NewClip:
    """From the pictures' headers. Raises MediaError types, or RequestError, saying which picture stands wrong."""
    clips = [open_picture(keyframe.source) for keyframe in request.keyframes]
    like = like_of(request, clips, usual)
    count = _count(request, like.video.rate)
    return NewClip(like, count, _all_placed(request.keyframes, clips, request.duration, like, count))


def new_part_of(request: GapRequest, like: Clip, count: int) -> NewClip:
    """`count` new frames beside a clip, with the request's pictures on the way; as new_clip_of."""
    clips = [open_picture(keyframe.source) for keyframe in request.keyframes]
    return NewClip(like, count, _all_placed(request.keyframes, clips, request.duration, like, count))


def _all_placed(
    keyframes: Sequence[Keyframe], clips: Sequence[Clip], duration: Fraction, like: Clip, count: int
) -> tuple[Placed, ...]:
    rate = like.video.rate
    held = [_held(clip, rate) for clip in clips]
    begins = [_begin(each, duration, rate, of, count) for each, of in zip(keyframes, held, strict=True)]
    _in_order(keyframes, begins, rate)
    ends = [*begins, count][1:]
    return tuple(
        _placed(keyframe, clip, range(begin, begin + of), end, like)
        for keyframe, clip, begin, of, end in zip(keyframes, clips, begins, held, ends, strict=True)
    )


def open_picture(source: Source) -> Clip:
    """A still, or a stretch of a clip of one frame or more."""
    info = probe(source.path)
    if info.video is None:
        raise NotAVideo(f"{source.path.name} has no picture.", do="Choose a still or a video file.")
    encoding_of(info.video, source.encoding)
    clip = Clip(replace(source, start=None, end=None) if is_still(source.path) else source, info, info.video)
    if clip.frames < 1:
        raise ContextTooShort(f"{source.path.name} has no frame there.", do="Choose another part of it.")
    return clip


def known_frames(placed: Placed, new: NewClip) -> np.ndarray:
    """[n, height, width, 3 or 4]: the pictures of a keyframe, as the new clip shows them."""
    clip, like, wanted = placed.clip, new.like, len(placed.frames)
    frames = shifted(read_frames(clip.source.path, clip.start, clip.end), -clip.start)
    if not placed.still and (clip.video.variable or clip.video.rate != like.video.rate):
        frames = at_rate(frames, like.video.rate, wanted)
    recoding = Recoding(clip.encoding, like.encoding)
    depth = np.uint16 if like.video.bit_depth > 8 else np.uint8
    images = (frame.image for frame in islice(frames, wanted))
    images = (image if recoding.changes_nothing else recoding(image, depth) for image in images)
    shown = [fitted(_even(image, like.video), clip.video, like.video) for image in images]
    if len(shown) < wanted:
        raise ContextTooShort(
            f"{placed.name} has {len(shown)} frames there, not the {wanted} that its length says.",
            do="Choose a shorter part of it.",
        )
    return np.stack(shown)


def latent_noise(new: NewClip) -> Tensor:
    """[latent] of the clip as a model sees it whole, on the next grid of 1 + 4n: 0 keep to 1 free."""
    frames = fit_frames(new.count, up=True)
    given = {frame: placed.noise for placed in new.placed for frame in placed.frames}
    values = [given.get(frame, 0.0) for frame in range(frames)]
    for latent in range(latent_frames(frames)):
        held = frames_held(latent)
        if not any(frame in given for frame in held):  # one given picture fills its latent
            values[held.start : held.stop] = [1.0] * len(held)
    return reduce_noise(values)


def _count(request: GenerateRequest, rate: Fraction) -> int:
    count = round(request.duration * rate)
    if count < 2:
        raise RequestError(
            f"{float(request.duration):.3g} s are less than two frames.",
            do=f"Ask for at least {float(2 / rate):.3f} s.",
        )
    if count > MOST_NEW:
        raise RequestError(
            f"{float(request.duration):.6g} s are {count} frames; {MOST_NEW} can be made at once.",
            do=f"Ask for at most {int(MOST_NEW / rate)} s, and extend the result if you need more.",
        )
    return count


def _held(clip: Clip, rate: Fraction) -> int:
    """Frames of the new clip that a picture lasts."""
    return 1 if is_still(clip.source.path) else max(1, round((clip.end - clip.start) * rate))


def _begin(keyframe: Keyframe, duration: Fraction, rate: Fraction, held: int, count: int) -> int:
    """At the very end a picture ends there."""
    checked_noise([keyframe.noise])
    name, at = keyframe.source.path.name, keyframe.at
    if not 0 <= at <= duration:
        raise RequestError(
            f"{name} is asked for at {float(at):g} s, but what is made runs from 0 to {float(duration):g} s.",
            do="Give a time within it, or make it longer.",
        )
    return max(0, count - held) if at == duration else min(round(at * rate), count - 1)


def _in_order(keyframes: Sequence[Keyframe], begins: Sequence[int], rate: Fraction) -> None:
    for (one, begin), (other, then) in pairwise(zip(keyframes, begins, strict=True)):
        names = f"{one.source.path.name} and {other.source.path.name}"
        if begin == then:
            raise RequestError(
                f"{names} stand on the same frame, {begin}.",
                do=f"Set them at least {float(1 / rate):.3f} s apart, or leave one out.",
            )
        if begin > then:
            raise RequestError(f"{names} are not in the order of their times.", do="Give the pictures in order.")


def _placed(keyframe: Keyframe, clip: Clip, frames: range, end: int, like: Clip) -> Placed:
    """end: the frame at which the next picture begins."""
    size = like.video.width * like.video.height * (4 if like.video.alpha else 3) * (1 + (like.video.bit_depth > 8))
    room = range(frames.start, min(frames.stop, end, frames.start + max(1, CONTEXT_BYTES // size)))
    return Placed(clip, is_still(clip.source.path), room, keyframe.noise, len(frames) - len(room))


def _even(image: np.ndarray, like: VideoInfo) -> np.ndarray:
    """Without a last odd row or column, which few films have; as it is where they do."""
    if image.shape[:2] == (like.height, like.width):
        return image
    return image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2]


def evenly(video: VideoInfo) -> VideoInfo:
    return replace(video, width=video.width // 2 * 2, height=video.height // 2 * 2)
