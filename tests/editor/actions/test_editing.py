"""Cutting at the playhead and on the selection, as an editor's hands expect it."""

from collections.abc import Callable

import pytest

from editor.actions import editing
from editor.session import Session
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId
from tests.editor.actions.bench import on_bench
from tests.editor.timeline.drawing import scene

Verb = Callable[[Session], None]

# Deleting


def test_a_deleted_clip_leaves_a_gap_and_takes_its_sound_along() -> None:
    bench = on_bench(scene(V1="A10=x B10", A1="a10=x b10"))
    bench.select("A")
    editing.delete(bench.session)
    assert bench.drawn == {"V1": ".10 B10", "A1": ".10 b10"}
    assert bench.steps == ["Delete"]


def test_with_links_off_the_sound_stays() -> None:
    bench = on_bench(scene(V1="A10=x B10", A1="a10=x b10"))
    bench.session.view.set_linked(False)
    bench.select("A")
    editing.delete(bench.session)
    assert bench.drawn == {"V1": ".10 B10", "A1": "a10 b10"}


def test_locked_sound_stays_and_does_not_stop_the_picture_from_being_deleted() -> None:
    bench = on_bench(scene(V1="A10=x B10", A1="a10=x b10", locked="A1"))
    bench.select("A", "a")
    editing.delete(bench.session)
    assert bench.drawn == {"V1": ".10 B10", "A1": "a10 b10"}


def test_deleting_a_gap_closes_it() -> None:
    bench = on_bench(scene(V1="A10 .5 B10", A1="a10 .5 b10"))
    bench.select("V1.1")
    editing.delete(bench.session)
    assert bench.drawn == {"V1": "A10 B10", "A1": "a10 b10"}
    assert bench.steps == ["Close Gap"]


def test_gaps_of_two_tracks_at_one_place_are_closed_once() -> None:
    bench = on_bench(scene(V1="A10 .5 B10", A1="a10 .5 b10"))
    bench.select("V1.1", "A1.1")
    editing.delete(bench.session)
    assert bench.drawn == {"V1": "A10 B10", "A1": "a10 b10"}


def test_of_a_gap_and_the_clip_beside_it_the_gap_is_closed_and_the_clip_leaves_its_own() -> None:
    bench = on_bench(scene(V1="A10 .5 B10 C10"))
    bench.select("V1.1", "B")
    editing.delete(bench.session)
    assert bench.drawn == {"V1": "A10 .10 C10"}
    bench = on_bench(scene(V1="A10 B10 .5 C10"))
    bench.select("B", "V1.2")
    editing.delete(bench.session)
    assert bench.drawn == {"V1": "A10 .10 C10"}
    assert bench.steps == ["Delete"]


def test_a_deleted_dissolve_leaves_a_cut_also_together_with_clips() -> None:
    bench = on_bench(scene(V1="A10 +2/2 B10 C10"))
    bench.select("V1.1", "C")
    editing.delete(bench.session)
    assert bench.drawn == {"V1": "A10 B10"}


def test_a_dissolve_and_a_clip_of_it_are_deleted_together() -> None:
    bench = on_bench(scene(V1="A10 +2/2 B10 C10"))
    bench.select("V1.1", "B")
    editing.delete(bench.session)
    assert bench.drawn == {"V1": "A10 .10 C10"}


def test_deleting_on_a_locked_track_is_refused_and_says_what_to_do() -> None:
    bench = on_bench(scene(V1="A10", locked="V1"))
    bench.select("A")
    with pytest.raises(EditError, match=r"V1 is locked\. Unlock V1 first\."):
        editing.delete(bench.session)
    assert bench.steps == []


def test_ripple_delete_closes_the_room_on_all_tracks() -> None:
    bench = on_bench(scene(V1="A10=x B10=y", V2=".12 T4", A1="a10=x b10=y"))
    bench.select("A")
    editing.ripple_delete(bench.session)
    assert bench.drawn == {"V1": "B10", "A1": "b10", "V2": ".2 T4"}


def test_ripple_delete_takes_a_dissolve_off_and_leaves_its_clips() -> None:
    bench = on_bench(scene(V1="A10 +2/2 B10", A1="a10 b10"))
    bench.select("V1.1")
    editing.ripple_delete(bench.session)
    assert bench.drawn == {"V1": "A10 B10", "A1": "a10 b10"}


def test_ripple_delete_of_a_dissolve_and_of_a_clip_elsewhere_closes_only_what_the_clip_left() -> None:
    bench = on_bench(scene(V1="A10 +2/2 B10", V2="T10 .5 S5", loose="V1"))
    bench.select("V1.1", "T")
    editing.ripple_delete(bench.session)
    assert bench.drawn == {"V1": "A10 B10", "V2": ".5 S5"}


