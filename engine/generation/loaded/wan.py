"""Wan as a video model: its transformers with a noise level per frame, its VAE, its words."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np
from torch import Tensor

from engine.generation.loaded.experts import Experts
from engine.generation.loaded.vae.wan_vae import WanVAE
from engine.generation.sampling.guidance import Predict
from engine.models.defaults import Defaults
from engine.requests import Text


class Wan:
    """words: see engine.generation.sampling.latent_video.VideoModel. boundary: the low-noise expert runs below it."""

    def __init__(
        self,
        name: str,
        experts: Experts,
        vae: WanVAE,
        words: Callable[[Text, Sequence[Fraction]], tuple[Tensor, Tensor]],
        defaults: Defaults,
        boundary: float = 0.0,
    ) -> None:
        self.name, self.defaults = name, defaults
        self.channels, self.scale = vae.channels, vae.scale
        self.encode, self.words = vae.encode, words
        self._experts, self._vae, self._boundary = experts, vae, boundary

    def decode(self, latents: Tensor, check: Callable[[], None]) -> Iterator[np.ndarray]:
        return self._vae.decode(latents, check)

    def predictor(self, check: Callable[[], None]) -> Predict:
        return self._experts.predictor(check, self._boundary)
