"""Speeds, reverse, freezes and speed curves: what plays then, and how long."""

from dataclasses import replace
from fractions import Fraction
from time import perf_counter

import pytest

from editor.timeline import edits
from editor.timeline.edits import NO_LIMIT, Edge
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.looks import Curve, Look, Point
from editor.timeline.model import Clip, ItemId, Timeline
from editor.timeline.otio_file import decode, encode
from editor.timeline.timing import SpeedPoint, Timing
from tests.editor.timeline.drawing import RATE, clip_of, drawn, film, scene

A, B, SOUND = ItemId("A"), ItemId("B"), ItemId("a")
HALF, TWICE = Fraction(1, 2), Fraction(2)


def recorded(**tracks: str) -> Timeline:
    """Picture A and its sound a are of one file."""
    timeline = scene(**tracks)
    sound = replace(timeline.clip(SOUND), takes=timeline.clip(A).takes)
    shift = timeline.range_of(SOUND).start - timeline.range_of(A).start
    return _swapped(timeline, replace(sound, source_start=timeline.clip(A).source_start + shift / RATE))


def _swapped(timeline: Timeline, clip: Clip) -> Timeline:
    tracks = (
        replace(track, items=tuple(clip if item.id == clip.id else item for item in track.items))
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tuple(tracks))


def shown(timeline: Timeline, clip_id: ItemId = A) -> list[Fraction]:
    """Which frame of its media a clip shows at each of its own."""
    clip = timeline.clip(clip_id)
    return [timeline.moment(clip, frame) * timeline.rate for frame in range(clip.duration)]


def test_twice_as_fast_a_clip_lasts_half_as_long_and_leaves_a_gap():
    after = edits.set_speed(scene(V1="A10 B10"), [A], TWICE)
    assert drawn(after) == {"V1": "A5 .5 B10"}
    assert shown(after) == [20, 22, 24, 26, 28]


def test_with_ripple_what_follows_moves_up_on_every_track_that_keeps_in_sync():
    after = edits.set_speed(scene(V1="A10 B10", A1=".10 b10", A2=".10 c10", loose="A2"), [A], TWICE, ripple=True)
    assert drawn(after) == {"V1": "A5 B10", "A1": ".5 b10", "A2": ".10 c10"}


def test_half_as_fast_a_clip_is_as_long_as_there_is_room_for():
    assert drawn(edits.set_speed(scene(V1="A10 .4 B10"), [A], HALF)) == {"V1": "A14 B10"}
    after = edits.set_speed(scene(V1="A10 B10"), [A], HALF, ripple=True)
    assert drawn(after) == {"V1": "A20 B10"}
    assert shown(after)[:4] == [20, Fraction(41, 2), 21, Fraction(43, 2)]


def test_a_speed_that_does_not_divide_plays_no_media_there_is_not():
    whole = scene(V1="A3~0")
    assert shown(edits.set_speed(whole, [A], TWICE)) == [0]
    assert shown(edits.set_speed(scene(V1="A3"), [A], TWICE)) == [20, 22]


def test_the_speed_back_at_100_percent_gives_the_clip_back():
    timeline = scene(V1="A10 B10")
    there = edits.set_speed(timeline, [A], HALF, ripple=True)
    assert edits.set_speed(there, [A], Fraction(1), ripple=True) == timeline


@pytest.mark.parametrize("speed", [Fraction(1, 1000), Fraction(0), Fraction(101), Fraction(-200)])
def test_a_speed_that_cannot_be_is_refused(speed: Fraction):
    with pytest.raises(EditError, match="1% to 10000%"):
        edits.set_speed(scene(V1="A10"), [A], speed)


def test_a_still_and_what_is_not_made_yet_have_no_speed():
    for drawing, words in (("A10~", "still"), ("A10*", "not made")):
        with pytest.raises(EditError, match=words):
            edits.set_speed(scene(V1=drawing), [A], TWICE)


def test_stills_and_pending_sound_among_others_are_passed_over():
    timeline = scene(V1="A10=x B10~", A1="a10*=x")
    after = edits.set_speed(timeline, [B, A], TWICE)
    assert drawn(after) == {"V1": "A5 .5 B10", "A1": "a10"}


def test_reversed_a_clip_shows_the_same_frames_from_the_last_to_the_first():
    timeline = scene(V1="A4 B10")
    after = edits.reverse(timeline, [A])
    assert shown(after) == [23, 22, 21, 20]
    assert drawn(after) == {"V1": "A4@3 B10"}
    assert edits.reverse(after, [A]) == timeline