def test_one_gap_or_all_of_a_track_are_closed_from_the_menu() -> None:
    bench = on_bench(scene(V1=".3 A10 .5 B10"))
    editing.close_gap(bench.session, ItemId("V1.2"))
    assert bench.drawn == {"V1": ".3 A10 B10"}
    bench.document.undo_stack.undo()
    editing.close_all_gaps(bench.session, bench.track("V1").id)
    assert bench.drawn == {"V1": "A10 B10"}


# Splitting


def test_the_clips_of_the_tracks_aimed_at_are_cut_with_what_is_linked_to_them() -> None:
    bench = on_bench(scene(V1="A10=x", V2="T10", A1="a10=x"), aimed="V1")
    bench.playback.seek(4)
    editing.split(bench.session)
    assert bench.drawn == {"V1": "A4 A6@4", "A1": "a4 a6@4", "V2": "T10"}
    right = [bench.clips(label)[1] for label in ("V1", "A1")]
    assert right[0].link == right[1].link != bench.clips("V1")[0].link


def test_with_links_off_only_the_picture_is_cut() -> None:
    bench = on_bench(scene(V1="A10=x", A1="a10=x"), aimed="V1")
    bench.session.view.set_linked(False)
    bench.playback.seek(4)
    editing.split(bench.session)
    assert bench.drawn == {"V1": "A4 A6@4", "A1": "a10"}


def test_a_selected_clip_is_cut_alone() -> None:
    bench = on_bench(scene(V1="A10", V2="T10"))
    bench.playback.seek(4)
    bench.select("T")
    editing.split(bench.session)
    assert bench.drawn == {"V1": "A10", "V2": "T4 T6@4"}


def test_all_tracks_but_locked_ones_are_cut() -> None:
    bench = on_bench(scene(V1="A10", V2="T10", V3="S10", locked="V3"), aimed="")
    bench.playback.seek(4)
    editing.split_all(bench.session)
    assert bench.drawn == {"V1": "A4 A6@4", "V2": "T4 T6@4", "V3": "S10"}


@pytest.mark.parametrize("verb", [editing.split, editing.split_all])
def test_on_a_cut_there_is_nothing_to_split_which_is_told(verb: Verb) -> None:
    bench = on_bench(scene(V1="A10 B10"))
    bench.playback.seek(10)
    with pytest.raises(EditError, match="No clip plays across the playhead"):
        verb(bench.session)
    assert bench.steps == []


# Q and W


def test_q_takes_away_what_lies_before_the_playhead_and_goes_to_the_cut() -> None:
    bench = on_bench(scene(V1="A10=x B10=y C5", A1="a10=x b10=y c5"))
    bench.playback.seek(14)
    editing.ripple_trim_start(bench.session)
    assert bench.drawn == {"V1": "A10 B6@4 C5", "A1": "a10 b6@4 c5"}
    assert bench.playback.frame == 10
    assert bench.steps == ["Ripple Trim Start"]


def test_w_takes_away_the_frame_under_the_playhead_and_all_behind_it() -> None:
    bench = on_bench(scene(V1="A10=x B10=y C5", A1="a10=x b10=y c5"))
    bench.playback.seek(14)
    editing.ripple_trim_end(bench.session)
    assert bench.drawn == {"V1": "A10 B4 C5", "A1": "a10 b4 c5"}
    assert bench.playback.frame == 14


def test_a_split_edit_keeps_its_overlap_under_w() -> None:
    bench = on_bench(scene(V1="A20=x B20", A1="a25=x .15"))
    bench.playback.seek(15)
    editing.ripple_trim_end(bench.session)
    assert bench.drawn == {"V1": "A15 B20", "A1": "a20"}


def test_sound_on_a_locked_track_is_left_alone() -> None:
    bench = on_bench(scene(V1="A10=x B10", A1="a10=x b10", locked="A1"))
    bench.playback.seek(4)
    editing.ripple_trim_start(bench.session)
    assert bench.drawn == {"V1": "A6@4 B10", "A1": "a10 b10"}


def test_clips_that_are_not_linked_lose_the_same_time_on_every_track_aimed_at() -> None:
    bench = on_bench(scene(V1="A10 B10", A1="m30"))
    bench.playback.seek(14)
    editing.ripple_trim_start(bench.session)
    assert bench.drawn == {"V1": "A10 B6@4", "A1": "m10 m16@14"}
    assert bench.playback.frame == 10


