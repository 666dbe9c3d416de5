"""Tracks, names, links, markers, transitions: the small edits."""

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import ItemId, Marker, MarkerId, TrackId, TrackKind
from tests.editor.timeline.drawing import drawn, scene

A, B = ItemId("A"), ItemId("B")


def test_a_track_is_added_on_the_outside_of_its_kind():
    before = scene(V1="A10", A1="a10")
    after = edits.add_track(before, TrackKind.VIDEO, TrackId("new"))
    after = edits.add_track(after, TrackKind.AUDIO, TrackId("sound"), "Music")
    check(after)
    assert [track.id for track in after.tracks] == ["V1", "new", "A1", "sound"]
    assert [track.name for track in after.tracks[1::2]] == ["Video 2", "Music"]
    assert after.tracks[0] is before.tracks[0]


def test_a_track_is_removed_with_what_is_on_it_but_not_the_last_of_its_kind_or_a_locked_one():
    before = scene(V1="A10", V2="B10", V3="C10", A1="a10", locked="V3")
    assert drawn(edits.remove_track(before, TrackId("V1"))) == {"V1": "B10", "V2": "C10", "A1": "a10"}
    with pytest.raises(EditError, match="A1 is the last of its kind"):
        edits.remove_track(before, TrackId("A1"))
    with pytest.raises(EditError, match="V3 is locked"):
        edits.remove_track(before, TrackId("V3"))


def test_a_track_is_switched_even_when_it_is_locked():
    before = scene(V1="A10", V2="B10", locked="V1")
    after = edits.change_track(before, TrackId("V1"), locked=False, name="Main")
    assert (after.tracks[0].locked, after.tracks[0].name) == (False, "Main")
    assert after.tracks[1] is before.tracks[1]
    assert edits.change_track(after, TrackId("V1"), locked=False) is after
    assert edits.change_track(after, TrackId("V9"), muted=True) is after


def test_a_clip_is_renamed_and_switched_off():
    before = scene(V1="A10 .5 B10")
    named = edits.rename(before, A, "Opening")
    assert named.clip(A).name == "Opening"
    assert edits.rename(named, A, "Opening") is named
    off = edits.set_enabled(named, [A, B, ItemId("V1.1")], on=False)
    assert not off.clip(A).enabled
    assert edits.set_enabled(off, [A], on=False) is off
    assert edits.set_enabled(off, [A, B], on=True) == named


def test_linking_takes_clips_out_of_their_old_links_and_unlinking_leaves_the_others():
    before = scene(V1="A10=x B10", A1="a10=x", A2="b10=x")
    after = edits.link(before, [B, ItemId("a")])
    assert set(after.linked(after.clip(B))) == {"B", "a"}
    assert set(after.linked(after.clip(A))) == {"A", "b"}
    unlinked = edits.unlink(after, [B])
    assert unlinked.linked(unlinked.clip(B)) == ("B",)
    assert edits.unlink(unlinked, [B]) is unlinked


def test_one_clip_or_two_of_one_track_cannot_be_linked():
    before = scene(V1="A10 B10", A1="a10", locked="A1")
    with pytest.raises(EditError, match="nothing to be linked to"):
        edits.link(before, [A])
    with pytest.raises(EditError, match="Clips of one track"):
        edits.link(before, [A, B])
    with pytest.raises(EditError, match="A1 is locked"):
        edits.link(before, [A, ItemId("a")])


def test_copies_have_ids_of_their_own_and_are_linked_with_each_other():
    before = scene(V1="A10=x .5 B10", A1="a10=x")
    links = edits.new_links()
    shown = edits.copied(before.tracks[0].items, links)
    heard = edits.copied(before.tracks[1].items, links)
    assert shown[0].link == heard[0].link != "x"
    after = edits.overwrite(before, 30, {TrackId("V1"): shown, TrackId("A1"): heard})
    check(after)
    assert drawn(after) == {"V1": "A10 .5 B10 .5 A10 .5 B10", "A1": "a10 .20 a10"}
    assert edits.copied(before.tracks[1].items)[0].link not in ("x", None)


def test_markers_stand_in_order_of_time():
    before = scene(V1="A10")
    late, early = Marker(MarkerId("late"), 8), Marker(MarkerId("early"), 3)
    after = edits.add_marker(edits.add_marker(before, late), early)
    assert after.markers == (early, late)
    assert edits.add_marker(after, early) is after
    moved = edits.change_marker(after, Marker(MarkerId("early"), 9, "End"))
    assert [marker.id for marker in moved.markers] == ["late", "early"]
    gone = edits.remove_marker(moved, MarkerId("early"))
    assert gone.markers == (late,)
    assert edits.remove_marker(gone, MarkerId("early")) is gone
    assert edits.change_marker(gone, early) is gone