def test_the_handles_of_a_reversed_clip_are_the_other_way_round():
    after = edits.reverse(scene(V1="A10~3/7"), [A])
    assert edits.handles(after, after.clip(A)) == (7, 3)
    trimmed = edits.trim(after, A, Edge.END, 99)
    assert shown(trimmed)[-1] == 0


def test_handles_are_counted_at_the_speed_of_the_clip():
    timeline = scene(V1="A10~10")
    fast, slow = (edits.set_speed(timeline, [A], speed, ripple=True) for speed in (Fraction(3), HALF))
    assert edits.handles(slow, slow.clip(A)) == (20, 20)
    assert edits.handles(fast, fast.clip(A)) == (3, 2)  # its four frames play twelve of the media


def test_along_a_curve_handles_reach_to_the_last_frame_that_has_media():
    ramp = (SpeedPoint(0, Fraction(1)), SpeedPoint(10, Fraction(3)))
    after = edits.set_ramp(scene(V1="A10~5/40"), A, ramp)
    clip = after.clip(A)
    before, behind = edits.handles(after, clip)
    available = after.available_range(clip)
    assert available is not None
    assert before == 5
    assert after.moment(clip, clip.duration + behind) <= available.end
    assert after.moment(clip, clip.duration + behind + 1) > available.end


def test_a_curve_that_plays_faster_than_there_is_media_ends_with_it():
    after = edits.set_ramp(scene(V1="A10~0 B10"), A, (SpeedPoint(0, Fraction(1)), SpeedPoint(10, Fraction(4))))
    assert drawn(after)["V1"] == "A5@-20 .5 B10"
    check(after)


def test_without_its_points_a_clip_plays_at_its_speed_again():
    timeline = scene(V1="A10 B10")
    there = edits.set_ramp(timeline, A, (SpeedPoint(4, HALF),))
    assert there != timeline
    assert edits.set_ramp(there, A, ()) == timeline


def test_a_curve_runs_forward():
    for before in (edits.reverse(scene(V1="A10"), [A]), edits.freeze(scene(V1="A10"), A, 3)):
        with pytest.raises(EditError, match="does not play forward"):
            edits.set_ramp(before, A, (SpeedPoint(0, HALF),))
    curved = edits.set_ramp(scene(V1="A10"), A, (SpeedPoint(0, HALF),))
    with pytest.raises(EditError, match="along a speed curve"):
        edits.reverse(curved, [A])


def test_picture_and_linked_sound_play_at_the_same_speed_and_stay_in_sync():
    timeline = recorded(V1="A10=x B10", A1="a10=x b10")
    for change in (
        lambda before: edits.set_speed(before, [A], HALF, ripple=True),
        lambda before: edits.reverse(before, [SOUND]),
        lambda before: edits.set_ramp(before, A, (SpeedPoint(0, HALF), SpeedPoint(9, TWICE))),
    ):
        after = change(timeline)
        assert after.clip(A).timing == after.clip(SOUND).timing != timeline.clip(A).timing
        assert shown(after) == shown(after, SOUND)
        assert edits.sync_offset(after, after.clip(A)) == 0


def test_both_of_a_pair_that_are_selected_are_retimed_once():
    timeline = recorded(V1="A10=x B10", A1="a10=x b10")
    one, both = (edits.set_speed(timeline, ids, HALF, ripple=True) for ids in ([A], [SOUND, A]))
    assert one == both


def test_a_split_edit_keeps_its_overlaps_and_its_sync():
    timeline = recorded(V1=".4 A10=x B10", A1="a12=x b12")
    after = edits.set_speed(timeline, [A], HALF, ripple=True)
    assert {label: draw.split("@")[0] for label, draw in drawn(after).items()} == {"V1": ".4 A20 B10", "A1": "a22"}
    assert shown(after, SOUND)[4:] == shown(after)[:18]
    assert edits.sync_offset(after, after.clip(SOUND)) == 0
    assert after.range_of(ItemId("b")).start == after.range_of(B).start - 2


def test_a_split_edit_along_a_curve_is_in_sync_after_the_next_change_too():
    bent = edits.set_ramp(recorded(V1="A20=x", A1=".4 a16=x"), A, (SpeedPoint(2, HALF), SpeedPoint(12, TWICE)))
    for after in (bent, edits.set_ramp(bent, A, ()), edits.set_speed(bent, [SOUND], Fraction(-2))):
        assert edits.sync_offset(after, after.clip(SOUND)) == 0


