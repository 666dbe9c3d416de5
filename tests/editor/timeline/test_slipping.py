"""Slipping and sliding: what plays moves under the edges, or the clip between its neighbours."""

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import ItemId
from tests.editor.timeline.drawing import drawn, scene

A, B = ItemId("A"), ItemId("B")


def test_a_slip_plays_later_media_in_the_same_place_as_far_as_there_is_any():
    before = scene(V1="A10 B10~8/5 C10")
    assert drawn(edits.slip(before, B, 3))["V1"] == "A10 B10@-9 C10"
    assert edits.slip_limits(before, B) == (-8, 5)
    assert drawn(edits.slip(before, B, 99))["V1"] == "A10 B10@-7 C10"
    assert drawn(edits.slip(before, B, -99))["V1"] == "A10 B10@-20 C10"
    assert edits.slip(before, B, 0) is before


def test_linked_clips_slip_together():
    before = scene(V1="B10=x", A1="b10~20/2=x")
    assert drawn(edits.slip(before, B, 9)) == {"V1": "B10@2", "A1": "b10@2"}
    assert drawn(edits.slip(before, B, 9, linked=False)) == {"V1": "B10@9", "A1": "b10"}


def test_a_slip_drops_a_transition_that_has_no_media_left():
    after = edits.slip(scene(V1="A10 +2/2 B10 +2/2 C10"), B, 19)
    check(after)
    assert drawn(after)["V1"] == "A10 +2/2 B10@19 C10"


def test_there_is_nothing_to_slip_in_a_still_or_before_it_is_generated_or_on_a_locked_track():
    for drawing in ("B10~", "B10*"):
        before = scene(V1=drawing)
        assert edits.slip(before, B, 3) is before
    before = scene(V1="B10", locked="V1")
    assert edits.slip_limits(before, B) == edits.slide_limits(before, B) == (0, 0)
    for edit in (edits.slip, edits.slide):
        with pytest.raises(EditError, match="V1 is locked"):
            edit(before, B, 1)


@pytest.mark.parametrize(
    ("drawing", "by", "result"),
    [
        ("A10 B5 C10", 3, "A13 B5 C7@3"),
        ("A10 B5 C10", -3, "A7 B5 C13@-3"),
        ("A10 B5 C10", 99, "A19 B5 C1@9"),
        ("A10 B5 C10", -99, "A1 B5 C19@-9"),
        ("A10~2 B5 C10~3", 99, "A12@-18 B5 C8@-15"),
        ("A10~2 B5 C10~3", -99, "A7@-18 B5 C13@-20"),
        ("A10 .5 B5 .5 C10", 3, "A10 .8 B5 .2 C10"),
        ("A10 .5 B5 .5 C10", 99, "A10 .10 B5 C10"),
        ("A10 .5 B5 .5 C10", -99, "A10 B5 .10 C10"),
        ("A10 .5 B5 C10", -5, "A10 B5 C15@-5"),
        ("B5 C10", 3, ".3 B5 C7@3"),
        ("B5 C10", -3, "B5 C10"),
        ("A10 B5", 3, "A13 B5"),
        ("A10 B5", -3, "A7 B5"),
        (".9 B5", -99, "B5"),
        ("A10 +2/2 B5 +2/2 C10", 3, "A13 +2/2 B5 +2/2 C7@3"),
        ("A10 +2/2 B5 +2/2 C10", 9, "A19 +2/2 B5 C1@9"),
    ],
)
def test_a_slide_takes_from_one_neighbour_and_gives_to_the_other(drawing: str, by: int, result: str):
    before = scene(V1=drawing, A1="m40")
    after = edits.slide(before, B, by)
    check(after)
    assert drawn(after)["V1"] == result
    assert after.tracks[1] is before.tracks[1]
    assert (after is before) == (result == drawing)


def test_linked_clips_slide_together():
    after = edits.slide(scene(V1="A10 B5=x C10", A1="a10 b5=x c4"), B, 99)
    assert drawn(after) == {"V1": "A13 B5 C7@3", "A1": "a13 b5 c1@3"}
