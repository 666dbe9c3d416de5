"""What moves on its own is cut out along its edge, and nothing else is."""

import numpy as np
import pytest

from engine.motion.layers import past_motion, refine, separate

from .moving_scenes import panning


def masks_of(context: np.ndarray) -> list[np.ndarray]:
    return separate(context, past_motion(context))


@pytest.mark.parametrize("motion", [{"pan": (0, 0)}, {"pan": (1.5, 0.4)}, {"pan": (0, 0), "ball": (0.6, 0.0)}])
def test_a_moving_object_is_cut_out_along_its_edge(motion):
    scene = panning(**motion)
    masks = masks_of(scene.context)
    assert len(masks) == 1
    found = refine(masks[0], scene.context[-1]) > 0.5
    assert (found & scene.mask).sum() / (found | scene.mask).sum() > 0.9


@pytest.mark.parametrize("motion", [{}, {"zoom": 1.01}, {"pan": (0, 0)}])
def test_camera_motion_alone_makes_no_layers(motion):
    assert masks_of(panning(ball=None, **motion).context) == []


def test_a_single_frame_makes_no_layers():
    assert masks_of(panning().context[-1:]) == []


def test_a_mask_has_no_holes():
    mask = masks_of(panning(pan=(0, 0)).context)[0]
    y, x = np.argwhere(mask > 0.9).mean(axis=0).astype(int)
    assert mask[y - 8 : y + 8, x - 8 : x + 8].min() > 0.9
