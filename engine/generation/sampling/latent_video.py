"""New frames from a model that samples a window of latents: conditioned, sampled, decoded.

Which task it is shows in two things only: where known frames stand in the window, and how free each latent is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
from torch import Tensor

from engine.finishing.pixels import scaled, unit
from engine.generation.ask import Ask
from engine.generation.sampling.conditioning import Conditioning, free, given, noised, seeded_noise, spread_noise
from engine.generation.sampling.guidance import Predict, guidance_by_noise, guided
from engine.generation.sampling.latents import FRAMES_PER_LATENT, fit_size, frames_held, latent_frames, latent_holding
from engine.generation.sampling.sampler import Seen, sample, whole_timesteps
from engine.generation.sampling.schedule import own_matrix, sigma_matrix
from engine.models.defaults import Defaults
from engine.presets import spoken
from engine.progress import Report
from engine.requests import Quality, Sampling, Text

USUAL = Sampling()
PATCH = 2  # of the transformer, in latents
DRAFT_AREA = 480 * 272  # pixels of a frame: a third of Wan's smallest, for drafts of models that would work larger


class Outlined(Protocol):
    """What of a model is known without its weights."""

    @property
    def scale(self) -> int: ...

    @property
    def defaults(self) -> Defaults: ...


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

    def words(self, text: Text, times: Sequence[Fraction]) -> tuple[Tensor, Tensor]:
        """[1 or latent, word, width] of what should be seen, a row for each latent where prompts change, and [1, word,
        width] of what should not. times: seconds from the first frame that is made at which each latent begins."""

    def predictor(self, check: Callable[[], None]) -> Predict:
        """check: called often; it may raise."""


@dataclass(frozen=True, slots=True)
class Given:
    """Frames that a window is given: context, the start of another clip, a keyframe, a draft.

    at: the window's frame that the first of them is. frames: [n, h, w, 3 or more] of any size; uint8, uint16 or float.
    noise: how free they are, 0 keep to 1 free, spread over the latents they fill, in playing order. encoded: those
    latents [1, channel, latent, h, w] where there are any, at the size that the model works at.
    """

    at: int
    frames: np.ndarray
    noise: tuple[float, ...] = (0.0,)
    encoded: Tensor | None = None

    @property
    def latents(self) -> range:
        """Those that they fill."""
        return range(latent_holding(self.at), latent_holding(self.at + len(self.frames) - 1) + 1)


def window(
    model: VideoModel,
    frames: int,
    all_given: Sequence[Given],
    size: tuple[int, int],
    ask: Ask,
    report: Report,
    *,
    times: Sequence[Fraction] = (),
    order: Sequence[int] | None = None,
    seen: Seen | None = None,
) -> Iterator[np.ndarray]:
    """All `frames`, 1 + 4n, of a window in playing order: [h, w, 3] float32 in 0 to 1, decoded as they are asked for.

    all_given: where two fill a latent, the later one counts. size: (height, width) that the model works at. Of `ask`
    its text and its sampling count. times: seconds from the first frame that is made at which each latent begins; none
    where one prompt holds throughout. order: the new latents as a ramp takes their noise; None = those that nothing is
    given for, in playing order. seen: see engine.generation.sampling.sampler.sample. Raises RequestError for an own
    matrix that does not fit, ModelError where no picture comes out, Cancelled; also while frames are decoded.
    """
    conditioning = conditioned(model, frames, all_given, size)
    filled = {latent for each in all_given for latent in each.latents}
    new = [latent for latent in range(latent_frames(frames)) if latent not in filled] if order is None else order
    sigmas = sigmas_of(model, conditioning.noise, ask, new)
    words = model.words(spoken(ask.text), times or [Fraction(0)] * len(conditioning.noise))
    velocity = guided(model.predictor(report.check), *words, guidance_by_noise(ask.sampling, model.defaults))
    if all_given:  # as PUSA's conditioned pipelines do; its text-to-video one does not
        velocity = whole_timesteps(velocity)
    noise = seeded_noise(conditioning.latents.shape, ask.sampling.seed)
    latents = sample(noised(conditioning.latents, noise, sigmas[0]), sigmas, velocity, report, seen)
    return model.decode(latents, report.check)


def sigmas_of(model: Outlined, noise: Tensor, ask: Ask, order: Sequence[int] = ()) -> Tensor:
    """[step + 1, latent]: the request's own matrix, or the schedule scaled by each latent's noise: [latent].

    order: the new latents, as a ramp takes their noise.
    """
    if ask.sampling.sigmas is not None:
        return own_matrix(ask.sampling.sigmas, len(noise))
    shift = model.defaults.shift if ask.sampling.shift is None else ask.sampling.shift
    return sigma_matrix(steps_of(model, ask.sampling), noise, shift, ask.sampling.ramp, order)


def steps_of(model: Outlined, sampling: Sampling) -> int:
    own = model.defaults.draft_steps if sampling.quality is Quality.DRAFT else model.defaults.steps
    return own if sampling.steps is None else sampling.steps


def latent_times(frames: int, first: int, rate: Fraction) -> tuple[Fraction, ...]:
    """Seconds from the first frame that is made at which each latent of a window begins. first: how many frames later
    than that one the window's own first frame is; below 0 where that is a known one before it."""
    return tuple((first + frames_held(latent).start) / rate for latent in range(latent_frames(frames)))


def model_size(model: Outlined, height: int, width: int, sampling: Sampling = USUAL) -> tuple[int, int]:
    """(height, width) that the model works at: as asked for, else the clip's shape, no larger than it or than the
    model's area, or than a draft's."""
    if sampling.height is not None or sampling.width is not None:
        asked = sampling.height or round((sampling.width or 0) * height / width)
        across = sampling.width or round(asked * width / height)
    else:
        most = min(model.defaults.area, DRAFT_AREA if sampling.quality is Quality.DRAFT else model.defaults.area)
        shrink = min(1.0, (most / (height * width)) ** 0.5)
        asked, across = round(height * shrink), round(width * shrink)
    fitted = fit_size(across, asked, vae_scale=model.scale, patch=PATCH)
    return fitted[1], fitted[0]


def conditioned(model: VideoModel, frames: int, all_given: Sequence[Given], size: tuple[int, int]) -> Conditioning:
    """Of a window of `frames`; what is not given is free. As `window`."""
    count = latent_frames(frames)
    conditioning = free((1, model.channels, count, *(length // model.scale for length in size)))
    for each in all_given:
        noise = spread_noise(each.noise, len(each.latents))
        conditioning = given(conditioning, encoded(model, each, size), each.latents, noise)
    return conditioning


def encoded(model: VideoModel, known: Given, size: tuple[int, int]) -> Tensor:
    """Its own latents, one for each that it fills.

    A single picture is encoded alone. Several that begin later than the window follow a frame that is held in their
    encoding, so that no latent holds a cut and all of them hold motion; they begin where a group of four does.
    """
    if known.encoded is not None:
        return known.encoded
    shown = np.stack([scaled(unit(frame), *size) for frame in known.frames])
    if known.at == 0 or len(shown) == 1:
        return model.encode(shown)
    assert known.at % FRAMES_PER_LATENT == 1, f"frame {known.at} begins no group"
    held = np.concatenate([shown[:1], shown])
    missing = -(len(held) - 1) % FRAMES_PER_LATENT
    return model.encode(np.concatenate([held, *[held[-1:]] * missing]))[:, :, 1:]
