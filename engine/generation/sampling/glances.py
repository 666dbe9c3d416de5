"""Small pictures of new frames while they are still being sampled, from the clean latents that each step points to.

What colours latents stand for, a model's own VAE decides. So it is measured on it: a few drawn frames are encoded, and
the straight line from a latent's numbers to the mean colour of its pixels that fits them best is kept.
"""

import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from engine.finishing.pixels import coded
from engine.generation import previews
from engine.generation.sampling.latent_video import VideoModel
from engine.generation.sampling.latents import frames_held, latent_frames, latent_holding
from engine.generation.sampling.sampler import Seen
from engine.generation.tensor_cache import TensorCache, cache_folder
from engine.progress import Report

SHARE = 0.03  # of the time that sampling takes: where pictures would cost more, some steps show none
MOST = 2**20  # bytes of what is kept for all VAEs
FRAMES, ROWS, COLUMNS = 5, 16, 24  # of the drawn clip, in frames and latents: 768 latents in all
SOFT = ((8.0, 0.6), (2.0, 0.3), (0.5, 0.1))  # latents across, share of the light
FLAT, COVERED = 2.0, 0.3  # latents across; share of the picture


class Glances:
    """At one take's new frames, window after window."""

    def __init__(
        self,
        take: Path,
        count: int,
        report: Report,
        cache: TensorCache | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """take: the file it will be; count: of its new frames. cache: None = in the user's own."""
        self._take, self._indices, self._report = take, previews.chosen(count), report
        self._cache = cache or TensorCache(cache_folder("colours"), MOST)
        self._clock = clock

    def over(self, model: VideoModel, new: range, first: int = 0) -> Seen:
        """What is called after each step of a window, for engine.generation.sampling.sampler.sample.

        new: the window's frames that are new; first: which of the take's new frames the first of them is. The VAE is
        used here, and not while sampling.
        """
        places = {index: latent_holding(new[index - first]) for index in self._indices if 0 <= index - first < len(new)}
        matrix = colours(model, self._cache) if places else None
        told, cost = self._clock(), 0.0

        def seen(step: int, estimate: Tensor) -> None:
            nonlocal told, cost
            began = self._clock()
            if matrix is None or cost > SHARE * (began - told):
                return
            pictures = painted(estimate[0, :, list(places.values())], matrix)
            for index, picture in zip(places, pictures, strict=True):
                previews.show(index, picture, self._take, self._report, f", step {step}")
            told = self._clock()
            cost = told - began

        return seen


def painted(latents: Tensor, matrix: Tensor) -> np.ndarray:
    """[k, h, w, 3] uint8 of latents [channel, k, h, w], a pixel for each. matrix: see `colours`."""
    weights = matrix.to(latents.device)
    seen = torch.einsum("ckhw,cr->khwr", latents.float(), weights[:-1]) + weights[-1]
    return coded(torch.nan_to_num(seen).cpu().numpy(), np.dtype(np.uint8))


def colours(model: VideoModel, cache: TensorCache) -> Tensor:
    """[channel + 1, 3]: red, green and blue, 0 to 1, of each channel's unit, and of a latent that is all 0.

    VAEs are told apart by what they make of a corner of the drawn clip, not by their files, which may move.
    """
    frames = drawn(model.scale)
    corner = model.encode(frames[:1, : 2 * model.scale, : 2 * model.scale])
    mark = " ".join(f"{value:.2f}" for value in corner.flatten().tolist())
    return cache.cached(f"colours, {model.channels} channels of {model.scale}: {mark}", lambda: fitted(model, frames))


def fitted(model: VideoModel, frames: np.ndarray) -> Tensor:
    """See `colours`, by least squares on frames [1 + 4n, h, w, 3] float32 in 0 to 1, whole latents in size."""
    latents = model.encode(frames)[0].float().cpu()
    numbers = latents.permute(1, 2, 3, 0).flatten(0, 2).numpy()
    known = mean_colours(frames, model.scale).reshape(-1, 3)
    with_one = np.concatenate([numbers, np.ones_like(numbers[:, :1])], axis=1)
    return torch.from_numpy(np.linalg.lstsq(with_one, known, rcond=None)[0].astype(np.float32))


def mean_colours(frames: np.ndarray, scale: int) -> np.ndarray:
    """[latent, h / scale, w / scale, 3] of frames [1 + 4n, h, w, 3]: of all pixels that a latent holds."""
    held = [frames_held(latent) for latent in range(latent_frames(len(frames)))]
    means = np.stack([frames[part.start : part.stop].mean(0) for part in held])
    return np.stack(
        [cv2.resize(mean, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA) for mean in means]
    )


def drawn(scale: int) -> np.ndarray:
    """[frame, h, w, 3] float32: soft colours of several sizes under flat patches, pushed on by a pixel a frame."""
    random = np.random.default_rng(1)
    size = COLUMNS * scale + FRAMES, ROWS * scale

    def patches(across: float, channels: int, how: int) -> np.ndarray:
        values = random.random((round(ROWS / across), round(COLUMNS / across), channels), np.float32)
        return cv2.resize(values, size, interpolation=how).reshape(*size[::-1], channels)

    soft = sum(share * patches(across, 3, cv2.INTER_CUBIC) for across, share in SOFT)
    flat, where = patches(FLAT, 3, cv2.INTER_NEAREST), patches(FLAT, 1, cv2.INTER_NEAREST)
    plate = np.where(where < COVERED, flat, np.clip(soft, 0, 1))
    return np.stack([plate[:, frame:][:, : COLUMNS * scale] for frame in range(FRAMES)])
