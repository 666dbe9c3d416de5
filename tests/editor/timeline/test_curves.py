"""Envelopes and fades of clips, edited."""

from dataclasses import replace

import pytest

from editor.timeline import edits
from editor.timeline.edits import OPACITY, PAN, VOLUME, Edge, Envelope
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.looks import LOUDEST, QUIET, Curve, Level
from editor.timeline.model import Clip, ItemId, Timeline
from tests.editor.timeline.drawing import scene

A, B, P = ItemId("A"), ItemId("B"), ItemId("P")


@pytest.fixture
def cut() -> Timeline:
    """A picture P, and sounds A and B of 20 frames."""
    return scene(V1="P20", A1="A20 B20")


def volume(timeline: Timeline, clip_id: ItemId = A) -> Curve:
    return VOLUME.curve_of(timeline.clip(clip_id))


def points(timeline: Timeline, envelope: Envelope = VOLUME, clip_id: ItemId = A) -> list[tuple[int, float]]:
    check(timeline)
    return [(point.at, point.value) for point in envelope.curve_of(timeline.clip(clip_id)).points]


def with_points(timeline: Timeline, *places: tuple[int, float]) -> Timeline:
    for at, value in places:
        timeline = edits.add_point(timeline, A, VOLUME, at, value)
    return timeline


def test_a_point_is_put_on_the_line_or_at_a_value_and_takes_the_place_of_one_there(cut: Timeline) -> None:
    cut = with_points(cut, (0, -20.0), (10, 0.0))
    cut = edits.add_point(cut, A, VOLUME, 5)
    assert points(cut) == [(0, -20.0), (5, -10.0), (10, 0.0)]
    assert points(edits.add_point(cut, A, VOLUME, 5, -99.0))[1] == (5, QUIET)
    with pytest.raises(EditError):
        edits.add_point(cut, A, VOLUME, 21)


def test_a_point_moves_between_its_neighbours_and_within_its_clip(cut: Timeline) -> None:
    cut = with_points(cut, (3, 0.0), (9, 0.0), (15, 0.0))
    assert points(edits.move_point(cut, A, VOLUME, 9, 1, 99.0))[1] == (4, LOUDEST)
    assert points(edits.move_point(cut, A, VOLUME, 15, 99, -6.0))[2] == (20, -6.0)
    with pytest.raises(EditError):
        edits.move_point(cut, A, VOLUME, 8, 9, 0.0)


def test_removing_the_last_point_leaves_its_value(cut: Timeline) -> None:
    cut = with_points(cut, (3, -3.0), (9, -9.0))
    cut = edits.remove_point(cut, A, VOLUME, 3)
    assert points(cut) == [(9, -9.0)]
    assert volume(edits.remove_point(cut, A, VOLUME, 9)) == Curve(-9.0)
    assert edits.remove_point(cut, A, VOLUME, 4) is cut


@pytest.mark.parametrize(
    ("at", "expected"), [(1, [-5.0, 0.0, 0.0]), (5, [-5.0, -5.0, 0.0]), (9, [0.0, -5.0, -5.0]), (18, [0.0, 0.0, -5.0])]
)
def test_raising_the_line_takes_the_two_points_it_goes_between(cut: Timeline, at: float, expected: list[float]) -> None:
    cut = with_points(cut, (3, 0.0), (9, 0.0), (15, 0.0))
    assert [value for _, value in points(edits.raise_line(cut, A, VOLUME, at, -5.0))] == expected


def test_without_points_all_of_the_line_is_raised_as_far_as_it_goes(cut: Timeline) -> None:
    assert volume(edits.raise_line(cut, A, VOLUME, 4, 6.0)) == Curve(6.0)
    assert volume(edits.raise_line(cut, A, VOLUME, 4, 600.0)) == Curve(LOUDEST)


def test_several_clips_change_together_and_only_those_that_have_such_an_envelope(cut: Timeline) -> None:
    after = edits.set_value(cut, [A, B, P], VOLUME, -6.0)
    assert volume(after) == volume(after, B) == Curve(-6.0)
    assert after.tracks[0] is cut.tracks[0]
    assert volume(edits.shift_values(after, [A, P], VOLUME, -3.0)) == Curve(-9.0)
    assert points(edits.add_point(cut, P, OPACITY, 4, 2.0), OPACITY, P) == [(4, 1.0)]


def test_what_changes_nothing_leaves_nothing_behind(cut: Timeline) -> None:
    assert edits.set_value(cut, [A], VOLUME, 0.0) is cut
    changed = edits.set_value(edits.set_value(cut, [A], PAN, -1.0), [A], PAN, 0.0)
    assert changed.clip(A).level is None
    assert edits.change_level(cut, [A, P], lambda level: level) is cut
    louder = edits.change_level(cut, [A, P], lambda level: replace(level, volume=Curve(3.0)))
    assert louder.clip(A).level == Level(Curve(3.0))
    assert louder.clip(P) is cut.clip(P)


def test_points_stay_where_they_are_heard_when_the_clip_is_trimmed_or_cut(cut: Timeline) -> None:
    cut = with_points(cut, (4, -6.0), (12, 0.0))
    trimmed = edits.trim(cut, A, Edge.START, 6)
    assert points(trimmed) == [(-2, -6.0), (6, 0.0)]
    assert points(edits.trim(trimmed, A, Edge.START, -6)) == [(4, -6.0), (12, 0.0)]


def test_what_is_left_of_a_clip_that_is_covered_fades_at_its_own_end_only() -> None:
    faded = edits.set_fade(edits.set_fade(scene(V1="A20 B10"), A, Edge.START, 5), A, Edge.END, 6)
    placed = {faded.tracks[0].id: [replace(faded.clip(B), id=ItemId("new"), duration=8)]}
    head, middle, tail = (edits.overwrite(faded, at, placed).tracks[0].clips for at in (0, 6, 16))
    assert [(clip.fade_in, clip.fade_out) for clip in head] == [(0, 0), (0, 6), (0, 0)]
    assert [(clip.fade_in, clip.fade_out) for clip in middle] == [(5, 0), (0, 0), (0, 6), (0, 0)]
    assert [(clip.fade_in, clip.fade_out) for clip in tail] == [(5, 0), (0, 0), (0, 0)]


def test_fades_leave_each_other_room_and_locked_tracks_their_clips(cut: Timeline) -> None:
    faded = edits.set_fade(edits.set_fade(cut, A, Edge.END, 15), A, Edge.START, 12)
    clip: Clip = faded.clip(A)
    check(faded)
    assert (clip.fade_in, clip.fade_out) == (5, 15)
    assert edits.set_fade(faded, A, Edge.START, 5) is faded
    with pytest.raises(EditError, match="locked"):
        edits.set_fade(scene(locked="A1", A1="A20"), A, Edge.START, 5)
