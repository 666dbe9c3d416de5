"""Generating: room for new frames beside their source, or from one clip to the next."""

from dataclasses import replace

import pytest

from editor.timeline import edits
from editor.timeline.edits import Rule
from editor.timeline.edits.generating import continued_name
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import Clip, Generation, ItemId, Purpose, Task, Timeline
from editor.timeline.rational_time import TimeRange
from tests.editor.timeline.drawing import drawn, generation, scene

A, B, NEW = ItemId("A"), ItemId("B"), ItemId("new")
AFTER, BEFORE, BRIDGE = generation(Task.AFTER), generation(Task.BEFORE), generation(Task.BRIDGE)


def extend(timeline: Timeline, frames: int, rule: Rule = Rule.RIPPLE, clip_id: ItemId = A) -> dict[str, str]:
    after = edits.insert_generated(timeline, clip_id, frames, AFTER, NEW, rule)
    check(after)
    return drawn(after)


def extend_before(timeline: Timeline, frames: int, rule: Rule = Rule.RIPPLE) -> dict[str, str]:
    after = edits.insert_generated(timeline, B, frames, BEFORE, NEW, rule)
    check(after)
    return drawn(after)


def bridge(timeline: Timeline, frames: int, rule: Rule = Rule.RIPPLE) -> dict[str, str]:
    after = edits.insert_bridge(timeline, A, B, frames, BRIDGE, NEW, rule)
    check(after)
    return drawn(after)


def test_the_new_clip_is_pending_and_tells_what_was_asked_for():
    after = edits.insert_generated(scene(V1="A10=x", A1="a10=x"), A, 6, AFTER, NEW)
    clip = after.clip(NEW)
    assert clip.name == "A, after"
    assert clip.is_pending
    assert clip.generation is AFTER
    assert clip.link is None
    assert after.clip(A).link == "x"
    assert edits.insert_generated(after, A, 6, BEFORE, ItemId("b")).clip(ItemId("b")).name == "A, before"


@pytest.mark.parametrize("rule", list(Rule))
def test_new_frames_go_into_the_gap_where_it_holds_them(rule: Rule):
    before = scene(V1="A10 .10 B10", V2="C30", A1="m30")
    assert extend(before, 6, rule)["V1"] == "A10 A,after6 .4 B10"
    assert extend(before, 10, rule)["V1"] == "A10 A,after10 B10"
    assert extend_before(before, 6, rule)["V1"] == "A10 .4 B,before6 B10"
    assert extend_before(before, 10, rule) == {"V1": "A10 B,before10 B10", "V2": "C30", "A1": "m30"}
    assert extend(scene(V1="A10", A1="m30"), 6, rule) == {"V1": "A10 A,after6", "A1": "m30"}


def test_what_the_gap_cannot_hold_pushes_the_rest_aside_on_every_sync_locked_track():
    before = scene(V1="A10 .4 B10", V2=".14 T5", V3=".14 U5", A1="a10 .4 b10", A2="m30", loose="V3")
    assert extend(before, 6) == {
        "V1": "A10 A,after6 B10",
        "V2": ".16 T5",
        "V3": ".14 U5",
        "A1": "a10 .6 b10",
        "A2": "m14 .2 m16@14",
    }


def test_new_frames_before_a_clip_push_it_with_its_sound():
    before = scene(V1="A10 .4 B10=x", A1="a10 .4 b10=x")
    assert extend_before(before, 6) == {"V1": "A10 B,before6 B10", "A1": "a10 .6 b10"}
    assert extend_before(scene(V1="B10=x", A1="b10=x"), 6) == {"V1": "B,before6 B10", "A1": ".6 b10"}


def test_what_the_gap_cannot_hold_covers_the_neighbour():
    before = scene(V1="A10 .4 B10 C10", A1="m30")
    assert extend(before, 6, Rule.OVERWRITE) == {"V1": "A10 A,after6 B8@2 C10", "A1": "m30"}
    assert extend(before, 16, Rule.OVERWRITE)["V1"] == "A10 A,after16 C8@2"
    assert extend_before(before, 6, Rule.OVERWRITE)["V1"] == "A8 B,before6 B10 C10"


