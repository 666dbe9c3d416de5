"""Motion points say where a picture stands along its clip, and go along with whatever is done to it."""

from fractions import Fraction
from itertools import pairwise

import pytest

from editor.timeline import edits
from editor.timeline.edits import Attribute
from editor.timeline.edits.looks import continued
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.looks import Look, MotionPoint, Transform
from editor.timeline.model import ItemId, Timeline
from tests.editor.timeline.drawing import scene

P, Q = ItemId("P"), ItemId("Q")
GROWING = Look(motion=(MotionPoint(0, scale=1.0), MotionPoint(10, x=0.5, scale=2.0)))


def moving(look: Look = GROWING) -> Timeline:
    return edits.change_look(scene(V1="P20 Q10"), [P], lambda _: look)


def places(timeline: Timeline, clip_id: ItemId = P) -> list[int]:
    return [point.at for point in edits.motion_of(timeline.clip(clip_id))]


def test_between_two_points_it_goes_straight_and_beyond_them_it_stands() -> None:
    assert GROWING.transform_at(5) == Transform(x=0.25, scale=1.5)
    assert GROWING.transform_at(-3) == Transform()
    assert GROWING.transform_at(99) == Transform(x=0.5, scale=2.0)
    assert Look(transform=Transform(x=0.1)).transform_at(7) == Transform(x=0.1)


def test_smooth_it_starts_and_ends_slowly_and_is_half_way_half_way() -> None:
    smooth = edits.set_motion_smooth(moving(), [P], True).clip(P).look
    assert smooth is not None
    way = [smooth.transform_at(frame / 2).x for frame in range(21)]
    assert way[10] == pytest.approx(0.25)
    steps = [after - before for before, after in pairwise(way)]
    assert all(step >= 0 for step in steps)
    assert steps[0] < 0.01 > steps[-1]
    assert max(steps) == pytest.approx(steps[10], rel=0.01)


def test_mirroring_stays_along_all_of_a_motion() -> None:
    look = edits.changed_at(GROWING, 4, lambda look: Look(Look().opacity, Transform(flip_x=True), motion=look.motion))
    assert look.transform_at(4).flip_x
    assert look.transform_at(10).flip_x


def test_a_value_changed_where_it_moves_sets_a_point_there() -> None:
    def twice(look: Look) -> Look:
        return Look(transform=Transform(scale=2 * look.transform.scale), motion=look.motion)

    look = edits.changed_at(GROWING, 5, twice)
    assert [(point.at, point.scale) for point in look.motion] == [(0, 1.0), (5, 3.0), (10, 2.0)]
    assert edits.changed_at(look, 5, twice).motion[1].scale == 6
    assert edits.changed_at(Look(), 5, twice) == Look(transform=Transform(scale=2))
    assert edits.changed_at(GROWING, 5, lambda look: look) == GROWING


def test_a_point_added_changes_nothing_that_is_seen_and_the_last_one_removed_stays_as_it_was() -> None:
    timeline = edits.add_motion_point(moving(), P, 4)
    assert places(timeline) == [0, 4, 10]
    assert (timeline.clip(P).look or Look()).transform_at(7).x == pytest.approx(GROWING.transform_at(7).x)
    for at in (0, 4, 10):
        timeline = edits.remove_motion_point(timeline, P, at)
    assert timeline.clip(P).look == Look(transform=Transform(x=0.5, scale=2.0))


def test_points_cannot_stand_outside_the_clip_nor_pass_each_other() -> None:
    with pytest.raises(EditError, match="none of the clip's"):
        edits.add_motion_point(moving(), P, 20)
    assert places(edits.move_motion_point(moving(), P, 10, 99)) == [0, 19]
    assert places(edits.move_motion_point(moving(), P, 10, -5)) == [0, 1]
    with pytest.raises(EditError, match="not there any more"):
        edits.move_motion_point(moving(), P, 3, 5)


def test_cut_or_trimmed_the_picture_moves_on_as_it_did() -> None:
    split = edits.split(moving(), [P], 6)
    left, right = (clip for clip in split.tracks[0].clips if clip.id != Q)
    assert (right.look or Look()).transform_at(1) == GROWING.transform_at(7)
    assert places(split, left.id) == [0, 10]
    check(split)


def test_half_as_fast_its_points_are_twice_as_far_apart() -> None:
    slow = edits.set_speed(moving(), [P], Fraction(1, 2), ripple=True)
    assert places(slow) == [0, 20]


def test_attributes_pasted_bring_the_motion() -> None:
    source = moving().clip(P)
    assert places(edits.paste_attributes(moving(), [Q], source, None, [Attribute.TRANSFORM]), Q) == [0, 10]
    assert places(edits.paste_attributes(moving(), [Q], source, None, [Attribute.CROP]), Q) == []


def test_frames_that_continue_a_moving_clip_stand_as_it_does_at_the_cut() -> None:
    assert continued(moving().clip(P), 5) == Look(transform=Transform(x=0.25, scale=1.5))


def test_a_push_goes_from_the_first_frame_to_the_last_and_replaces_other_points() -> None:
    pushed = edits.motion_of(edits.push_picture(moving(), P, 1.25).clip(P))
    assert pushed == (MotionPoint(0), MotionPoint(19, scale=1.25))
    pulled = edits.motion_of(edits.push_picture(moving(), P, 1 / 1.25).clip(P))
    assert [(point.at, point.scale) for point in pulled] == [(0, 1.25), (19, 1.0)]


@pytest.mark.parametrize(
    ("motion", "told"),
    [
        ((MotionPoint(5), MotionPoint(2)), "motion points .* are in order"),
        ((MotionPoint(0, scale=0.0),), "has a size"),
    ],
)
def test_points_out_of_order_or_without_a_size_do_not_hold(motion: tuple[MotionPoint, ...], told: str) -> None:
    with pytest.raises(EditError, match=told):
        check(moving(Look(motion=motion)))
