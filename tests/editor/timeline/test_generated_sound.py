"""The sound of generated frames: where it comes, where nothing may be covered, and that it stays with its picture."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.timeline import edits
from editor.timeline.edits import Edge, Rule
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.looks import Curve, Grade, Level, Point
from editor.timeline.model import Clip, Generation, ItemId, Media, Take, Task, Timeline, TrackKind
from editor.timeline.otio_file import decode, encode
from tests.editor.timeline.drawing import drawn, film, generation, scene

A, B, NEW = ItemId("A"), ItemId("B"), ItemId("new")
AFTER, BEFORE, BRIDGE = generation(Task.AFTER), generation(Task.BEFORE), generation(Task.BRIDGE)
TAKE = replace(film("take", 60), name="take")


def recorded(locked: str = "", loose: str = "", **tracks: str) -> Timeline:
    """As drawn; the sound of a small letter comes out of the file of the capital one."""
    timeline = scene(locked, loose, **tracks)

    def as_recorded(clip: Clip) -> Clip:
        return replace(clip, takes=tuple(replace(take, media=take.media.upper()) for take in clip.takes))

    known = timeline.media_by_id.keys()
    sounds = [clip.id for track in timeline.tracks for clip in track.clips if clip.id.islower()]
    return change_clips(timeline, [each for each in sounds if each.upper() in known], as_recorded)


def extended(timeline: Timeline, frames: int = 6, made: Generation = AFTER, rule: Rule = Rule.RIPPLE) -> Timeline:
    after = edits.insert_generated(timeline, B if made is BEFORE else A, frames, made, NEW, rule)
    check(after)
    return after


def bridged(timeline: Timeline, frames: int = 6, rule: Rule = Rule.RIPPLE) -> Timeline:
    after = edits.insert_bridge(timeline, A, B, frames, BRIDGE, NEW, rule)
    check(after)
    return after


def sound_of(timeline: Timeline) -> Clip:
    _, sound = edits.made_with(timeline, timeline.clip(NEW))
    return timeline.clip(sound)


def test_sound_comes_under_new_frames_on_the_track_of_its_source_linked_with_them():
    after = extended(recorded(V1="A10=x", A1="m5", A2="a10=x"))
    assert drawn(after) == {"V1": "A10 A,after6", "A1": "m5", "A2": "a10 A,after6"}
    picture, sound = after.clip(NEW), sound_of(after)
    assert sound.is_pending
    assert sound.generation is picture.generation
    assert sound.link == picture.link != after.clip(A).link


def test_sound_is_as_loud_as_its_source_where_they_meet_and_wears_no_look():
    before = recorded(V1="A10=x B10=y", A1="a10=x b10=y")
    before = edits.change_look(before, [A, B], lambda look: replace(look, grade=Grade(exposure=1)))
    rising = Curve(0.0, (Point(0, -20.0), Point(10, 0.0)))
    before = edits.change_level(before, [ItemId("a"), ItemId("b")], lambda level: Level(rising, Curve(0.5)))
    assert [sound_of(extended(before, made=made)).level for made in (AFTER, BEFORE)] == [
        Level(Curve(0.0), Curve(0.5)),
        Level(Curve(-20.0), Curve(0.5)),
    ]
    assert sound_of(bridged(before)).level == Level(Curve(0.0), Curve(0.5))
    assert sound_of(extended(before)).look is None


def test_the_fade_of_what_is_continued_is_at_the_new_end():
    before = recorded(V1="A10=x .8 B10=y", A1="a10=x .8 b10=y")
    for clip_id, edge in ((A, Edge.END), (ItemId("a"), Edge.END), (B, Edge.START)):
        before = edits.set_fade(before, clip_id, edge, 4)
    after, ahead = extended(before), extended(before, made=BEFORE)
    assert [(clip.fade_in, clip.fade_out) for clip in after.tracks[0].clips] == [(0, 0), (0, 4), (4, 0)]
    assert [(clip.fade_in, clip.fade_out) for clip in after.tracks[1].clips] == [(0, 0), (0, 4), (0, 0)]
    assert [(clip.fade_in, clip.fade_out) for clip in ahead.tracks[0].clips] == [(0, 4), (4, 0), (0, 0)]
    assert [(clip.fade_in, clip.fade_out) for clip in ahead.tracks[1].clips] == [(0, 4), (0, 0), (0, 0)]
    above = extended(before, frames=12, rule=Rule.ABOVE)
    assert above.clip(A).fade_out == 4


def test_what_follows_moves_with_its_sound_and_the_new_sound_fills_the_room():
    before = recorded(V1="A10=x B10=y", A1="a10=x b10=y")
    assert drawn(extended(before)) == {"V1": "A10 A,after6 B10", "A1": "a10 A,after6 b10"}
    assert drawn(extended(before, made=BEFORE)) == {"V1": "A10 B,before6 B10", "A1": "a10 B,before6 b10"}
    assert drawn(bridged(before)) == {"V1": "A10 AtoB6 B10", "A1": "a10 AtoB6 b10"}


def test_a_gap_is_filled_from_either_side():
    before = recorded(V1="A10=x .8 B10=y", A1="a10=x .8 b10=y")
    assert drawn(extended(before))["A1"] == "a10 A,after6 .2 b10"
    assert drawn(extended(before, made=BEFORE))["A1"] == "a10 .2 B,before6 b10"
    assert drawn(bridged(before, 8))["A1"] == "a10 AtoB8 b10"
    mute = recorded(V1="A10 .8 B10=y", A1=".18 b10=y")
    assert drawn(bridged(mute, 8))["A1"] == ".10 AtoB8 b10"


@pytest.mark.parametrize(
    ("drawing", "sound"),
    [
        ("a10=x .2 m9", "a10 .2 m9"),  # something of the user's stands there
        ("a14=x", "a14"),  # an L-cut: it goes on by itself
        ("a7=x", "a7"),  # it ended before
        ("m10=x", "m10"),  # sound of another recorder
        ("a10", "a10"),  # not linked
        ("m9", "m9"),
    ],
)
def test_what_is_heard_under_the_new_frames_already_is_left_alone(drawing: str, sound: str):
    after = extended(recorded(V1="A10=x .20 B5", A1=drawing))
    assert drawn(after) == {"V1": "A10 A,after6 .14 B5", "A1": sound}
    assert after.clip(NEW).link is None


def test_frames_laid_over_a_neighbour_leave_its_sound():
    before = recorded(V1="A10=x B10=y", V2="", A1="a10=x b10=y")
    assert drawn(extended(before, rule=Rule.OVERWRITE))["A1"] == "a10 b10"
    assert drawn(extended(before, rule=Rule.ABOVE))["A1"] == "a10 b10"
    assert drawn(bridged(before, rule=Rule.OVERWRITE))["A1"] == "a10 b10"


def test_a_locked_track_stays_as_it_is():
    assert drawn(extended(recorded(V1="A10=x", A1="a10=x", locked="A1")))["A1"] == "a10"


@pytest.mark.parametrize("sound", ["silence", "leave"])
def test_where_no_sound_was_asked_for_none_comes(sound: str):
    before = recorded(V1="A10=x", A1="a10=x")
    assert drawn(extended(before, made=replace(AFTER, sound=sound)))["A1"] == "a10"


def test_it_moves_is_trimmed_split_and_deleted_with_its_picture():
    after = extended(recorded(V1="A10=x", A1="a10=x"))
    both = edits.made_with(after, after.clip(NEW))
    assert drawn(edits.move(after, both, 5)) == {"V1": "A10 .5 A,after6", "A1": "a10 .5 A,after6"}
    assert drawn(edits.trim(after, NEW, Edge.END, -2)) == {"V1": "A10 A,after4", "A1": "a10 A,after4"}
    assert drawn(edits.lift(after, both)) == {"V1": "A10", "A1": "a10"}
    parts = edits.split(after, [NEW], 13)
    check(parts)
    assert drawn(parts)["A1"] == "a10 A,after3 A,after3@3"
    with_take = edits.add_take(parts, NEW, TAKE, Take(TAKE.id, Fraction(1)), choose=True)
    assert not any(clip.is_pending for track in with_take.tracks for clip in track.clips)


def test_takes_come_to_both_and_are_chosen_for_both():
    made = extended(recorded(V1="A10=x", A1="a10=x"))
    second = replace(TAKE, id=type(TAKE.id)("second"))
    for media in (TAKE, second):
        made = edits.add_take(made, NEW, media, Take(media.id, Fraction(1, 2)), choose=False)
    check(made)
    assert sound_of(made).takes == made.clip(NEW).takes
    chosen = edits.choose_take(made, NEW, 1)
    assert (chosen.clip(NEW).active, sound_of(chosen).active) == (1, 1)
    back = edits.choose_take(chosen, sound_of(chosen).id, 0)
    assert (back.clip(NEW).active, sound_of(back).active) == (0, 0)
    assert edits.choose_take(back, NEW, 0) is back


def mute(media: Media) -> Media:
    return replace(media, id=type(media.id)("mute"), sound=None)


def test_a_take_without_sound_leaves_a_gap_where_sound_was_to_come():
    made = extended(recorded(V1="A10=x B4=y", A1="a10=x b4=y"))
    after = edits.add_take(made, NEW, mute(TAKE), Take(mute(TAKE).id), choose=True)
    check(after)
    assert drawn(after) == {"V1": "A10 A,after6@-20 B4", "A1": "a10 .6 b4"}


def test_a_later_take_without_sound_does_not_take_away_what_there_is():
    made = edits.add_take(extended(recorded(V1="A10=x", A1="a10=x")), NEW, TAKE, Take(TAKE.id), choose=True)
    both = edits.add_take(made, NEW, mute(TAKE), Take(mute(TAKE).id), choose=False)
    check(both)
    assert [len(both.clip(each).takes) for each in edits.made_with(both, both.clip(NEW))] == [2, 1]
    seen = edits.choose_take(both, NEW, 1)
    check(seen)
    assert sound_of(seen).active == 0


def test_only_sound_that_is_to_be_heard_goes_onto_a_sound_track():
    before = recorded(V1="A10=x", V2="", A1="a10=x")
    silent = Clip(ItemId("p"), "p", 5, generation=replace(AFTER, sound="silence"))
    track = next(track for track in before.tracks if track.kind is TrackKind.AUDIO)
    with pytest.raises(EditError, match="has no sound"):
        edits.overwrite(before, 0, {track.id: [silent]})


def test_it_is_kept_in_the_project_file():
    after = extended(recorded(V1="A10=x", A1="a10=x"))
    asked = replace(after.clip(NEW).generation or AFTER, sound="leave")
    for timeline in (after, change_clips(after, [NEW], lambda clip: replace(clip, generation=asked))):
        assert decode(encode(timeline)) == timeline


@pytest.mark.parametrize("gap", ["", ".6 "])
def test_nothing_fades_at_the_joins_of_a_bridge(gap: str):
    before = recorded(V1=f"A10=x {gap}B10=y", A1=f"a10=x {gap}b10=y")
    for clip_id in (A, B, ItemId("a"), ItemId("b")):
        for edge in edits.Edge:
            before = edits.set_fade(before, clip_id, edge, 4)
    after = bridged(before)
    for track in after.tracks:
        assert [(clip.fade_in, clip.fade_out) for clip in track.clips] == [(4, 0), (0, 0), (0, 4)]


def test_a_clip_that_a_bridge_does_not_meet_fades_as_before():
    before = recorded(V1="A10=x .9 B10=y", A1="a10=x .9 b10=y")
    before = edits.set_fade(edits.set_fade(before, A, Edge.END, 4), B, Edge.START, 4)
    beside, above = bridged(before, rule=Rule.OVERWRITE), bridged(before, rule=Rule.ABOVE)
    assert (beside.clip(A).fade_out, beside.clip(B).fade_in) == (0, 4)
    assert (above.clip(A).fade_out, above.clip(B).fade_in) == (4, 4)
