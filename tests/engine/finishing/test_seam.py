"""The numbers of a join tell a good one from a bad, a frozen and a blurred one."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.errors import RequestError
from engine.finishing.joins.seam import frame_steps, measure_seam
from engine.media.read import read_head


@pytest.fixture(scope="module")
def pan() -> np.ndarray:
    """A textured picture moved 3 pixels a frame: [24, 180, 320, 3] uint8."""
    random = np.random.default_rng(5)
    coarse, fine = random.uniform(70, 180, (5, 8, 3)), random.uniform(-40, 40, (240, 520, 3))
    wall = cv2.resize(coarse, (520, 240), interpolation=cv2.INTER_CUBIC) + cv2.GaussianBlur(fine, (0, 0), 0.8)
    wall = wall.clip(0, 255).astype(np.uint8)
    return np.stack([wall[20:200, 3 * t : 3 * t + 320] for t in range(24)])


def test_a_clip_continued_by_its_own_future_measures_as_no_seam(pan: np.ndarray) -> None:
    seam = measure_seam(pan[:12], pan[12:])
    assert seam.jump == pytest.approx(1, abs=0.05)
    assert seam.largest_after == pytest.approx(1, abs=0.05)
    assert seam.sharpness == pytest.approx(1, abs=0.05)
    assert seam.flow == pytest.approx(1, abs=0.1)
    assert seam.colour == pytest.approx(seam.own_colour, abs=0.3)  # the pan itself: one step of it


def test_a_frozen_continuation_has_no_step_and_no_flow(pan: np.ndarray) -> None:
    seam = measure_seam(pan[:12], np.repeat(pan[11:12], 9, axis=0))
    assert seam.jump < 0.3
    assert seam.flow < 0.1


def test_a_blurred_continuation_is_less_sharp_and_a_brighter_one_is_not(pan: np.ndarray) -> None:
    blurred = np.stack([cv2.GaussianBlur(frame, (0, 0), 1.5) for frame in pan[12:]])
    brighter = (pan[12:] * 0.6 + 80).astype(np.uint8)
    assert measure_seam(pan[:12], blurred).sharpness < 0.7
    assert measure_seam(pan[:12], brighter).sharpness == pytest.approx(1, abs=0.05)
    assert measure_seam(pan[:12], brighter).colour > 8


def test_half_the_speed_reads_as_half_the_flow(pan: np.ndarray) -> None:
    assert measure_seam(pan[0:12:2], pan[12:]).flow == pytest.approx(0.5, abs=0.1)


def test_a_later_jump_is_told_apart_from_one_at_the_join(pan: np.ndarray) -> None:
    flash = pan[12:].copy()
    flash[4:] = 255 - flash[4:]
    seam = measure_seam(pan[:12], flash)
    assert seam.jump == pytest.approx(1, abs=0.05)
    assert seam.largest_after > 3


def test_an_unmoving_clip_continued_unmoving_reads_one_and_a_flash_in_it_reads_large(pan: np.ndarray) -> None:
    still = np.repeat(pan[:1], 12, axis=0)
    unmoved = measure_seam(still, still)
    assert (unmoved.jump, unmoved.largest_after, unmoved.flow, unmoved.sharpness) == (1, 1, 1, 1)
    assert measure_seam(still, 255 - still).jump > 50


def test_a_black_single_frame_gives_finite_numbers() -> None:
    black = np.zeros((1, 90, 160, 3), np.uint8)
    assert measure_seam(black, black).jump == 1


def test_sixteen_bit_and_alpha_frames_measure_as_their_eight_bit_ones(pan: np.ndarray) -> None:
    alpha = np.concatenate([pan, np.zeros_like(pan[..., :1])], axis=-1)
    expected = frame_steps(pan)
    assert frame_steps(pan.astype(np.uint16) * 257) == pytest.approx(expected, abs=0.02)
    assert frame_steps(alpha) == pytest.approx(expected)


def test_steps_of_a_stream_are_the_steps_of_the_array(pan: np.ndarray) -> None:
    assert frame_steps(iter(pan)) == pytest.approx(frame_steps(pan))
    assert len(frame_steps(pan[:1])) == 0


def test_a_join_without_a_context_is_refused_in_words(pan: np.ndarray) -> None:
    with pytest.raises(RequestError, match="at least one frame"):
        measure_seam(pan[:0], pan)


def test_the_published_extension_of_the_surf_clip_measures_as_known(footage: Path) -> None:
    """Known: a jump of 15.4 grey levels, 5.0 times the median step of 3.08; 10.9 dE; then up to 2.55 times.

    Those were read with the BT.601 matrix. The files are untagged HD, which is read as BT.709: 5.02, 3.09, 11.5, 2.50.
    """
    context = np.stack([frame.image for frame in read_head(footage / "surf.mp4", 13)])
    extended = np.stack([frame.image for frame in read_head(footage / "surf_extended_by_pusa_wan21.mp4", 22)])
    seam = measure_seam(context, extended[13:])
    assert seam.context_step == pytest.approx(3.09, abs=0.02)
    assert seam.jump == pytest.approx(5.02, abs=0.05)
    assert seam.colour == pytest.approx(11.5, abs=0.1)
    assert seam.largest_after == pytest.approx(2.50, abs=0.05)
    assert seam.sharpness < 0.85
