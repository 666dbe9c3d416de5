"""Removing: lift leaves a gap, extract closes it, and what is in the way says so."""

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import ItemId, TrackId
from editor.timeline.rational_time import TimeRange
from tests.editor.timeline.drawing import drawn, scene


def ids(*names: str) -> list[ItemId]:
    return [ItemId(name) for name in names]


def test_a_lift_leaves_a_gap_that_joins_its_neighbours():
    before = scene(V1="A10 .5 B10 .5 C10", A1="a10")
    after = edits.lift(before, ids("B"))
    assert drawn(after)["V1"] == "A10 .20 C10"
    assert after.tracks[1] is before.tracks[1]
    assert drawn(edits.lift(before, ids("C")))["V1"] == "A10 .5 B10"


def test_a_lift_of_a_transition_leaves_its_clips_and_of_a_clip_takes_its_transitions():
    before = scene(V1="A10 +2/2 B10 +2/2 C10")
    assert drawn(edits.lift(before, ids("V1.1")))["V1"] == "A10 B10 +2/2 C10"
    assert drawn(edits.lift(before, ids("B")))["V1"] == "A10 .10 C10"


def test_a_lift_of_a_gap_changes_nothing():
    before = scene(V1="A10 .5 B10")
    assert edits.lift(before, ids("V1.1")) is before


def test_locked_tracks_are_not_lifted_from():
    with pytest.raises(EditError, match="V1 is locked"):
        edits.lift(scene(V1="A10", locked="V1"), ids("A"))


def test_what_is_gone_cannot_be_lifted():
    with pytest.raises(EditError, match="not on the timeline any more"):
        edits.lift(scene(V1="A10"), ids("B"))


def test_an_extract_closes_its_room_on_every_sync_locked_track():
    before = scene(V1="A10 B10 C10", V2=".30 T5", V3=".30 U5", A1="a10 .10 c10", A2=".30 d5", loose="V3", locked="A2")
    after = edits.extract(before, ids("B"))
    check(after)
    assert drawn(after) == {"V1": "A10 C10", "V2": ".20 T5", "V3": ".30 U5", "A1": "a10 c10", "A2": ".30 d5"}
    assert after.tracks[2] is before.tracks[2]
    assert after.tracks[4] is before.tracks[4]


def test_an_extract_takes_picture_and_sound_together():
    after = edits.extract(scene(V1="A10 B10=x C10", A1="a10 b10=x c10"), ids("B", "b"))
    assert drawn(after) == {"V1": "A10 C10", "A1": "a10 c10"}


def test_an_extract_of_a_split_edit_keeps_what_follows_in_sync():
    after = edits.extract(scene(V1="A10 B20", A1="a8 b22"), ids("A", "a"))
    assert drawn(after) == {"V1": ".2 B20", "A1": "b22"}


def test_an_extract_of_a_split_edit_stops_at_what_comes_before():
    after = edits.extract(scene(V1="P9 A10 B10", A1="p8 a11 b10"), ids("A", "a"))
    assert drawn(after) == {"V1": "P9 B10", "A1": "p8 .1 b10"}


def test_an_extract_leaves_music_whole_that_began_before():
    assert drawn(edits.extract(scene(V1="A10 B10 C10", A1="m40"), ids("B"))) == {"V1": "A10 C10", "A1": "m40"}
    assert drawn(edits.extract(scene(V1="A10 B10 C10", A1="m18 .12 n5"), ids("B")))["A1"] == "m18 .2 n5"


@pytest.mark.parametrize("sound", ["m40 n5", "m12 s5", ".12 s5", "m18 .5 n5", "m12 +1/1 s5"])
def test_an_extract_is_refused_where_another_track_is_in_the_way(sound: str):
    before = scene(V1="A10 B10 C10", A1=sound)
    with pytest.raises(EditError, match="on A1 stands in the way") as refused:
        edits.extract(before, ids("B"))
    assert refused.value.do == "Unlock sync on A1, or leave a gap instead."
    assert drawn(edits.extract(edits.change_track(before, TrackId("A1"), sync_locked=False), ids("B")))


def test_an_extract_is_refused_where_its_own_tracks_leave_no_room():
    with pytest.raises(EditError, match=r"“b” on A1 stands in the way.*Lift instead"):
        edits.extract(scene(V1="A10 B10", A1="b5 c10"), ids("A", "c"))


def test_extracting_clips_apart_closes_each_gap():
    assert drawn(edits.extract(scene(V1="A10 B10 C10 D10"), ids("A", "C")))["V1"] == "B10 D10"
    assert drawn(edits.extract(scene(V1="A10 B10 C10 D10"), ids("B", "C")))["V1"] == "A10 D10"


def test_extracting_a_transition_only_takes_it_away():
    assert drawn(edits.extract(scene(V1="A10 +2/2 B10"), ids("V1.1")))["V1"] == "A10 B10"


def test_extracting_the_last_clip_shortens_the_timeline():
    assert drawn(edits.extract(scene(V1="A10 B10"), ids("B")))["V1"] == "A10"


