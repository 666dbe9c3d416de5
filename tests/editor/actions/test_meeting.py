"""Generated frames go on as the footage would have: none is left out at the cut and none is shown twice."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from pathlib import Path

import pytest

from editor.actions.meeting import start_in
from editor.actions.requesting import Wishes, generation_of, request_of
from editor.timeline.model import ItemId, Task, Timeline
from engine.generation.clips import Clip
from engine.media.info import MediaInfo, VideoInfo
from engine.requests import FrameRange, Source, Take
from tests.editor.actions.test_generating_requests import with_clip, with_media
from tests.editor.ui.generation.scene import BIRD, SURF, a_media, a_take, a_timeline

FILM, NTSC = Fraction(24000, 1001), Fraction(30000, 1001)
TIMELINES = [Fraction(24), FILM, Fraction(25), NTSC, Fraction(60)]
MEDIA = [Fraction(12), FILM, Fraction(24), Fraction(25), NTSC, Fraction(30), Fraction(50), Fraction(60000, 1001)]
STARTS = [Fraction(0), Fraction(1), Fraction(101, 100), Fraction(37, 24), Fraction(2003, 1001), Fraction(19, 9)]
RATES = list(product(TIMELINES, MEDIA))
FRAMES = 31  # of the timeline, to be made


def cut(folder: Path, timeline_rate: Fraction, media_rate: Fraction, start: Fraction) -> Timeline:
    """surf and bird, both of one rate, playing 2 s from `start` on."""
    timeline = a_timeline(folder, rate=timeline_rate)
    for name in ("surf", "bird"):
        timeline = with_media(timeline, a_media(folder, name, rate=media_rate))
    for clip_id in (SURF, BIRD):
        timeline = with_clip(timeline, clip_id, source_start=start, duration=int(2 * timeline_rate))
    return timeline


def made_for(timeline: Timeline, folder: Path, task: Task) -> tuple[Take, Fraction, int]:
    """The take as the engine would make it, the start it gets, and the media's frame that its file's first one is."""
    sides = {Task.AFTER: [SURF], Task.BEFORE: [BIRD], Task.BRIDGE: [SURF, BIRD]}[task]
    wanted = generation_of(timeline, task, tuple(map(timeline.clip, sides)), Wishes())
    generation = replace(wanted, frames=FRAMES)
    request = request_of(timeline, generation, FRAMES, folder)
    clip = as_opened(timeline, sides[0], request.sources[0])
    count = round(request.duration * clip.video.rate)
    new = FrameRange(0 if task is Task.BEFORE else 40, count)
    take = replace(a_take(request, folder / "take.mp4", new=new), rate=clip.video.rate)
    first_new = clip.start * clip.video.rate - count if task is Task.BEFORE else clip.end * clip.video.rate
    assert first_new.denominator == 1
    return take, start_in(timeline, generation, take), int(first_new) - new.start


def as_opened(timeline: Timeline, clip_id: ItemId, source: Source) -> Clip:
    media = timeline.media_of(timeline.clip(clip_id))
    assert media is not None
    assert media.picture is not None
    video = VideoInfo(media.picture.width, media.picture.height, media.picture.rate)
    return Clip(source, MediaInfo(source.path, video, None, media.duration), video)


def shown(timeline: Timeline, start: Fraction, rate: Fraction, frames: range) -> list[int]:
    """Which frame of a file is shown at frames of the timeline, counted from where it starts."""
    return [floor((start + frame / timeline.rate) * rate) for frame in frames]


def cases(folder: Path, rates: tuple[Fraction, Fraction]) -> Iterator[tuple[Timeline, Fraction]]:
    for start in STARTS:
        yield cut(folder, *rates, start), start


@pytest.mark.parametrize("rates", RATES, ids=lambda rates: f"{float(rates[1]):.5g} in {float(rates[0]):.5g}")
@pytest.mark.parametrize("task", [Task.AFTER, Task.BRIDGE])
def test_after_a_clip_every_frame_is_the_one_that_would_have_been_shown_next(
    tmp_path: Path, rates: tuple[Fraction, Fraction], task: Task
) -> None:
    for timeline, start in cases(tmp_path, rates):
        take, begins, first = made_for(timeline, tmp_path, task)
        played = timeline.clip(SURF).duration
        goes_on = shown(timeline, start, take.rate, range(played, played + FRAMES))
        taken = [first + index for index in shown(timeline, begins, take.rate, range(FRAMES))]
        assert begins >= 0
        assert begins + FRAMES / timeline.rate <= (take.new.start + take.new.count) / take.rate
        assert taken[0] == goes_on[0]
        step = take.rate / timeline.rate
        last = shown(timeline, start, take.rate, range(played - 1, played))
        assert {later - earlier for earlier, later in pairwise(last + taken)} <= {floor(step), ceil(step)}


@pytest.mark.parametrize("rates", RATES, ids=lambda rates: f"{float(rates[1]):.5g} in {float(rates[0]):.5g}")
def test_before_a_clip_every_frame_is_the_one_that_would_have_been_shown_there(
    tmp_path: Path, rates: tuple[Fraction, Fraction]
) -> None:
    for timeline, start in cases(tmp_path, rates):
        take, begins, first = made_for(timeline, tmp_path, Task.BEFORE)
        would_be = shown(timeline, start, take.rate, range(-FRAMES, 0))
        assert begins >= 0
        assert [first + index for index in shown(timeline, begins, take.rate, range(FRAMES))] == would_be


def test_a_2997_clip_in_a_24p_timeline_no_longer_drops_a_frame_at_the_join(tmp_path: Path) -> None:
    """Its first new frame is not the next to be shown where the cut lies between two: starting with it left one out."""
    start = Fraction(20, 24)
    timeline = cut(tmp_path, Fraction(24), NTSC, start)
    take, begins, first = made_for(timeline, tmp_path, Task.AFTER)
    last = shown(timeline, start, NTSC, range(47, 48))
    taken = [first + index for index in shown(timeline, begins, take.rate, range(8))]
    assert taken == shown(timeline, start, NTSC, range(48, 56))
    assert taken[0] == last[-1] + 1
    assert first + take.new.start == last[-1] + 2


def test_at_a_variable_rate_a_take_starts_with_its_first_new_frame(tmp_path: Path) -> None:
    timeline = cut(tmp_path, Fraction(24), NTSC, Fraction(37, 24))
    media = timeline.media_of(timeline.clip(SURF))
    assert media is not None
    assert media.picture is not None
    timeline = with_media(timeline, replace(media, picture=replace(media.picture, variable=True)))
    generation = generation_of(timeline, Task.AFTER, (timeline.clip(SURF),), Wishes())
    request = request_of(timeline, generation, FRAMES, tmp_path)
    take = replace(a_take(request, tmp_path / "take.mp4", new=FrameRange(40, 39)), rate=NTSC)
    assert start_in(timeline, generation, take) == 40 / NTSC


def test_footage_on_the_timelines_grid_starts_with_the_first_new_frame_as_before(tmp_path: Path) -> None:
    timeline = cut(tmp_path, Fraction(24), Fraction(24), Fraction(1))
    for task, start in ((Task.AFTER, Fraction(40, 24)), (Task.BRIDGE, Fraction(40, 24)), (Task.BEFORE, Fraction(0))):
        assert made_for(timeline, tmp_path, task)[1] == start
