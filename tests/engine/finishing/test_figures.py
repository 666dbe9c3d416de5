"""The pictures of a join: what stands where, in which colour."""

import numpy as np
import pytest

from engine.finishing.figures import Cell, Row, Steps, contact_sheet, is_new_step, joins, own_median, step_figure
from engine.requests import FrameRange

VIOLET, GREY = (0xA9, 0x8C, 0xF5), (0x6B, 0x6B, 0x74)


def amount(picture, colour):
    return int((picture == np.array(colour)).all(-1).sum())


def plain(level, height=90, width=160):
    return np.full((height, width, 3), level, np.uint8)


def test_only_generated_frames_stand_in_a_violet_frame():
    own, new = Cell(plain(50), "frame 1", False), Cell(plain(200), "new frame 1", True)
    assert amount(contact_sheet([Row("Row", [own])], []), VIOLET) == 0
    sheet = contact_sheet([Row("Row", [own, new])], [], cell_width=160)
    assert amount(sheet, VIOLET) >= 2 * 3 * (160 + 90)
    assert amount(sheet, (200, 200, 200)) == 160 * 90  # the picture itself is whole


def test_rows_of_different_shapes_share_a_sheet():
    wide, tall = Row("Wide", [Cell(plain(9), "a", False)] * 4), Row("Tall", [Cell(plain(9, 320, 180), "b", True)])
    sheet = contact_sheet([wide, tall], ["One line.", "Another."], cell_width=100)
    assert sheet.shape[1] > 4 * 100
    assert sheet.shape[0] > 56 + 178
    assert sheet.dtype == np.uint8


def test_a_step_that_touches_a_generated_frame_is_violet():
    film = Steps("Bridge", np.ones(9), FrameRange(4, 3))
    assert is_new_step(film).tolist() == [False] * 3 + [True] * 4 + [False] * 2
    assert joins(film) == [3, 6]


@pytest.mark.parametrize(("new", "join"), [(FrameRange(6, 4), [5]), (FrameRange(0, 4), [3]), (FrameRange(0, 10), [])])
def test_joins_are_where_own_and_new_frames_meet(new, join):
    assert joins(Steps("Film", np.ones(9), new)) == join


def test_the_median_is_of_own_frames_alone():
    film = Steps("After", np.array([1.0, 2.0, 3.0, 50.0, 60.0]), FrameRange(4, 2))
    assert own_median(film) == 2.0
    assert own_median(Steps("All new", np.ones(3), FrameRange(0, 4))) == 0.0


def test_a_larger_step_is_a_taller_bar():
    low = step_figure([Steps("Film", np.r_[np.full(20, 10.0), np.full(20, 1.0)], FrameRange(21, 20))], [])
    high = step_figure([Steps("Film", np.r_[np.full(20, 10.0), np.full(20, 5.0)], FrameRange(21, 20))], [])
    assert amount(high, VIOLET) > 3 * amount(low, VIOLET)
    assert amount(high, GREY) > 1000


@pytest.mark.parametrize("steps", [np.zeros(5), np.ones(1), np.zeros(0), np.ones(2000)])
def test_still_short_and_long_films_can_be_drawn(steps):
    assert step_figure([Steps("Film", steps, FrameRange(1, 2))], ["A line."]).shape[1] == 1280
