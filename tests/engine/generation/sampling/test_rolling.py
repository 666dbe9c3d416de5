"""Long gaps, made window after window: what one hands to the next, and where a bridge is on its way."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as some
from torch import Tensor

from engine.finishing.joins.seam import colour_distance, flow_speed
from engine.generation.ask import Ask
from engine.generation.gap import Gap
from engine.generation.sampling.guidance import Predict
from engine.generation.sampling.rolling import Watched, new_frames, rolled
from engine.progress import Report
from engine.requests import Context, Finish, LaterText, Sampling, Text
from tests.engine.generation.sampling.test_latent_video import AS_MADE, RATE, Toy

HEIGHT, WIDTH = 64, 96
ONE_STEP = Ask(sampling=Sampling(steps=1))
PACE = 2  # pixels a frame
COLOUR_ALONE = Finish(1.0, 0.0, 0.0, 0.0)


class Panning(Toy):
    """What is free goes on from the last kept latent as a camera that pans would see it, a little less of it each time
    that it is decoded and encoded again."""

    def predictor(self, check: Callable[[], None]) -> Predict:
        def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
            kept = [index for index, time in enumerate(timesteps.tolist()) if time == 0]
            sigma = (timesteps / 1000).clamp(min=1e-3)[:, None, None]
            clean = latents.clone()
            for index in range(kept[-1] + 1, latents.shape[2]):
                clean[:, :, index] = torch.roll(latents[:, :, kept[-1]], (index - kept[-1]) * PACE * 4 // 8, -1)
            return (latents - clean) / sigma

        return predict


def picture(seed: int = 0) -> np.ndarray:
    """[HEIGHT, WIDTH, 3] uint8, soft, going round and round."""
    noise = np.random.default_rng(seed).random((HEIGHT, 3 * WIDTH, 3), np.float32)
    noise[:, :WIDTH] = noise[:, WIDTH : 2 * WIDTH] = noise[:, 2 * WIDTH :]
    soft = cv2.GaussianBlur(noise, (0, 0), 7)[:, WIDTH : 2 * WIDTH]
    return (90 + 70 * (soft - soft.min()) / np.ptp(soft)).astype(np.uint8)


def pan(count: int) -> np.ndarray:
    return np.stack([np.roll(picture(), index * PACE, axis=1) for index in range(count)])


def made(model: Toy, gap: Gap, ask: Ask = ONE_STEP, watched: Watched | None = None) -> np.ndarray:
    return np.stack(list(new_frames(gap, model, ask, AS_MADE, Report(), watched or Watched())))


class Counting(Toy):
    """Counts the latents that it has decoded, and keeps what it was asked to say when."""

    decoded = 0
    times: tuple[Fraction, ...] = ()

    def decode(self, latents: Tensor, check: Callable[[], None]) -> Iterator[np.ndarray]:
        def counted() -> None:
            check()
            self.decoded += 1

        return super().decode(latents, counted)

    def words(self, text: Text, times: object) -> tuple[Tensor, Tensor]:
        self.times = (*self.times, *times)  # type: ignore[misc]
        return super().words(text, ())


@pytest.mark.parametrize("finish", [AS_MADE, Finish()])
def test_the_first_new_frame_is_there_before_the_window_is_decoded_to_its_end(finish: Finish) -> None:
    toy, film = Counting(frames=81), pan(60)
    frames = new_frames(Gap(film[:13], None, RATE, 60), toy, ONE_STEP, finish, Report())
    next(frames)
    assert 5 <= toy.decoded < 10, "four latents are known, and a look ahead is taken"
    assert len(list(frames)) == 59
    assert toy.decoded == 19


def test_every_latent_is_told_when_it_begins_also_in_later_windows() -> None:
    toy = Counting(frames=21)
    later = Text("one", later=(LaterText(Fraction(1, 2), "two"),))
    made(toy, Gap(pan(13), None, RATE, 12), Ask(later, Sampling(steps=1)))
    assert toy.times[:5] == tuple(Fraction(frame, 24) for frame in (-13, -12, -8, -4, 0))
    assert toy.times[5:] == tuple(Fraction(frame, 24) for frame in (-9, -8, -4, 0, 4, 8))
    backwards = Counting(frames=21)
    made(backwards, Gap(None, pan(13), RATE, 6), Ask(later, Sampling(steps=1)))
    assert backwards.times == tuple(Fraction(frame, 24) for frame in (-3, -2, 2, 6, 10, 14))


def through(toy: Toy, frames: np.ndarray) -> np.ndarray:
    """What its latents can hold of [1 + 4n, h, w, 3]."""
    latents = toy.encode(frames.astype(np.float32) / 255)
    return np.rint(255 * np.stack(list(toy.decode(latents, lambda: None))))


@pytest.mark.parametrize(("before", "after", "frames"), [(13, 0, 21), (0, 12, 81), (13, 12, 37), (13, 12, 81)])
def test_what_is_made_after_a_draft_with_no_freedom_is_the_draft(before: int, after: int, frames: int) -> None:
    film, count = pan(13 + 20 + 12), 20
    gap = Gap(film[:13] if before else None, film[33:] if after else None, RATE, count)
    watched = Watched(draft=lambda part: film[13 + part.start : 13 + part.stop])
    ask = Ask(sampling=Sampling(steps=1, freedom=(0.0,)))
    kept = made(Toy(frames=frames), gap, ask, watched)
    error = np.abs(kept - film[13:33].astype(float)).mean((1, 2, 3))
    blur = np.abs(through(Toy(), film[12:33])[1:] - film[13:33]).mean()
    assert error.max() < 1.5 * blur + 1, "as well as its latents can hold it"
    free = made(Toy(frames=frames), gap, replace(ask, sampling=replace(ask.sampling, freedom=(1.0,))), watched)
    assert np.abs(free - film[13:33].astype(float)).mean() > 2 * error.mean()


def test_freedom_from_a_draft_is_spread_over_all_windows() -> None:
    toy = Toy(frames=21)
    film = pan(13 + 16)
    watched = Watched(draft=lambda part: film[13 + part.start : 13 + part.stop])
    made(toy, Gap(film[:13], None, RATE, 16), Ask(sampling=Sampling(steps=1, freedom=(0.0, 0.3, 0.6, 0.9))), watched)
    assert toy.timesteps[0][4:] == [0, 300]
    assert toy.timesteps[1][4:] == [600, 900]


class Halfway(Toy):
    """What is free lies on the straight way from what is given before it to what is given after it: flat pictures."""

    def predictor(self, check: Callable[[], None]) -> Predict:
        def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
            sigma = timesteps / 1000
            flat = (latents.mean((1, 3, 4), keepdim=True) / (1 - sigma.clamp(max=0.9))[:, None, None])[0, 0, :, 0, 0]
            given = [index for index, level in enumerate(sigma.tolist()) if level < 0.9]
            levels = np.interp(range(len(sigma)), given, flat[given].numpy())
            clean = torch.from_numpy(levels).float()[None, None, :, None, None].expand_as(latents)
            clean = torch.where(sigma[:, None, None] == 0, latents, clean)
            return (latents - clean) / sigma.clamp(min=1e-3)[:, None, None]

        return predict


def test_every_window_of_a_long_bridge_ends_on_the_way_to_the_other_clip() -> None:
    dark, bright, count = 40, 200, 60
    sides = [np.full((13, 128, 192, 3), level, np.uint8) for level in (dark, bright)]
    frames = made(Halfway(frames=33), Gap(sides[0], sides[1], RATE, count))
    ends = np.cumsum([len(layout.new) for layout in rolled((13, count, 13), ONE_STEP, 33)]) - 1
    assert len(ends) >= 4
    step = (bright - dark) / (count + 1)
    for end in ends:
        off = abs(frames[end].mean() - (dark + step * (end + 1)))
        assert off < 10 * step, f"frame {end}: the whole is seen at every sixth frame, a latent holds four"


def test_a_window_may_go_on_from_the_latents_of_the_one_before() -> None:
    """They hold more than what is encoded once more of finished frames."""
    film = pan(13 + 64)
    gap = Gap(film[:13], None, RATE, 64)
    again, kept = (made(Panning(), gap, watched=Watched(keeps_latents=keeps)) for keeps in (False, True))
    errors = [np.abs(frames[-8:] - film[-8:].astype(float)).mean() for frames in (again, kept)]
    assert errors[1] < 0.7 * errors[0]


@pytest.mark.slow
def test_twenty_windows_hold_their_colour_and_keep_moving() -> None:
    """Of a model that makes every window three levels lighter than the one before."""
    film, count = pan(13 + 160), 160
    gap = Gap(film[:13], None, RATE, count)
    assert len(rolled((13, count, 0), ONE_STEP, 21)) == 20
    frames = list(new_frames(gap, Panning(lean=3), ONE_STEP, COLOUR_ALONE, Report()))
    assert max(colour_distance(frames[index], film[13 + index]) for index in (79, 159)) < 2
    assert flow_speed(frames[-9:]).mean() > 0.9 * flow_speed(film[-9:]).mean()


@settings(max_examples=20, deadline=None)
@given(
    some.integers(1, 300), some.integers(5, 39), some.integers(5, 39), some.sampled_from(["after", "before", "between"])
)
def test_any_gap_is_filled_to_the_frame(count: int, before: int, after: int, task: str) -> None:
    film = pan(40)
    gap = Gap(None if task == "before" else film[:before], None if task == "after" else film[:after], RATE, count)
    assert len(made(Toy(frames=81), gap)) == count


@pytest.mark.parametrize("cut", [1, 2, 3, 9])
def test_of_what_is_known_only_the_shot_beside_the_gap_is_looked_at(cut: int) -> None:
    film, other = pan(12), 255 - pan(12)
    gap = Gap(np.concatenate([other, film[:cut]]), np.concatenate([film[-cut:], other]), RATE, 6)
    assert np.abs(made(Toy(frames=81), gap).mean((1, 2, 3)) - film.mean()).max() < 5


@pytest.mark.parametrize("context", [1, 2, 4, 5, 40])
def test_any_number_of_known_frames_may_be_asked_for_on_either_side(context: int) -> None:
    ask = Ask(first=Context(context), second=Context(context), sampling=Sampling(steps=1))
    film = pan(12)
    for gap in (Gap(film, None, RATE, 3), Gap(None, film, RATE, 3), Gap(film[:5], film[-5:], RATE, 2)):
        assert len(made(Toy(frames=81), gap, ask)) == gap.count