def test_what_the_gap_cannot_hold_goes_onto_a_free_track_above():
    before = scene(V1="A10 .4 B10", V2=".15 T5", V3="", A1="m30")
    assert extend(before, 6, Rule.ABOVE) == {"V1": "A10 .4 B10", "V2": ".15 T5", "V3": ".10 A,after6", "A1": "m30"}
    assert extend(before, 5, Rule.ABOVE)["V2"] == ".10 A,after5 T5"
    assert extend_before(before, 12, Rule.ABOVE)["V2"] == ".2 B,before12 .1 T5"


def test_a_track_is_added_above_where_none_is_free_unlocked_and_shown():
    before = scene(V1="A10 B10", V2=".15 T5", V3="", V4="", A1="m30", locked="V3")
    before = edits.change_track(before, before.tracks[3].id, hidden=True)
    after = edits.insert_generated(before, A, 6, AFTER, NEW, Rule.ABOVE)
    check(after)
    assert drawn(after) == {
        "V1": "A10 B10",
        "V2": ".15 T5",
        "V3": "",
        "V4": "",
        "V5": ".10 A,after6",
        "A1": "m30",
    }
    assert after.tracks[0] is before.tracks[0]


def test_a_transition_stays_under_a_clip_above_and_goes_where_something_comes_between():
    before = scene(V1="A10 +2/2 B10")
    assert extend(before, 6, Rule.ABOVE)["V1"] == "A10 +2/2 B10"
    assert extend(before, 6)["V1"] == "A10 A,after6 B10"


@pytest.mark.parametrize("rule", [Rule.OVERWRITE, Rule.ABOVE])
def test_nothing_is_generated_before_the_first_frame(rule: Rule):
    with pytest.raises(EditError, match=r"not that much time before the clip. Choose Ripple"):
        edits.insert_generated(scene(V1=".4 B10"), B, 6, BEFORE, NEW, rule)
    assert extend_before(scene(V1=".4 B10"), 6)["V1"] == "B,before6 B10"


def test_nothing_is_generated_on_locked_or_sound_tracks_or_in_no_frames():
    before = scene(V1="A10 B10", A1="C10", locked="V1")
    with pytest.raises(EditError, match="V1 is locked"):
        edits.insert_generated(before, A, 6, AFTER, NEW)
    with pytest.raises(EditError, match="Only picture can be generated"):
        edits.insert_generated(before, ItemId("C"), 6, AFTER, NEW)
    with pytest.raises(EditError, match="one frame or more"):
        edits.insert_bridge(before, A, B, 0, BRIDGE, NEW)


@pytest.mark.parametrize("rule", list(Rule))
def test_a_bridge_fills_the_gap(rule: Rule):
    assert bridge(scene(V1="A10 .6 B10", A1="m30"), 6, rule) == {"V1": "A10 AtoB6 B10", "A1": "m30"}


def test_a_bridge_opens_a_cut_and_closes_what_is_left_of_a_longer_gap():
    assert bridge(scene(V1="A10 +2/2 B10=x", A1="a10 b10=x"), 6) == {"V1": "A10 AtoB6 B10", "A1": "a10 .6 b10"}
    assert bridge(scene(V1="A10 .4 B10", A1="m30"), 6) == {"V1": "A10 AtoB6 B10", "A1": "m14 .2 m16@14"}
    assert bridge(scene(V1="A10 .8 B10", A1="a10 .8 b10"), 6) == {"V1": "A10 AtoB6 B10", "A1": "a10 .6 b10"}
    with pytest.raises(EditError, match="“m” on A1 stands in the way"):
        bridge(scene(V1="A10 .8 B10", A1=".17 m5"), 6)


