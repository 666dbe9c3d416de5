"""Transitions that are there already: another length, another place about the cut, another kind."""

import pytest

from editor.timeline import edits
from editor.timeline.edits import Alignment, Edge
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import DIP_TO_BLACK, DISSOLVE, ItemId, Transition
from tests.editor.timeline.drawing import drawn, scene

X = ItemId("V1.1")


@pytest.mark.parametrize(
    ("before", "edge", "by", "after"),
    [
        ("A30 +6/6 B30", Edge.START, -4, "A30 +10/6 B30"),
        ("A30 +6/6 B30", Edge.END, 4, "A30 +6/10 B30"),
        ("A30 +6/6 B30~8", Edge.START, -9, "A30 +8/6 B30@-12"),  # B has 8 frames before the cut
        ("A30 +6/6 B30", Edge.START, 50, "A30 +0/6 B30"),  # not over the cut
        ("A30 +6/0 B30", Edge.START, 50, "A30 +1/0 B30"),  # a frame is left
        ("A30 +6/6 B20 +12/3 C30", Edge.END, 20, "A30 +6/8 B20 +12/3 C30"),  # the next one has the rest of B
    ],
)
def test_an_edge_goes_as_far_as_media_and_the_transition_beside_it_allow(before: str, edge: Edge, by: int, after: str):
    timeline = scene(V1=before)
    changed = edits.resize_transition(timeline, X, edge, by)
    check(changed)
    assert drawn(changed)["V1"] == after
    low, high = edits.transition_edge_limits(timeline, X, edge)
    assert changed == edits.resize_transition(timeline, X, edge, max(low, min(by, high)))


@pytest.mark.parametrize(
    ("before", "by", "after"),
    [
        ("A30 +6/6 B30", -3, "A30 +9/3 B30"),
        ("A30 +6/6 B30", -20, "A30 +12/0 B30"),
        ("A30 +6/6 B30", 20, "A30 +0/12 B30"),
        ("A30~7 +6/6 B30", 20, "A30@-13 +5/7 B30"),  # A has 7 frames behind the cut
    ],
)
def test_all_of_it_moves_as_long_as_it_touches_its_cut(before: str, by: int, after: str):
    changed = edits.move_transition(scene(V1=before), X, by)
    check(changed)
    assert drawn(changed)["V1"] == after


@pytest.mark.parametrize(
    ("alignment", "after"),
    [
        (Alignment.START, "A30 +0/13 B30"),
        (Alignment.END, "A30 +13/0 B30"),
        (Alignment.CENTRE, "A30 +7/6 B30"),
    ],
)
def test_it_is_aligned_to_its_cut_and_says_how_it_stands(alignment: Alignment, after: str):
    changed = edits.align_transition(scene(V1="A30 +3/10 B30"), X, alignment)
    assert drawn(changed)["V1"] == after
    assert edits.alignment_of(edits.transition_at(changed, X)[1]) is alignment
    assert edits.alignment_of(Transition(X, 3, 10)) is None


def test_where_media_is_short_it_is_not_aligned_and_says_whose():
    with pytest.raises(EditError, match="“A” has too little media behind the cut"):
        edits.align_transition(scene(V1="A30~7 +6/6 B30"), X, Alignment.START)


def test_picture_dips_and_sound_fades_across():
    timeline = scene(V1="A30 +6/6 B30", A1="a30 +6/6 b30")
    dipped = edits.set_transition_kind(timeline, X, DIP_TO_BLACK)
    assert edits.transition_at(dipped, X)[1].kind == DIP_TO_BLACK
    assert edits.set_transition_kind(dipped, X, DIP_TO_BLACK) is dipped
    with pytest.raises(EditError, match="no such transition"):
        edits.set_transition_kind(timeline, ItemId("A1.1"), DIP_TO_BLACK)
    longer = edits.add_transition(dipped, ItemId("A"), ItemId("B"), 20, X, DIP_TO_BLACK)
    assert edits.transition_at(longer, X)[1].kind == DIP_TO_BLACK
    assert edits.transition_at(timeline, X)[1].kind == DISSOLVE


@pytest.mark.parametrize("edit", [edits.resize_transition, edits.move_transition])
def test_on_a_locked_track_none_moves(edit):
    how = (Edge.START, -2) if edit is edits.resize_transition else (-2,)
    with pytest.raises(EditError, match="V1 is locked"):
        edit(scene(V1="A30 +6/6 B30", locked="V1"), X, *how)
