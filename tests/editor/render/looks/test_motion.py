"""A picture that moves is placed to parts of a pixel, alike in the preview and in the film."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from editor.render.compose import compose
from editor.render.decoders import ExactPictures, PreviewPictures
from editor.render.layers import Layer, Shot, Showing, layers
from editor.render.looks.appearance import Appearance
from editor.timeline.looks import Look, MotionPoint, Transform
from tests.editor.render.counted import clip, film, timeline, track

SIZE = (256, 128)
LEFT, RIGHT, TOP, BOTTOM = 150, 190, 44, 76  # of a bright patch: pixels
BLACK = Shot(Showing.BLACK)


@pytest.fixture
def patch(tmp_path: Path) -> str:
    pixels = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    pixels[TOP:BOTTOM, LEFT:RIGHT] = 240
    cv2.imwrite(str(tmp_path / "patch.png"), pixels)
    return str(tmp_path / "patch.png")


def middle(pixels: np.ndarray) -> tuple[float, float]:
    """Where the light is, in pixels from the canvas' upper left corner."""
    light = pixels[..., 0].astype(float)
    across, down = light.sum(0), light.sum(1)
    return (
        float((across * (np.arange(across.size) + 0.5)).sum() / across.sum()),
        float((down * (np.arange(down.size) + 0.5)).sum() / down.sum()),
    )


def expected(transform: Transform) -> tuple[float, float]:
    """Of the patch's middle, about the canvas'."""
    x, y = (LEFT + RIGHT - SIZE[0]) / 2, (TOP + BOTTOM - SIZE[1]) / 2
    return (0.5 + transform.x) * SIZE[0] + transform.scale * x, (0.5 + transform.y) * SIZE[1] + transform.scale * y


@pytest.mark.parametrize("pictures", [ExactPictures, PreviewPictures])
def test_a_slow_push_moves_by_parts_of_a_pixel_and_never_jumps(
    patch: str, pictures: type[ExactPictures | PreviewPictures]
) -> None:
    look = Look(motion=(MotionPoint(0, scale=0.7), MotionPoint(80, x=0.06, y=-0.05, scale=1.5)))
    source = pictures()
    for frame in range(0, 81, 4):
        seen = Appearance(transform=look.transform_at(frame), moves=True)
        shot = Shot(Showing.MEDIA, patch, Fraction(0), seen)
        shown = middle(compose([Layer(BLACK), Layer(shot)], SIZE, source)[..., :3])
        assert shown == pytest.approx(expected(seen.transform), abs=0.08), frame
    source.close()


def test_the_edge_of_a_small_picture_goes_from_one_pixel_to_the_next_by_degrees(tmp_path: Path) -> None:
    pixels = np.full((64, 128, 3), 200, np.uint8)
    cv2.imwrite(str(tmp_path / "grey.png"), pixels)
    source, edges = ExactPictures(), []
    for step in range(9):
        seen = Appearance(transform=Transform(x=step / 8 / SIZE[0], scale=0.5), moves=True)
        shown = compose([Layer(Shot(Showing.MEDIA, str(tmp_path / "grey.png"), appearance=seen))], SIZE, source)
        edges.append(int(shown[64, 64, 0]))
    assert edges == sorted(edges, reverse=True)
    assert (edges[0], edges[4], edges[-1]) == pytest.approx((200, 100, 0), abs=8)
    source.close()


def test_where_it_stands_as_fitted_a_moving_picture_is_the_files_own(tmp_path: Path) -> None:
    media, source = film(tmp_path / "film.mp4", 2), ExactPictures()
    plain = compose([Layer(Shot(Showing.MEDIA, media.path))], (128, 64), source)
    moving = Shot(Showing.MEDIA, media.path, Fraction(0), Appearance(moves=True))
    assert np.array_equal(compose([Layer(moving)], (128, 64), source), plain)
    source.close()


def test_one_that_fills_the_canvas_while_it_moves_hides_what_lies_below(patch: str) -> None:
    source = ExactPictures()
    filling = Appearance(transform=Transform(scale=1.31), moves=True)
    assert source.placed(Shot(Showing.MEDIA, patch, appearance=filling), SIZE).covers(SIZE)
    turned = Appearance(transform=Transform(scale=1.31, rotation=3), moves=True)
    assert not source.placed(Shot(Showing.MEDIA, patch, appearance=turned), SIZE).covers(SIZE)
    source.close()


def test_each_frame_of_a_moving_clip_is_another_picture(tmp_path: Path) -> None:
    media = film(tmp_path / "film.mp4", 1)
    moving = replace(clip(media, 5), look=Look(motion=(MotionPoint(0), MotionPoint(4, x=0.5))))
    shots = [layers(timeline([track([moving])], [media]), frame)[0].shot for frame in range(5)]
    assert [shot.appearance.transform.x for shot in shots if shot.appearance] == [0, 0.125, 0.25, 0.375, 0.5]
    assert all(shot.appearance is not None and shot.appearance.moves for shot in shots)
