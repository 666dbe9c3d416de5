"""Wan as a video model: its transformer with a noise level per frame, its VAE, its words."""

from collections.abc import Callable, Iterator

import numpy as np
from torch import Tensor

from engine.generation.guidance import Predict, predictor
from engine.generation.latent_video import Defaults
from engine.generation.transformer import VTATransformer
from engine.generation.vae import WanVAE
from engine.requests import Text

PUSA = Defaults(steps=30, shift=5.0, guidance=3.0)  # without LightX2V; with it 4 steps and guidance 1


class Wan:
    """words: encodes a prompt and a negative one, [1, word, width] each, zero past their last word."""

    def __init__(
        self,
        name: str,
        transformer: VTATransformer,
        vae: WanVAE,
        words: Callable[[Text], tuple[Tensor, Tensor]],
        defaults: Defaults = PUSA,
    ) -> None:
        self.name, self.defaults = name, defaults
        self.channels, self.scale = int(transformer.config["in_channels"]), vae.scale
        self.encode, self.words = vae.encode, words
        self._transformer, self._vae = transformer, vae

    def decode(self, latents: Tensor, check: Callable[[], None]) -> Iterator[np.ndarray]:
        return self._vae.decode(latents, check)

    def predictor(self, check: Callable[[], None]) -> Predict:
        return predictor(self._transformer, check)
