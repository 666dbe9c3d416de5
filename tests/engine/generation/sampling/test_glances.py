"""Glances at frames that are being sampled: the right colours at the right place, at hardly any cost."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor

from engine.finishing.pixels import scaled
from engine.generation.ask import Ask
from engine.generation.sampling.glances import Glances, colours, fitted, mean_colours, painted
from engine.generation.sampling.latent_video import Given, window
from engine.generation.sampling.latents import pixel_frames
from engine.generation.tensor_cache import TensorCache
from engine.progress import Report
from engine.requests import Sampling
from tests.engine.finishing import panning
from tests.engine.generation.sampling.test_latent_video import Toy

SIZE = 48, 80
LATENTS = 6


class Mixing(Toy):
    """A toy whose latents are mixed up: nothing of them can be looked at as it is. Counts the frames it encodes."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__()
        mixing = np.random.default_rng(seed).normal(size=(self.channels, self.channels))
        self._mix = torch.from_numpy(np.linalg.qr(mixing)[0].astype(np.float32))
        self.encoded = 0

    def encode(self, frames: np.ndarray) -> Tensor:
        self.encoded += len(frames)
        return torch.einsum("bcfhw,cd->bdfhw", super().encode(frames), self._mix)

    def decode(self, latents: Tensor, check: Callable[[], None]) -> Iterator[np.ndarray]:
        return super().decode(torch.einsum("bdfhw,cd->bcfhw", latents, self._mix), check)


@pytest.fixture(scope="module")
def film() -> np.ndarray:
    return panning.clip(pixel_frames(LATENTS), height=SIZE[0], width=SIZE[1]).astype(np.float32) / 255


@pytest.fixture
def cache(tmp_path: Path) -> TensorCache:
    return TensorCache(tmp_path / "cache", 2**20)


class Shown:
    """What a window would show, in order."""

    def __init__(self) -> None:
        self.told: list[tuple[int, Path]] = []
        self.report = Report(on_preview=lambda index, image: self.told.append((index, image)))

    @property
    def indices(self) -> list[int]:
        return [index for index, _ in self.told]


def ticking() -> Callable[[], float]:
    """A clock by which steps take long and pictures no time."""
    looks = count(1)  # two a step, after one before the first
    return lambda: 1000.0 * (next(looks) // 2)


def read(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path))
    assert picture is not None
    return picture[..., ::-1]


def test_every_step_shows_the_new_frames_in_their_colours(tmp_path: Path, film: np.ndarray, cache: TensorCache) -> None:
    """The toy goes on with the last frame it knows, from its first step on."""
    toy, shown = Mixing(), Shown()
    glances = Glances(tmp_path / "take.mp4", 8, shown.report, cache, ticking())
    seen = glances.over(toy, range(13, 21))
    ask = Ask(sampling=Sampling(steps=2))
    list(window(toy, pixel_frames(LATENTS), [Given(0, film[:13])], SIZE, ask, Report(), seen=seen))
    assert shown.indices == [*range(8), *range(8)]
    assert len({path for _, path in shown.told}) == 16, "each of them is another file"
    last = (film[9:13].mean(0) * 255).astype(np.float32)
    for _, path in shown.told:
        picture = read(path)
        assert picture.shape == (90, 150, 3)
        coarse = scaled(scaled(last, 6, 10), 90, 150)
        assert np.abs(picture - coarse).mean() < 8
        assert np.abs(picture - coarse[:, ::-1]).mean() > 12, "the measure tells pictures apart"


def test_a_later_window_shows_its_own_part_of_a_take(tmp_path: Path, film: np.ndarray, cache: TensorCache) -> None:
    toy, shown = Mixing(), Shown()
    glances = Glances(tmp_path / "take.mp4", 48, shown.report, cache, ticking())
    glances.over(toy, range(13, 21), first=20)(1, toy.encode(film))
    assert shown.indices == [21, 26]
    frames = [read(path) for _, path in shown.told]
    expected = [scaled(mean_colours(film, 8)[latent] * 255, 90, 150) for latent in (4, 5)]
    for frame, own, other in zip(frames, expected, expected[::-1], strict=True):
        assert np.abs(frame - own).mean() < np.abs(frame - other).mean()


def test_a_window_that_holds_none_of_the_chosen_frames_shows_none(
    tmp_path: Path, film: np.ndarray, cache: TensorCache
) -> None:
    toy, shown = Mixing(), Shown()
    latents, before = toy.encode(film), toy.encoded
    Glances(tmp_path / "take.mp4", 1000, shown.report, cache).over(toy, range(13, 21), first=20)(1, latents)
    assert shown.told == []
    assert toy.encoded == before


def test_colours_are_measured_once_for_each_vae(cache: TensorCache) -> None:
    first, other, again = Mixing(1), Mixing(2), Mixing(1)
    measured = [colours(model, cache) for model in (first, other, again)]
    assert torch.equal(measured[0], measured[2])
    assert not torch.allclose(measured[0], measured[1], atol=0.01)
    assert first.encoded == 6
    assert again.encoded == 1, "one frame tells which it is"


def test_what_a_straight_line_can_tell_of_latents_is_found(film: np.ndarray) -> None:
    toy = Mixing()
    matrix = fitted(toy, np.random.default_rng(0).random((5, 64, 64, 3), np.float32))
    told = painted(toy.encode(film)[0], matrix)
    assert told.shape == (LATENTS, 6, 10, 3)
    assert np.abs(told - 255 * mean_colours(film, 8)).max() < 1


def test_steps_that_pictures_would_slow_down_show_none(tmp_path: Path, film: np.ndarray, cache: TensorCache) -> None:
    """Each set costs a second by this clock, and a step ten: more than three hundredths go by 34 seconds apart."""
    toy, shown, now = Mixing(), Shown(), [0.0]

    def clock() -> float:
        return now[0]

    glances = Glances(tmp_path / "take.mp4", 1, shown.report, cache, clock)
    report = shown.report
    write = report.preview

    def slow(index: int, image: Path) -> None:
        now[0] += 1
        write(index, image)

    report.preview = slow  # type: ignore[method-assign]
    seen, latents = glances.over(toy, range(13, 21)), toy.encode(film)
    for step in range(1, 10):
        now[0] += 10
        seen(step, latents)
    assert [path.stem for _, path in shown.told] == ["0000, step 1", "0000, step 5", "0000, step 9"]


def test_latents_that_are_no_numbers_do_not_end_a_run(tmp_path: Path, cache: TensorCache) -> None:
    shown, toy = Shown(), Mixing()
    seen = Glances(tmp_path / "take.mp4", 8, shown.report, cache).over(toy, range(13, 21))
    seen(1, torch.full((1, 12, LATENTS, 6, 10), float("nan")))
    assert len(shown.told) == 8
