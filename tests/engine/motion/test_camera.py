"""The camera, told from objects and continued."""

import numpy as np
import pytest

from engine.motion.camera import camera_field, camera_map, camera_matrix, continued, logarithm, moved_by

SIZE = (90, 160)
EVERYWHERE = np.ones(SIZE, np.float32)
PAN = np.array((0.005, 0.001, 0, 0, 0, 0))
RATE = 24.0


def steps(*speeds: float) -> np.ndarray:
    """Camera steps that pan right at the given speeds, in widths per frame."""
    return np.outer(speeds, (1, 0, 0, 0, 0, 0)).astype(float)


def speeds_of(maps: np.ndarray) -> np.ndarray:
    return np.diff(maps[:, 0, 2], prepend=0)


@pytest.mark.parametrize(
    "step", [(0.005, 0.001, 0, 0, 0, 0), (0, 0, 0.02, 0, 0, 0), (0, 0, 0, 0.03, 0, 0), (0.01, -0.02, 0.03, 0.01, 0, 0)]
)
def test_pan_zoom_and_rotation_are_read_off_a_field_exactly(step: tuple[float, ...]) -> None:
    matrix = camera_matrix(np.array(step, float))
    np.testing.assert_allclose(camera_map(camera_field(matrix, SIZE), EVERYWHERE), matrix, atol=1e-5)


def test_a_large_object_of_its_own_speed_is_not_taken_for_the_camera() -> None:
    field = camera_field(camera_matrix(PAN), SIZE)
    field[20:70, 30:110] += np.array((-0.03, 0.02), np.float32)
    np.testing.assert_allclose(camera_map(field, EVERYWHERE), camera_matrix(PAN), atol=3e-4)


def test_a_flat_picture_has_no_camera_motion() -> None:
    np.testing.assert_array_equal(camera_map(camera_field(camera_matrix(PAN), SIZE), 0 * EVERYWHERE), np.eye(3))


def test_a_step_survives_matrix_and_logarithm() -> None:
    step = np.array((0.1, -0.05, 0.2, 0.3, 0.02, -0.01))
    np.testing.assert_allclose(logarithm(camera_matrix(step)), step, atol=1e-9)


def test_a_rotation_stays_a_rotation_however_long_it_goes_on() -> None:
    maps = continued(np.tile((0, 0, 0, 0.02, 0, 0), (24, 1)).astype(float), RATE, 100)
    np.testing.assert_allclose(np.linalg.det(maps[:, :2, :2]), 1.0, atol=1e-3)
    assert np.arcsin(maps[49, 1, 0]) == pytest.approx(1.0, abs=0.02)


def test_a_steady_pan_goes_on_at_its_own_speed() -> None:
    np.testing.assert_allclose(speeds_of(continued(np.tile(PAN, (24, 1)), RATE, 48)), 0.005, rtol=0.02)


def test_shake_is_not_carried_on() -> None:
    shake = np.random.default_rng(3).standard_normal(25) * 0.004
    pan = speeds_of(continued(steps(*(0.01 + np.diff(shake))), RATE, 24))
    assert np.abs(np.diff(pan)).max() < 0.0005
    assert pan.mean() == pytest.approx(0.01, rel=0.15)
    tripod = continued(steps(*np.diff(shake)), RATE, 24)
    assert np.abs(tripod[:, 0, 2]).max() < 0.008


def test_a_pan_that_slows_down_starts_at_its_last_speed_and_never_turns_back() -> None:
    speed = speeds_of(continued(steps(*np.linspace(0.02, 0.004, 24)), RATE, 48))
    assert speed[0] == pytest.approx(0.004, rel=0.3)
    assert speed.min() >= 0


def test_a_camera_that_has_stopped_stays_put() -> None:
    maps = continued(steps(*[0.01] * 12, *[0.0] * 12), RATE, 24)
    assert np.abs(maps[-1, 0, 2]) < 0.01


def test_speed_that_was_never_steady_dies_out() -> None:
    wandering = steps(*(0.01 * np.sin(np.arange(24) / 3.0)))
    speed = np.abs(speeds_of(continued(wandering, RATE, 24)))
    assert speed[-1] < 0.7 * speed[0]


def test_nothing_known_means_nothing_moves() -> None:
    np.testing.assert_array_equal(continued(np.zeros((0, 6)), RATE, 3), np.tile(np.eye(3), (3, 1, 1)))


def test_an_affine_map_follows_what_moved_before() -> None:
    shifted = np.tile(np.array((0.1, 0.0), np.float32), (*SIZE, 1))
    both = moved_by(camera_matrix(np.array((0.05, 0, 0, 0, 0, 0))), shifted)
    np.testing.assert_allclose(both, np.tile((0.15, 0.0), (*SIZE, 1)), atol=1e-6)