def test_where_linked_sound_is_too_short_to_follow_nothing_is_retimed():
    timeline = recorded(V1="A10=x B10", A1="a3=x b10")
    with pytest.raises(EditError, match="too short"):
        edits.set_speed(timeline, [A], TWICE, ripple=True)
    assert drawn(edits.set_speed(timeline, [A], TWICE)) == {"V1": "A5 .5 B10", "A1": "a1 .2 b10"}


def test_alone_the_picture_changes_and_its_sound_does_not():
    timeline = recorded(V1="A10=x", A1="a10=x")
    after = edits.set_speed(timeline, [A], TWICE, linked=False)
    assert after.clip(SOUND) is timeline.clip(SOUND)


def test_a_freeze_frame_is_put_where_the_playhead_is_and_the_clip_plays_on_behind_it():
    timeline = recorded(V1="A10=x B10", A1="a10=x b10")
    after = edits.insert_freeze(timeline, A, 4, 6, ItemId("F"))
    assert [drawing.split("@")[0] for drawing in drawn(after).values()] == ["A4 A6", "a4 .6 a6"]
    assert shown(after, ItemId("F")) == [24] * 6
    assert shown(after) == [20, 21, 22, 23]
    assert after.range_of(B).start == 16
    assert edits.handles(after, after.clip(ItemId("F"))) == (NO_LIMIT, NO_LIMIT)


def test_a_freeze_frame_looks_as_its_frame_did():
    timeline = scene(V1="A10")
    fading = replace(timeline.clip(A), look=Look(Curve(1.0, (Point(0, 1.0), Point(10, 0.0)))), fade_out=3)
    after = edits.insert_freeze(_swapped(timeline, fading), A, 4, 6, ItemId("F"))
    held = after.clip(ItemId("F"))
    assert held.look is not None
    assert held.look.opacity == Curve(0.6)
    assert held.fade_out == 0
    opaque = edits.insert_freeze(_swapped(timeline, fading), A, 0, 6, ItemId("F"))
    assert opaque.clip(ItemId("F")).look is None


def test_a_whole_clip_frozen_holds_the_frame_under_the_playhead_and_its_sound_plays_on():
    timeline = recorded(V1="A10=x", A1="a10=x")
    after = edits.freeze(timeline, A, 7)
    assert shown(after) == [27] * 10
    assert after.clip(SOUND) is timeline.clip(SOUND)
    with pytest.raises(EditError, match="Sound cannot be held"):
        edits.freeze(timeline, SOUND, 7)


def test_a_frozen_clip_that_plays_again_begins_with_the_frame_it_held():
    frozen = edits.freeze(scene(V1="A10 B10"), A, 7)
    assert shown(edits.set_speed(frozen, [A], Fraction(1)))[:2] == [27, 28]


def test_opacity_points_stay_at_the_pictures_they_were_set_on():
    timeline = scene(V1="A10 B10")
    looked = replace(timeline.clip(A), look=Look(Curve(1.0, (Point(2, 1.0), Point(8, 0.0)))))
    after = edits.set_speed(_swapped(timeline, looked), [A], HALF, ripple=True)
    look = after.clip(A).look
    assert look is not None
    assert [point.at for point in look.opacity.points] == [4, 16]


def test_a_slip_moves_by_frames_of_the_clip():
    fast = edits.set_speed(scene(V1="A10"), [A], TWICE)
    assert shown(edits.slip(fast, A, 3))[0] == 26
    frozen = edits.freeze(scene(V1="A10"), A, 0)
    assert edits.slip_limits(frozen, A) == (-20, 29)
    assert shown(edits.slip(frozen, A, 5)) == [25] * 10


def test_clips_at_another_speed_are_out_of_sync_by_what_is_seen():
    timeline = recorded(V1="A10=x", A1="a10=x")
    fast = edits.set_speed(timeline, [A], TWICE)
    later = edits.slip(fast, A, 2, linked=False)
    assert edits.sync_offset(later, later.clip(A)) == -2


def test_a_timing_counts_media_exactly():
    timing = Timing(ramp=(SpeedPoint(0, Fraction(1)), SpeedPoint(4, Fraction(3))))
    assert [timing.played(frame) for frame in (-1, 0, 2, 4, 6)] == [-1, 0, 3, 8, 14]


