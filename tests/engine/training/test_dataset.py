import numpy as np
import torch

from engine.training.dataset import Footage, draw_sigmas, known_latents, observed_flow
from engine.training.footage import make_clip


def test_the_same_seed_gives_the_same_batches():
    first, again = (Footage(3, pool=2).batch(2) for _ in range(2))
    assert torch.equal(first.frames, again.frames)
    assert torch.equal(first.sigmas, again.sigmas)
    assert first.prompts == again.prompts


def test_known_latents_hold_less_noise_than_unknown_ones():
    known = torch.tensor([[True, True, False, False]]).expand(400, 4)
    sigmas = draw_sigmas(np.random.default_rng(0), known)
    assert ((sigmas >= 0) & (sigmas <= 1)).all()
    assert sigmas[:, :2].mean() < 0.2 < sigmas[:, 2:].mean()
    assert (sigmas[:, 2:] == 1).all(1).float().mean() > 0.15  # pure noise, where sampling begins, is seen often


def test_every_task_appears():
    rng = np.random.default_rng(0)
    masks = np.stack([known_latents(rng, 7) for _ in range(300)])
    assert (masks[:, 0] & ~masks[:, -1]).any(), "extension"
    assert (masks[:, 0] & masks[:, -1] & ~masks[:, 3]).any(), "bridge"
    assert (~masks.any(1)).any(), "nothing known"


def test_observed_flow_is_near_the_true_one():
    clip = make_clip(6, 8, 128, 80, 8)  # a slow move
    missed = np.linalg.norm(observed_flow(clip.frames) - clip.flow, axis=-1)[1:]
    assert np.median(missed) < 0.5 * np.median(np.linalg.norm(clip.flow, axis=-1))
