"""A window of known and new frames as a model of latents renders it, told apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from torch import Tensor

from engine.finishing.colours.encodings import REC709, Encoding
from engine.finishing.pixels import coded, scaled, unit
from engine.generation.ask import Ask
from engine.generation.sampling.latent_video import Given, VideoModel, window
from engine.generation.sampling.layout import Layout
from engine.generation.sampling.sampler import Seen
from engine.progress import Report


@dataclass(frozen=True, slots=True)
class Drafted:
    """Frames made before, which a window's new ones are made after.

    frames: [h, w, 3 or more] each, of any size, from the first new one on, and those between the last one and what is
    known after them. freedom: 0 keep to 1 free, spread over the new latents in playing order.
    """

    frames: Sequence[np.ndarray]
    freedom: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """What else a window has. times: seconds from the first frame that is made at which each latent begins; none where
    one prompt holds throughout. also: further frames it is given, in `encoding` as all known ones are."""

    encoding: Encoding = REC709
    times: tuple[Fraction, ...] = ()
    draft: Drafted | None = None
    also: tuple[Given, ...] = ()
    seen: Seen | None = None


NOTHING_ELSE = Extra()


class Rendering:
    """A window as the model renders it, each frame [h, w, 3] uint16 made when it is first asked for, and kept."""

    def __init__(self, layout: Layout, frames: Iterator[np.ndarray]) -> None:
        """frames: all of the window's."""
        self._layout, self._coming = layout, frames
        self._made: list[np.ndarray] = []

    def before(self) -> np.ndarray:
        """[n, h, w, 3]: the known frames that were shown before the new ones; one at least."""
        return np.stack(list(self._part(range(self._layout.new.start))))

    def new(self) -> Iterator[np.ndarray]:
        return self._part(self._layout.new)

    def after(self) -> np.ndarray:
        """[n, h, w, 3]: from the first frame on that follows the new ones; one at least."""
        return np.stack(list(self._part(range(self._layout.new.stop, self._layout.frames))))

    def _part(self, frames: range) -> Iterator[np.ndarray]:
        for index in frames:
            while len(self._made) <= index:
                self._made.append(next(self._coming))
            yield self._made[index]


def rendering(
    model: VideoModel,
    layout: Layout,
    sides: Sequence[np.ndarray],
    size: tuple[int, int],
    ask: Ask,
    report: Report,
    extra: Extra = NOTHING_ELSE,
) -> Rendering:
    """The whole window, sampled; it is decoded as it is looked at.

    sides: the known frames [n, H, W, 3 or more] that layout.sides stand for, in playing order, as many as they count;
    uint8, uint16 or float. size: (height, width) that the model works at. Raises RequestError for an own matrix that
    does not fit, ModelError where no picture comes out, Cancelled; also when frames are looked at.
    """
    noise = layout_noise(layout, ask, extra.draft.freedom if extra.draft else (1.0,))
    all_given = [*_known(layout, sides, noise, size, extra.draft), *extra.also]
    shown = [replace(each, frames=extra.encoding.to_rec709(each.frames[..., :3])) for each in all_given]
    order = ramp_order(layout)
    frames = window(model, layout.frames, shown, size, ask, report, times=extra.times, order=order, seen=extra.seen)
    return Rendering(layout, (_as_clip(frame, extra.encoding) for frame in frames))


def _as_clip(frame: np.ndarray, encoding: Encoding) -> np.ndarray:
    return encoding.from_rec709(coded(unit(frame), np.dtype(np.uint16)), np.uint16)


def layout_noise(layout: Layout, ask: Ask, new: Sequence[float] = (1.0,)) -> Tensor:
    """[latent], 0 keep to 1 free; new: of the new ones, less than 1 where they have a draft."""
    return layout.noise(ask.first.noise, ask.second.noise, new)


def ramp_order(layout: Layout) -> Sequence[int]:
    """The new latents as they lose their noise in turn: away from what is known, from clip to clip as time goes."""
    return layout.new_latents if layout.before else layout.new_latents[::-1]


def _known(
    layout: Layout, sides: Sequence[np.ndarray], noise: Tensor, size: tuple[int, int], draft: Drafted | None
) -> list[Given]:
    if draft is not None:
        return [Given(0, _throughout(layout, sides, draft, size), tuple(noise.tolist()))]
    return [
        Given(side.at, frames, tuple(noise[side.latents.start : side.latents.stop].tolist()))
        for side, frames in zip(layout.sides, sides, strict=True)
    ]


def _throughout(layout: Layout, sides: Sequence[np.ndarray], draft: Drafted, size: tuple[int, int]) -> np.ndarray:
    """[frame, h, w, 3] float32 of the whole window, encoded at once so that its motion has no break: the known frames,
    the draft's between them; where a window is longer than what is asked for, its outermost frame is held."""
    parts: list[Sequence[np.ndarray]] = [draft.frames]
    if layout.before:
        parts.insert(0, list(sides[0]))
    if layout.after:
        parts.append(list(sides[-1]))
    frames = [scaled(unit(frame), *size) for part in parts for frame in part]
    missing = layout.frames - len(frames)
    held = [frames[-1]] * missing if layout.before else []
    return np.stack([*([frames[0]] * (missing - len(held))), *frames, *held])