def test_a_bridge_that_covers_takes_as_much_from_both_sides():
    assert bridge(scene(V1="A10 B10"), 6, Rule.OVERWRITE)["V1"] == "A7 AtoB6 B7@3"
    assert bridge(scene(V1="A10 .3 B10"), 6, Rule.OVERWRITE)["V1"] == "A9 AtoB6 B8@2"
    assert bridge(scene(V1="A10 .9 B10"), 6, Rule.OVERWRITE)["V1"] == "A10 AtoB6 .3 B10"
    assert bridge(scene(V1="A10 B10", V2=""), 6, Rule.ABOVE) == {"V1": "A10 B10", "V2": ".7 AtoB6"}


@pytest.mark.parametrize("tracks", [{"V1": "A10 C2 B10"}, {"V1": "B10 A10"}, {"V1": "A10", "V2": ".10 B10"}])
def test_a_bridge_leads_to_the_next_clip(tracks: dict[str, str]):
    with pytest.raises(EditError, match="from a clip to the next one"):
        bridge(scene(**tracks), 6)


@pytest.mark.parametrize(
    ("name", "generated", "continued"),
    [
        ("surf", False, "surf, after"),
        ("surf, after", True, "surf, after 2"),
        ("surf, after 2", True, "surf, after 3"),
        ("surf, after", False, "surf, after, after"),
        ("surf, before", True, "surf, before, after"),
        ("surf, after the storm", True, "surf, after the storm, after"),
    ],
)
def test_a_clip_that_continues_a_generated_one_is_counted(name: str, generated: bool, continued: str):
    clip = Clip(ItemId("a"), name, 10, generation=Generation(Task.AFTER, ()) if generated else None)
    assert continued_name(clip, Task.AFTER) == continued


ANEW = replace(BRIDGE, purpose=Purpose.ANEW.value)


def test_a_part_of_a_clip_is_replaced_and_nothing_else_changes():
    before = scene(V1="A30=x B10", A1="a30=x b10")
    after = edits.replace_within(before, A, TimeRange(10, 6), ANEW, NEW)
    check(after)
    assert drawn(after) == {"V1": "A10 A,anew6 A14@16 B10", "A1": "a30 b10"}
    assert after.clip(NEW).is_pending
    assert after.tracks[1] is before.tracks[1]


@pytest.mark.parametrize("start", [0, 25, 28, 40])
def test_a_range_that_is_not_within_the_clip_is_refused(start: int):
    with pytest.raises(EditError, match="leave something of A on both sides"):
        edits.replace_within(scene(V1="A30 B30"), A, TimeRange(start, 5), ANEW, NEW)


def test_nothing_is_replaced_on_a_locked_track():
    with pytest.raises(EditError, match="locked"):
        edits.replace_within(scene(V1="A30", locked="V1"), A, TimeRange(10, 5), ANEW, NEW)


def test_what_leads_back_to_a_clips_start_is_called_its_loop():
    loop = replace(BRIDGE, purpose=Purpose.LOOP.value)
    after = edits.insert_generated(scene(V1="A10 B10"), A, 6, loop, NEW)
    assert drawn(after) == {"V1": "A10 A,loop6 B10"}


SLOW = replace(AFTER, purpose=Purpose.SLOW.value)


def test_a_clip_gives_way_to_a_longer_one_and_what_follows_moves_on_every_sync_locked_track():
    before = scene(V1="A10=x B10", V2=".4 T20", A1="a10=x b10", A2="m20", loose="A2")
    after = edits.replace_longer(before, A, 16, SLOW, NEW)
    check(after)
    assert drawn(after) == {"V1": "A,slow16 B10", "V2": ".4 T6 .6 T14@6", "A1": "a10 .6 b10", "A2": "m20"}
    assert not after.has(A)


def test_nothing_is_made_longer_on_a_locked_track():
    with pytest.raises(EditError, match="locked"):
        edits.replace_longer(scene(V1="A10", locked="V1"), A, 16, SLOW, NEW)
