"""Any model of latents, run for real: Wan's own networks with tiny random weights, and a toy whose errors are known."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import cv2
import numpy as np
import pytest
import torch
from diffusers import AutoencoderKLWan
from torch import Tensor

from engine.errors import Cancelled, RequestError
from engine.finishing.joins.seam import colour_distance
from engine.finishing.pixels import scaled
from engine.generation.ask import Ask
from engine.generation.gap import Gap
from engine.generation.loaded.experts import Experts
from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.loaded.vae.wan_vae import WanVAE
from engine.generation.loaded.wan import Wan
from engine.generation.sampling.guidance import Predict
from engine.generation.sampling.latent_video import model_size
from engine.generation.sampling.latents import frames_held, latent_frames
from engine.generation.sampling.layout import after_clip, between_clips
from engine.generation.sampling.rendering import rendering
from engine.generation.sampling.rolling import Watched, new_frames
from engine.models.defaults import WAN_21, Defaults, with_pusa
from engine.progress import Report
from engine.requests import Context, Finish, Sampling, Text
from tests.engine.finishing import panning

RATE = Fraction(24)
SIZE = 32, 48
FEW_STEPS = Sampling(steps=2, guidance=1.0)
AS_MADE = Finish(0.0, 0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def wan() -> Wan:
    torch.manual_seed(3)
    shape = {"num_attention_heads": 2, "attention_head_dim": 12, "text_dim": 8, "freq_dim": 16, "ffn_dim": 32}
    transformer = VTATransformer(num_layers=1, **shape).eval()
    vae = WanVAE(AutoencoderKLWan(base_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1, z_dim=16))
    words = torch.ones(1, 4, 8), torch.zeros(1, 4, 8)
    return Wan("Wan, tiny and random", Experts([lambda: transformer]), vae, lambda *_: words, with_pusa(WAN_21))


@pytest.fixture(scope="module")
def film() -> np.ndarray:
    return panning.clip(60, height=SIZE[0], width=SIZE[1])


class Toy:
    """Latents that are small pictures, and a sampler that leaves of its noise nothing: a free latent becomes what the
    nearest kept one shows, the later of two, lighter by `lean` levels of 255 whatever is known."""

    name, channels, scale = "Toy", 12, 8

    def __init__(self, frames: int = 21, lean: float = 0.0) -> None:
        self.defaults = Defaults(steps=2, shift=5.0, guidance=1.0, frames=frames)
        self.timesteps: list[list[float]] = []
        self.lean = lean / 255

    def encode(self, frames: np.ndarray) -> Tensor:
        height, width = frames.shape[1] // self.scale, frames.shape[2] // self.scale
        held = [frames_held(latent) for latent in range(latent_frames(len(frames)))]
        groups = [[frames[index] for index in (*range(part.start, part.stop),) * (4 // len(part))] for part in held]
        small = [np.concatenate([scaled(frame, height, width) for frame in group], axis=2) for group in groups]
        return torch.from_numpy(np.stack(small)).permute(3, 0, 1, 2)[None]

    def decode(self, latents: Tensor, check: Callable[[], None]) -> Iterator[np.ndarray]:
        for latent, small in enumerate(latents[0].permute(1, 2, 3, 0).numpy()):
            check()
            frames = np.split(small, 4, axis=2)[: len(frames_held(latent))]
            for frame in frames:
                large = scaled(np.ascontiguousarray(frame), small.shape[0] * self.scale, small.shape[1] * self.scale)
                yield np.clip(large + np.float32(self.lean), 0, 1)

    def words(self, text: Text, times: Sequence[Fraction]) -> tuple[Tensor, Tensor]:
        return torch.zeros(1, 1, 1), torch.zeros(1, 1, 1)

    def predictor(self, check: Callable[[], None]) -> Predict:
        def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
            check()
            self.timesteps.append(timesteps.tolist())
            kept = [index for index, time in enumerate(timesteps.tolist()) if time == 0]
            nearest = [min(kept, key=lambda one, at=index: (abs(one - at), -one)) for index in range(len(timesteps))]
            sigma = (timesteps / 1000).clamp(min=1e-3)[:, None, None]
            return (latents - latents[:, :, nearest]) / sigma

        return predict


def made(model: object, gap: Gap, ask: Ask, settings: Finish = AS_MADE) -> np.ndarray:
    return np.stack(list(new_frames(gap, model, ask, settings, Report())))  # type: ignore[arg-type]


@pytest.mark.parametrize("task", ["after", "before", "between"])
def test_every_task_gives_the_very_number_of_frames_at_the_clips_size_and_depth(
    wan: Wan, film: np.ndarray, task: str
) -> None:
    before = film[:9] if task != "before" else None
    after = film[30:42] if task != "after" else None
    frames = made(wan, Gap(before, after, RATE, 6), Ask(sampling=FEW_STEPS, first=Context(5), second=Context(5)))
    assert frames.shape == (6, *SIZE, 3)
    assert frames.dtype == np.uint8
    assert frames.std() > 1


def test_what_is_held_at_noise_0_comes_out_as_the_vae_alone_would_give_it(wan: Wan, film: np.ndarray) -> None:
    layout = after_clip(4, 5)
    shown = rendering(wan, layout, [film[:5]], SIZE, Ask(sampling=FEW_STEPS), Report())
    alone = np.stack(list(wan.decode(wan.encode(film[:5].astype(np.float32) / 255), lambda: None)))
    assert np.abs(shown.before() / 65535 - alone).max() < 1e-4
    assert len(list(shown.new())) == 4


def test_the_same_seed_makes_the_same_frames_and_another_one_others(wan: Wan, film: np.ndarray) -> None:
    gap = Gap(film[:5], None, RATE, 3)
    one, again, other = (made(wan, gap, Ask(sampling=Sampling(seed=seed, steps=1, guidance=1.0))) for seed in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_the_second_side_is_encoded_as_motion_behind_a_frame_that_is_held(wan: Wan, film: np.ndarray) -> None:
    layout = between_clips(6, 5, 8, 12)
    assert layout.after is not None
    assert layout.after.skipped == 2
    seen = film[30:][layout.after.skipped :][: layout.after.count]
    shown = rendering(wan, layout, [film[:5], seen], SIZE, Ask(sampling=FEW_STEPS), Report())
    assert len(shown.after()) == layout.after.skipped + layout.after.count
    held = np.concatenate([seen[:1], seen]).astype(np.float32) / 255
    motion, alone = wan.encode(held)[:, :, 1:], wan.encode(seen[:1].astype(np.float32) / 255)
    assert motion.shape[2] == len(layout.after.latents)
    assert (motion[:, :, :1] - alone).abs().max() > 1e-3


def test_each_latent_gets_its_own_share_of_the_schedule(film: np.ndarray) -> None:
    toy = Toy()
    ask = Ask(sampling=Sampling(steps=4), first=Context(13, (0.0, 0.3, 0.4, 0.5)))
    made(toy, Gap(film[:13], None, RATE, 8), ask)
    assert toy.timesteps[0][:6] == [0, 300, 400, 500, 1000, 1000]
    assert toy.timesteps[1][:6] == [0, 281, 375, 468, 937, 937]  # whole numbers, as the reference cuts them


def test_noise_before_a_clip_is_that_of_the_only_side_there_is(film: np.ndarray) -> None:
    toy = Toy()
    made(toy, Gap(None, film[:12], RATE, 5), Ask(sampling=Sampling(steps=1), first=Context(12, (0.0, 0.2, 0.4))))
    assert toy.timesteps[0] == [1000, 1000, 0, 200, 400]


def test_a_long_extension_rolls_over_as_many_windows_as_it_needs(film: np.ndarray) -> None:
    toy = Toy(frames=21)
    frames = made(toy, Gap(film[:13], None, RATE, 30), Ask(sampling=Sampling(steps=1)))
    assert len(frames) == 30
    assert len(toy.timesteps) == 4, "8 new ones in each window at most"
    backwards = made(Toy(frames=21), Gap(None, film[:13], RATE, 30), Ask(sampling=Sampling(steps=1)))
    assert len(backwards) == 30


def test_a_long_bridge_rolls_and_its_last_window_meets_the_other_clip(film: np.ndarray) -> None:
    toy = Toy(frames=33)
    frames = made(toy, Gap(film[:13], film[40:53], RATE, 40), Ask(sampling=Sampling(steps=1)))
    assert len(frames) == 40
    first, last = film[12].astype(int), film[40].astype(int)
    assert np.abs(frames[0] - first).mean() < np.abs(frames[0] - last).mean()
    assert np.abs(frames[-1] - last).mean() < np.abs(frames[-1] - first).mean()
    assert toy.timesteps[0][-1] == 0, "all of it is looked at first"
    assert toy.timesteps[1][-1] == 400, "where that is then is where the first window is to end"
    assert toy.timesteps[-1][-1] == 0


def test_what_a_model_adds_in_each_window_does_not_add_up() -> None:
    """The toy leans by 3 levels a window."""
    picture = cv2.GaussianBlur(panning.clip(1, height=96, width=160)[0], (0, 0), 8)
    gap = Gap(np.repeat(picture[None], 13, axis=0), None, RATE, 40)
    ask, again = Ask(sampling=Sampling(steps=1)), Watched(keeps_latents=False)
    raw = np.stack(list(new_frames(gap, Toy(lean=3), ask, AS_MADE, Report(), again)))
    kept = np.stack(list(new_frames(gap, Toy(lean=3), ask, Finish(), Report(), again)))
    assert colour_distance(raw[-1], picture) > 5
    assert max(colour_distance(frame, picture) for frame in kept) < 1


def test_a_run_can_be_stopped_in_the_middle_of_a_step(wan: Wan, film: np.ndarray) -> None:
    report = Report()
    asked = iter(range(3))

    def check() -> None:
        if next(asked, None) is None:
            raise Cancelled("Stopped.")

    report.check = check  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        list(new_frames(Gap(film[:5], None, RATE, 3), wan, Ask(sampling=FEW_STEPS), AS_MADE, report))


def test_an_own_matrix_that_does_not_fit_the_window_is_refused(wan: Wan, film: np.ndarray) -> None:
    ask = Ask(sampling=Sampling(sigmas=((1.0, 1.0), (0.0, 0.0))))
    with pytest.raises(RequestError, match="latent frames"):
        made(wan, Gap(film[:5], None, RATE, 3), ask)


@pytest.mark.parametrize(("height", "width"), [(1080, 1920), (720, 1280), (2160, 3840), (480, 854), (33, 47)])
def test_the_models_size_has_the_clips_shape_and_fits_its_grid(wan: Wan, height: int, width: int) -> None:
    fitted = model_size(wan, height, width)
    assert fitted[0] % 16 == 0 == fitted[1] % 16
    assert fitted[0] * fitted[1] <= 1.1 * wan.defaults.area
    assert abs(fitted[1] / fitted[0] / (width / height) - 1) < 0.06 or min(height, width) < 100


def test_decoding_frame_by_frame_is_bit_equal_to_decoding_at_once(wan: Wan, film: np.ndarray) -> None:
    latents = wan.encode(film[:9].astype(np.float32) / 255)
    vae = wan._vae._vae
    spread = torch.tensor(vae.config["latents_std"]), torch.tensor(vae.config["latents_mean"])
    std, mean = (each.view(1, -1, 1, 1, 1) for each in spread)
    with torch.no_grad():
        whole = vae.decode(latents * std + mean).sample[0].clamp(-1, 1).permute(1, 2, 3, 0)
    assert np.array_equal(np.stack(list(wan.decode(latents, lambda: None))), ((whole + 1) / 2).numpy())
