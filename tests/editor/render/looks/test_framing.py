"""Pictures are moved, scaled, turned and cropped on the canvas, and stay pixel-exact wherever that can be."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from editor.render.compose import Placed, compose, over
from editor.render.decoders import ExactPictures, PreviewPictures
from editor.render.exporting.pictures import is_plain
from editor.render.layers import Layer as Seen
from editor.render.layers import Shot, Showing
from editor.render.looks.appearance import Appearance
from editor.render.looks.dressing import dressed
from editor.render.placement import Place, Size
from editor.timeline.looks import Crop, Grade, Transform
from tests.editor.render.counted import HEIGHT, WIDTH, film

NUMBERS = np.arange(8 * 4, dtype=np.uint8).reshape(4, 8)  # each pixel another value
SIZE = (8, 4)


def picture(values: np.ndarray = NUMBERS, place: Place | None = None) -> Placed:
    """[height, width] of one channel each, opaque RGB."""
    place = place or Place(0, 0, values.shape[1], values.shape[0])
    return Placed(np.repeat(values[..., None], 3, 2), place, opaque=True)


class Dressed:
    """Every shot is the same picture, dressed in its own appearance, over a ground of 200."""

    channels = 3

    def __init__(self, placed: Placed) -> None:
        self._placed = placed

    def placed(self, shot: Shot, size: Size) -> Placed:
        if shot.appearance is None:
            return picture(np.full((4, 8), 200, np.uint8))
        return dressed(self._placed, shot.appearance, size, is_bgra=False)


def shown(appearance: Appearance, placed: Placed | None = None) -> np.ndarray:
    """[4, 8]: over the ground."""
    below, above = Shot(Showing.MEDIA), Shot(Showing.MEDIA, appearance=appearance)
    return compose([Seen(below), Seen(above)], SIZE, Dressed(placed or picture()))[..., 0]


def moved(transform: Transform) -> np.ndarray:
    return shown(Appearance(transform=transform))


def test_moving_by_part_of_the_canvas_moves_whole_pixels() -> None:
    seen = moved(Transform(x=1 / 4, y=-1 / 4))
    assert np.array_equal(seen[:3, 2:], NUMBERS[1:, :6])
    assert (seen[3] == 200).all()
    assert (seen[:, :2] == 200).all()


def test_moved_off_the_canvas_nothing_of_it_is_seen() -> None:
    assert (moved(Transform(x=2)) == 200).all()
    assert (moved(Transform(x=-2, rotation=30)) == 200).all()


def test_two_pictures_off_the_canvas_dissolve_into_nothing() -> None:
    away = Shot(Showing.MEDIA, appearance=Appearance(transform=Transform(x=3)))
    layers = [Seen(Shot(Showing.MEDIA)), Seen(away, away, Fraction(1, 2))]
    assert (compose(layers, SIZE, Dressed(picture())) == 200).all()


@pytest.mark.parametrize(
    ("transform", "expected"),
    [
        (Transform(flip_x=True), NUMBERS[:, ::-1]),
        (Transform(flip_y=True), NUMBERS[::-1]),
        (Transform(rotation=180), NUMBERS[::-1, ::-1]),
        (Transform(rotation=-180), NUMBERS[::-1, ::-1]),
    ],
)
def test_mirrored_or_upside_down_every_pixel_is_kept(transform: Transform, expected: np.ndarray) -> None:
    assert np.array_equal(moved(transform), expected)


def test_a_quarter_turn_is_clockwise_about_the_middle() -> None:
    seen = moved(Transform(rotation=90))
    assert np.array_equal(seen[:, 2:6], np.rot90(NUMBERS, -1)[2:6])
    assert (seen[:, :2] == 200).all()


def test_what_is_cropped_shows_what_lies_below() -> None:
    seen = shown(Appearance(crop=Crop(left=1 / 4, bottom=1 / 2)))
    assert np.array_equal(seen[:2, 2:], NUMBERS[:2, 2:])
    assert (seen[2:] == 200).all()
    assert (seen[:, :2] == 200).all()


def test_of_a_small_picture_cropped_far_a_pixel_is_left() -> None:
    seen = shown(Appearance(crop=Crop(left=0.98, top=0.95), transform=Transform(rotation=10)))
    assert (seen != 200).any()
    assert (seen[:, :6] == 200).all()


def test_a_picture_of_few_pixels_enlarged_fills_its_place() -> None:
    two = picture(np.array([[0, 100]], np.uint8), Place(-4, -2, 16, 8))
    seen = shown(Appearance(transform=Transform(scale=2)), two).astype(int)
    assert (np.diff(seen, axis=1) >= 0).all()
    assert seen[0, 0] < 40 < 60 < seen[0, -1]


def test_turned_by_some_degrees_its_middle_stays_and_its_corners_are_free() -> None:
    seen = shown(Appearance(transform=Transform(rotation=45)), picture(np.full((4, 8), 100, np.uint8)))
    assert seen[1:3, 3:5].tolist() == [[100, 100], [100, 100]]
    assert seen[0, 7] == seen[3, 0] == 200  # clockwise: it lies from the top left to the bottom right


def test_half_opaque_is_half_of_both() -> None:
    seen = shown(Appearance(opacity=0.5), picture(np.full((4, 8), 100, np.uint8)))
    assert (seen == 150).all()


def test_opacity_and_the_pictures_own_alpha_both_count() -> None:
    pixels = np.full((4, 8, 4), (100, 100, 100, 102), np.uint8)
    seen = shown(Appearance(opacity=0.5), Placed(pixels, Place(0, 0, 8, 4), opaque=False))
    assert (seen == 180).all()  # 51 of 255 is a fifth of the way from 200 to 100


def test_alpha_is_mixed_to_the_nearest_whole_number_for_every_two_values() -> None:
    above, alpha = (each.astype(np.uint8) for each in np.meshgrid(np.arange(256), np.arange(256)))
    below = np.random.default_rng(0).integers(0, 256, (256, 256), np.uint8)
    canvas = np.repeat(below[..., None], 3, 2)
    over(Placed(np.dstack([above, above, above, alpha]), Place(0, 0, 256, 256), opaque=False), canvas)
    exact = np.rint((above.astype(float) * alpha + below * (255.0 - alpha)) / 255)
    assert np.array_equal(canvas[..., 0], exact)


@pytest.mark.parametrize(("scale", "rotation"), [(0.5, 0), (2.0, 0), (0.8, 20)])
def test_a_dressed_clip_is_the_same_in_preview_and_film(tmp_path: Path, scale: float, rotation: float) -> None:
    media = film(tmp_path / "film.mp4", 4)
    transform = Transform(x=0.1, scale=scale, rotation=rotation, flip_x=True)
    look = Appearance(transform=transform, grade=Grade(contrast=0.8, temperature=0.6))
    layer = Seen(Shot(Showing.MEDIA, media.path, Fraction(0), look))
    exact, preview = ExactPictures(), PreviewPictures()
    one, other = (compose([layer], (WIDTH, HEIGHT), pictures) for pictures in (exact, preview))
    assert np.abs(one.astype(int) - other[..., 2::-1]).mean() < 1.5
    exact.close()
    preview.close()


def test_an_enlarged_clip_has_all_the_pixels_of_its_file(tmp_path: Path) -> None:
    media = film(tmp_path / "film.mp4", 4)
    pictures = ExactPictures()
    small = WIDTH // 2, HEIGHT // 2
    whole = pictures.placed(Shot(Showing.MEDIA, media.path), (WIDTH, HEIGHT)).pixels
    look = Appearance(transform=Transform(scale=2))
    seen = pictures.placed(Shot(Showing.MEDIA, media.path, Fraction(0), look), small).pixels
    assert np.array_equal(seen, whole[HEIGHT // 4 : -HEIGHT // 4, WIDTH // 4 : -WIDTH // 4])
    pictures.close()


def test_the_colour_of_a_dip_fills_the_canvas(tmp_path: Path) -> None:
    media = film(tmp_path / "film.mp4", 4)
    exact, preview = ExactPictures(), PreviewPictures()
    for pictures in (exact, preview):
        whole = compose([Seen(Shot(Showing.MEDIA, media.path))], (WIDTH, HEIGHT), pictures)[..., :3].astype(int)
        half = Seen(Shot(Showing.MEDIA, media.path), Shot(Showing.WHITE), Fraction(1, 2))
        seen = compose([half], (WIDTH, HEIGHT), pictures)[..., :3]
        assert np.abs(seen - (whole + 255) / 2).max() <= 0.5
        pictures.close()


def test_a_dressed_picture_is_never_taken_for_the_files_own() -> None:
    shot = Shot(Showing.MEDIA, "/a.mp4")
    assert is_plain(Seen(shot))
    assert not is_plain(Seen(replace(shot, appearance=Appearance(opacity=0.5))))
    assert not is_plain(Seen(shot, Shot(Showing.BLACK), Fraction(1, 2)))


def test_a_table_that_is_gone_is_left_out_and_told_of_once(tmp_path: Path) -> None:
    media = film(tmp_path / "film.mp4", 4)
    look = Appearance(grade=Grade(saturation=0.5, lut=str(tmp_path / "gone.cube")))
    shot = Shot(Showing.MEDIA, media.path, Fraction(0), look)
    pictures = PreviewPictures()
    seen = [pictures.placed(shot, (WIDTH, HEIGHT)).pixels for _ in range(2)]
    without = Shot(Showing.MEDIA, media.path, Fraction(0), Appearance(grade=Grade(saturation=0.5)))
    assert np.array_equal(seen[1], pictures.placed(without, (WIDTH, HEIGHT)).pixels)
    assert [error.what for error in pictures.tables.news()] == [
        "The look-up table gone.cube cannot be used: it is not there."
    ]
    assert pictures.tables.news() == []
    pictures.close()
