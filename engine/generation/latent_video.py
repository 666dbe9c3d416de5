"""New frames from a model that samples a window of latents: conditioned, sampled, decoded, told apart.

Which task it is shows in two things only: where known frames stand in the window, and how free each latent is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from torch import Tensor

from engine.finishing.pixels import coded, scaled, unit
from engine.generation.conditioning import Conditioning, free, given, noised, seeded_noise
from engine.generation.guidance import Predict, guided
from engine.generation.latents import fit_size
from engine.generation.layout import Known, Layout
from engine.generation.pocket.model import Ask
from engine.generation.sampler import sample, whole_timesteps
from engine.generation.schedule import own_matrix, sigma_matrix
from engine.progress import Report
from engine.requests import Text

PATCH = 2  # of the transformer, in latents


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a model is sampled with where nothing else is asked for. frames, area: of a window, at most."""

    steps: int
    shift: float
    guidance: float
    frames: int = 81
    area: int = 832 * 480  # pixels of a frame


class VideoModel(Protocol):
    """Any model whose latents hold 1 + 4n frames and that predicts noise - clean, one noise level a latent frame."""

    name: str
    channels: int  # of a latent
    scale: int  # pixels of a latent, across
    defaults: Defaults

    def encode(self, frames: np.ndarray) -> Tensor:
        """[1, channel, latent, h / scale, w / scale] of [1 + 4n, h, w, 3] float32 in 0 to 1."""

    def decode(self, latents: Tensor, check: Callable[[], None]) -> Iterator[np.ndarray]:
        """Frames [h, w, 3] float32 in 0 to 1, as they come."""

    def words(self, text: Text) -> tuple[Tensor, Tensor]:
        """[1, word, width] of what should be seen, and of what should not."""

    def predictor(self, check: Callable[[], None]) -> Predict:
        """check: called often; it may raise."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """Frames of a window [n, h, w, 3] uint16 as the model rendered them: known ones before and after, and the new ones.

    before: as many as were shown. after: from the first one on that follows the new ones.
    """

    before: np.ndarray
    new: np.ndarray
    after: np.ndarray


def rendering(
    model: VideoModel, layout: Layout, sides: Sequence[np.ndarray], size: tuple[int, int], ask: Ask, report: Report
) -> Rendering:
    """The whole window. sides: the known frames [n, H, W, 3 or more] that layout.sides stand for, in playing order, as
    many as they count; uint8, uint16 or float. size: (height, width) that the model works at.

    Raises RequestError for an own matrix that does not fit, ModelError where no picture comes out, Cancelled.
    """
    latents = _sampled(model, layout, sides, size, ask, report)
    frames = [coded(unit(frame), np.dtype(np.uint16)) for frame in model.decode(latents, report.check)]
    known, new = len(frames[: layout.new.start]) if layout.before else 0, layout.new
    end = layout.frames if layout.after else new.stop
    before, made, after = frames[:known], frames[new.start : new.stop], frames[new.stop : end]
    return Rendering(
        *(np.stack(part) if part else np.zeros((0, *size, 3), np.uint16) for part in (before, made, after))
    )


def _stacked(frames: Sequence[np.ndarray], size: tuple[int, int]) -> np.ndarray:
    return np.stack(frames) if frames else np.zeros((0, *size, 3), np.uint16)


def _sampled(
    model: VideoModel, layout: Layout, sides: Sequence[np.ndarray], size: tuple[int, int], ask: Ask, report: Report
) -> Tensor:
    conditioning = _conditioned(model, layout, sides, size, ask)
    sigmas = window_sigmas(model, layout, ask)
    velocity = guided(model.predictor(report.check), *model.words(ask.text), guidance_of(model, ask))
    if layout.sides:  # as PUSA's conditioned pipelines do; its text-to-video one does not
        velocity = whole_timesteps(velocity)
    noise = seeded_noise(conditioning.latents.shape, ask.sampling.seed)
    return sample(noised(conditioning.latents, noise, sigmas[0]), sigmas, velocity, report)


def window_sigmas(model: VideoModel, layout: Layout, ask: Ask) -> Tensor:
    """[step + 1, latent]: the request's own matrix, or the schedule scaled by each latent's noise."""
    if ask.sampling.sigmas is not None:
        return own_matrix(ask.sampling.sigmas, layout.latents)
    steps, shift = ask.sampling.steps or model.defaults.steps, ask.sampling.shift or model.defaults.shift
    return sigma_matrix(steps, layout.noise(ask.first.noise, ask.second.noise), shift)


def guidance_of(model: VideoModel, ask: Ask) -> float:
    return model.defaults.guidance if ask.sampling.guidance is None else ask.sampling.guidance


def model_size(model: VideoModel, height: int, width: int) -> tuple[int, int]:
    """(height, width) that the model works at: the clip's shape, no larger than it or than the model's area."""
    shrink = min(1.0, (model.defaults.area / (height * width)) ** 0.5)
    fitted = fit_size(round(width * shrink), round(height * shrink), vae_scale=model.scale, patch=PATCH)
    return fitted[1], fitted[0]


def _conditioned(
    model: VideoModel, layout: Layout, sides: Sequence[np.ndarray], size: tuple[int, int], ask: Ask
) -> Conditioning:
    noise = layout.noise(ask.first.noise, ask.second.noise)
    conditioning = free((1, model.channels, layout.latents, *(length // model.scale for length in size)))
    for side, frames in zip(layout.sides, sides, strict=True):
        latents = _encoded(model, side, frames, size)
        conditioning = given(conditioning, latents, side.latents, noise[side.latents.start : side.latents.stop])
    return conditioning


def _encoded(model: VideoModel, side: Known, frames: np.ndarray, size: tuple[int, int]) -> Tensor:
    """The known frames' own latents. Those that begin later than the window follow a frame that is held in their
    encoding, so that no latent holds a cut and all of them hold motion."""
    assert len(frames) == side.count, f"{len(frames)} frames stand for {side.count}"
    shown = np.stack([scaled(unit(frame), *size) for frame in frames])
    if side.at == 0:
        return model.encode(shown)
    return model.encode(np.concatenate([shown[:1], shown]))[:, :, 1:]
