"""Displacement fields, measured and calculated with."""

import numpy as np

from engine.motion.flow import (
    chained,
    compose,
    flow,
    grey,
    in_fractions,
    in_pixels,
    inside,
    inverse,
    length,
    pixel_centres,
    reliability,
    resized,
    sample,
    working_size,
)
from tests.engine.motion.camera_moves import pan

SIZE = (90, 160)


def evenly(dx: float, dy: float) -> np.ndarray:
    return np.tile(np.array((dx, dy), np.float32), (*SIZE, 1))


def bulge(strength: float) -> np.ndarray:
    """A smooth field that moves away from the centre and fades towards the border."""
    place = pixel_centres(*SIZE) - 0.5
    return (place * strength * np.exp(-10 * np.square(place).sum(axis=-1, keepdims=True))).astype(np.float32)


def test_flow_finds_a_pan_to_a_tenth_of_a_pixel() -> None:
    first, second = pan(2, (-3.0, 2.0))
    found = in_pixels(flow(grey(first), grey(second)))[20:-20, 20:-20]
    np.testing.assert_allclose(np.median(found, axis=(0, 1)), (3.0, -2.0), atol=0.1)


def test_a_guess_lets_flow_find_what_is_too_far_to_search_for() -> None:
    clip = pan(15, (-7.0, -1.0))
    ends = grey(clip[0]), grey(clip[14])
    guess = in_fractions(np.tile(np.array((90, 10), np.float32), (*ends[0].shape, 1)))
    found = in_pixels(flow(*ends, guess=guess))[20:-20, 20:-110]
    np.testing.assert_allclose(np.median(found, axis=(0, 1)), (98.0, 14.0), atol=0.3)


def test_the_way_there_and_back_is_no_way() -> None:
    there = bulge(0.3)
    assert length(compose(there, inverse(there))).max() < 2e-3


def test_chained_steps_add_up() -> None:
    paths = chained([evenly(0.01, 0.0), evenly(0.02, 0.01), evenly(0.0, 0.01)])
    np.testing.assert_allclose(paths[-1], evenly(0.03, 0.02), atol=1e-6)


def test_a_field_means_the_same_at_any_size() -> None:
    field = bulge(0.3)
    np.testing.assert_allclose(resized(resized(field, (360, 640)), SIZE), field, atol=1e-3)


def test_sampling_outside_the_frame_repeats_the_border() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (*SIZE, 3), np.uint8)
    assert (sample(picture, evenly(2.0, 0.0)) == picture[:, -1:]).all()


def test_flow_that_does_not_come_back_is_not_relied_on() -> None:
    agreed = reliability(evenly(0.05, 0.0), evenly(-0.05, 0.0))
    denied = reliability(evenly(0.05, 0.0), evenly(0.05, 0.0))
    assert agreed[:, :-10].min() > 0.99
    assert denied.max() < 0.05


def test_what_leaves_the_frame_is_not_inside() -> None:
    assert inside(evenly(0.5, 0.0)).mean() == 0.5


def test_pictures_are_never_enlarged_to_measure_them() -> None:
    assert working_size(720, 1280) == (180, 320)
    assert working_size(1280, 720) == (320, 180)
    assert working_size(100, 120) == (100, 120)


def test_ten_bit_and_eight_bit_pictures_measure_alike() -> None:
    frame = pan(1)[0]
    assert (grey(frame) == grey(frame.astype(np.uint16) * 257)).all()
