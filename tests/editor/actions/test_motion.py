"""Motion points are added and removed at the playhead, found by keys, and set by whatever changes a picture there."""

import pytest

from editor.actions import looks, motion
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.looks import Look, MotionPoint, Transform
from editor.timeline.model import ItemId
from editor.view_state import CurvePoint, Line
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import scene

P = ItemId("P")


@pytest.fixture
def bench() -> Bench:
    """P is selected, with a picture on a locked track after it."""
    bench = on_bench(scene(V1="P20 Q10", V2=".20 R10", locked="V2"))
    bench.select("P", "R")
    return bench


def points(bench: Bench) -> list[tuple[int, float]]:
    return [(point.at, point.scale) for point in edits.motion_of(bench.timeline.clip(P))]


def test_the_same_verb_adds_a_point_at_the_playhead_and_removes_it(bench: Bench) -> None:
    bench.playback.seek(6)
    motion.toggle_point(bench.session)
    assert points(bench) == [(6, 1.0)]
    assert motion.is_at_point(bench.session)
    motion.toggle_point(bench.session)
    assert bench.timeline.clip(P).look is None
    assert bench.steps == ["Add Motion Point", "Remove Motion Point"]
    bench.playback.seek(50)
    with pytest.raises(EditError, match="under the playhead"):
        motion.toggle_point(bench.session)


def test_what_is_changed_at_the_playhead_of_a_moving_picture_is_a_point_there(bench: Bench) -> None:
    motion.push_in(bench.session)
    bench.playback.seek(10)
    looks.change(bench.session, "Scale", lambda look: looks.with_transform(look, scale=3.0))
    assert points(bench) == [(0, 1.0), (10, 3.0), (19, motion.PUSH)]
    looks.fill_frame(bench.session)
    assert points(bench)[1] == (10, 1.0)
    looks.reset(bench.session)
    assert bench.timeline.clip(P).look is None


def test_keys_go_from_point_to_point_of_what_is_selected(bench: Bench) -> None:
    motion.pull_out(bench.session)
    bench.playback.seek(7)
    assert not motion.is_at_point(bench.session)
    motion.go(bench.session, 1)
    assert bench.playback.frame == 19
    assert not motion.has_point(bench.session, 1)
    motion.go(bench.session, 1)
    assert bench.playback.frame == 19
    motion.go(bench.session, -1)
    assert bench.playback.frame == 0


def test_a_chosen_point_is_moved_by_keys_in_one_step_and_deleted(bench: Bench) -> None:
    motion.push_in(bench.session)
    assert not motion.move_chosen(bench.session, -1)
    bench.session.view.choose_point(CurvePoint(P, Line.MOTION, 19))
    for _ in range(3):
        assert motion.move_chosen(bench.session, -1)
    assert points(bench) == [(0, 1.0), (16, motion.PUSH)]
    motion.delete(bench.session)
    assert points(bench) == [(0, 1.0)]
    assert bench.steps == ["Push In", "Move Motion Point", "Delete Motion Point"]
    bench.select("Q")
    motion.delete(bench.session)
    assert not bench.timeline.has(ItemId("Q"))


def test_smooth_is_a_switch_for_all_points(bench: Bench) -> None:
    motion.push_in(bench.session)
    motion.toggle_smooth(bench.session)
    assert motion.is_smooth(bench.session)
    bench.playback.seek(5)
    motion.toggle_point(bench.session)
    assert motion.is_smooth(bench.session), "a new point is as those beside it"
    motion.toggle_smooth(bench.session)
    assert not motion.is_smooth(bench.session)


def test_without_its_motion_a_picture_stands_as_it_did_at_the_playhead(bench: Bench) -> None:
    bench.playback.seek(0)
    looks.change(bench.session, "Motion", lambda look: Look(motion=(MotionPoint(0), MotionPoint(10, x=1.0))))
    bench.playback.seek(5)
    motion.clear(bench.session)
    assert bench.timeline.clip(P).look == Look(transform=Transform(x=0.5))
