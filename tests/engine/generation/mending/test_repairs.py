"""Marked frames of small clips made anew: from a request to takes and a film."""

from dataclasses import replace

import numpy as np
import pytest

from engine.asking import repair_request
from engine.errors import Cancelled, OutputError, RequestError
from engine.generation import tasks
from engine.generation.mending.remaking import parts_of
from engine.generation.tasks import plan, run
from engine.media.info import VideoInfo
from engine.media.write import write_take
from engine.progress import Report
from engine.requests import ExtendRequest, FrameRange
from tests.engine.generation.small_clips import (
    RATE,
    SIZE,
    difference,
    faulty,
    files,
    images,
    scene,
    spoilt,
    written,
)


@pytest.fixture(scope="module")
def frames():
    return scene()


@pytest.fixture
def clip(tmp_path, frames):
    return written(tmp_path / "clip.mp4", frames)


@pytest.fixture(scope="module")
def repaired(tmp_path_factory, frames):
    """Two runs of marked frames, two takes: what came back, and how far the bar stood each time it was told."""
    folder, shares = tmp_path_factory.mktemp("repaired"), []
    clip = written(folder / "clip.mp4", spoilt(frames, 12, 20, 21))
    request = repair_request(clip, marked=[12, FrameRange(20, 2)], output=folder / "film.mp4", takes=2)
    return run(request, Report(lambda progress: shares.append(progress.share))), shares


def test_marked_frames_are_made_anew_from_frames_that_are_not_marked(repaired, frames):
    """Also where another run of them lies within what would be looked at."""
    (first, again, second, other), _ = repaired
    assert [take.film_new for take in (first, second)] == [FrameRange(12, 1), FrameRange(20, 2)]
    assert [take.seed for take in (first, again, second, other)] == [0, 1, 0, 1]
    film = images(first.film)
    assert second.film == first.film
    assert len(film) == first.film_frames == 40
    assert faulty(film) == []
    assert difference(film[12], frames[12]) < 2 * difference(film[11], frames[11]) + 3
    for take in (first, again, second, other):
        assert faulty(images(take.path)) == []
    assert first.new == FrameRange(12, 1)
    assert second.new == FrameRange(7, 2), "what is known begins after the first mark"


def test_a_repair_is_one_bar_that_never_falls_and_ends_full(repaired):
    _, shares = repaired
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert max(np.diff(shares)) < 0.5


def test_frames_that_are_not_marked_lie_in_the_take_bit_for_bit(frames, tmp_path):
    clip = tmp_path / "clip.mov"
    clear = np.full((24, SIZE[1], SIZE[0], 1), 200, np.uint8)
    write_take(clip, np.concatenate([spoilt(frames[:24], 10), clear], -1), VideoInfo(*SIZE, RATE, alpha=True))
    [take] = run(repair_request(clip, marked=[10], output=tmp_path / "film.mp4"), Report())
    source, made = images(clip), images(take.path)
    assert (made[:10] == source[:10]).all()
    assert (made[11:] == source[11 : len(made)]).all()
    assert len(made) > 15
    assert not (made[10] == source[10]).all()


def test_runs_with_little_known_between_them_are_one_and_what_is_known_stays(frames, tmp_path):
    """A bird flies through the one frame between that is not marked."""
    pictures = spoilt(frames, 12, 14)
    pictures[13, 20:36, 30:46] = 0
    clip = written(tmp_path / "clip.mp4", pictures)
    request = repair_request(clip, marked=[12, 14], output=tmp_path / "film.mp4")
    assert plan(request).new_frames == 2
    [take] = run(request, Report())
    assert take.new.count == 3
    assert any("Frames 12 to 14 are made as one" in note for note in take.notes)
    film = images(take.film)
    assert len(film) == 40
    assert faulty(film) == []
    assert difference(film[13, 20:36, 30:46], 0) < 20
    assert difference(film[12, 20:36, 30:46], 0) > 40


@pytest.mark.parametrize(
    ("marked", "said"),
    [([], "No frame is marked"), ([12, 12], "marked twice"), ([14, 12], "not in order"),
     ([FrameRange(10, 4), 12], "marked twice"), ([40], "40 frames, from 0 to 39"), ([FrameRange(38, 9)], "Frame 46"),
     ([FrameRange(-1, 1)], "Frame -1"), ([FrameRange(3, 0)], "No frame")],
)  # fmt: skip
def test_marks_that_cannot_be_are_refused_in_words(clip, tmp_path, marked, said):
    with pytest.raises(RequestError, match=said):
        run(repair_request(clip, marked=marked, output=tmp_path / "film.mp4"), Report())
    assert files(tmp_path) == {clip}


def test_a_repair_that_was_stopped_goes_on_where_it_was(clip, tmp_path):
    request = repair_request(clip, marked=[12, 26], output=tmp_path / "film.mp4")
    request = replace(request, outputs=replace(request.outputs, job="job"))
    readings, told = [], []

    def stop_in_the_second(progress):
        if progress.stage == "Reading" and not progress.step:
            readings.append(progress)
        if len(readings) == 2 and progress.stage == "Carrying the picture":
            report.stop()

    report = Report(stop_in_the_second, told.append)
    with pytest.raises(Cancelled):
        run(request, report)
    [kept] = told
    assert not request.outputs.film.exists()
    stages = []
    first, second = run(request, Report(lambda progress: stages.append(progress.stage)))
    assert first.path == kept.path
    assert (first.film_new, second.film_new) == (FrameRange(12, 1), FrameRange(26, 1))
    assert stages.count("Reading") == 2, "both sides of the second alone"
    assert len(files(request.outputs.folder)) == 2 + 2, "two takes, each with its note"


def test_a_film_that_cannot_be_written_leaves_the_takes_and_says_so(clip, tmp_path):
    request = repair_request(clip, marked=[12], output=tmp_path / "film.mp4")
    (tmp_path / "film.mp4").mkdir()
    told = []
    with pytest.raises(OutputError) as raised:
        run(request, Report(on_take=told.append))
    [take] = told
    assert len(images(take.path)) > take.new.count
    assert str(take.path) in raised.value.kept
    assert take.film is None


def test_how_far_a_repair_can_be_trusted_is_said_beforehand(clip, tmp_path):
    request = repair_request(clip, marked=[12, FrameRange(26, 2)], output=tmp_path / "film.mp4")
    answer = tasks.tested(request, Report())
    assert answer.plan == plan(request)
    assert answer.plan.new_frames == 3
    assert answer.back_test is not None
    assert files(tmp_path) == {clip}


def test_what_a_hole_is_asked_for_mirrors_noise_and_names_its_own_job(clip, tmp_path):
    request = repair_request(clip, marked=[3, 26], output=tmp_path / "film.mp4", noise=(0.1, 0.9))
    request = replace(request, outputs=replace(request.outputs, job="job"))
    backwards, bridge = (hole.request for hole in parts_of(request).holes)
    assert isinstance(backwards, ExtendRequest)
    assert backwards.context.noise == (0.9, 0.1)
    assert (bridge.first_context.noise, bridge.second_context.noise) == ((0.1, 0.9), (0.9, 0.1))
    assert {backwards.outputs.job, bridge.outputs.job} == {"jobr0", "jobr1"}
    assert backwards.outputs.film is None
