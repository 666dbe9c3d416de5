"""In-betweens by a model of latents, made after those that optical flow made; a clip's own frames stay as they are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

import numpy as np
import torch
from torch import Tensor

from engine.errors import RequestError
from engine.finishing.colours.encodings import Encoding
from engine.finishing.finish import Side, finish
from engine.finishing.pixels import coded, unit
from engine.generation.ask import Ask
from engine.generation.sampling.glances import Glances
from engine.generation.sampling.latent_video import (
    Given,
    Outlined,
    VideoModel,
    latent_times,
    model_size,
    sigmas_of,
    window,
)
from engine.generation.sampling.latents import fit_frames, frames_held, latent_frames
from engine.generation.sampling.rolling import APART
from engine.generation.speeds.in_between import Tick
from engine.progress import Report
from engine.requests import Finish, PlannedLatent


@dataclass(frozen=True, slots=True)
class Film:
    """What comes out. count: its frames; encoding: of its colours."""

    rate: Fraction
    count: int
    encoding: Encoding


def latent_noise(made: Sequence[bool], first: int, count: int, freedom: Sequence[float]) -> list[float]:
    """[latent] of a window of these frames, on the next grid of 1 + 4n: 0 where it holds the clip's own alone.

    made: which are in-betweens. first: which of the film's `count` frames the first one is. freedom: 0 keep to 1 free,
    spread over the film.
    """
    points = np.linspace(0, max(1, count - 1), len(freedom))
    held = [frames_held(latent) for latent in range(latent_frames(fit_frames(len(made), up=True)))]
    return [
        float(np.interp(first + part.start, points, freedom)) if any(made[part.start : part.stop]) else 0.0
        for part in held
    ]


def first_window(
    model: Outlined, made: Sequence[bool], count: int, ask: Ask
) -> tuple[Tensor, tuple[PlannedLatent, ...]]:
    """Its matrix [step + 1, latent], and what its latents are. made: of the film's first frames, one more at least than
    fill a window. Raises RequestError for an own matrix that does not fit."""
    if ask.sampling.sigmas is not None and count > model.defaults.frames:
        raise RequestError(
            f"{count} frames take more than one window of the model, which one matrix does not fit.",
            do="Leave the sigma matrix out, or use a shorter part of the clip.",
        )
    noise = latent_noise(made[: whole_window(made, model.defaults.frames)], 0, count, ask.sampling.freedom)
    matrix = sigmas_of(model, torch.tensor(noise), ask)
    held = [(frames_held(latent), sigma) for latent, sigma in enumerate(matrix[0].tolist())]
    return matrix, tuple(PlannedLatent(frames.start, frames.stop, sigma, True) for frames, sigma in held)


def whole_window(made: Sequence[bool], most: int) -> int:
    """How many frames a window takes: up to the last of the clip's own that it has room for, so that it ends there."""
    room = min(len(made), fit_frames(most))
    if room == len(made):
        return room
    own = [index for index in range(1, room) if not made[index]]
    return own[-1] + 1 if own else room


class InBetweens:
    """A model of latents at one film. ask: of a take, its seed included."""

    def __init__(
        self, model: VideoModel, film: Film, ask: Ask, settings: Finish, glances: Glances | None = None
    ) -> None:
        self._model, self._film, self._ask, self._settings, self._glances = model, film, ask, settings, glances
        self._most = fit_frames(model.defaults.frames)
        self._windows = 0

    def frames(self, ticks: Iterable[Tick], report: Report) -> Iterator[np.ndarray]:
        """As many frames [H, W, C], in windows that begin with the frame that the one before ended with.

        Where a frame is held nothing is made across it. Raises RequestError, ModelError, Cancelled.
        """
        line: list[Tick] = []
        first = 0
        for index, tick in enumerate(ticks):
            if tick.held:
                yield from self._all_of(line, first, report)
                line, first = [], index + 1
                yield tick.image
                continue
            line.append(tick)
            if len(line) > self._most:
                count = whole_window([each.made for each in line], self._most)
                *shown, last = self._made(line[:count], first, report)
                yield from shown
                line, first = [Tick(last), *line[count:]], first + count - 1
        yield from self._all_of(line, first, report)

    def _all_of(self, line: list[Tick], first: int, report: Report) -> Iterator[np.ndarray]:
        if line:
            yield from self._made(line, first, report)

    def _made(self, line: Sequence[Tick], first: int, report: Report) -> list[np.ndarray]:
        """A window's frames, its in-betweens made. first: which of the film's frames the first one is."""
        if not any(tick.made for tick in line):
            return [tick.image for tick in line]
        rendered = self._rendered(line, first, report)
        shown = [tick.image for tick in line]
        for is_made, run in groupby(range(len(line)), lambda index: line[index].made):
            if is_made:
                places = list(run)
                shown[places[0] : places[-1] + 1] = self._finished(line, rendered, range(places[0], places[-1] + 1))
        return shown

    def _rendered(self, line: Sequence[Tick], first: int, report: Report) -> np.ndarray:
        """[n, h, w, 3] uint16 in the clip's encoding, of the window that the line fills; the last one is held."""
        frames = fit_frames(len(line), up=True)
        images = np.stack([tick.image[..., :3] for tick in (*line, *[line[-1]] * (frames - len(line)))])
        noise = latent_noise([tick.made for tick in line], first, self._film.count, self._ask.sampling.freedom)
        given = Given(0, self._film.encoding.to_rec709(images), tuple(noise))
        size = model_size(self._model, images.shape[1], images.shape[2], self._ask.sampling)
        sampling = replace(self._ask.sampling, seed=self._ask.sampling.seed + APART * self._windows)
        self._windows += 1
        times = latent_times(frames, first, self._film.rate)
        ask = replace(self._ask, sampling=sampling)
        seen = None if self._glances is None else self._glances.over(self._model, range(len(line)), first)
        coming = window(self._model, frames, [given], size, ask, report, times=times, order=(), seen=seen)
        made = [self._film.encoding.from_rec709(coded(unit(frame), np.dtype(np.uint16)), np.uint16) for frame in coming]
        return np.stack(made)

    def _finished(self, line: Sequence[Tick], rendered: np.ndarray, run: range) -> list[np.ndarray]:
        """In-betweens matched to the clip's own on both sides, as transparent as optical flow has them."""
        before, after = (self._side(line, rendered, index) for index in (run.start - 1, run.stop))
        own = rendered[run.start : run.stop]
        frames = finish(lambda: iter(own), len(run), self._film.rate, before, after, self._settings)
        return [_as_clear_as(line[index].image, frame) for index, frame in zip(run, frames, strict=True)]

    def _side(self, line: Sequence[Tick], rendered: np.ndarray, index: int) -> Side | None:
        if not 0 <= index < len(line):
            return None
        return Side(line[index].image[None], rendered[index : index + 1])


def _as_clear_as(tick: np.ndarray, frame: np.ndarray) -> np.ndarray:
    return frame if frame.shape[-1] == 3 else np.dstack([frame[..., :3], tick[..., 3]])
