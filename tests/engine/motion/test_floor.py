"""The classical floor: motion continued and connected."""

import numpy as np
import pytest

from engine.motion.floor import CONNECTED, CONTINUED, connect, continue_motion
from engine.motion.flow import compose, inverse
from engine.motion.registration import UNRELATED, registration_residual
from tests.engine.motion.camera_moves import HEIGHT, WIDTH, filmed, pan, with_square

RATE = 24.0
PIXELS = np.array((WIDTH, HEIGHT))


def moved(field: np.ndarray, part: tuple[slice, slice] = np.s_[20:-20, 20:-20]) -> np.ndarray:
    """The typical displacement of a part, in pixels."""
    return np.median(field[part].reshape(-1, 2), axis=0) * PIXELS


def test_a_pan_goes_on_at_its_own_speed() -> None:
    motion = continue_motion(pan(16), RATE, 24)
    assert motion.displacement.shape == (24, HEIGHT, WIDTH, 2)
    assert motion.displacement.dtype == np.float32
    np.testing.assert_allclose(moved(motion.displacement[0]), (-2.0, -0.5), atol=0.15)
    np.testing.assert_allclose(moved(motion.displacement[23]), (-48.0, -12.0), atol=1.5)


def test_a_still_clip_and_a_single_frame_stay_where_they_are() -> None:
    for context in (np.repeat(pan(1), 8, axis=0), pan(1)):
        assert np.abs(continue_motion(context, RATE, 12).displacement).max() * WIDTH < 0.05


def test_an_object_goes_on_against_the_camera_and_slows_down() -> None:
    clip = with_square(pan(14), speed=4.0)
    motion = continue_motion(clip, RATE, 24)
    inside = np.s_[60:84, 90:118]  # the square stands at x = 82 to 126
    own = [moved(field, inside)[0] - moved(field)[0] for field in motion.displacement]
    assert own[0] == pytest.approx(6.0, abs=1.2)
    assert own[23] - own[22] < 0.45 * own[0]


def test_only_what_comes_after_a_cut_counts() -> None:
    clip = np.concatenate((pan(10, (-6.0, 3.0), seed=5), pan(10)))
    np.testing.assert_allclose(moved(continue_motion(clip, RATE, 1).displacement[0]), (-2.0, -0.5), atol=0.2)


def test_bars_do_not_hold_the_picture_back() -> None:
    clip = pan(12)
    clip[:, :20] = clip[:, -20:] = 0
    motion = continue_motion(clip, RATE, 12)
    np.testing.assert_allclose(moved(motion.displacement[11]), (-24.0, -6.0), atol=1.0)
    assert np.abs(np.diff(motion.displacement[11, :, 128, 0])).max() * WIDTH < 1.0


def test_the_first_clip_arrives_at_the_second_and_both_agree_on_the_way() -> None:
    clip = pan(36)
    forward, backward = connect(clip[:12], clip[24:], RATE, 12)
    assert (forward.maker, backward.maker) == (CONNECTED, CONNECTED)
    for step in (0, 6, 11):
        np.testing.assert_allclose(moved(forward.displacement[step]), np.array((-2.0, -0.5)) * (step + 1), atol=0.4)
        np.testing.assert_allclose(moved(backward.displacement[step]), np.array((2.0, 0.5)) * (12 - step), atol=0.4)
    meeting = compose(forward.displacement[6], inverse(backward.displacement[6]))
    np.testing.assert_allclose(moved(meeting), (-26.0, -6.5), atol=0.4)


def test_speed_is_each_clips_own_at_its_end_of_a_bridge() -> None:
    speed = np.concatenate((np.full(16, 1.0), np.linspace(1.0, 4.0, 16), np.full(16, 4.0)))
    clip = filmed(np.stack((np.cumsum(speed) - speed.sum() / 2, np.zeros(48)), axis=1))
    forward, _ = connect(clip[:16], clip[32:], RATE, 16)
    path = [0.0, *(moved(field)[0] for field in forward.displacement)]
    assert path[1] == pytest.approx(-1.0, abs=0.35)
    assert path[16] - path[15] == pytest.approx(-4.0, abs=0.7)


def test_clips_with_nothing_in_common_each_go_on_by_themselves() -> None:
    first, second = pan(12, (2.0, 0.0), seed=1), pan(12, (0.0, -3.0), seed=2)
    forward, backward = connect(first, second, RATE, 8)
    assert (forward.maker, backward.maker) == (CONTINUED, CONTINUED)
    np.testing.assert_allclose(moved(forward.displacement[7]), (-16.0, 0.0), atol=1.0)
    np.testing.assert_allclose(moved(backward.displacement[0]), (0.0, -24.0), atol=1.5)


def test_the_residual_tells_what_belongs_together() -> None:
    clip = pan(30)
    related = registration_residual(clip[11], clip[18], connect(clip[:12], clip[18:], RATE, 6))
    other = pan(12, seed=3)
    unrelated = registration_residual(clip[11], other[0], connect(clip[:12], other, RATE, 6))
    assert related < 0.15
    assert unrelated > UNRELATED


def test_deep_colour_moves_as_eight_bit_does() -> None:
    clip = pan(8)
    deep = continue_motion(clip.astype(np.uint16) * 257, RATE, 4)
    np.testing.assert_array_equal(deep.displacement, continue_motion(clip, RATE, 4).displacement)
