"""Whole runs on small clips: from a request to files."""

import hashlib
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from engine.asking import bridge_request, extend_request
from engine.errors import Cancelled, ContextTooShort, ModelError, RequestError
from engine.generation.generate import plan, run
from engine.generation.pocket.model import PREDICTED
from engine.media.info import VideoInfo
from engine.media.probe import probe
from engine.media.read import read_frames
from engine.media.write import timed, write_film
from engine.progress import Report
from engine.requests import BUILT_IN_NETWORK, FrameRange, Outputs, Quality
from engine.training.footage import HELD_OUT, make_clip

RATE = Fraction(24000, 1001)
SIZE = (192, 120)
QUARTER = Fraction(6) / RATE
SCENE = HELD_OUT + 6


@pytest.fixture(scope="module")
def frames():
    return make_clip(SCENE, 60, *SIZE, float(RATE)).frames


@pytest.fixture
def clip(tmp_path, frames):
    return written(tmp_path / "clip.mp4", frames[:24])


def written(path, frames, rate=RATE):
    height, width = frames.shape[1:3]
    write_film(path, timed(frames, rate), VideoInfo(width, height, rate))
    return path


def images(path):
    return np.stack([frame.image for frame in read_frames(path)])


def difference(one, other):
    return np.abs(one.astype(int) - other).mean()


def test_extending_after_keeps_every_original_frame_and_adds_the_new_ones_on_its_grid(clip, tmp_path):
    before = hashlib.sha256(clip.read_bytes()).hexdigest()
    [take] = run(extend_request(clip, seconds=QUARTER, output=tmp_path / "out" / "film.mp4"), Report())
    assert hashlib.sha256(clip.read_bytes()).hexdigest() == before
    film = images(take.film)
    assert len(film) == take.film_frames == 30
    assert take.film_new == FrameRange(24, 6)
    assert difference(film[:24], images(clip)) < 2  # re-encoded, not changed
    assert probe(take.film).video.rate == probe(take.path).video.rate == RATE


