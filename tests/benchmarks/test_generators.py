"""The benchmarks of models of latents measure what they say: on what is known they tell what is so."""

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKLWan

from engine.finishing.pixels import unit
from engine.generation.built_in import WEIGHTS
from engine.generation.loaded.vae.wan_vae import WanVAE
from engine.generation.loaded.wan import Wan
from engine.generation.pocket.network import load_pocket
from engine.generation.sampling.latent_video import Given, encoded
from tests.benchmarks import head_encoding
from tests.benchmarks.context_memory import AS_MADE, Panning, film, rolled
from tests.benchmarks.head_encoding import WAYS, score
from tests.benchmarks.preview import InWindow, truth
from tests.engine.finishing import panning


@pytest.fixture(scope="module")
def vae() -> WanVAE:
    torch.manual_seed(3)
    return WanVAE(AutoencoderKLWan(base_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1, z_dim=16))


@pytest.fixture(scope="module")
def shot() -> np.ndarray:
    return unit(panning.clip(21, height=16, width=24))


def test_the_usual_way_is_the_one_that_bridges_are_made_by(vae: WanVAE, shot: np.ndarray) -> None:
    class Model(Wan):
        def __init__(self) -> None:
            self.encode = vae.encode

    made = encoded(Model(), Given(9, shot[9:]), (16, 24))
    assert torch.equal(made, WAYS["behind a held frame"](vae, shot[9:]))


def test_latents_that_are_as_they_should_be_are_off_by_nothing(
    vae: WanVAE, shot: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = vae.encode(shot)
    ways = {"true": lambda vae, frames: true[:, :, 3:], "alone": WAYS["each frame alone"]}
    monkeypatch.setattr(head_encoding, "WAYS", ways)
    best, other = list(score(vae, shot))
    assert best.distances.tolist() == [0, 0, 0]
    assert best.psnr == 60
    assert best.motion == 1
    assert other.distances.min() > 0


def test_a_toy_that_leans_nowhere_goes_on_as_its_film_does() -> None:
    frames = film(1, new=8)
    apart, at_the_end, flow, _ = rolled(Panning(0, 0, 8), frames, AS_MADE, keeps_latents=True)
    assert max(apart, at_the_end) < 1
    assert 0.8 < flow < 1.2
    leaning = rolled(Panning(6, 0, 8), frames, AS_MADE, keeps_latents=True)
    assert leaning[1] > at_the_end + 1


def test_glances_at_latents_that_hold_mean_colours_are_all_but_exact() -> None:
    codec = InWindow(load_pocket(WEIGHTS)[1])
    clip = unit(panning.clip(5, height=80, width=128))
    cells, shown, plain = truth(codec, [clip])[0]
    assert cells > 45
    assert shown > plain + 5
