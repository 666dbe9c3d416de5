"""The built-in model at work: known frames in, the motion of the new ones out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import cv2
import numpy as np
import torch
from scipy.interpolate import CubicSpline
from torch import Tensor

from engine.errors import ModelError
from engine.generation.ask import NOTHING_SPECIAL, Ask
from engine.generation.built_in import WEIGHTS
from engine.generation.pocket.codec import HEIGHT, WIDTH, Codec
from engine.generation.pocket.network import PocketNetwork, load_pocket
from engine.generation.pocket.window import Window, bridge_window, extension_window, first_side, second_side
from engine.generation.sampling.conditioning import Conditioning, free, given, noised, seeded_noise, spread_noise
from engine.generation.sampling.guidance import guided
from engine.generation.sampling.latents import FRAMES_PER_LATENT
from engine.generation.sampling.sampler import sample
from engine.generation.sampling.schedule import TIMESTEPS, own_matrix, sigma_matrix
from engine.motion import floor
from engine.motion.cuts import after_last_cut
from engine.motion.flow import chained, flow, grey, in_fractions, in_pixels, inverse, resized, shrunk, working_size
from engine.motion.letterbox import Rect, picture_area
from engine.motion.motion import Motion
from engine.motion.past import look_back
from engine.presets import QUALITIES
from engine.progress import Report
from engine.requests import Sampling

STEPS = 2
SHIFT = 3.0
SMOOTHING = 3.0  # pixels of 128: hides the edges between latents' blocks
PREDICTED = "motion predicted by the built-in model"


def window_sigmas(window: Window, ask: Ask) -> Tensor:
    """[step + 1, latent]: the request's own matrix, or the default schedule scaled by each latent's noise."""
    if ask.sampling.sigmas is not None:
        return own_matrix(ask.sampling.sigmas, window.latents)
    new = range(window.before, window.before + window.new)
    shift, ramp = ask.sampling.shift or SHIFT, ask.sampling.ramp
    return sigma_matrix(steps_of(ask.sampling), window_noise(window, ask), shift, ramp, new)


def steps_of(sampling: Sampling) -> int:
    return sampling.steps or next(each.built_in_steps for each in QUALITIES if each.quality is sampling.quality)


def window_noise(window: Window, ask: Ask) -> Tensor:
    """[latent]: 0 keep to 1 free; new ones are wholly free, or as free from a draft as asked for."""
    new = (1.0,) if ask.sampling.draft is None else ask.sampling.freedom
    known = [spread_noise(ask.first.noise, window.before), spread_noise(new, window.new)]
    return torch.cat([*known, spread_noise(ask.second.noise, window.after)] if window.after else known)


class PocketModel:
    """Predicts motion at 128 x 80, about eight frames a second; any size and rate of clip."""

    def __init__(self, network: PocketNetwork, codec: Codec) -> None:
        self._network = network
        self._codec = codec

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Self:
        """Raises ModelError if the weights are missing or damaged."""
        return cls(*load_pocket(path))

    def continue_motion(
        self,
        context: np.ndarray,
        rate: float,
        count: int,
        ask: Ask = NOTHING_SPECIAL,
        report: Report | None = None,
        draft: np.ndarray | None = None,
    ) -> Motion:
        """As engine.motion.floor.continue_motion, which says what the arguments are.

        draft: [count, h, w, 3], the new frames of ask.sampling.draft, in the context's order and depth, of any size.
        """
        shot = after_last_cut(context)
        area = picture_area(shot)
        inner = shot[:, area.rows, area.columns]
        window = extension_window(rate, count, len(inner), ask.first)
        known = self._begun(window, inner, None if draft is None else _within(draft, area, context.shape[1:3]))
        paths = self._paths(window, known, None, ask, report or Report())
        displacement = _at_rate(paths, window.stride, _speed(inner, rate), count)
        return Motion(floor.around(displacement, area, context.shape[1:3]), PREDICTED)

    def connect(
        self,
        first: np.ndarray,
        second: np.ndarray,
        rate: float,
        count: int,
        ask: Ask = NOTHING_SPECIAL,
        report: Report | None = None,
        draft: np.ndarray | None = None,
    ) -> tuple[Motion, Motion]:
        """As engine.motion.floor.connect: the model's way, set right where both ends can be compared.

        draft: as for continue_motion.
        """
        area = floor.common(picture_area(first), picture_area(second))

        def guide(before: np.ndarray, after: np.ndarray) -> np.ndarray:
            window = bridge_window(rate, count, (len(before), len(after)), (ask.first, ask.second))
            known = self._begun(window, before, None if draft is None else _within(draft, area, first.shape[1:3]))
            indices = [min(index, len(after) - 1) for index in second_side(window, count)]
            arriving = self._known(after, indices, window.stride, alone=False)
            paths = self._paths(window, known, arriving, ask, report or Report())
            return _at_rate(paths, window.stride, _speed(before, rate), count + 1)

        return floor.connect(first, second, rate, count, floor.Guide(guide, PREDICTED))

    def _begun(self, window: Window, shot: np.ndarray, draft: np.ndarray | None) -> Tensor:
        """Clean latents of the window from its start: of the known frames, and of the draft's, if there is one."""
        indices = first_side(window, len(shot))
        if draft is None:
            return self._known(shot, indices, window.stride)
        size = working_size(*shot.shape[1:3])
        frames = np.stack([cv2.resize(frame, size[::-1], interpolation=cv2.INTER_AREA) for frame in (*shot, *draft)])
        ahead = (indices[-1] + step * window.stride for step in range(1, FRAMES_PER_LATENT * window.new + 1))
        return self._known(frames, [*indices, *(min(index, len(frames) - 1) for index in ahead)], window.stride)

    def _known(self, frames: np.ndarray, indices: list[int], stride: int, alone: bool = True) -> Tensor:
        """Clean latents of the frames [n, h, w, 3] at `indices`; with `alone` the first one fills a latent."""
        small = np.stack([_small(frames[index]) for index in indices])
        motion = _observed_flow(frames, indices, stride)
        if not alone:
            small, motion = (np.concatenate([values[:1], values]) for values in (small, motion))
        latents = self._codec.encode(torch.from_numpy(small)[None], torch.from_numpy(motion)[None])
        return latents if alone else latents[:, :, 1:]

    def _paths(self, window: Window, known: Tensor, arriving: Tensor | None, ask: Ask, report: Report) -> np.ndarray:
        """[k, 80, 128, 2] in fractions: where the last known frame's pixels stand at each later frame of the window."""
        latents = self._sampled(window, _conditioning(window, known, arriving, ask), ask, report)
        fields = self._codec.decode_flow(latents)[0, window.join + 1 :].numpy()
        if not np.isfinite(fields).all():
            raise ModelError(
                "The network's motion came out as no number at all.",
                kept="Nothing was written.",
                do="Try it without an own sigma matrix, noise or guidance; if it stays so, please report it.",
            )
        back = [in_fractions(-cv2.GaussianBlur(field, (0, 0), SMOOTHING)) for field in fields]
        return np.stack(chained([inverse(field) for field in back]))

    @torch.no_grad()
    def _sampled(self, window: Window, conditioning: Conditioning, ask: Ask, report: Report) -> Tensor:
        sigmas = window_sigmas(window, ask)
        words = self._network.text([ask.text.prompt, ask.text.negative])

        def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
            return self._network.velocity(latents, timesteps[None] / TIMESTEPS, text, report.check)

        guidance = 1.0 if ask.sampling.guidance is None else ask.sampling.guidance
        velocity = guided(predict, words[:1], words[1:], guidance)
        noise = seeded_noise(conditioning.latents.shape, ask.sampling.seed)
        return sample(noised(conditioning.latents, noise, sigmas[0]), sigmas, velocity, report)


