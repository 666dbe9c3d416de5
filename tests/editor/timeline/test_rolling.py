"""Rolling: the cut moves, nothing else."""

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import ItemId
from tests.editor.timeline.drawing import drawn, scene

A, B = ItemId("A"), ItemId("B")


@pytest.mark.parametrize(
    ("drawing", "by", "result"),
    [
        ("A10 B10", -4, "A6 B14@-4"),
        ("A10 B10", 4, "A14 B6@4"),
        ("A10 B10", 99, "A19 B1@9"),
        ("A10 B10", -99, "A1 B19@-9"),
        ("A10~3 B10", 99, "A13@-17 B7@3"),
        ("A10 B10~3", -99, "A7 B13@-20"),
        ("A10 +2/2 B10", 3, "A13 +2/2 B7@3"),
        ("A10 +2/2 B10", 9, "A19 B1@9"),
    ],
)
def test_a_roll_stops_where_a_clip_has_one_frame_left_or_no_media(drawing: str, by: int, result: str):
    before = scene(V1=drawing + " C5", A1="m40")
    after = edits.roll(before, A, B, by)
    check(after)
    assert drawn(after)["V1"] == result + " C5"
    assert after.tracks[1] is before.tracks[1]


def test_a_cut_between_linked_clips_rolls_along():
    before = scene(V1="A10=x B10=y", A1="a9=x b11=y", A2="c9=x b12=z", A3="d10=x e10=y", locked="A3")
    assert drawn(edits.roll(before, A, B, 2)) == {"V1": "A12 B8@2", "A1": "a11 b9@2", "A2": "c9 b12", "A3": "d10 e10"}
    assert drawn(edits.roll(before, A, B, 2, linked=False))["A1"] == "a9 b11"


def test_a_roll_by_nothing_is_the_same_timeline():
    before = scene(V1="A10 B10")
    assert edits.roll(before, A, B, 0) is before


def test_there_is_nothing_to_roll_without_a_cut_or_on_a_locked_track():
    with pytest.raises(EditError, match="no cut between"):
        edits.roll(scene(V1="A10 .2 B10"), A, B, 1)
    with pytest.raises(EditError, match="no cut between"):
        edits.roll(scene(V1="B10 A10"), A, B, 1)
    with pytest.raises(EditError, match="V1 is locked"):
        edits.roll(scene(V1="A10 B10", locked="V1"), A, B, 1)
    assert edits.roll_limits(scene(V1="A10 B10", locked="V1"), A, B) == (0, 0)
    assert edits.roll_limits(scene(V1="A10 B10~3"), A, B) == (-3, 9)
