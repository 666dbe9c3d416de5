"""New frames stand on the clip's own grid, and what is made between two frames moves as they do."""

import weakref
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.errors import ModelError
from engine.finishing.rate.between import Between
from engine.finishing.rate.grid import at_ticks, on_grid
from engine.media.read import Frame, read_frames

MADE_AT = [Fraction(16), Fraction(24)]
SHOWN_AT = [Fraction(*rate) for rate in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (50, 1))]
SHOWN_AT += [Fraction(60000, 1001), Fraction(60)]
PAIRS = list(product(MADE_AT, SHOWN_AT))
HEIGHT, WIDTH = 90, 160


def wall(height: int, width: int) -> np.ndarray:
    """A textured picture [height, width, 3] uint8."""
    random = np.random.default_rng(5)
    coarse = cv2.resize(random.uniform(70, 180, (5, 8, 3)), (width, height), interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(random.uniform(-90, 90, (height, width, 3)), (0, 0), 1.5)
    return (coarse + fine).clip(0, 255).astype(np.uint8)


WALL = wall(HEIGHT + 40, 4 * WIDTH)


def panned(by: float, height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    """The wall seen `by` pixels further right."""
    shift = np.array([[1, 0, -by], [0, 1, -0.25 * by]], np.float32)
    return cv2.warpAffine(WALL, shift, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def numbered(count: int) -> Iterator[np.ndarray]:
    """Tiny frames that say which one they are."""
    for index in range(count):
        yield np.full((16, 16, 3), index, np.uint8)


@pytest.mark.parametrize(("made", "shown"), PAIRS)
def test_there_are_exactly_as_many_frames_as_asked_for_at_every_pair_of_rates(made: Fraction, shown: Fraction) -> None:
    for count in (1, 7, 25):
        enough = int(count * made / shown) + 2
        known = np.zeros((16, 16, 3), np.uint8)
        assert len(list(on_grid(numbered(enough), made, shown, count, before=known))) == count
        assert len(list(on_grid(numbered(enough), made, shown, count))) == count
        assert len(list(on_grid(numbered(enough), made, shown, count, before=known, after=known))) == count


@pytest.mark.parametrize(("made", "shown"), PAIRS)
def test_where_a_tick_falls_on_a_frame_it_is_that_very_frame(made: Fraction, shown: Fraction) -> None:
    frames = [panned(0.5 * index) for index in range(10)]
    known = panned(-0.5)
    count = int(9 * shown / made)
    new = list(on_grid(frames, made, shown, count, before=known))
    common = [(tick, (tick + 1) * made / shown - 1) for tick in range(count)]
    same = [(tick, int(index)) for tick, index in common if index.denominator == 1 and index >= 0]
    assert all(new[tick] is frames[index] for tick, index in same)
    assert len(same) == sum(((tick + 1) * made / shown).denominator == 1 for tick in range(count))


def test_without_a_frame_before_the_first_new_frame_is_the_first_one_made() -> None:
    frames = [panned(index) for index in range(5)]
    new = list(on_grid(frames, Fraction(16), Fraction(24), 6))
    assert new[0] is frames[0]
    assert new[3] is frames[2]


def test_the_first_and_the_last_new_frame_are_made_with_the_known_ones_beside_them() -> None:
    """3 px from frame to frame at 16 a second are 2 at 24: the gap of 8 frames is 6 of the model's wide."""
    frames = [panned(3 * index) for index in range(1, 6)]
    new = list(on_grid(frames, Fraction(16), Fraction(24), 8, before=panned(0), after=panned(18)))
    inner = np.s_[12:-12, 12:-12]
    for index in (0, 7):
        assert np.abs(new[index].astype(int) - panned(2 * (index + 1)))[inner].mean() < 1
        assert np.abs(new[index].astype(int) - panned(2 * (index + 1) + 0.5))[inner].mean() > 1.5


def test_frames_made_before_a_clip_s_start_meet_it() -> None:
    """9 frames at 24 before a known one, of 6 at 16 of which the last stands 1/16 s before it."""
    frames = [panned(3 * index) for index in range(6)]
    made, shown = Fraction(16), Fraction(24)
    start = Fraction(10) / shown - 6 / made
    new = list(on_grid(frames, made, shown, 9, after=panned(18), start=start))
    assert new[0] is frames[0]
    assert new[6] is frames[4]
    assert np.abs(new[8].astype(int) - panned(16))[12:-12, 12:-12].mean() < 1.5


def test_ticks_at_a_variable_rate_are_met_to_the_tick() -> None:
    times = [Fraction(index, 16) for index in range(6)]
    ticks = [Fraction(0), Fraction(1, 50), Fraction(1, 16), Fraction(7, 100), Fraction(3, 16), Fraction(3, 10)]
    frames = [panned(4 * index) for index in range(6)]
    new = list(at_ticks(map(Frame, frames, times), ticks))
    assert len(new) == len(ticks)
    assert [new[0] is frames[0], new[2] is frames[1], new[4] is frames[3]] == [True] * 3
    for index in (1, 3, 5):
        truth = panned(float(64 * ticks[index]))
        assert np.abs(new[index].astype(int) - truth)[12:-12, 12:-12].mean() < 1.5


def test_frames_that_end_too_early_are_refused_in_words() -> None:
    with pytest.raises(ModelError, match=r"end 0\.50 s after the clip") as refused:
        list(on_grid(numbered(8), Fraction(16), Fraction(24), 24, before=np.zeros((16, 16, 3), np.uint8)))
    assert refused.value.do


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("step", [1.5, 6.0, 12.0])
def test_a_pan_between_two_frames_is_within_a_fraction_of_a_pixel_of_the_truth(share: float, step: float) -> None:
    made = Between.of(panned(20), panned(20 + step)).at(share)
    inner = np.s_[14:-14, 14:-14]
    off = {
        by: np.abs(made.astype(int) - panned(20 + share * step + by))[inner].mean() for by in np.arange(-1, 1.1, 0.1)
    }
    assert abs(min(off, key=off.__getitem__)) < 0.15
    assert min(off.values()) < 2


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_a_square_that_moves_over_still_ground_leaves_no_ghosts(share: float) -> None:
    ground, square = wall(180, 320), 255 - wall(48, 48)

    def scene(x: int) -> np.ndarray:
        frame = ground.copy()
        frame[60:108, x : x + 48] = square
        return frame

    made = Between.of(scene(100), scene(112)).at(share).astype(int)
    truth = scene(100 + round(12 * share)).astype(int)
    wrong = np.abs(made - truth).max(axis=2) > 40
    crossfade = scene(100) * (1 - share) + scene(112) * share
    assert wrong.mean() < 0.1 * (np.abs(crossfade - truth).max(axis=2) > 40).mean()
    old, still = made[60:108, 100 : 100 + round(12 * share) - 3], truth[60:108, 100 : 100 + round(12 * share) - 3]
    assert old.size == 0 or np.abs(old - still).mean() < 12  # where the square has been there is ground again


def test_across_a_cut_there_is_one_frame_or_the_other_and_never_both() -> None:
    one, other = panned(0), np.ascontiguousarray(255 - wall(HEIGHT, WIDTH)[::-1, ::-1])
    between = Between.of(one, other)
    assert between.at(0.4) is one
    assert between.at(0.6) is other


@pytest.mark.parametrize("kind", ["16 bits", "fractions", "transparent"])
def test_depth_and_transparency_come_through(kind: str) -> None:
    def frame(by: float) -> np.ndarray:
        seen = panned(by)
        if kind == "16 bits":
            return seen.astype(np.uint16) * 257
        if kind == "fractions":
            return seen.astype(np.float32) / 255
        return np.concatenate([seen, np.full_like(seen[..., :1], 200)], axis=2)

    made, truth = Between.of(frame(10), frame(14)).at(0.5), frame(12)
    assert made.dtype == truth.dtype
    assert made.shape == truth.shape
    scale = {"16 bits": 257, "fractions": 1 / 255}.get(kind, 1)
    assert np.abs(made.astype(float) - truth)[12:-12, 12:-12].mean() < 1 * scale


def test_odd_and_tiny_pictures_are_made_too() -> None:
    for height, width in ((33, 41), (17, 16), (95, 127)):
        made = Between.of(panned(0, height, width), panned(2, height, width)).at(0.5)
        assert made.shape == (height, width, 3)


def test_only_a_few_frames_are_held_however_many_there_are() -> None:
    held: list[weakref.ref[np.ndarray]] = []

    def made() -> Iterator[np.ndarray]:
        for index in range(200):
            frame = np.full((16, 16, 3), index, np.uint8)
            held.append(weakref.ref(frame))
            yield frame

    most = 0
    for _ in islice(on_grid(made(), Fraction(24), Fraction(24), 199), 199):
        most = max(most, sum(each() is not None for each in held))
    assert 1 <= most <= 3


@pytest.mark.parametrize("clip", ["surf.mp4", "bunny.webm", "snow.mp4"])
def test_frames_left_out_of_real_footage_come_back_better_than_by_holding_or_fading(footage: Path, clip: str) -> None:
    start = Fraction(5) if clip == "bunny.webm" else Fraction(0)
    frames = [_half(frame.image) for frame in read_frames(footage / clip, start, start + 1)]
    gains = []
    for one, truth, other in zip(frames[0:-2:6], frames[1:-1:6], frames[2::6], strict=False):
        made, faded = Between.of(one, other).at(0.5), cv2.addWeighted(one, 0.5, other, 0.5, 0)
        gains.append([_psnr(made, truth) - _psnr(worse, truth) for worse in (one, faded)])
    assert len(gains) >= 3
    assert np.min(gains) > 1.5


def _half(frame: np.ndarray) -> np.ndarray:
    return cv2.resize(frame, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def _psnr(made: np.ndarray, truth: np.ndarray) -> float:
    return float(cv2.PSNR(made, truth))
