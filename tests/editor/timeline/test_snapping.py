"""Snapping: where a dragged edge lands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.timeline import edits
from editor.timeline.model import ItemId, Marker, MarkerId
from editor.timeline.snapping import snap, snap_move, snap_points
from tests.editor.timeline.drawing import scene


def test_edges_markers_marks_the_playhead_and_the_start_are_worth_landing_on():
    timeline = scene(V1=".5 A10 +1/1 B10", A1=".7 c1", markers=(Marker(MarkerId("m"), 40, duration=3),))
    timeline = edits.set_marks(timeline, 50, 60)
    assert snap_points(timeline, playhead=99) == [0, 5, 7, 8, 15, 25, 40, 43, 50, 60, 99]


def test_what_is_dragged_is_no_point_to_land_on():
    assert snap_points(scene(V1=".5 A10 .2 B10"), exclude=[ItemId("A")]) == [0, 17, 27]


@pytest.mark.parametrize(
    ("frame", "lands"), [(7, 10), (13, 10), (6, None), (15, None), (17, 20), (99, None), (-3, None)]
)
def test_an_edge_snaps_to_the_nearest_point_in_reach(frame: int, lands: int | None):
    assert snap(frame, [10, 20], 3) == lands


def test_between_two_points_as_near_the_earlier_one_wins():
    assert snap(15, [10, 20], 5) == 10
    assert snap(15, [], 5) is None


def test_of_several_edges_the_one_that_moves_least_lands():
    assert snap_move([8, 19], [10, 20], 3) == (1, 20)
    assert snap_move([0, 30], [10, 20], 3) is None
    assert snap_move([], [10], 3) is None


@given(st.integers(-50, 50), st.sets(st.integers(-50, 50)), st.integers(0, 10))
def test_snapping_is_looking_at_every_point(frame: int, points: set[int], tolerance: int):
    near = [point for point in points if abs(point - frame) <= tolerance]
    nearest = min(near, key=lambda point: (abs(point - frame), point), default=None)
    assert snap(frame, sorted(points), tolerance) == nearest