def test_with_links_off_q_still_takes_picture_and_sound_where_both_are_aimed_at() -> None:
    bench = on_bench(scene(V1="A10=x B10", A1="a10=x b10"))
    bench.session.view.set_linked(False)
    bench.playback.seek(4)
    editing.ripple_trim_start(bench.session)
    assert bench.drawn == {"V1": "A6@4 B10", "A1": "a6@4 b10"}


@pytest.mark.parametrize("verb", [editing.ripple_trim_start, editing.ripple_trim_end])
def test_on_a_cut_q_and_w_say_so(verb: Verb) -> None:
    bench = on_bench(scene(V1="A10 B10"))
    bench.playback.seek(10)
    with pytest.raises(EditError, match="playhead stands on a cut"):
        verb(bench.session)
    bench.playback.seek(40)
    with pytest.raises(EditError, match="no clip under the playhead"):
        verb(bench.session)
    assert bench.steps == []


def test_what_another_track_has_no_room_for_is_refused_as_a_whole() -> None:
    bench = on_bench(scene(V1="A20 B10", V2=".16 T20"))
    bench.playback.seek(14)
    with pytest.raises(EditError, match="6 frames cannot be closed up"):
        editing.ripple_trim_end(bench.session)
    assert (bench.steps, bench.playback.frame) == ([], 14)


# An edge


def test_an_edge_is_trimmed_with_its_link_and_tells_how_far_it_went() -> None:
    bench = on_bench(scene(V1=".5 A10=x .3 B5", A1=".5 a10=x"))
    assert editing.trim(bench.session, ItemId("A"), Edge.END, 8) == 3
    assert editing.trim(bench.session, ItemId("A"), Edge.START, -2) == -2
    assert bench.drawn == {"V1": ".3 A15@-2 B5", "A1": ".3 a15@-2"}
    assert editing.trim(bench.session, ItemId("A"), Edge.END, 1) == 0
    assert bench.steps == ["Trim", "Trim"]


def test_with_links_off_the_sounds_edge_stays() -> None:
    bench = on_bench(scene(V1="A10=x", A1="a10=x"))
    bench.session.view.set_linked(False)
    editing.trim(bench.session, ItemId("A"), Edge.END, -4)
    assert bench.drawn == {"V1": "A6", "A1": "a10"}


def test_an_edge_on_a_locked_track_is_refused() -> None:
    bench = on_bench(scene(V1="A10", locked="V1"))
    with pytest.raises(EditError, match="V1 is locked"):
        editing.trim(bench.session, ItemId("A"), Edge.END, -4)


# E


def test_e_brings_the_nearer_edge_to_the_playhead() -> None:
    bench = on_bench(scene(V1=".10 A20=x", A1=".10 a20=x"))
    bench.select("A", "a")
    bench.playback.seek(14)
    editing.extend_edit(bench.session)
    assert bench.drawn == {"V1": ".14 A16@4", "A1": ".14 a16@4"}
    bench.playback.seek(36)
    editing.extend_edit(bench.session)
    assert bench.drawn == {"V1": ".14 A22@4", "A1": ".14 a22@4"}
    assert bench.steps == ["Extend Edit", "Extend Edit"]


def test_e_goes_as_far_as_the_media_and_the_neighbours_allow() -> None:
    bench = on_bench(scene(V1="A10~0/3", V2="B10 .5 C5"))
    bench.select("A", "B")
    bench.playback.seek(40)
    editing.extend_edit(bench.session)
    assert [bench.clips(label)[0].duration for label in ("V1", "V2")] == [13, 15]


def test_where_e_can_do_nothing_it_says_why() -> None:
    bench = on_bench(scene(V1="A10 B10"))
    bench.select("A")
    bench.playback.seek(14)
    with pytest.raises(EditError, match="a neighbour, ends there"):
        editing.extend_edit(bench.session)


# Nudging


def test_steps_of_a_nudge_are_one_undo_step() -> None:
    bench = on_bench(scene(V1=".5 A10=x", A1=".5 a10=x"))
    before = bench.timeline
    bench.select("A")
    for _ in range(3):
        editing.nudge(bench.session, 1)
    assert bench.drawn == {"V1": ".8 A10", "A1": ".8 a10"}
    assert bench.steps == ["Nudge"]
    bench.document.undo_stack.undo()
    assert bench.timeline is before


