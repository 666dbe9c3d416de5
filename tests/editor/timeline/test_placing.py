"""Placing: insert pushes the rest aside, overwrite covers it."""

from dataclasses import replace

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import Clip, Gap, ItemId, Timeline, TrackId
from tests.editor.timeline.drawing import clip_of, drawn, film, generation, scene

NEW = film("new")


def place(timeline: Timeline) -> Timeline:
    return edits.add_media(timeline, NEW)


def at(track: str, *frames: int) -> dict[TrackId, list[Clip]]:
    return {TrackId(track): [clip_of(NEW, count, f"n{place}") for place, count in enumerate(frames)]}


def test_an_insert_splits_the_clip_it_falls_into_and_pushes_every_sync_locked_track():
    before = place(scene(V1="A10 B10", V2="C30", V3="D30", A1="e5 .20 f5", loose="V2", locked="V3"))
    after = edits.insert(before, 4, at("V1", 6))
    check(after)
    assert drawn(after) == {"V1": "A4 n06@-20 A6@4 B10", "V2": "C30", "V3": "D30", "A1": "e4 .6 e1@4 .20 f5"}
    assert after.tracks[1] is before.tracks[1]
    assert after.tracks[2] is before.tracks[2]
    assert after.clip(ItemId("B")) is before.clip(ItemId("B"))


def test_what_an_insert_cuts_in_two_stays_linked_on_either_side_but_not_across():
    after = edits.insert(place(scene(V1="A10=x", A1="a10=x")), 4, at("V1", 6))
    left, _, right = after.tracks[0].clips
    heard, heard_later = after.tracks[1].clips
    assert left.link == heard.link == "x"
    assert right.link == heard_later.link != "x"


def test_an_insert_opens_as_much_time_as_the_longest_placement_needs():
    after = edits.insert(place(scene(V1="A10", A1="a10")), 0, at("V1", 6) | {TrackId("A1"): [clip_of(NEW, 8, "s")]})
    assert drawn(after) == {"V1": "n06@-20 .2 A10", "A1": "s8@-20 a10"}


def test_an_insert_after_the_end_leaves_a_gap_and_moves_nothing():
    before = place(scene(V1="A10", A1="a12"))
    after = edits.insert(before, 15, at("V1", 6))
    assert drawn(after)["V1"] == "A10 .5 n06@-20"
    assert after.tracks[1] is before.tracks[1]


def test_an_insert_between_two_clips_takes_the_transition_away():
    assert drawn(edits.insert(place(scene(V1="A10 +2/2 B10")), 10, at("V1", 6)))["V1"] == "A10 n06@-20 B10"


def test_an_insert_keeps_a_transition_that_still_fits():
    after = edits.insert(place(scene(V1="A10 +2/3 B10")), 14, at("V1", 6))
    check(after)
    assert drawn(after)["V1"] == "A10 +2/3 B4 n06@-20 B6@4"


def test_an_insert_drops_a_transition_that_it_cuts():
    assert drawn(edits.insert(place(scene(V1="A10 +2/3 B10")), 12, at("V1", 6)))["V1"] == "A10 B2 n06@-20 B8@2"


def test_inserting_nothing_is_the_same_timeline():
    before = scene(V1="A10")
    assert edits.insert(before, 4, {TrackId("V1"): []}) is before
    assert edits.insert(before, 4, {}) is before
    assert edits.overwrite(before, 4, {TrackId("V1"): []}) is before


@pytest.mark.parametrize(
    ("frame", "frames", "result"),
    [
        (0, 5, "n05@-20 A5@5 B10"),
        (4, 3, "A4 n03@-20 A3@7 B10"),
        (4, 6, "A4 n06@-20 B10"),
        (0, 10, "n010@-20 B10"),
        (5, 10, "A5 n010@-20 B5@5"),
        (15, 10, "A10 B5 n010@-20"),
        (22, 3, "A10 B10 .2 n03@-20"),
    ],
)
def test_an_overwrite_covers_what_is_there_and_moves_nothing(frame: int, frames: int, result: str):
    before = place(scene(V1="A10 B10", A1="a30"))
    after = edits.overwrite(before, frame, at("V1", frames))
    check(after)
    assert drawn(after)["V1"] == result
    assert after.tracks[1] is before.tracks[1]


def test_an_overwrite_with_a_gap_empties_that_time():
    after = edits.overwrite(scene(V1="A10 B10"), 5, {TrackId("V1"): [Gap(ItemId("g"), 10)]})
    assert drawn(after)["V1"] == "A5 .10 B5@5"
    assert edits.overwrite(after, 30, {TrackId("V1"): [Gap(ItemId("h"), 10)]}) is after


def test_an_overwrite_inside_a_gap_leaves_two():
    after = edits.overwrite(place(scene(V1="A10 .20 B10")), 15, at("V1", 5))
    check(after)
    assert drawn(after)["V1"] == "A10 .5 n05@-20 .10 B10"


def test_nothing_goes_onto_a_locked_track_or_before_the_first_frame_or_on_a_track_that_is_gone():
    before = place(scene(V1="A10", locked="V1"))
    with pytest.raises(EditError, match=r"V1 is locked. Unlock V1 first"):
        edits.insert(before, 0, at("V1", 6))
    with pytest.raises(EditError, match="not there any more"):
        edits.overwrite(before, 0, at("V7", 6))
    with pytest.raises(EditError, match="before the first frame"):
        edits.insert(before, -1, at("V1", 6))


def test_picture_goes_onto_picture_tracks_and_sound_onto_sound_tracks():
    mute = film("mute")
    mute = type(mute)(mute.id, mute.path, mute.name, mute.duration, mute.picture)
    before = edits.add_media(scene(V1="A10", A1="a10"), mute)
    with pytest.raises(EditError, match=r"“n” has no sound for A1. Put it on a picture track"):
        edits.overwrite(before, 0, {TrackId("A1"): [clip_of(mute, 5, "n")]})
    pending = Clip(ItemId("p"), "p", 5, generation=replace(generation(), sound="silence"))
    with pytest.raises(EditError, match="“p” has no sound"):
        edits.overwrite(before, 0, {TrackId("A1"): [pending]})
    assert drawn(edits.overwrite(before, 0, {TrackId("V1"): [pending]}))["V1"] == "p5 A5@5"
