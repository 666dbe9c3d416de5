import numpy as np
import pytest
import torch

from engine.generation.pocket.codec import HEIGHT, WIDTH, measure
from engine.training.footage import make_clip


@pytest.fixture(scope="module")
def clips():
    made = [make_clip(seed, 9, WIDTH, HEIGHT, 8) for seed in range(12)]
    frames = torch.from_numpy(np.stack([clip.frames for clip in made])).float() / 255
    return frames, torch.from_numpy(np.stack([clip.flow for clip in made]))


@pytest.fixture(scope="module")
def codec(clips):
    return measure(*clips, 24)


def test_latents_have_the_power_of_the_noise_they_are_mixed_with(codec, clips):
    assert codec.encode(*clips).square().mean() == pytest.approx(1, rel=0.3)  # coefficients' means are not taken off


def test_a_picture_comes_back_recognisable(codec, clips):
    error = (codec.decode_picture(codec.encode(*clips)) - clips[0]).square().mean()
    assert -10 * torch.log10(error) > 24


def test_motion_that_is_straight_within_each_block_comes_back_exactly(codec):
    x = torch.linspace(-2, 2, WIDTH)
    flow = torch.stack([x.expand(HEIGHT, WIDTH), torch.full((HEIGHT, WIDTH), 1.5)], -1).expand(1, 9, HEIGHT, WIDTH, 2)
    frames = torch.zeros(1, 9, HEIGHT, WIDTH, 3)
    back = codec.decode_flow(codec.encode(frames, flow))
    assert (back - flow).abs().max() < 0.02  # one slope coefficient is not quite a straight line


def test_a_latent_depends_on_its_own_frames_alone(codec, clips):
    frames, flow = clips
    changed = frames.clone()
    changed[:, 5:] = 0
    before, after = codec.encode(frames, flow), codec.encode(changed, flow)
    assert torch.equal(before[:, :, :2], after[:, :, :2])
    assert not torch.equal(before[:, :, 2], after[:, :, 2])