def test_nudges_of_different_clips_are_steps_of_their_own() -> None:
    bench = on_bench(scene(V1=".5 A10 .5 B10"))
    bench.select("A")
    editing.nudge(bench.session, 1)
    bench.select("B")
    editing.nudge(bench.session, 1)
    assert bench.steps == ["Nudge", "Nudge"]


def test_nothing_is_nudged_before_the_start() -> None:
    bench = on_bench(scene(V1="A10"))
    bench.select("A")
    editing.nudge(bench.session, -1)
    assert bench.steps == []


# Switching, linking, naming


def test_clips_are_switched_off_together_and_on_again_with_their_sound() -> None:
    bench = on_bench(scene(V1="A10=x B10", A1="a10=x"))
    bench.select("A", "B")
    editing.toggle_enabled(bench.session)
    assert not any(clip.enabled for label in ("V1", "A1") for clip in bench.clips(label))
    bench.select("A")
    editing.toggle_enabled(bench.session)
    assert [clip.enabled for label in ("V1", "A1") for clip in bench.clips(label)] == [True, False, True]
    assert bench.steps == ["Disable", "Enable"]


def test_linked_clips_are_unlinked_and_others_linked() -> None:
    bench = on_bench(scene(V1="A10=x", A1="a10=x"))
    bench.select("A", "a")
    editing.toggle_link(bench.session)
    assert bench.clips("V1")[0].link is None
    assert not editing.are_linked(bench.session)
    editing.toggle_link(bench.session)
    assert editing.are_linked(bench.session)
    assert bench.steps == ["Unlink", "Link"]


def test_a_link_whose_other_clip_is_gone_counts_for_nothing() -> None:
    bench = on_bench(scene(V1="A10=x", A1="b10"))
    bench.select("A", "b")
    editing.toggle_link(bench.session)
    assert editing.are_linked(bench.session)


def test_a_single_clip_cannot_be_linked() -> None:
    bench = on_bench(scene(V1="A10"))
    bench.select("A")
    with pytest.raises(EditError, match="nothing to be linked to"):
        editing.toggle_link(bench.session)


def test_a_new_name_goes_to_the_linked_clip_of_the_same_name_too() -> None:
    bench = on_bench(scene(V1="A10=x", A1="a10=x"))
    editing.rename(bench.session, ItemId("a"), "A")
    editing.rename(bench.session, ItemId("A"), "  wave ")
    assert [bench.clips(label)[0].name for label in ("V1", "A1")] == ["wave", "wave"]
    with pytest.raises(EditError, match="needs a name"):
        editing.rename(bench.session, ItemId("A"), " ")


# In and out


def test_lift_empties_the_marked_range_of_the_tracks_aimed_at() -> None:
    bench = on_bench(scene(V1="A10 B10", V2="T20", A1="a20"))
    bench.mark(5, 12)
    editing.lift_marked(bench.session)
    assert bench.drawn == {"V1": "A5 .7 B8@2", "A1": "a5 .7 a8@12", "V2": "T20"}
    assert (bench.timeline.mark_in, bench.timeline.mark_out) == (5, 12)


def test_extract_closes_up_too_and_uses_the_marks_up_in_the_same_step() -> None:
    bench = on_bench(scene(V1="A10 B10", A1="a20"))
    bench.mark(5, 12)
    before = bench.timeline
    bench.playback.seek(18)
    editing.extract_marked(bench.session)
    assert bench.drawn == {"V1": "A5 B8@2", "A1": "a5 a8@12"}
    assert (bench.timeline.mark_in, bench.timeline.mark_out, bench.playback.frame) == (None, None, 5)
    bench.document.undo_stack.undo()
    assert bench.timeline is before


@pytest.mark.parametrize(("start", "end", "left"), [(5, None, "A5"), (None, 5, ".5 A5@5")])
def test_one_mark_alone_reaches_to_the_end_or_from_the_start(start: int | None, end: int | None, left: str) -> None:
    bench = on_bench(scene(V1="A10", A1=""))
    bench.mark(start, end)
    editing.lift_marked(bench.session)
    assert bench.drawn["V1"] == left


def test_without_marks_or_tracks_aimed_at_lift_says_what_is_missing() -> None:
    bench = on_bench(scene(V1="A10"))
    with pytest.raises(EditError, match=r"No range is marked.*\(I, O\)"):
        editing.lift_marked(bench.session)
    bench.mark(20, None)
    with pytest.raises(EditError, match="No range is marked"):
        editing.extract_marked(bench.session)
    bench = on_bench(scene(V1="A10"), aimed="")
    bench.mark(2, 5)
    with pytest.raises(EditError, match="No unlocked track is aimed at"):
        editing.lift_marked(bench.session)
