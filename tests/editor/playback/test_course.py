"""Where the playhead is after so many seconds."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.playback.course import Course, course_from, span_of
from editor.playback.wanted import in_making_order
from editor.timeline.model import Gap, ItemId, Timeline, TrackKind
from editor.timeline.rational_time import TimeRange
from tests.editor.render.counted import timeline, track

RATE = Fraction(24)


def course(start: int = 10, speed: float = 1.0, loop: bool = False, rate: Fraction = RATE) -> Course:
    return Course(start, speed, TimeRange(5, 20), loop, rate)


def of(frames: int, rate: Fraction = RATE) -> Timeline:
    return timeline([track([Gap(ItemId("gap"), frames)], TrackKind.AUDIO)], [], rate)


def test_a_tick_is_a_frame_of_the_timeline() -> None:
    one = course(rate=Fraction(30000, 1001))
    assert [one.tick(one.seconds(tick)) for tick in range(1000)] == list(range(1000))
    assert one.tick(one.seconds(7) - 0.001) == 6


@pytest.mark.parametrize(
    ("speed", "expected"),
    [
        (1, [10, 11, 12, 13]),
        (4, [10, 14, 18, 22]),
        (-1, [10, 9, 8, 7]),
        (-2, [10, 8, 6, None]),
        (8, [10, 18, None, None]),
        (0.5, [10, 10, 11, 11]),
    ],
)
def test_faster_is_more_frames_a_tick(speed: float, expected: list[int | None]) -> None:
    assert [course(speed=speed).frame(tick) for tick in range(4)] == expected


def test_a_loop_turns_round_at_both_ends() -> None:
    assert [course(23, loop=True).frame(tick) for tick in range(4)] == [23, 24, 5, 6]
    assert [course(6, -1, loop=True).frame(tick) for tick in range(4)] == [6, 5, 24, 23]


def test_the_coming_frames_end_with_the_course() -> None:
    assert course(22).coming(1, 12) == [23, 24]
    assert course(10, 0.5).coming(0, 5) == [10, 11, 12]


@pytest.mark.parametrize(
    ("frame", "speed", "start"), [(3, 1, 3), (99, 1, 0), (100, 1, 0), (99, -1, 99), (0, -1, 99), (100, -1, 99)]
)
def test_at_the_end_it_begins_from_the_other_one(frame: int, speed: float, start: int) -> None:
    assert course_from(of(100), frame, speed, loop=False).start == start


def test_only_a_loop_keeps_to_the_marks() -> None:
    marked = replace(of(100), mark_in=10, mark_out=20)
    assert span_of(marked, loop=True) == TimeRange(10, 10)
    assert span_of(marked, loop=False) == TimeRange(0, 100)
    assert span_of(replace(marked, mark_in=120, mark_out=130), loop=True) == TimeRange(0, 100)
    assert course_from(marked, 50, 1, loop=True).start == 10


def test_samples_follow_the_frames_and_are_silent_after_the_end() -> None:
    pieces = list(course(23).samples(of(100), 0, 10_000))
    assert pieces == [(46_000, 4000), (None, 6000)]


def test_looping_samples_go_round_without_a_hole() -> None:
    pieces = list(course(23, loop=True).samples(of(100), 3000, 50_000))
    assert pieces == [(49_000, 1000), (10_000, 40_000), (10_000, 9000)]
    assert list(course(23, loop=True).samples(of(100), 90_000, 100)) == [(16_000, 100)]


@pytest.mark.parametrize("speed", [-0.5, 0.5, 1.5])
def test_at_parts_of_a_speed_nothing_is_heard(speed: float) -> None:
    assert list(course(speed=speed).samples(of(100), 0, 512)) == [(None, 512)]


def test_at_twice_the_speed_each_sample_stands_for_two_and_the_end_comes_sooner() -> None:
    frame = 48_000 // 24
    assert list(course(speed=2).samples(of(100), frame, 512)) == [(12 * frame, 512)]
    assert list(course(speed=2).samples(of(100), 7 * frame, 2 * frame)) == [(24 * frame, frame // 2), (None, 3000)]


def test_backward_frames_are_made_forward_block_by_block() -> None:
    assert in_making_order(range(20, -1, -1), block=16) == (16, 17, 18, 19, 20, *range(16))
    assert in_making_order(range(20, 8, -1), block=16) == (16, 17, 18, 19, 20), "the other one is not whole yet"
    assert in_making_order(range(20, -1, -2), block=16) == (16, 18, 20, *range(0, 16, 2)), "at twice the speed"
    assert in_making_order([3, 4, 5]) == (3, 4, 5)


def test_around_a_join_is_played_again_and_again_whatever_is_marked() -> None:
    marked, around = replace(of(100), mark_in=2, mark_out=9), TimeRange(40, 20)
    assert span_of(marked, True, around) == around
    assert span_of(marked, True, TimeRange(90, 20)) == TimeRange(90, 10)
    assert span_of(marked, True, TimeRange(200, 20)) == TimeRange(2, 7)
    assert course_from(marked, 5, 1, True, around).start == 40


def test_backward_samples_go_from_the_end_of_the_frame_to_the_start_of_the_first_one() -> None:
    frame = 48_000 // 24
    assert list(course(speed=-1).samples(of(100), frame, 512)) == [(10 * frame, 512)]
    assert list(course(speed=-2).samples(of(100), 2 * frame, 2 * frame)) == [(7 * frame, frame), (None, frame)]
    looping = list(course(speed=-1, loop=True).samples(of(100), 5 * frame, 2 * frame))
    assert looping == [(6 * frame, frame), (25 * frame, frame)]
