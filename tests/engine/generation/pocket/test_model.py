import numpy as np
import pytest
import torch

from engine.errors import Cancelled, ModelError
from engine.generation.ask import Ask
from engine.generation.pocket.codec import FLOW_CHANNELS, HEIGHT, WIDTH, measure
from engine.generation.pocket.model import PocketModel, window_noise, window_sigmas
from engine.generation.pocket.network import PocketNetwork, load_pocket, save_pocket
from engine.generation.pocket.text import WORDS, PocketText
from engine.generation.pocket.window import Window
from engine.progress import Report
from engine.requests import Context, Sampling
from engine.training.footage import make_clip

RATE = 24.0


@pytest.fixture(scope="module")
def codec():
    made = [make_clip(seed, 9, WIDTH, HEIGHT, 8) for seed in range(6)]
    frames = torch.from_numpy(np.stack([clip.frames for clip in made])).float() / 255
    return measure(frames, torch.from_numpy(np.stack([clip.flow for clip in made])), 24)


class Panning(torch.nn.Module):
    """A network that knows only one thing: everything moves `pixels` to the right in each frame of its window."""

    def __init__(self, codec, pixels):
        super().__init__()
        self.text = PocketText()
        self.codec, self.pixels = codec, pixels

    def velocity(self, noisy, sigmas, words, check):
        check()
        frames = 1 + 4 * (noisy.shape[2] - 1)
        flow = torch.zeros(1, frames, HEIGHT, WIDTH, 2)
        flow[..., 0] = self.pixels
        clean = self.codec.encode(torch.full((1, frames, HEIGHT, WIDTH, 3), 0.5), flow)
        return (noisy - clean) / sigmas[:, None, :, None, None].clamp_min(0.01)


def still_clip(frames):
    return np.repeat(make_clip(3, 1, 320, 180, RATE).frames, frames, axis=0)


def test_predicted_motion_becomes_paths_of_the_last_frames_pixels(codec):
    model = PocketModel(Panning(codec, 2.0), codec)
    motion = model.continue_motion(still_clip(40), RATE, 24)
    assert motion.displacement.shape == (24, HEIGHT, WIDTH, 2)
    middle = motion.displacement[-1, 20:60, 20:100]
    assert middle[..., 0].mean() == pytest.approx(8 * 2 / WIDTH, rel=0.1)  # 24 frames are 8 of the window
    assert abs(middle[..., 1]).max() < 0.005


def test_new_frames_leave_the_join_at_the_clips_own_speed(codec):
    model = PocketModel(Panning(codec, 2.0), codec)
    first = model.continue_motion(still_clip(40), RATE, 24).displacement[0]
    assert abs(first).max() < 0.004  # the clip stands still, so it starts to move gently, not with a jerk


def test_a_bridge_brings_both_ends_together(codec):
    """A real move in front of a model that is wrong about it: what is measured at the ends puts it right."""
    clip = make_clip(1_000_006, 60, 320, 200, RATE)
    before, after = clip.frames[:24], clip.frames[36:]
    first, second = PocketModel(Panning(codec, 0.3), codec).connect(before, after, RATE, 12)
    truth = -np.median(clip.flow[24:37, 60:140, 80:240], axis=(1, 2)).sum(0) / (320, 200)
    arrived = np.median(first.displacement[-1, 30:150, 60:260], axis=(0, 1)) * 13 / 12
    assert np.linalg.norm(arrived + truth) < 0.35 * np.linalg.norm(truth)
    assert first.displacement.shape == second.displacement.shape


def test_a_seed_gives_the_same_motion_and_another_seed_another(codec):
    torch.manual_seed(0)
    network = PocketNetwork(width=32, layers=1, heads=4)
    torch.nn.init.normal_(network.transformer.proj_out.weight, std=0.05)
    model = PocketModel(network.eval(), codec)
    made = [model.continue_motion(still_clip(20), RATE, 12, Ask(sampling=Sampling(seed=s))) for s in (1, 1, 2)]
    assert np.array_equal(made[0].displacement, made[1].displacement)
    assert not np.array_equal(made[0].displacement, made[2].displacement)


def test_a_network_that_breaks_down_says_so_instead_of_moving_anything(codec):
    with pytest.raises(ModelError, match="no number"):
        PocketModel(Panning(codec, float("nan")), codec).continue_motion(still_clip(20), RATE, 12)


def test_stopping_ends_the_run_inside_the_network(codec):
    report = Report()
    asked = []

    class Stopping(Panning):
        def velocity(self, noisy, sigmas, words, check):
            report.stop()
            asked.append(True)
            return super().velocity(noisy, sigmas, words, check)

    with pytest.raises(Cancelled):
        PocketModel(Stopping(codec, 1.0), codec).continue_motion(still_clip(20), RATE, 12, report=report)
    assert len(asked) == 1


def test_noise_is_spread_over_known_latents_and_new_ones_are_free():
    ask = Ask(first=Context(noise=(0.0, 0.3, 0.4, 0.5)), second=Context(noise=(0.2,)))
    assert window_noise(Window(3, 4, 2, 1), ask).tolist() == pytest.approx([0, 0.3, 0.4, 0.5, 1, 1, 0.2])


def test_an_own_matrix_is_used_as_it_is():
    rows = ((1.0, 0.5, 1.0), (0.0, 0.0, 0.0))
    assert window_sigmas(Window(3, 1, 2), Ask(sampling=Sampling(sigmas=rows))).tolist() == [list(row) for row in rows]


def test_the_file_gives_back_the_network_and_a_damaged_one_says_so(codec, tmp_path):
    path = tmp_path / "pocket.safetensors"
    network = PocketNetwork(width=32, layers=1)
    save_pocket(path, network, codec, {"samples": "1"})
    loaded, same_codec = load_pocket(path)
    assert same_codec.kept.tolist() == codec.kept.tolist()
    weight = network.transformer.patch_embedding.weight
    assert torch.equal(loaded.transformer.patch_embedding.weight, weight.half().float())
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(ModelError, match="built-in model's file"):
        PocketModel.load(path)
    with pytest.raises(ModelError):
        PocketModel.load(tmp_path / "nothing.safetensors")


def test_prompts_are_rows_of_words_and_no_prompt_is_always_the_same():
    text = PocketText()
    empty, pan, loud, other = text(["", "pan left", "Pan, LEFT!", "pan right"])
    assert empty.shape == (WORDS, 32)
    assert torch.equal(pan, loud)
    assert not torch.equal(pan, other)
    assert torch.equal(empty[0], pan[-1])


def test_channels_of_picture_and_motion_are_counted_once(codec):
    assert codec.channels == len(codec.kept) + FLOW_CHANNELS
