"""What Generative Extend and Bridge do to the timeline, and how it is told beforehand."""

from dataclasses import replace
from pathlib import Path

import pytest

from editor.actions.extending import (
    Laid,
    around_gap,
    bridged,
    consequences,
    extended,
    gap_beside,
    handles,
    in_words,
    neighbour,
    to_playhead,
)
from editor.actions.requesting import Wishes
from editor.timeline.edits import Rule
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Take, Task, Timeline, Track, TrackId, TrackKind
from tests.editor.timeline.drawing import scene
from tests.editor.ui.generation.scene import BIRD, GAP, SURF, SURF_SOUND, a_timeline

WISHES = Wishes()


def told(timeline: Timeline, laid: Laid) -> str:
    apart = frozenset((SURF, SURF_SOUND, *((laid.clip_id,) if laid.clip_id else ())))
    return consequences(timeline, laid.timeline, apart)


def names(timeline: Timeline, track: int = 0) -> list[tuple[str, int, int]]:
    """Name, start and length of the clips on a track."""
    return [(clip.name, timeline.range_of(clip.id).start, clip.duration) for clip in timeline.tracks[track].clips]


def test_new_frames_that_the_gap_holds_move_nothing(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    laid = extended(timeline, SURF, 48, Task.AFTER, WISHES)
    assert names(laid.timeline) == [("surf", 0, 120), ("surf, after", 120, 48), ("bird", 188, 120)]
    assert (laid.real, laid.new) == (0, 48)
    assert told(timeline, laid) == "Nothing else moves"


def test_more_than_the_gap_holds_fills_it_and_then_ripples(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    laid = extended(timeline, SURF, 104, Task.AFTER, WISHES)
    assert names(laid.timeline) == [("surf", 0, 120), ("surf, after", 120, 104), ("bird", 224, 120)]
    assert told(timeline, laid) == "Moves 1 clip by 1 s 12 f"


def test_overwriting_covers_the_neighbour_and_says_how_much_of_it(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    laid = extended(timeline, SURF, 88, Task.AFTER, WISHES, Rule.OVERWRITE)
    assert names(laid.timeline) == [("surf", 0, 120), ("surf, after", 120, 88), ("bird", 208, 100)]
    assert told(timeline, laid) == "Covers the first 20 frames of bird"


def test_a_track_above_leaves_everything_where_it_is(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    laid = extended(timeline, SURF, 88, Task.AFTER, WISHES, Rule.ABOVE)
    assert names(laid.timeline) == names(timeline)
    assert names(laid.timeline, 1) == [("surf, after", 120, 88)]
    assert told(timeline, laid) == "Nothing else moves"


def test_a_ripple_through_a_long_piece_of_music_says_that_it_splits_it(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    music = Clip(ItemId("music"), "slow tide", 200, (Take(timeline.media[0].id),))
    lane = Track(TrackId("a2"), TrackKind.AUDIO, items=(music,))
    with_music = replace(timeline, tracks=(*timeline.tracks, lane))
    laid = extended(with_music, SURF, 104, Task.AFTER, WISHES)
    assert told(with_music, laid) == "Splits slow tide; moves 1 clip by 1 s 12 f"
    unlocked = replace(with_music, tracks=(*timeline.tracks, replace(lane, sync_locked=False)))
    assert told(unlocked, extended(unlocked, SURF, 104, Task.AFTER, WISHES)) == "Moves 1 clip by 1 s 12 f"


def test_covering_a_whole_clip_is_told_by_its_name(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    laid = extended(timeline, SURF, 200, Task.AFTER, WISHES, Rule.OVERWRITE)
    assert told(timeline, laid) == "Covers bird"


def test_real_footage_comes_before_anything_is_generated(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path, surf_ends=False)
    assert handles(timeline, SURF, Task.AFTER) == 120
    laid = extended(timeline, SURF, 140, Task.AFTER, WISHES)
    assert names(laid.timeline) == [("surf", 0, 240), ("surf, after", 240, 20), ("bird", 260, 120)]
    assert (laid.real, laid.new) == (120, 20)
    assert laid.generation is not None
    assert laid.generation.sources[0].range.end == 10  # what plays at the cut is the file's real end
    assert laid.timeline.clip(SURF_SOUND).duration == 240


def test_where_handles_are_enough_nothing_is_generated(tmp_path: Path) -> None:
    laid = extended(a_timeline(tmp_path, surf_ends=False), SURF, 48, Task.AFTER, WISHES)
    assert (laid.real, laid.new, laid.clip_id) == (48, 0, None)
    assert names(laid.timeline) == [("surf", 0, 168), ("bird", 188, 120)]


def test_generating_from_here_leaves_the_handles_alone(tmp_path: Path) -> None:
    laid = extended(a_timeline(tmp_path, surf_ends=False), SURF, 48, Task.AFTER, WISHES, real_first=False)
    assert (laid.real, laid.new) == (0, 48)
    assert laid.generation is not None
    assert laid.generation.sources[0].range.end == 5


def test_handles_overwrite_what_the_rule_lets_them(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path, surf_ends=False)
    laid = extended(timeline, SURF, 140, Task.AFTER, WISHES, Rule.OVERWRITE)
    assert names(laid.timeline) == [("surf", 0, 240), ("surf, after", 240, 20), ("bird", 260, 48)]
    assert told(timeline, laid) == "Covers the first 72 frames of bird"


def test_handles_stop_at_the_neighbour_where_the_rest_goes_above(tmp_path: Path) -> None:
    laid = extended(a_timeline(tmp_path, surf_ends=False), SURF, 140, Task.AFTER, WISHES, Rule.ABOVE)
    assert (laid.real, laid.new) == (68, 72)
    assert names(laid.timeline, 1) == [("surf, after", 188, 72)]


def test_before_a_clip_new_frames_push_it_on(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path, surf_ends=False)
    laid = extended(timeline, SURF, 48, Task.BEFORE, WISHES)
    assert names(laid.timeline) == [("surf, before", 0, 48), ("surf", 48, 120), ("bird", 236, 120)]
    assert laid.timeline.range_of(SURF_SOUND).start == 48
    assert told(timeline, laid) == "Moves 1 clip by 2 s"


def test_before_a_clip_its_earlier_footage_is_used_first(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)  # bird starts 2 seconds into its file
    laid = extended(timeline, BIRD, 60, Task.BEFORE, WISHES)
    assert (laid.real, laid.new) == (48, 12)
    assert names(laid.timeline) == [("surf", 0, 120), ("bird, before", 128, 12), ("bird", 140, 168)]


def test_a_bridge_fills_its_gap_exactly(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    laid = bridged(timeline, SURF, BIRD, 68, WISHES)
    assert names(laid.timeline) == [("surf", 0, 120), ("surf to bird", 120, 68), ("bird", 188, 120)]
    assert told(timeline, laid) == "Nothing else moves"


def test_a_bridge_at_a_cut_opens_it(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path, gap=0)
    laid = bridged(timeline, SURF, BIRD, 24, WISHES)
    assert names(laid.timeline) == [("surf", 0, 120), ("surf to bird", 120, 24), ("bird", 144, 120)]
    assert told(timeline, laid) == "Moves 1 clip by 1 s"


def test_a_bridge_over_the_cut_sees_what_it_leaves_of_either_side(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path, gap=0)
    laid = bridged(timeline, SURF, BIRD, 24, WISHES, Rule.OVERWRITE)
    told_all = consequences(timeline, laid.timeline, frozenset())
    assert told_all == "Covers the last 12 frames of surf and the first 12 frames of bird"
    assert names(laid.timeline) == [("surf", 0, 108), ("surf to bird", 108, 24), ("bird", 132, 108)]
    assert laid.generation is not None
    left, right = laid.generation.sources
    assert (left.range.end, right.range.start) == (9.5, 2.5)
    assert laid.timeline.clip(laid.clip_id or ItemId("")).generation == laid.generation


def test_a_bridge_above_the_cut_goes_on_from_what_it_does_not_hide(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path, gap=0)
    laid = bridged(timeline, SURF, BIRD, 24, WISHES, Rule.ABOVE)
    assert names(laid.timeline) == names(timeline)
    assert names(laid.timeline, 1) == [("surf to bird", 108, 24)]
    assert laid.generation is not None
    left, right = laid.generation.sources
    assert (left.range.end, right.range.start) == (9.5, 2.5)


def test_a_bridge_that_would_swallow_a_clip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditError, match="all of"):
        bridged(a_timeline(tmp_path, gap=0), SURF, BIRD, 240, WISHES, Rule.OVERWRITE)


def test_gaps_and_neighbours_are_found_where_they_are(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    assert gap_beside(timeline, SURF, Task.AFTER) == 68
    assert gap_beside(timeline, SURF, Task.BEFORE) == 0
    assert gap_beside(timeline, BIRD, Task.AFTER) is None
    assert gap_beside(timeline, BIRD, Task.BEFORE) == 68
    found = neighbour(timeline, SURF)
    assert found is not None
    assert found.id == BIRD
    sides = around_gap(timeline, GAP)
    assert sides is not None
    assert [clip.id for clip in sides] == [SURF, BIRD]


def test_a_gap_at_the_very_start_has_no_two_sides(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    without_surf = replace(timeline.tracks[0], items=timeline.tracks[0].items[1:])
    assert around_gap(replace(timeline, tracks=(without_surf, *timeline.tracks[1:])), GAP) is None


def test_the_playhead_says_which_side_is_extended(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    assert to_playhead(timeline, SURF, 172) == (Task.AFTER, 52)
    assert to_playhead(timeline, BIRD, 172) == (Task.BEFORE, 16)
    assert to_playhead(timeline, SURF, 60) is None


def test_lengths_are_spoken_in_seconds_and_frames(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    assert [in_words(frames, timeline) for frames in (52, 48, 12, 0)] == ["2 s 4 f", "2 s", "12 f", "0 f"]


def test_a_track_that_is_added_is_told() -> None:
    timeline = scene(V1="A10 B10", V2="C20")
    laid = extended(timeline, ItemId("A"), 5, Task.AFTER, Wishes(), Rule.ABOVE, real_first=False)
    assert consequences(timeline, laid.timeline, frozenset({ItemId("A"), laid.clip_id})) == "Adds track V3"
