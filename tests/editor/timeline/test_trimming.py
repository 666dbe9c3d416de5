"""Trimming: edges stop at neighbours and at the end of the media; a ripple takes the rest along."""

import pytest

from editor.timeline import edits
from editor.timeline.edits import NO_LIMIT, Edge
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import ItemId
from tests.editor.timeline.drawing import drawn, scene

A, B = ItemId("A"), ItemId("B")


@pytest.mark.parametrize(
    ("drawing", "edge", "by", "result"),
    [
        ("A10 B10 C10", Edge.END, -4, "A10 B6 .4 C10"),
        ("A10 B10 C10", Edge.START, 4, "A10 .4 B6@4 C10"),
        ("A10 B10 C10", Edge.END, 4, "A10 B10 C10"),
        ("A10 B10 C10", Edge.START, -4, "A10 B10 C10"),
        ("A10 B10 .5 C10", Edge.END, 3, "A10 B13 .2 C10"),
        ("A10 B10 .5 C10", Edge.END, 5, "A10 B15 C10"),
        ("A10 B10 .5 C10", Edge.END, 9, "A10 B15 C10"),
        ("A10 .5 B10", Edge.START, -3, "A10 .2 B13@-3"),
        ("A10 .5 B10", Edge.START, -9, "A10 B15@-5"),
        (".5 B10", Edge.START, -9, "B15@-5"),
        ("B10", Edge.START, -9, "B10"),
        ("B10", Edge.END, 9, "B19"),
        ("B10", Edge.END, 99, "B30"),
        ("B10~0 C5", Edge.END, -99, "B1@-20 .9 C5"),
        ("B10", Edge.END, -99, "B1"),
        ("B10", Edge.START, 99, ".9 B1@9"),
        (".9 B10~3", Edge.START, -9, ".6 B13@-20"),
        ("A10 +2/2 B10 +2/2 C10", Edge.END, -1, "A10 +2/2 B9 .1 C10"),
        ("A10 +2/2 B10 +2/2 C10", Edge.START, 1, "A10 .1 B9@1 +2/2 C10"),
    ],
)
def test_a_trim_stops_at_its_neighbour_and_the_end_of_its_media(drawing: str, edge: Edge, by: int, result: str):
    before = scene(V1=drawing, A1="m40")
    after = edits.trim(before, B, edge, by)
    check(after)
    assert drawn(after)["V1"] == result
    assert after.tracks[1] is before.tracks[1]
    assert (after is before) == (result == drawing)


def test_a_still_and_a_clip_yet_to_be_generated_have_no_end():
    assert edits.trim_limits(scene(V1="B10~"), B, Edge.END) == (-9, NO_LIMIT)
    assert edits.trim_limits(scene(V1="B10*"), B, Edge.END) == (-9, NO_LIMIT)
    assert drawn(edits.trim(scene(V1=".30 B10*"), B, Edge.START, -30))["V1"] == "B40@-30"


def test_linked_clips_are_trimmed_together_and_stop_together():
    before = scene(V1="B10=x", A1="b10~4=x C10", V2="D10=x", locked="V2")
    after = edits.trim(before, B, Edge.END, -3)
    assert drawn(after) == {"V1": "B7", "V2": "D10", "A1": "b7@-16 .3 C10"}
    assert edits.trim(before, B, Edge.END, 3) is before
    assert edits.trim_limits(before, B, Edge.END) == (-9, 0)
    assert drawn(edits.trim(before, B, Edge.END, 3, linked=False)) == {"V1": "B13", "V2": "D10", "A1": "b10@-16 C10"}


def test_an_edge_on_a_locked_track_cannot_go_anywhere():
    before = scene(V1="A10 B10", locked="V1")
    assert edits.trim_limits(before, B, Edge.END) == (0, 0)
    assert edits.ripple_limits(before, B, Edge.END) == (0, 0)
    for edit in (edits.trim, edits.ripple_trim):
        with pytest.raises(EditError, match="V1 is locked"):
            edit(before, B, Edge.END, -1)


def test_only_clips_are_trimmed():
    with pytest.raises(EditError, match="only be done to a clip"):
        edits.trim(scene(V1=".5 A10"), ItemId("V1.0"), Edge.END, -1)