def test_the_mark_that_was_set_last_stays_where_in_and_out_would_cross():
    before = edits.set_marks(scene(V1="A10"), 2, 8)
    assert (before.mark_in, before.mark_out) == (2, 8)
    assert edits.set_marks(before, 2, 8) is before
    later = edits.set_marks(before, 8, 8)
    assert (later.mark_in, later.mark_out) == (8, None)
    earlier = edits.set_marks(before, 2, 2)
    assert (earlier.mark_in, earlier.mark_out) == (None, 2)
    assert edits.set_marks(before, None, None).mark_in is None


@pytest.mark.parametrize(
    ("drawing", "frames", "result"),
    [
        ("A10 B10", 6, "A10 +3/3 B10"),
        ("A10 B10", 5, "A10 +3/2 B10"),
        ("A10~9/1 B10", 6, "A10 +5/1 B10"),
        ("A10 B10~1/9", 6, "A10 +1/5 B10"),
        ("A10 B3", 6, "A10 +3/3 B3"),
        ("A10 B2 +1/1 C5", 4, "A10 +3/1 B2 +1/1 C5"),
        ("C5 +1/2 A3 B10", 4, "C5 +1/2 A3 +1/3 B10"),
        ("A10~ B10*", 20, "A10 +10/10 B10"),
        ("A10 +1/1 B10", 6, "A10 +3/3 B10"),
    ],
)
def test_a_transition_is_centred_as_far_as_handles_allow(drawing: str, frames: int, result: str):
    after = edits.add_transition(scene(V1=drawing), A, B, frames, ItemId("t"))
    check(after)
    assert drawn(after)["V1"].replace("@-10", "").replace("@-11", "").replace("@-19", "").replace("@-20", "") == result


def test_a_transition_says_how_much_media_there_is_and_what_to_do():
    with pytest.raises(EditError, match=r"for a transition of 4 frames, not 6. Make it 4 frames"):
        edits.add_transition(scene(V1="A10~2 B10~2"), A, B, 6, ItemId("t"))
    insufficient = "Insufficient media: “A” has 1 frame for it after the cut, “B” 0 before"
    with pytest.raises(EditError, match=insufficient) as none:
        edits.add_transition(scene(V1="A10~0/1 B10~0"), A, B, 6, ItemId("t"))
    assert none.value.do.startswith("Trim the clips: what is cut off of them is its media.")
    with pytest.raises(EditError, match=r"“A” has 0 frames for it"):
        edits.add_transition(scene(V1="A10~0 B10~0"), A, B, 1, ItemId("t"))


@pytest.mark.parametrize(
    ("drawing", "limit"),
    [
        ("A10~2 B10~3", 5),
        ("A10~0 B10~0", 0),
        ("A10~ B10*", 20),
        ("A10 .1 B10", 0),
        ("A10 +4/4 B10~3", 13),
        ("C5 +1/2 A3 B10", 11),
        ("A10 B4 +3/1 C5", 11),
        ("C5 +1/2 A3 +1/1 B4 +2/2 D5", 3),
    ],
)
def test_a_transition_can_be_as_long_as_media_and_the_transitions_beside_it_allow(drawing: str, limit: int):
    before = scene(V1=drawing)
    assert edits.transition_limit(before, A, B) == limit
    if limit:
        check(edits.add_transition(before, A, B, limit, ItemId("t")))
    with pytest.raises(EditError):
        edits.add_transition(before, A, B, limit + 1, ItemId("t"))


def test_a_transition_needs_a_cut_and_a_track_that_is_not_locked():
    with pytest.raises(EditError, match="needs a cut"):
        edits.add_transition(scene(V1="A10 .1 B10"), A, B, 6, ItemId("t"))
    with pytest.raises(EditError, match="needs a cut"):
        edits.add_transition(scene(V1="A10 B10"), A, B, 0, ItemId("t"))
    with pytest.raises(EditError, match="V1 is locked"):
        edits.add_transition(scene(V1="A10 B10", locked="V1"), A, B, 6, ItemId("t"))


def test_a_transition_is_taken_away_and_nothing_else_with_it():
    before = scene(V1="A10 +2/2 B10")
    assert drawn(edits.remove_transition(before, ItemId("V1.1")))["V1"] == "A10 B10"
    with pytest.raises(EditError, match="not a transition"):
        edits.remove_transition(before, A)
