"""Splitting: two clips that play what the one did."""

import pytest

from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.fading import faded
from editor.timeline.invariants import check
from editor.timeline.model import ItemId
from editor.timeline.otio_file import decode, encode
from tests.editor.timeline.drawing import drawn, scene

A = ItemId("A")


def test_a_split_cuts_a_clip_with_what_is_linked_to_it_and_links_each_side():
    before = scene(V1="A10=x B10", A1=".2 a8=x", A2="c10", A3="d10=x", locked="A3")
    after = edits.split(before, [A], 4)
    check(after)
    assert drawn(after) == {"V1": "A4 A6@4 B10", "A1": ".2 a2 a6@2", "A2": "c10", "A3": "d10"}
    (left, right, _), (heard, heard_later) = (list(track.clips) for track in after.tracks[:2])
    assert left.id == "A"
    assert right.id != "A"
    assert left.link == heard.link == "x" != right.link == heard_later.link
    assert after.tracks[2] is before.tracks[2]


def test_a_split_without_links_cuts_the_one_clip():
    assert drawn(edits.split(scene(V1="A10=x", A1="a10=x"), [A], 4, linked=False)) == {"V1": "A4 A6@4", "A1": "a10"}


@pytest.mark.parametrize("frame", [0, 10, 15, 20, 99, -3])
def test_there_is_nothing_to_split_at_an_edge_or_elsewhere(frame: int):
    before = scene(V1="A10 .10 B10")
    assert edits.split(before, [A], frame) is before


def test_a_split_beside_a_transition_keeps_it_and_one_inside_drops_it():
    before = scene(V1="A10 +2/3 B10")
    assert drawn(edits.split(before, [ItemId("B")], 13))["V1"] == "A10 +2/3 B3 B7@3"
    assert drawn(edits.split(before, [ItemId("B")], 12))["V1"] == "A10 B2 B8@2"


def test_splitting_all_leaves_locked_tracks_and_gaps():
    before = scene(V1="A10=x", V2="B10", V3=".9 C1", A1="a10=x", locked="V2")
    after = edits.split_all(before, 4)
    assert drawn(after) == {"V1": "A4 A6@4", "V2": "B10", "V3": ".9 C1", "A1": "a4 a6@4"}
    assert after.tracks[0].items[1].link == after.tracks[3].items[1].link != "x"
    assert edits.split_all(before, 10) is before


def test_gaps_and_transitions_of_a_selection_are_passed_over():
    after = edits.split(scene(V1="A10 +1/1 B10 .5 C5"), [A, ItemId("V1.1"), ItemId("V1.3")], 4)
    assert drawn(after)["V1"] == "A4 A6@4 +1/1 B10 .5 C5"


def test_a_clip_on_a_locked_track_is_not_split():
    with pytest.raises(EditError, match="V1 is locked"):
        edits.split(scene(V1="A10", locked="V1"), [A], 4)


@pytest.mark.parametrize("at", [1, 3, 5, 8, 12, 15, 19])
def test_a_fade_that_is_split_leaves_each_part_as_much_of_the_clip_as_before(at: int):
    before = edits.set_fade(edits.set_fade(scene(V1="A20"), A, Edge.START, 6), A, Edge.END, 8)
    after = edits.split(before, [A], at)
    check(after)
    left, right = after.tracks[0].clips
    whole = [faded(before.clip(A), frame) for frame in range(21)]
    assert [faded(left, frame) for frame in range(at + 1)] == whole[: at + 1]
    assert [faded(right, frame) for frame in range(21 - at)] == whole[at:]
    assert decode(encode(after)) == after
    assert edits.join(after, A, right.id).tracks == before.tracks


def test_of_a_fade_that_was_split_twice_every_part_goes_on():
    before = edits.set_fade(scene(V1="A20"), A, Edge.START, 15)
    once = edits.split(before, [A], 5)
    parts = list(edits.split(once, [list(once.tracks[0].clips)[1].id], 9).tracks[0].clips)
    assert [(part.fade_in, part.fade_in_cut) for part in parts] == [(15, 0), (10, 5), (6, 9)]


def test_a_fade_that_was_split_is_whole_again_when_its_length_is_set():
    before = edits.split(edits.set_fade(scene(V1="A20"), A, Edge.START, 6), [A], 4)
    right = list(before.tracks[0].clips)[1]
    again = edits.set_fade(before, right.id, Edge.START, 5).clip(right.id)
    assert (again.fade_in, again.fade_in_cut) == (5, 0)
