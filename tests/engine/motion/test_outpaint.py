"""Painting the unseen: everything is filled, with texture, the same every time."""

import numpy as np

from engine.motion.outpaint import paint

from .moving_scenes import texture


def with_margin(picture: np.ndarray, margin: int) -> tuple[np.ndarray, np.ndarray]:
    known = np.zeros(picture.shape[:2], bool)
    known[margin:-margin, margin:-margin] = True
    return picture * known[..., None], known


def test_known_pixels_are_left_alone():
    pixels, known = with_margin(texture(3, 120, 200).astype(np.uint8), 20)
    before, where = pixels.copy(), known.copy()
    paint(pixels, known)
    np.testing.assert_array_equal(pixels[where], before[where])
    assert known.all()


def test_a_sky_goes_on_as_sky_and_grass_as_grass():
    picture = np.zeros((120, 200, 3), np.float32)
    picture[:60], picture[60:] = (120, 160, 230), (60, 140, 50)
    picture += texture(3, 120, 200) * 0.2 - 25
    pixels, known = with_margin(np.clip(picture, 0, 255).astype(np.uint8), 24)
    paint(pixels, known)
    assert pixels[30:50, :20, 2].mean() > pixels[30:50, :20, 1].mean()
    assert pixels[75:95, :20, 1].mean() > pixels[75:95, :20, 2].mean()


def test_painted_margins_are_as_lively_as_the_picture():
    pixels, known = with_margin(texture(3, 160, 240, softness=1.0).astype(np.uint8), 24)
    paint(pixels, known)
    detail = np.abs(np.diff(pixels.astype(int), axis=1)).mean(axis=2)
    assert detail[:, :20].mean() > 0.5 * detail[30:-30, 30:-30].mean()


def test_painting_twice_gives_the_same_picture():
    first, known = with_margin(texture(3, 120, 200).astype(np.uint8), 20)
    second = first.copy()
    paint(first, known.copy())
    paint(second, known.copy())
    np.testing.assert_array_equal(first, second)


def test_a_picture_of_which_nothing_is_known_stays_as_it_is():
    pixels = np.zeros((40, 60, 3), np.uint8)
    paint(pixels, np.zeros((40, 60), bool))
    assert pixels.max() == 0
