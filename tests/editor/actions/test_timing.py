"""Speed, reverse and freezes as menus and dialog ask for them; and which of generation is refused then."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.actions import noise_lane, sides, timing
from editor.actions.requesting import why_no_source
from editor.actions.timing import SpeedChange
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Stretch
from editor.timeline.rational_time import MediaRange
from editor.timeline.timing import SpeedPoint, Timing
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import generation, scene

A, HALF = ItemId("A"), Fraction(1, 2)


def test_speed_changes_what_is_selected_with_its_sound_in_one_step() -> None:
    bench = on_bench(scene(V1="A10=x B10", A1="a10=x b10"))
    timing.set_speed(bench.session, [A], SpeedChange(Fraction(2), ripple=True))
    assert bench.drawn == {"V1": "A5 B10", "A1": "a5 b10"}
    assert bench.steps == ["Speed/Duration"]


def test_with_links_off_the_sound_keeps_its_speed() -> None:
    bench = on_bench(scene(V1="A10=x", A1="a10=x"))
    bench.session.view.set_linked(False)
    timing.set_speed(bench.session, [A], SpeedChange(Fraction(2)))
    assert bench.drawn == {"V1": "A5", "A1": "a10"}


@pytest.mark.parametrize(
    ("verb", "name"),
    [
        (timing.reverse, "Reverse"),
        (timing.insert_freeze_frame, "Insert Freeze Frame"),
        (timing.toggle_freeze, "Freeze Clip"),
    ],
)
def test_without_a_selection_the_clip_under_the_playhead_is_meant(verb: Callable[[Session], None], name: str) -> None:
    bench = on_bench(scene(V1=".5 A10", V2="B20"))
    bench.playback.seek(8)
    verb(bench.session)
    assert bench.steps == [name]
    assert bench.timeline.clip(ItemId("B")).timing is None


def test_an_inserted_freeze_frame_lasts_two_seconds_and_is_selected() -> None:
    bench = on_bench(scene(V1="A10"))
    bench.playback.seek(4)
    timing.insert_freeze_frame(bench.session)
    (held,) = bench.selected
    assert bench.timeline.clip(ItemId(held)).duration == 48
    assert bench.timeline.duration == 58


def test_a_frozen_clip_plays_on_when_it_is_unfrozen() -> None:
    bench = on_bench(scene(V1="A10"))
    bench.select("A")
    bench.playback.seek(4)
    timing.toggle_freeze(bench.session)
    assert timing.are_frozen(bench.session)
    timing.toggle_freeze(bench.session)
    assert bench.steps == ["Freeze Clip", "Unfreeze"]
    assert bench.drawn == {"V1": "A10@4"}


def test_sound_alone_under_the_playhead_is_not_frozen() -> None:
    bench = on_bench(scene(A1="a10"))
    with pytest.raises(EditError, match="No picture"):
        timing.insert_freeze_frame(bench.session)


def test_length_and_speed_of_the_dialog_go_together() -> None:
    timeline = scene(V1="A10~0")
    assert timing.frames_at(timeline, A, HALF) == 20
    assert timing.speed_for(timeline, timeline.clip(A), 30) == Fraction(1, 3)
    slow = edits.set_speed(timeline, [A], HALF)
    assert timing.speed_for(slow, slow.clip(A), 5) == 2


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Timing(HALF), "50 %"),
        (Timing(Fraction(-1, 3)), "−33.33 %"),
        (Timing(Fraction(0)), "freeze"),
        (Timing(ramp=(SpeedPoint(0, HALF),)), "curve"),
        (None, ""),
    ],
)
def test_a_clip_says_how_fast_it_plays(asked: Timing | None, words: str) -> None:
    assert timing.in_words(replace(scene(V1="A10").clip(A), timing=asked)) == words


@pytest.mark.parametrize(("text", "speed"), [("50", HALF), (" 33,3 % ", Fraction(333, 1000)), ("−100%", Fraction(-1))])
def test_per_cent_are_read_as_people_type_them(text: str, speed: Fraction) -> None:
    assert timing.read_percent(text) == speed


def test_what_is_no_number_is_refused_in_words() -> None:
    with pytest.raises(EditError, match="“fast” is no speed"):
        timing.read_percent("fast")


def reversed_bench() -> Bench:
    bench = on_bench(scene(V1="A48 B10*"))
    bench.select("A")
    timing.reverse(bench.session)
    return bench


def test_frames_are_made_of_a_clip_that_does_not_play_as_filmed() -> None:
    assert not why_no_source(reversed_bench().timeline, A, is_there=lambda path: Path(path).suffix == ".mp4")


def test_what_a_clip_waits_for_is_made_of_what_meets_it_when_its_source_is_reversed() -> None:
    bench = on_bench(scene(V1="A48 B10*"))
    pending = bench.timeline.clip(ItemId("B"))
    media = next(iter(bench.timeline.media))
    asked = replace(generation(), sources=(Stretch(media.id, MediaRange(Fraction(0), Fraction(68, 24))),))
    waits = change_clips(bench.timeline, [ItemId("B")], lambda clip: replace(clip, generation=asked))
    after = edits.reverse(waits, [A])
    (source,) = sides.generation_now(after, replace(pending, generation=asked)).sources
    assert source.shown is not None
    assert source.shown.moments[-1] == after.moment(after.clip(A), 47)


def test_keyframes_and_the_lane_are_for_takes_at_their_own_speed() -> None:
    timeline = scene(V1="A10")
    made = change_clips(timeline, [A], lambda clip: replace(clip, generation=generation()))
    slow = edits.set_speed(made, [A], HALF)
    assert not edits.why_no_keyframe(made, A)
    assert "100 %" in edits.why_no_keyframe(slow, A)
    assert "100 %" in noise_lane.why_no_lane(slow, A)
