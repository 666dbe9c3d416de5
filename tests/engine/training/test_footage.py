import cv2
import numpy as np
import pytest

from engine.training.footage import make_clip, make_scene
from engine.training.textures import TEXTURES, blob, fractal

SIZE = (128, 80)


def moved_back(clip, frame):
    """The frame before, carried along the clip's flow to this one."""
    height, width = clip.frames.shape[1:3]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    flow = clip.flow[frame]
    return cv2.remap(clip.frames[frame - 1], x - flow[..., 0], y - flow[..., 1], cv2.INTER_LINEAR)


def test_the_same_seed_gives_the_same_clip_and_another_seed_another():
    first, again, other = (make_clip(seed, 3, *SIZE, 8) for seed in (4, 4, 5))
    assert np.array_equal(first.frames, again.frames)
    assert np.array_equal(first.flow, again.flow)
    assert first.caption == again.caption
    assert not np.array_equal(first.frames, other.frames)


@pytest.mark.parametrize("seed", range(12))
def test_carrying_a_frame_along_its_flow_gives_the_next_one(seed):
    clip = make_clip(seed, 6, 256, 160, 8)
    missed = np.abs(moved_back(clip, 5).astype(int) - clip.frames[5]).mean(axis=-1)
    assert np.median(missed) <= 2.0  # most of the picture; what was just uncovered cannot be known


def test_the_background_of_a_static_camera_does_not_move():
    clips = (make_clip(seed, 3, *SIZE, 8) for seed in range(60))
    still = next(clip for clip in clips if clip.caption.startswith("static camera"))
    assert not np.median(still.flow, axis=(0, 1, 2)).any()


def test_captions_say_where_the_camera_goes():
    pans = [
        c for c in (make_clip(seed, 4, *SIZE, 8) for seed in range(60)) if c.caption.startswith(("pan", "fast pan"))
    ]
    assert pans
    for clip in pans:
        across = np.median(clip.flow[..., 0])
        assert across < 0 if "pan right" in clip.caption else across > 0  # the scene goes the other way


def test_a_scene_is_drawn_at_any_time_without_the_others():
    scene = make_scene(3, 6, *SIZE, 8)
    assert np.array_equal(scene.picture(4), make_clip(3, 6, *SIZE, 8).frames[4])


@pytest.mark.parametrize("make", sorted(set(TEXTURES), key=lambda texture: texture.__name__))
def test_textures_fill_the_picture_with_colours_in_range(make):
    picture = make(np.random.default_rng(2), 96, 60)
    assert picture.shape == (60, 96, 3)
    assert picture.min() >= 0
    assert picture.max() <= 255
    assert picture.std() > 1


def test_noise_of_a_very_flat_strip_needs_no_more_than_its_pixels():
    assert fractal(np.random.default_rng(0), 2048, 2).shape == (2, 2048)


def test_shapes_are_solid_inside_and_empty_at_the_corners():
    alpha = blob(np.random.default_rng(1), 64)
    assert alpha[32, 32] == 1
    assert not alpha[0, 0]