def _conditioning(window: Window, known: Tensor, arriving: Tensor | None, ask: Ask) -> Conditioning:
    noise = window_noise(window, ask)
    shape = (1, known.shape[1], window.latents, *known.shape[3:])
    begun = known.shape[2]
    conditioning = given(free(shape), known, range(begun), noise[:begun])
    if arriving is None:
        return conditioning
    return given(conditioning, arriving, range(window.before + window.new, window.latents), noise[-window.after :])


def _within(draft: np.ndarray, area: Rect, size: tuple[int, int]) -> np.ndarray:
    """What a draft shows within an area of frames of `size`, (height, width)."""
    height, width = draft.shape[1:3]
    top, bottom = (row * height // size[0] for row in (area.top, area.bottom))
    left, right = (column * width // size[1] for column in (area.left, area.right))
    return draft[:, top:bottom, left:right]


def _small(frame: np.ndarray) -> np.ndarray:
    """[80, 128, 3] float32, 0 to 1."""
    return shrunk(frame, (HEIGHT, WIDTH)).astype(np.float32) / np.iinfo(frame.dtype).max


def _observed_flow(frames: np.ndarray, indices: Sequence[int], stride: int) -> np.ndarray:
    """[n, 80, 128, 2] pixels: how far what is seen in each frame has come since one stride before.

    A frame with nothing before it is taken to move as the next one does.
    """
    greys = {index: grey(frames[index]) for index in {*indices, *(i - stride for i in indices if i >= stride)}}
    fields: list[np.ndarray | None] = [
        -in_pixels(resized(flow(greys[index], greys[index - stride]), (HEIGHT, WIDTH))) if index >= stride else None
        for index in indices
    ]
    found = [field for field in fields if field is not None]
    first = found[0] if found else np.zeros((HEIGHT, WIDTH, 2), np.float32)
    return np.stack([first if field is None else field for field in fields]).astype(np.float32)


def _speed(shot: np.ndarray, rate: float) -> np.ndarray:
    """[80, 128, 2] displacement in the clip's next frame if it goes on as it does."""
    return resized(look_back(shot, rate).continued(rate, 1)[0], (HEIGHT, WIDTH))


def _at_rate(paths: np.ndarray, stride: int, speed: np.ndarray, count: int) -> np.ndarray:
    """[count, 80, 128, 2]: the window's paths at the clip's own rate, leaving the last known frame at its own speed."""
    knots = np.arange(len(paths) + 1) * stride
    whole = np.concatenate([np.zeros_like(paths[:1]), paths])
    spline = CubicSpline(knots, whole, axis=0, bc_type=((1, speed), (2, np.zeros_like(speed))))
    return spline(np.arange(1, count + 1)).astype(np.float32)
