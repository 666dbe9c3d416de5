"""Moving: a selection dragged along and across tracks."""

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import ItemId, TrackId, TrackKind
from tests.editor.timeline.drawing import drawn, scene


def ids(names: str) -> list[ItemId]:
    return [ItemId(name) for name in names]


@pytest.mark.parametrize(
    ("drawing", "names", "by", "result"),
    [
        ("A10 B10 C10", "A", 15, ".10 B5 A10 C5@5"),
        ("A10 B10 C10", "C", -15, "A5 C10 B5@5"),
        ("A10 B10 C10", "B", 3, "A10 .3 B10 C7@3"),
        ("A10 B10 C10", "A", 40, ".10 B10 C10 .10 A10"),
        (".5 A10 B10", "A", -99, "A10 .5 B10"),
        ("A10 B10 C10", "AB", 10, ".10 A10 B10"),
        ("A10 B10 C10 D10", "AC", 5, ".5 A10 B5@5 .5 C10 D5@5"),
        ("A20 B4", "B", -12, "A8 B4 A8@12"),
        ("A10 +2/2 B10 C10", "AB", 5, ".5 A10 +2/2 B10 C5@5"),
        ("A10 +2/2 B10 C10", "A", 30, ".10 B10 C10 A10"),
        ("A10 +2/2 B10 C10", "B", 20, "A10 .10 C10 B10"),
        ("A10 B10 +2/2 C10", "B", 25, "A10 .10 C10 .5 B10"),
        ("A10 .5 B10", "B", 0, "A10 .5 B10"),
        ("A10 .5 B10", "", 5, "A10 .5 B10"),
        ("A10", "A", -4, "A10"),
    ],
)
def test_a_move_leaves_a_gap_and_covers_where_it_lands(drawing: str, names: str, by: int, result: str):
    before = scene(V1=drawing, A1="m40")
    after = edits.move(before, ids(names), by)
    check(after)
    assert drawn(after)["V1"] == result
    assert after.tracks[1] is before.tracks[1]
    assert (after is before) == (result == drawing)
    for name in names:
        assert after.clip(ItemId(name)) is before.clip(ItemId(name))


def test_picture_and_sound_move_to_tracks_as_much_further_each():
    before = scene(V1="A10 B10", V2="", A1="a10 b10", A2="")
    after = edits.move(before, ids("Bb"), 2, rows=1)
    assert drawn(after) == {"V1": "A10", "V2": ".12 B10", "A1": "a10", "A2": ".12 b10"}
    assert drawn(edits.move(after, ids("Bb"), -2, rows=-1)) == drawn(before)


def test_a_picture_goes_to_another_track_and_its_sound_stays_on_its_own():
    before = scene(V1="A10 B10", V2="", A1="a10 b10", A2="m30")
    rows = {TrackKind.VIDEO: 1}
    after = edits.move(before, ids("Bb"), 2, rows)
    assert drawn(after) == {"V1": "A10", "V2": ".12 B10", "A1": "a10 .2 b10", "A2": "m30"}
    assert edits.move(before, ids("b"), 0, rows) is before
    opened = edits.move(before, ids("Bb"), -5, rows, insert=True)
    check(opened)
    assert drawn(opened) == {"V1": "A5 .10 A5@5", "V2": ".5 B10", "A1": "a5 b10 a5@5", "A2": "m5 .10 m25@5"}


def test_an_inserting_move_opens_time_on_every_sync_locked_track_and_leaves_a_gap():
    before = scene(V1="A10 B10 C10", V2="", A1="a10 b10", A2="m30")
    after = edits.move(before, ids("C"), -15, insert=True)
    check(after)
    assert drawn(after) == {"V1": "A5 C10 A5@5 B10", "V2": "", "A1": "a5 .10 a5@5 b10", "A2": "m5 .10 m25@5"}


def test_an_inserting_move_keeps_clips_as_far_apart_as_they_were():
    before = scene(V1="A10 B10 C10 D10", A1="a10=x .10 c10")
    after = edits.move(before, ids("ACa"), 40, insert=True)
    assert drawn(after) == {"V1": ".10 B10 .10 D10 A10 .10 C10", "A1": ".20 c10 .10 a10"}


def test_a_move_goes_nowhere_without_a_track_or_onto_a_locked_or_a_wrong_one():
    before = scene(V1="A10", V2="B10", V3="C5", A1="a10", locked="V2")
    with pytest.raises(EditError, match=r"no track there. Add a track"):
        edits.move(before, ids("A"), 0, rows=-1)
    with pytest.raises(EditError, match="no track there"):
        edits.move(before, ids("Aa"), 0, rows=2)
    with pytest.raises(EditError, match="V2 is locked"):
        edits.move(before, ids("A"), 0, rows=1)
    with pytest.raises(EditError, match="V2 is locked"):
        edits.move(before, ids("B"), 3)
    assert drawn(edits.move(before, ids("A"), 0, rows=2))["V3"] == "A10"


def test_a_move_onto_a_clip_splits_its_links_too():
    before = edits.move(scene(V1="A20=x B4", A1="a20=x"), ids("B"), -12)
    left, _, right = before.tracks[0].clips
    assert left.link == "x" != right.link
    assert before.track(TrackId("A1")).items[0].link == "x"