@pytest.mark.parametrize(
    ("drawing", "edge", "by", "result"),
    [
        ("A10 B10 C10", Edge.END, -4, "A10 B6 C10"),
        ("A10 B10 C10", Edge.START, 4, "A10 B6@4 C10"),
        ("A10 B10 C10", Edge.END, 4, "A10 B14 C10"),
        ("A10 B10 C10", Edge.START, -4, "A10 B14@-4 C10"),
        ("A10 B10 .3 C10", Edge.END, 99, "A10 B30 .3 C10"),
        ("A10 B10 C10", Edge.START, 99, "A10 B1@9 C10"),
        ("A10 +2/2 B10 +2/2 C10", Edge.END, -4, "A10 +2/2 B6 +2/2 C10"),
        ("A10 +2/2 B10 +2/2 C10", Edge.END, -7, "A10 +2/2 B3 C10"),
        ("A10 +2/2 B10 +2/2 C10", Edge.START, -19, "A10 B29@-19 +2/2 C10"),
        ("A10 B10 C10", Edge.END, 0, "A10 B10 C10"),
    ],
)
def test_a_ripple_trim_takes_what_follows_along(drawing: str, edge: Edge, by: int, result: str):
    before = scene(V1=drawing)
    after = edits.ripple_trim(before, B, edge, by)
    check(after)
    assert drawn(after)["V1"] == result
    assert (after is before) == (by == 0)


def test_a_ripple_trim_moves_what_starts_later_on_sync_locked_tracks_and_leaves_the_rest_whole():
    before = scene(V1="A10 B10 C10", V2=".22 T5", V3=".22 U5", A1="m25 n5", A2="p9", loose="V3")
    after = edits.ripple_trim(before, B, Edge.END, 4)
    assert drawn(after) == {"V1": "A10 B14 C10", "V2": ".26 T5", "V3": ".22 U5", "A1": "m25 .4 n5", "A2": "p9"}
    assert after.tracks[2] is before.tracks[2]
    assert after.tracks[4] is before.tracks[4]
    assert drawn(edits.ripple_trim(after, B, Edge.END, -4)) == drawn(before)


def test_a_ripple_trim_keeps_linked_clips_and_everything_after_them_in_sync():
    after = edits.ripple_trim(scene(V1="A10 B10=x C10", A1="a10 b10=x c10"), B, Edge.START, 3)
    assert drawn(after) == {"V1": "A10 B7@3 C10", "A1": "a10 b7@3 c10"}


@pytest.mark.parametrize(
    ("other", "edge", "limits"),
    [
        ("m40", Edge.END, (-9, 20)),
        ("m40 n5", Edge.END, (0, 20)),
        ("m25 n5", Edge.END, (0, 20)),
        ("m25 .3 n5", Edge.END, (-3, 20)),
        (".15 n9", Edge.END, (-4, 20)),
        (".15 n2 .7 p9", Edge.END, (-4, 20)),
        (".25 n9", Edge.END, (-9, 20)),
        ("m4", Edge.END, (-9, 20)),
        ("m15 .3 n9", Edge.END, (-1, 20)),
        ("m40", Edge.START, (-20, 9)),
        (".10 n9", Edge.START, (-20, 0)),
        ("m5 .9 n9", Edge.START, (-20, 4)),
        ("m13 .3 n9", Edge.START, (-20, 3)),
    ],
)
def test_a_ripple_trim_goes_as_far_as_other_tracks_can_follow(other: str, edge: Edge, limits: tuple[int, int]):
    before = scene(V1="A10 B10 C10", A1=other)
    assert edits.ripple_limits(before, B, edge) == limits
    for by in limits:
        check(edits.ripple_trim(before, B, edge, by))


def test_a_ripple_trim_without_links_stops_at_the_sound_that_would_come_apart():
    before = scene(V1="A10 B10=x", A1="a10 b10=x")
    assert edits.ripple_limits(before, A, Edge.END, linked=False) == (0, 20)
    assert edits.ripple_limits(before, B, Edge.START, linked=False) == (-20, 0)