def test_a_take_holds_the_known_frames_first_then_the_new_ones(clip, tmp_path):
    [take] = run(extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4"), Report())
    made, source = images(take.path), images(clip)
    assert len(made) == take.new.start + take.new.count
    assert difference(made[: take.new.start], source[-take.new.start :]) < 2  # grey levels; the clip is grainy
    join = difference(made[take.new.start], source[-1])
    assert join < 3 * difference(source[-1], source[-2]) + 1


def test_extending_before_ends_in_the_clips_first_frame(clip, tmp_path):
    [take] = run(extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4", before=True), Report())
    assert (take.new, take.film_new) == (FrameRange(0, 6), FrameRange(0, 6))
    film, source = images(take.film), images(clip)
    assert len(film) == 30
    assert difference(film[6:], source) < 2
    assert difference(film[5], source[0]) < 3 * difference(source[1], source[0]) + 1


def test_new_frames_go_on_as_the_scene_does(clip, frames, tmp_path):
    """Better than holding the last frame, against the scene's true future."""
    [take] = run(extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4"), Report())
    made = images(take.film)[24:]
    assert difference(made, frames[24:30]) < 0.8 * difference(np.repeat(frames[23:24], 6, 0), frames[24:30])


def test_a_bridge_stands_between_both_clips_and_nearer_to_the_truth_than_a_cross_fade(clip, frames, tmp_path):
    second = written(tmp_path / "second.mp4", frames[30:])
    [take] = run(bridge_request(clip, second, seconds=QUARTER, output=tmp_path / "film.mp4"), Report())
    film = images(take.film)
    assert len(film) == 24 + 6 + 30
    assert take.film_new == FrameRange(24, 6)
    assert take.back_test is not None
    share = np.linspace(0, 1, 8)[1:-1, None, None, None]
    faded = (1 - share) * frames[23] + share * frames[30]
    assert difference(film[24:30], frames[24:30]) < difference(faded, frames[24:30])


def test_a_second_clip_of_another_size_and_rate_is_fitted_and_it_is_told(clip, tmp_path):
    second = written(tmp_path / "second.mp4", make_clip(SCENE + 1, 30, 160, 160, 12).frames, Fraction(12))
    [take] = run(bridge_request(clip, second, seconds=QUARTER, output=tmp_path / "film.mp4"), Report())
    assert probe(take.film).video.width == SIZE[0]
    assert take.film_frames == 24 + 6 + 60  # two and a half seconds at the first clip's rate
    told = " ".join(take.notes)
    assert "192x120" in told
    assert "23.976 frames a second" in told


def test_further_takes_are_other_predictions_under_other_names(clip, tmp_path):
    takes = run(extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4", takes=2), Report())
    assert takes[0].path != takes[1].path
    assert takes[1].seed == takes[0].seed + 1
    assert difference(images(takes[0].path)[-1], images(takes[1].path)[-1]) > 0
    again = run(extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4"), Report())
    assert again[0].path not in {take.path for take in takes}, "takes are never written over"


def test_takes_that_the_asker_has_are_not_made(clip, tmp_path):
    request = extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4", takes=3)
    told = []
    had = replace(request, outputs=Outputs(tmp_path / "elsewhere", job="job", had=(0, 2)))
    [take] = run(had, Report(on_take=told.append))
    assert take.seed == request.sampling.seed + 1
    assert told == [take]
    assert run(replace(had, outputs=replace(had.outputs, had=(0, 1, 2))), Report()) == (take,), "it is told again"
    nothing = Outputs(tmp_path / "nowhere", job="other", had=(0, 1, 2))
    assert run(replace(request, outputs=nothing), Report()) == ()


def test_a_plan_tells_what_the_run_then_does(clip, tmp_path):
    request = extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4", noise=(0.0, 0.5), steps=2)
    told = plan(request)
    assert (told.new_frames, told.rate, told.width) == (6, RATE, 192)
    assert len(told.sigmas) == 3
    assert told.sigmas[0][0] == 0
    assert told.sigmas[0][-1] == 1
    assert not (tmp_path / "film.assets").exists()
    [take] = run(request, Report())
    assert take.new.count == told.new_frames


def test_a_draft_takes_one_step_and_a_ramp_takes_new_latents_one_after_another(clip, tmp_path):
    request = extend_request(clip, seconds=4 * QUARTER, output=tmp_path / "film.mp4")
    draft = replace(request, sampling=replace(request.sampling, quality=Quality.DRAFT))
    assert (len(plan(draft).sigmas), len(plan(request).sigmas)) == (2, 3)
    ramp = plan(replace(request, sampling=replace(request.sampling, steps=4, ramp=1.0)))
    new = [column for column, latent in enumerate(ramp.latents) if not latent.given]
    assert len(ramp.latents) == len(ramp.sigmas[0])
    assert len(new) == 2
    assert [[row[column] for column in new] for row in ramp.sigmas[:3]] == [[1, 1], [0.75, 1], [0, 1]]


def test_what_has_no_part_in_it_is_told(clip, tmp_path):
    request = extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4")
    asked = replace(request, sampling=replace(request.sampling, boundary=0.9, width=64))
    told = " ".join(plan(asked).notes)
    assert "no use for a boundary between experts and a size to work at" in told


def test_stopping_leaves_no_half_written_film_or_take(clip, tmp_path):
    report = Report(lambda progress: report.stop() if progress.stage == "Carrying the picture" else None)
    with pytest.raises(Cancelled):
        run(extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4"), report)
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert left == [clip]


def test_what_cannot_be_done_is_said_before_anything_is_written(clip, tmp_path):
    output = tmp_path / "film.mp4"
    with pytest.raises(RequestError, match="less than one frame"):
        run(extend_request(clip, seconds=0.001, output=output), Report())
    with pytest.raises(ContextTooShort, match="2 frames"):
        run(extend_request(clip, seconds=1, output=output, start=0, end=Fraction(2) / RATE), Report())
    with pytest.raises(ModelError, match="no model"):
        run(extend_request(clip, seconds=1, output=output, model="wan9"), Report())
    assert not output.exists()


def test_the_network_can_be_asked_for_and_says_that_it_made_the_motion(clip, tmp_path):
    request = extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4", model=BUILT_IN_NETWORK)
    [take] = run(request, Report())
    assert take.motion == PREDICTED
    assert take.back_test is not None
