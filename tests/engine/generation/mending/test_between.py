"""Loops, smooth cuts and parts made anew of small clips: from a request to takes and a film."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from engine.asking import bridge_request, complete_request, loop_request, repair_request, smooth_request
from engine.errors import RequestError
from engine.generation.pocket.model import PREDICTED
from engine.generation.tasks import plan, run
from engine.media.info import AudioInfo, VideoInfo
from engine.media.read import Frame, read_frames
from engine.media.sound import Sound, read_sound
from engine.media.write import timed, write_film, write_take
from engine.progress import Report
from engine.requests import Direction, FrameRange
from engine.training.footage import make_clip
from tests.engine.generation.small_clips import (
    RATE,
    SCENE,
    SIZE,
    difference,
    faulty,
    files,
    images,
    scene,
    spoilt,
    written,
)

SAMPLES = 48_000  # a second


@pytest.fixture(scope="module")
def frames():
    return scene()


@pytest.fixture
def clip(tmp_path, frames):
    return written(tmp_path / "clip.mp4", frames)


def test_a_loop_is_the_clip_once_and_then_new_frames_that_lead_back_to_its_start(clip, tmp_path):
    [take] = run(loop_request(clip, seconds=0.25, output=tmp_path / "film.mp4", end=1), Report())
    film, source = images(take.film), images(clip)
    assert len(film) == take.film_frames == 24 + 6
    assert take.film_new == FrameRange(24, 6)
    assert difference(film[:24], source[:24]) < 3  # grey levels; it is encoded again
    assert difference(film[-1], source[0]) < difference(film[-1], source[23]) / 2
    assert [join.end for join in take.joins] == ["start", "end"]


def test_a_bridge_that_loops_ends_its_film_with_the_new_frames(clip, tmp_path):
    bridge = bridge_request(clip, clip, seconds=0.25, output=tmp_path / "film.mp4", first_end=1)
    [take] = run(replace(bridge, loops=True), Report())
    assert take.path.name.startswith("clip, take")
    assert len(images(take.film)) == take.film_frames == 24 + 6


def test_a_smooth_cut_changes_nothing_but_the_frames_beside_it(clip, frames, tmp_path):
    second = written(tmp_path / "second.mp4", frames[::-1][:20])
    request = smooth_request(
        clip, second, each_side=3 / RATE, output=tmp_path / "film.mp4", first_end=1, second_start=2 / RATE
    )
    [take] = run(request, Report())
    film = images(take.film)
    assert len(film) == take.film_frames == 24 + 18
    assert take.film_new == FrameRange(21, 6)
    assert difference(film[:21], images(clip)[:21]) < 3
    assert difference(film[27:], images(second)[5:]) < 3
    hard = difference(images(clip)[23], images(second)[2])
    assert max(difference(*film[at : at + 2]) for at in range(20, 27)) < hard


def test_a_cut_to_another_rate_is_smoothed_without_getting_longer(clip, tmp_path):
    second = tmp_path / "second.mp4"
    write_film(second, timed(make_clip(SCENE + 1, 15, *SIZE, 12).frames, Fraction(12)), VideoInfo(*SIZE, Fraction(12)))
    [take] = run(smooth_request(clip, second, each_side=3 / RATE, output=tmp_path / "film.mp4"), Report())
    assert len(images(take.film)) == take.film_frames == 40 + 30


def test_a_part_is_made_anew_nearer_to_the_truth_than_its_neighbours_and_all_else_stays(frames, tmp_path):
    clip = written(tmp_path / "clip.mp4", spoilt(frames, 17, 18, 19))
    request = complete_request(clip, start=17 / RATE, end=20 / RATE, output=tmp_path / "film.mp4")
    [take] = run(request, Report())
    film = images(take.film)
    assert (len(film), take.film_new) == (40, FrameRange(17, 3))
    assert difference(film[17:20], frames[17:20]) < difference(np.repeat(frames[16:17], 3, 0), frames[17:20])
    others = np.delete(np.arange(40), [17, 18, 19])
    assert difference(film[others], frames[others]) < 4


def test_a_part_whose_own_frames_are_kept_moves_as_they_do(clip, tmp_path):
    request = complete_request(clip, start=14 / RATE, end=26 / RATE, output=tmp_path / "film.mp4")
    kept = replace(request, freedom=(0.0, 0.2, 0.0))
    assert plan(request).sigmas[0][2:-1] == (1.0,) * len(plan(request).sigmas[0][2:-1])
    assert max(plan(kept).sigmas[0]) <= 0.2
    [take] = run(kept, Report())
    assert take.motion == PREDICTED, "measured motion knows nothing of them"
    assert take.like_draft > 0.9
    assert {join.verdict for join in take.joins} == {"good"}
    assert len(images(take.film)) == 40


def test_where_the_rate_varies_every_own_frame_keeps_its_time(frames, tmp_path):
    clip, varied = tmp_path / "clip.mp4", [Fraction(index, 25) + Fraction(index % 3, 200) for index in range(40)]
    write_film(clip, map(Frame, frames, varied), replace(VideoInfo(*SIZE, Fraction(25)), variable=True))
    request = complete_request(clip, start=varied[15], end=varied[20], output=tmp_path / "film.mp4")
    [take] = run(request, Report())
    times = [float(frame.time) for frame in read_frames(take.film)]
    after = take.film_new.start + take.film_new.count
    assert times[:15] == pytest.approx([float(time) for time in varied[:15]], abs=1e-4)
    made = [float(varied[15] + index / take.rate) for index in range(take.film_new.count + 1)]
    assert times[15 : after + 1] == pytest.approx(made, abs=1e-4)
    own = [float(time - varied[20]) for time in varied[20:]]
    assert [time - times[after] for time in times[after:]] == pytest.approx(own, abs=1e-4)
    assert any("rate varies" in note for note in take.notes)
    with pytest.raises(RequestError, match="varying frame rate"):
        run(repair_request(clip, marked=[12], output=tmp_path / "film.mp4"), Report())


def test_the_clips_own_sound_goes_on_under_a_part_made_anew(frames, tmp_path):
    tone = (
        np.sin(2 * np.pi * 330 * np.arange(2 * SAMPLES) / SAMPLES).astype(np.float32)[
            : round(40 / RATE * SAMPLES), None
        ]
        / 4
    )
    audio, clip = AudioInfo(SAMPLES, 1, "mono", ""), tmp_path / "clip.mp4"
    write_take(clip, frames, VideoInfo(*SIZE, RATE), audio=audio, sound=[Sound(tone, SAMPLES)])
    request = complete_request(clip, start=0.5, end=1, output=tmp_path / "film.mp4")
    [take] = run(request, Report())
    heard = read_sound(take.film)
    assert len(heard.samples) == len(tone)
    assert np.abs(heard.samples - tone)[2000:-2000].max() < 0.02  # AAC
    assert not take.sound


@pytest.mark.parametrize(
    ("start", "end", "direction", "told"),
    [(0, 4, Direction.BEFORE, "Nothing of the clip is known before"),
     (3, 6, Direction.BEFORE, "Only 3 of the clip's frames are known before"),
     (35, 40, Direction.AFTER, "Nothing of the clip is known after")],
)  # fmt: skip
def test_a_part_at_the_clips_edge_is_made_from_the_other_side_and_it_is_told(
    frames, tmp_path, start, end, direction, told
):
    clip = written(tmp_path / "clip.mp4", spoilt(frames, *range(start, end)))
    request = complete_request(clip, start=start / RATE, end=end / RATE, output=tmp_path / "film.mp4")
    assert any(told in note for note in plan(request).notes)
    [take] = run(request, Report())
    assert any(told in note for note in take.notes)
    film = images(take.film)
    assert (len(film), take.film_new) == (40, FrameRange(start, end - start))
    assert faulty(film) == []
    assert len(take.joins) == 1


def test_a_part_that_leaves_nothing_known_or_is_not_in_the_clip_is_refused(clip, tmp_path):
    output = tmp_path / "film.mp4"
    with pytest.raises(RequestError, match="4 known frames are left before the new ones and 4 after"):
        run(complete_request(clip, start=4 / RATE, end=36 / RATE, output=output), Report())
    for start, end in ((1, 4), (4, 5)):
        with pytest.raises(RequestError, match="not within"):
            run(complete_request(clip, start=start, end=end, output=output), Report())
    with pytest.raises(RequestError, match="no frame"):
        run(complete_request(clip, start=0.5, end=0.51, output=output), Report())
    with pytest.raises(RequestError, match="less than one frame"):
        run(loop_request(clip, seconds=0.01, output=output), Report())
    with pytest.raises(RequestError, match=r"clip.mp4 has too few"):
        run(smooth_request(clip, clip, each_side=1.5, output=output), Report())
    assert files(tmp_path) == {clip}


def test_the_film_is_made_of_the_take_that_is_named(clip, tmp_path):
    request = complete_request(clip, start=12 / RATE, end=14 / RATE, output=tmp_path / "film.mp4", takes=2)
    first, second = run(replace(request, outputs=replace(request.outputs, film_of=1)), Report())
    assert (first.film, second.film) == (None, request.outputs.film)
    new = images(second.path)[second.new.start : second.new.start + 2]
    assert difference(images(second.film)[12:14], new) < 4