def test_the_speed_line_is_drawn_and_moved_like_any_other():
    timeline = recorded(V1="A20=x B10", A1="a20=x b10")
    lifted = edits.raise_line(timeline, A, edits.SPEED, 3, -0.5)
    assert lifted.clip(A).timing == lifted.clip(SOUND).timing == Timing(HALF)
    pointed = edits.add_point(edits.add_point(lifted, A, edits.SPEED, 4), A, edits.SPEED, 12)
    bent = edits.move_point(pointed, A, edits.SPEED, 12, 10, 1.5)
    assert bent.clip(A).timing == Timing(HALF, (SpeedPoint(4, HALF), SpeedPoint(10, Fraction(3, 2))))
    assert edits.sync_offset(bent, bent.clip(A)) == 0
    assert drawn(bent) == drawn(timeline)
    one = edits.remove_point(bent, A, edits.SPEED, 10)
    assert edits.remove_point(one, A, edits.SPEED, 4).clip(A).timing == Timing(HALF)


def test_a_clip_that_does_not_run_forward_has_no_speed_line():
    for timeline in (edits.reverse(scene(V1="A10"), [A]), edits.freeze(scene(V1="A10"), A, 3), scene(V1="A10~")):
        assert edits.raise_line(timeline, A, edits.SPEED, 3, 0.5) is timeline
        assert not edits.SPEED.is_on(timeline, timeline.clip(A))
        assert edits.add_point(timeline, A, edits.SPEED, 5, 2.0) is timeline


def test_a_project_file_keeps_every_timing():
    timeline = scene(V1="A10 B10 C10 D10")
    for change in (
        lambda before: edits.reverse(before, [A]),
        lambda before: edits.set_speed(before, [B], Fraction(3, 7)),
        lambda before: edits.freeze(before, ItemId("C"), 24),
        lambda before: edits.set_ramp(before, ItemId("D"), (SpeedPoint(-3, HALF), SpeedPoint(9, TWICE))),
    ):
        timeline = change(timeline)
    assert decode(encode(timeline)) == timeline


def test_a_fresh_timeline_that_takes_another_rate_keeps_what_is_heard_at_each_moment():
    timeline = replace(scene(A1="a24 b24 c24"), is_fresh=True)
    for change in (
        lambda before: edits.reverse(before, [SOUND]),
        lambda before: edits.set_ramp(before, ItemId("b"), (SpeedPoint(0, HALF), SpeedPoint(24, Fraction(3, 2)))),
        lambda before: edits.set_fade(before, ItemId("c"), Edge.START, 12),
    ):
        timeline = change(timeline)
    after = edits.conform(timeline, film("film", 50, Fraction(50)))
    check(after)
    for clip_id in (SOUND, ItemId("b")):
        one, other = timeline.source_range(timeline.clip(clip_id)), after.source_range(after.clip(clip_id))
        assert (one.start, one.end) == (other.start, other.end)
    assert after.clip(ItemId("b")).timing == Timing(ramp=(SpeedPoint(0, HALF), SpeedPoint(50, Fraction(3, 2))))
    assert after.clip(ItemId("c")).fade_in == 25


@pytest.mark.parametrize("ripple", [False, True])
@pytest.mark.parametrize("speed", [Fraction(2), Fraction(1, 2)])
def test_many_clips_at_another_speed_are_what_one_after_another_makes_of_them(ripple: bool, speed: Fraction):
    before = scene(V1="A8=a .5 B6=b C4=c .9 D8=d", A1="a8=a .5 b6=b c4=c .9 d8=d", V2=".20 Z30")
    ids = [ItemId(name) for name in "ABD"]
    one_by_one = before
    for clip_id in ids:
        one_by_one = edits.set_speed(one_by_one, [clip_id], speed, ripple=ripple)
    assert drawn(edits.set_speed(before, ids, speed, ripple=ripple)) == drawn(one_by_one)


def test_a_thousand_of_ten_thousand_clips_are_twice_as_fast_within_a_second():
    media = film("long")
    clips = tuple(clip_of(media, 24, f"clip {number}") for number in range(10_000))
    before = replace(scene(V1="", A1=""), media=(media,))
    before = replace(before, tracks=(replace(before.tracks[0], items=clips), before.tracks[1]))
    started = perf_counter()
    after = edits.set_speed(before, [clip.id for clip in before.tracks[0].clips][::10], Fraction(2), ripple=True)
    assert perf_counter() - started < 1
    assert after.duration == before.duration - 1000 * 12