def test_a_track_without_sync_lock_closes_up_when_the_extract_is_aimed_at_it():
    after = edits.extract(scene(V1="A10 B10", V2=".10 D10", loose="V1"), ids("A"))
    assert drawn(after) == {"V1": "B10", "V2": "D10"}


@pytest.mark.parametrize(
    ("start", "frames", "lifted", "extracted"),
    [
        (5, 10, "A5 .10 B5@5", "A5 B5@5"),
        (2, 3, "A2 .3 A5@5 B10", "A2 A5@5 B10"),
        (0, 10, ".10 B10", "B10"),
        (15, 10, "A10 B5", "A10 B5"),
        (12, 0, "A10 B10", "A10 B10"),
        (30, 5, "A10 B10", "A10 B10"),
    ],
)
def test_a_range_is_lifted_or_extracted(start: int, frames: int, lifted: str, extracted: str):
    before = scene(V1="A10 B10", A1="a40", locked="A1")
    range_, tracks = TimeRange(start, frames), [TrackId("V1")]
    for after, drawing in (
        (edits.lift_range(before, range_, tracks), lifted),
        (edits.extract_range(before, range_, tracks), extracted),
    ):
        check(after)
        assert drawn(after)["V1"] == drawing
        assert after.tracks[1] is before.tracks[1]
        assert (after is before) == (drawing == "A10 B10")


def test_a_range_inside_a_gap_is_empty_already():
    before = scene(V1="A10 .9 B10")
    assert edits.lift_range(before, TimeRange(12, 3), [TrackId("V1")]) is before


def test_a_range_of_no_tracks_is_nothing():
    before = scene(V1="A10 B10")
    assert edits.extract_range(before, TimeRange(2, 3), []) is before
    assert edits.lift_range(before, TimeRange(2, 3), []) is before


def test_halves_left_by_a_range_are_linked_with_what_is_on_their_side():
    after = edits.extract_range(scene(V1="A10=x", A1="a10=x"), TimeRange(4, 2), [TrackId("V1"), TrackId("A1")])
    assert drawn(after) == {"V1": "A4 A4@6", "A1": "a4 a4@6"}
    (left, right), (heard, heard_later) = (list(track.clips) for track in after.tracks)
    assert left.link == heard.link != right.link == heard_later.link


def test_a_range_ending_at_a_transition_takes_it():
    before = scene(V1="A10 +2/2 B10")
    assert drawn(edits.extract_range(before, TimeRange(10, 3), [TrackId("V1")]))["V1"] == "A10 B7@3"
    assert drawn(edits.extract_range(before, TimeRange(7, 3), [TrackId("V1")]))["V1"] == "A7 B10"


def test_a_range_before_the_first_frame_is_refused():
    with pytest.raises(EditError, match="before the first frame"):
        edits.lift_range(scene(V1="A10"), TimeRange(-2, 3), [TrackId("V1")])


def test_closing_a_gap_moves_every_sync_locked_track():
    before = scene(V1="A10 .5 B10", A1="a10 .10 b10")
    assert drawn(edits.close_gap(before, ItemId("V1.1"))) == {"V1": "A10 B10", "A1": "a10 .5 b10"}


def test_a_gap_is_not_closed_over_a_clip_that_starts_in_it_and_clips_are_not_closed():
    before = scene(V1="A10 .5 B10", A1=".12 b10", V2="C5 .5 D5", locked="V2")
    with pytest.raises(EditError, match="“b” on A1 stands in the way: it has no room to move up"):
        edits.close_gap(before, ItemId("V1.1"))
    with pytest.raises(EditError, match="Only a gap can be closed"):
        edits.close_gap(before, ItemId("A"))
    with pytest.raises(EditError, match="V2 is locked"):
        edits.close_gap(before, ItemId("V2.1"))


def test_closing_all_gaps_closes_those_that_can_be():
    before = scene(V1=".5 A10 .5 B10 .5 C10", A1=".17 m3")
    assert drawn(edits.close_all_gaps(before, TrackId("V1"))) == {"V1": "A10 .5 B10 C10", "A1": ".12 m3"}


def test_closing_all_gaps_says_why_none_can_be():
    with pytest.raises(EditError, match="“m” on A1 stands in the way"):
        edits.close_all_gaps(scene(V1="A10 .5 B10", A1=".12 m9"), TrackId("V1"))


def test_closing_all_gaps_where_there_are_none_changes_nothing():
    before = scene(V1="A10 B10")
    assert edits.close_all_gaps(before, TrackId("V1")) is before


def test_lifting_a_range_of_several_tracks_gives_each_a_gap_of_its_own():
    lifted = edits.lift_range(scene(V1="A10", A1="a10"), TimeRange(2, 3), [TrackId("V1"), TrackId("A1")])
    check(lifted)
    assert drawn(lifted) == {"V1": "A2 .3 A5@5", "A1": "a2 .3 a5@5"}
