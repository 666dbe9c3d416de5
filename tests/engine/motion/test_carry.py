"""Carrying pixels along a motion: where they land, what is behind and beyond them, and that the join does not show."""

from itertools import islice

import cv2
import numpy as np
import pytest

from engine.motion.carry import carry, carry_between
from engine.motion.floor import connect, continue_motion
from engine.motion.motion import Motion

from .moving_scenes import mean_psnr, panning, psnr


def inner(frames: np.ndarray | list[np.ndarray], margin: int = 40) -> list[np.ndarray]:
    return [frame[margin:-margin, margin:-margin] for frame in frames]


def still_motion(frames: int) -> Motion:
    return Motion(np.zeros((frames, 12, 20, 2), np.float32), "still")


def test_without_motion_every_frame_is_the_last_known_one():
    scene = panning(ball=None)
    for frame in carry(scene.context, still_motion(3)):
        np.testing.assert_array_equal(frame, scene.context[-1])


def test_an_object_cut_out_at_no_motion_lies_exactly_where_it_was():
    scene = panning(pan=(0, 0))
    frame = next(carry(scene.context, still_motion(1)))
    assert psnr(frame, scene.context[-1]) > 45


def test_a_true_zoom_is_followed_to_the_pixel():
    scene = panning(ball=None, pan=(0, 0), zoom=1.01)
    assert mean_psnr(list(carry(scene.context, scene.motion)), scene.future) > 45


def test_a_pan_keeps_the_picture_sharp():
    scene = panning(ball=None)
    carried = inner(list(carry(scene.context, scene.motion)))
    assert mean_psnr(carried, inner(scene.future)) > 40


def test_a_moving_object_uncovers_what_earlier_frames_saw_behind_it():
    scene = panning(pan=(0, 0), ball=(5.0, 1.0))
    carried = inner(list(carry(scene.context, scene.motion)), 2)
    assert mean_psnr(carried, inner(scene.future, 2)) > 28


def test_what_comes_into_view_is_no_mirror_image():
    scene = panning(ball=None, pan=(4.0, 0.0))
    frame = list(carry(scene.context, scene.motion))[-1].astype(np.float32)
    detail = frame - cv2.GaussianBlur(frame, (0, 0), 4)
    uncovered, beside = detail[20:-20, 10:50], detail[20:-20, 60:140]  # 64 pixels came into view
    mirrored = np.ascontiguousarray(uncovered[:, ::-1])
    assert cv2.matchTemplate(np.ascontiguousarray(beside), mirrored, cv2.TM_CCOEFF_NORMED).max() < 0.6
    assert uncovered.std() > 0.5 * beside.std()


def test_letterbox_bars_stay_black_and_still():
    scene = panning(ball=None, pan=(2.0, 2.0))
    boxed = scene.context.copy()
    boxed[:, :20], boxed[:, -20:] = 0, 0
    frame = list(carry(boxed, scene.motion))[-1]
    assert frame[:20].max() == 0
    assert frame[-20:].max() == 0
    assert frame[22:-22].std(axis=1).min() > 1


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_the_clip_s_sample_type_is_kept(kind):
    scene = panning()
    context = scene.context.astype(kind) * kind(np.iinfo(kind).max // 255)
    frames = list(carry(context, Motion(scene.motion.displacement[:2], "true")))
    assert [frame.dtype for frame in frames] == [kind, kind]
    assert abs(float(frames[0].mean()) / np.iinfo(kind).max - scene.context.mean() / 255) < 0.02


def test_alpha_moves_with_the_picture():
    scene = panning(ball=None, pan=(2.0, 0.0))
    alpha = np.zeros((*scene.context.shape[:3], 1), np.uint8)
    alpha[:, :, 100:200] = 255
    frame = list(carry(np.concatenate([scene.context, alpha], axis=3), scene.motion))[9]
    assert frame.shape[2] == 4
    assert frame[90, 125:215, 3].min() > 250
    assert frame[90, 60:115, 3].max() < 5


def test_a_coarse_motion_gives_the_same_as_a_fine_one():
    scene = panning(ball=None, pan=(1.0, 0.0))
    coarse = Motion(scene.motion.displacement[:, ::12, ::12].copy(), "coarse")
    fine, rough = (list(carry(scene.context, motion))[-1] for motion in (scene.motion, coarse))
    assert psnr(*inner([fine, rough])) > 45


def test_an_object_whose_motion_is_no_number_does_not_spoil_the_picture():
    scene = panning((192, 120), pan=(0, 0))
    displacement = np.zeros((1, 120, 192, 2), np.float32)
    displacement[:, scene.mask] = np.nan
    frame = next(carry(scene.context, Motion(displacement, "broken")))
    assert psnr(frame, scene.context[-1]) > 35


def test_frames_come_one_by_one():
    scene = panning(ball=None)
    assert len(list(islice(carry(scene.context, scene.motion), 2))) == 2


def test_a_single_known_frame_is_enough():
    scene = panning()
    assert len(list(carry(scene.context[-1:], scene.motion))) == 16


def test_the_first_new_frame_differs_from_the_last_known_one_as_frames_of_the_clip_do():
    scene = panning(ball=None)
    first = next(carry(scene.context, continue_motion(scene.context, 24, 4)))
    step = np.abs(np.diff(scene.context.astype(int), axis=0)).mean(axis=(1, 2, 3))
    assert 0.5 < np.abs(first.astype(int) - scene.context[-1]).mean() / np.median(step) < 1.5


def test_a_gap_between_two_ends_of_a_pan_is_filled_sharply():
    scene = panning(ball=None, frames=(9, 20))
    gap, second = scene.future[:11], scene.future[11:]
    frames = list(carry_between(scene.context, second, connect(scene.context, second, 24, 11)))
    assert mean_psnr(frames, gap) > 32


def test_two_clips_with_nothing_in_common_dissolve():
    first, second = panning(ball=None).context, 255 - panning(ball=None, pan=(-1.0, 0.5)).context[:, ::-1]
    frames = list(carry_between(first, second, (still_motion(9), still_motion(9))))
    middle = (first[-1].astype(float) + second[0]) / 2
    assert np.abs(frames[4] - middle).mean() < 3
    assert np.abs(frames[0].astype(int) - first[-1]).mean() < 10
    assert np.abs(frames[-1].astype(int) - second[0]).mean() < 10
