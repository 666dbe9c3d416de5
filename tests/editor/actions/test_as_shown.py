"""New frames go on from what a clip shows, where it plays slower, faster, backward, held or along a curve."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from math import ceil
from pathlib import Path

import pytest

from editor.actions import sides
from editor.actions.context import sights_beside
from editor.actions.known import stretch_of
from editor.actions.meeting import shown_from, start_in
from editor.actions.placing_takes import generation_from
from editor.actions.requesting import Wishes, generation_of, request_of, why_no_source
from editor.render.layers import pending
from editor.timeline.edits import insert_generated
from editor.timeline.edits.track_items import change_clips
from editor.timeline.model import Clip, ItemId, Shown, Stretch, Task, Timeline
from editor.timeline.timing import SpeedPoint, Timing
from engine.requests import BridgeRequest, ExtendRequest, FrameRange, Take
from tests.editor.actions.test_generating_requests import with_clip, with_media
from tests.editor.ui.generation.scene import BIRD, SURF, a_media, a_timeline

HALF, BACK = Timing(Fraction(1, 2)), Timing(Fraction(-1))
SPEEDS = [Fraction(each) for each in ("1/2", "1/3", "2/5", "1/10", "1", "-1", "-1/2", "-2/5", "2", "-3")]
RATES = [(Fraction(24), Fraction(24)), (Fraction(24000, 1001), Fraction(24000, 1001)), (Fraction(60), Fraction(25))]
STARTS = [Fraction(5), Fraction(5) + Fraction(1, 24), Fraction(5003, 1001)]
LENGTHS = [23, 24, 31]
CURVE = Timing(ramp=(SpeedPoint(0, Fraction(2)), SpeedPoint(30, Fraction(1, 2))))


def a_scene(
    folder: Path,
    timing: Timing,
    rates: tuple[Fraction, Fraction] = RATES[0],
    start: Fraction = STARTS[0],
    long: int = 24,
) -> Timeline:
    """surf and bird, both of ten seconds, played like that from `start` on. rates: of the timeline, of the files."""
    timeline = a_timeline(folder, rate=rates[0])
    for name in ("surf", "bird"):
        timeline = with_media(timeline, a_media(folder, name, rate=rates[1]))
    for clip_id in (SURF, BIRD):
        timeline = with_clip(timeline, clip_id, source_start=start, duration=long, timing=timing)
    return timeline


def cases(folder: Path) -> Iterator[Timeline]:
    for speed, rates, start, long in product(SPEEDS, RATES, STARTS, LENGTHS):
        yield a_scene(folder, Timing(speed), rates, start, long)


def on_screen(timeline: Timeline, clip: Clip, frame: int) -> Fraction:
    """When the frame of the file that is shown there begins."""
    media = timeline.media_of(clip)
    assert media is not None
    return shown_from(media, timeline.moment(clip, frame))


def is_whole(timeline: Timeline, known: Shown) -> bool:
    """Whether each of its frames stands for as many of the timeline; else they take turns, by one more or less."""
    return (timeline.rate / known.rate).denominator == 1


def seen(stretch: Stretch) -> Shown:
    assert stretch.shown is not None
    return stretch.shown


def test_up_to_a_cut_the_known_frames_are_those_on_the_screen_each_as_long(tmp_path: Path) -> None:
    for timeline in cases(tmp_path):
        clip = timeline.clip(SURF)
        known = seen(stretch_of(timeline, clip, Task.AFTER))
        begins = clip.duration / timeline.rate + known.late - 1 / known.rate  # of the last one
        for frame in range(clip.duration - 6, clip.duration):
            back = max(0, ceil((begins - frame / timeline.rate) * known.rate))
            if frame == clip.duration - 1 or is_whole(timeline, known):
                assert known.moments[-1 - back] == on_screen(timeline, clip, frame)
        assert 0 <= known.late < 1 / known.rate


def test_from_a_cut_on_the_known_frames_are_those_on_the_screen_each_as_long(tmp_path: Path) -> None:
    for timeline in cases(tmp_path):
        clip = timeline.clip(BIRD)
        known = seen(stretch_of(timeline, clip, Task.BEFORE))
        for frame in range(6):
            at = int((frame / timeline.rate + known.late) * known.rate)
            if frame == 0 or is_whole(timeline, known):
                assert known.moments[at] == on_screen(timeline, clip, frame)
        assert 0 <= known.late < 1 / known.rate


@pytest.mark.parametrize(("timing", "rate"), [(HALF, 12), (BACK, 24), (Timing(Fraction(3)), 24), (CURVE, 12)])
def test_new_frames_come_as_often_as_those_on_the_screen_change(tmp_path: Path, timing: Timing, rate: int) -> None:
    timeline = a_scene(tmp_path, timing, long=30)
    assert seen(stretch_of(timeline, timeline.clip(SURF), Task.AFTER)).rate == rate


def test_at_half_speed_every_frame_is_seen_once_and_backward_the_other_way_round(tmp_path: Path) -> None:
    for timing, step in ((HALF, Fraction(1, 24)), (BACK, Fraction(-1, 24)), (Timing(Fraction(3)), Fraction(1, 8))):
        timeline = a_scene(tmp_path, timing)
        moments = seen(stretch_of(timeline, timeline.clip(SURF), Task.AFTER)).moments
        assert {later - earlier for earlier, later in pairwise(moments)} == {step}
        assert len(moments) >= 20


def test_a_freeze_is_one_frame_and_the_end_of_the_file_ends_what_is_known(tmp_path: Path) -> None:
    frozen = a_scene(tmp_path, Timing(Fraction(0)))
    assert set(seen(stretch_of(frozen, frozen.clip(SURF), Task.AFTER)).moments) == {Fraction(5)}
    late = a_scene(tmp_path, BACK, start=Fraction(10) - Fraction(1, 24))  # from the file's last frame on, backward
    assert seen(stretch_of(late, late.clip(SURF), Task.AFTER)).moments[0] == Fraction(239, 24)
    assert len(seen(stretch_of(late, late.clip(SURF), Task.AFTER)).moments) == 24


def extension(timeline: Timeline, task: Task, folder: Path) -> tuple[ExtendRequest, Take, Fraction]:
    """Of ten frames: what is asked, the take as the engine would make it, and where in its file the clip begins."""
    clip = timeline.clip(BIRD if task is Task.BEFORE else SURF)
    generation = replace(generation_of(timeline, task, (clip,), Wishes()), frames=10)
    request = request_of(timeline, generation, 10, folder)
    assert isinstance(request, ExtendRequest)
    assert request.source.shown is not None
    rate = request.source.shown.rate
    new = FrameRange(0 if task is Task.BEFORE else 20, round(request.duration * rate))
    take = Take(folder / "take.mov", "m", "m", 0, rate, 64, 36, new, None, {}, ())
    return request, take, start_in(timeline, generation, take)


def test_a_take_of_a_slow_clip_begins_while_its_last_frame_is_still_held(tmp_path: Path) -> None:
    """At half speed a frame stands for two of the timeline: cut after one of them, the other comes from the take."""
    for long, held in ((24, 0), (23, 1)):
        request, take, start = extension(a_scene(tmp_path, HALF, long=long), Task.AFTER, tmp_path)
        assert (request.duration, take.rate) == (Fraction(10, 24), 12)
        assert start == Fraction(20, 12) - Fraction(held, 24)


def test_before_a_slow_clip_a_take_ends_with_the_rest_of_its_first_frame(tmp_path: Path) -> None:
    for start, held in ((Fraction(5), 0), (Fraction(5) + Fraction(1, 48), 1)):
        _, take, begins = extension(a_scene(tmp_path, HALF, start=start), Task.BEFORE, tmp_path)
        assert begins + Fraction(10, 24) == take.new.count / take.rate + Fraction(held, 24)


def test_nothing_is_refused_for_how_a_clip_plays_and_what_is_seen_is_told(tmp_path: Path) -> None:
    for timing in (HALF, BACK, CURVE, Timing(Fraction(0))):
        timeline = a_scene(tmp_path, timing)
        assert not why_no_source(timeline, SURF, Task.AFTER, is_there=lambda path: True)
        assert 0 < sights_beside(timeline, SURF, Task.AFTER, 24, None).now.before <= 48


def test_a_bridge_leads_from_what_one_clip_shows_last_to_what_the_other_shows_first(tmp_path: Path) -> None:
    timeline = a_scene(tmp_path, BACK)
    clips = timeline.clip(SURF), timeline.clip(BIRD)
    request = request_of(timeline, generation_of(timeline, Task.BRIDGE, clips, Wishes()), 24, tmp_path)
    assert isinstance(request, BridgeRequest)
    first, second = request.first.shown, request.second.shown
    assert first is not None
    assert second is not None
    assert first.moments[-1] == on_screen(timeline, clips[0], 23)
    assert second.moments[0] == on_screen(timeline, clips[1], 0)


def test_while_it_is_waited_for_the_frame_beside_the_cut_stands_there(tmp_path: Path) -> None:
    timeline = a_scene(tmp_path, BACK)
    for clip_id, task, frame in ((SURF, Task.AFTER, 23), (BIRD, Task.BEFORE, 0)):
        clip = timeline.clip(clip_id)
        shot = pending(timeline, generation_of(timeline, task, (clip,), Wishes()))
        assert shot.time == on_screen(timeline, clip, frame)


def test_a_source_that_is_made_slow_before_its_turn_comes_is_seen_slow(tmp_path: Path) -> None:
    """And as it was filmed again, once it is."""
    plain = change_clips(a_scene(tmp_path, HALF), [SURF], lambda clip: replace(clip, timing=None))
    asked = replace(generation_of(plain, Task.AFTER, (plain.clip(SURF),), Wishes()), frames=10)
    waiting = insert_generated(plain, SURF, 10, asked, ItemId("new"))
    slow = change_clips(waiting, [SURF], lambda clip: replace(clip, timing=HALF))
    now = sides.generation_now(slow, slow.clip(ItemId("new")))
    assert now.sources == (stretch_of(slow, slow.clip(SURF), Task.AFTER),)
    back = change_clips(slow, [ItemId("new")], lambda clip: replace(clip, generation=now))
    back = change_clips(back, [SURF], lambda clip: replace(clip, timing=None))
    assert sides.generation_now(back, back.clip(ItemId("new"))).sources == asked.sources


def test_what_a_request_says_of_the_frames_shown_is_kept_with_its_take(tmp_path: Path) -> None:
    timeline = a_scene(tmp_path, BACK)
    request, _, _ = extension(timeline, Task.AFTER, tmp_path)
    (stretch,) = generation_from(timeline, request).sources
    assert stretch == stretch_of(timeline, timeline.clip(SURF), Task.AFTER)
