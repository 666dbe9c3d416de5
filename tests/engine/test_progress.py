"""Progress: told over the whole of a run whose stages are known, and of the stage where they are not."""

import pytest

from engine.errors import Cancelled
from engine.progress import Progress, Report, Stage
from tests.engine.fakes import some_request, some_take


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 100.0

    monkeypatch.setattr("engine.progress.time.monotonic", lambda: Clock.now)
    return Clock


def test_without_a_course_time_left_is_that_of_the_stage(clock):
    heard = []
    report = Report(heard.append)
    report("Reading", 0, 4)
    clock.now += 2
    report("Reading", 1, 4)
    assert [progress.seconds_left for progress in heard] == [None, 6.0]
    assert heard[-1].share is None


def test_with_a_course_share_and_time_left_are_those_of_the_whole_run(clock):
    heard = []
    report = Report(heard.append)
    report.expect([Stage("Reading", 1), Stage("Carrying", 2), Stage("Carrying", 2)])
    clock.now += 1
    report("Reading", 1, 1)
    clock.now += 1
    report("Carrying", 1, 2)
    clock.now += 1
    report("Carrying", 2, 2)
    report("Carrying", 0, 2)
    clock.now += 2
    report("Carrying", 2, 2)
    assert [progress.share for progress in heard] == pytest.approx([0.2, 0.4, 0.6, 0.6, 1.0])
    assert [progress.seconds_left for progress in heard] == pytest.approx([4, 3, 2, 2, 0])


def test_a_stage_nobody_expected_leaves_the_share_as_it_is(clock):
    heard = []
    report = Report(heard.append)
    report.expect([Stage("Reading", 1), Stage("Carrying", 1)])
    report("Reading", 1, 1)
    report("Waiting for the disk", 1, 2)
    report("Carrying", 1, 2)
    assert [progress.share for progress in heard] == pytest.approx([0.5, 0.5, 0.75])


def test_time_left_is_not_told_before_there_is_a_pace(clock):
    heard = []
    report = Report(heard.append)
    report.expect([Stage("Reading", 1)])
    report("Reading", 1, 100)
    assert heard[0].seconds_left is None


def test_a_part_that_is_quiet_stops_with_the_whole():
    heard = []
    report = Report(heard.append)
    quiet = report.quiet()
    quiet("Inside", 1, 2)
    assert heard == []
    report.stop()
    with pytest.raises(Cancelled):
        quiet.check()


def test_takes_and_previews_go_to_who_wants_them(tmp_path):
    takes, images = [], []
    report = Report(on_take=takes.append, on_preview=lambda *preview: images.append(preview))
    report.take(some_take(some_request()))
    report.preview(3, tmp_path)
    assert (takes, images) == ([some_take(some_request())], [(3, tmp_path)])
    assert report.wants_previews
    silent = Report()
    silent.take(some_take(some_request()))
    silent.preview(3, tmp_path)
    assert not silent.wants_previews


def test_takes_can_be_passed_through_other_hands_and_progress_be_watched():
    told: list[Progress] = []
    watched: list[Progress] = []
    takes: list[str] = []
    report = Report(told.append)
    through = report.watched(watched.append).passing(lambda take: takes.append(take.model))
    through("Making", 1, 2)
    through.take(some_take(some_request()))
    report.stop()
    assert told == watched
    assert takes == ["Built-in model"]
    assert through.stopping
