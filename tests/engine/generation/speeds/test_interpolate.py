"""Slow motion and other rates: the clip's own frames where they belong, and what is made between them."""

import weakref
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np
import pytest

from engine.asking import interpolate_request
from engine.errors import Cancelled, ModelError, RequestError
from engine.finishing.colours.encodings import REC709
from engine.finishing.finish import AS_GENERATED
from engine.generation import tasks
from engine.generation.ask import Ask
from engine.generation.clips import open_clip
from engine.generation.speeds.in_between import Shown, Tick, at_moments, read_through
from engine.generation.speeds.interpolate import plan, run
from engine.generation.speeds.speed import moments, pieces, seconds
from engine.generation.speeds.windows import Film, InBetweens, whole_window
from engine.media.probe import probe
from engine.media.read import Frame, read_frames
from engine.media.sound import Sound as Sounding
from engine.media.sound import read_sound
from engine.media.write import timed, write_film, write_take
from engine.progress import Report
from engine.requests import BUILT_IN_NETWORK, FrameRange, Sampling, Sound, Source, SpeedPoint
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.finishing.test_rate import HEIGHT, WIDTH, panned, wall
from tests.engine.generation.sampling.test_latent_video import Toy
from tests.engine.media.clips import SMALL, STEREO, make_film, moving_square, tone
from tests.engine.tiny_wan import tiny_wan

RATE = Fraction(24)
BROADCAST = Fraction(24000, 1001)
SCENE = HELD_OUT + 6
CURVE = tuple(SpeedPoint(Fraction(at), Fraction(speed)) for at, speed in ((0, 1), (2, "1/4"), (3, 1)))


@pytest.fixture(scope="module")
def scene():
    return make_clip(SCENE, 25, 192, 120, 24.0).frames


@pytest.fixture
def clip(tmp_path):
    return make_film(tmp_path / "clip.mp4", 12)


def made(clip, tmp_path, **settings):
    [take] = run(interpolate_request(clip, output=tmp_path / "film.mp4", **settings), Report())
    return take


def images(path):
    return np.stack([frame.image for frame in read_frames(path)])


def off(one, other):
    """Grey levels, mean."""
    return np.abs(one.astype(int) - other).mean()


def shown_at(frames, times, shown=None, rate=RATE):
    return list(at_moments(timed(frames, rate), [Fraction(time) for time in times], rate, shown or Shown()))


# When what is shown


def test_an_hour_of_slow_motion_stays_exact_to_the_last_frame():
    course = pieces([SpeedPoint(Fraction(0), Fraction(1, 4))], Fraction(0), Fraction(3600))
    count = round(seconds(course) * BROADCAST)
    assert count == 345_255  # 14400 s at 24000/1001: 345254.7
    assert course[-1].moment((count - 1) / BROADCAST) == (count - 1) / BROADCAST / 4


def test_a_curve_never_runs_backwards_and_ends_where_the_clip_does():
    course = pieces(CURVE, Fraction(0), Fraction(4))
    found = list(moments(course, Fraction(60), round(seconds(course) * 60)))
    assert all(one < other for one, other in pairwise(found))
    assert abs(4 - found[-1] - Fraction(1, 60)) <= Fraction(1, 120)  # the film's end is rounded to a whole frame


def test_a_curve_lasts_as_long_as_its_speed_takes():
    """Against the integral of 1 / speed by the trapezium rule."""
    time = np.linspace(0, 4, 400_001)
    slowness = 1 / np.interp(time, [0, 2, 3], [1, 0.25, 1])
    assert float(seconds(pieces(CURVE, Fraction(0), Fraction(4)))) == pytest.approx(np.trapezoid(slowness, time), 1e-9)


def test_speed_between_two_points_is_on_the_line_between_them():
    course = pieces(CURVE, Fraction(1), Fraction(4))
    one, other = list(moments(course, Fraction(100_000), 2))
    assert float((other - one) * 100_000) == pytest.approx(0.625, 1e-4)  # half way from 1 to 0.25


def test_points_of_one_speed_are_as_exact_as_a_single_one():
    speed = [SpeedPoint(Fraction(at), Fraction(1, 3)) for at in range(5)]
    assert list(moments(pieces(speed, Fraction(0), Fraction(9)), RATE, 600)) == [k / RATE / 3 for k in range(600)]


# What is shown


def test_the_clips_own_frames_are_the_very_same():
    frames = moving_square(4)
    shown = Shown()
    film = shown_at(frames, [Fraction(k, 48) for k in range(7)], shown)
    assert all(film[2 * k] is frames[k] for k in range(4))
    assert (shown.own, shown.made) == (4, 3)


@pytest.mark.parametrize(("off_by", "own"), [("1/60", True), ("-1/60", True), ("1/30", False), ("-1/30", False)])
def test_so_near_a_frame_that_nobody_sees_it_the_frame_itself_is_shown(off_by, own):
    frames = moving_square(4)
    [film] = shown_at(frames, [(2 + Fraction(off_by)) / RATE])
    assert (film is frames[2]) is own


def test_frames_left_out_are_made_nearer_to_the_truth_than_holding_or_fading(scene):
    kept, left_out = scene[::2], scene[1::2]
    film = np.stack(shown_at(kept, [Fraction(k, 48) for k in range(25)]))
    held, faded = kept[:-1], (kept[:-1].astype(int) + kept[1:]) / 2
    assert off(film[1::2], left_out) < 0.7 * off(faded, left_out)
    assert off(film[1::2], left_out) < 0.5 * off(held, left_out)


def test_a_grainy_still_shot_is_never_worse_than_held():
    random = np.random.default_rng(1)
    still = cv2.resize(random.uniform(60, 190, (6, 8, 3)), (128, 96), interpolation=cv2.INTER_CUBIC)
    frames = [(still + random.normal(0, 6, still.shape)).clip(0, 255).astype(np.uint8) for _ in range(4)]
    film = shown_at(frames, [Fraction(k, 96) for k in range(13)])
    assert max(off(frame, still) for frame in film) <= max(off(frame, still) for frame in frames)


def test_no_frame_is_made_across_a_cut(scene):
    other = np.ascontiguousarray(255 - scene[:8, ::-1, ::-1])
    shot = np.concatenate([scene[:8], other])
    shown = Shown()
    film = shown_at(shot, [Fraction(k, 96) for k in range(61)], shown)
    assert film[29] is film[28]
    assert film[31] is film[32]
    assert off(film[28], scene[7]) == off(film[32], other[0]) == 0
    assert (shown.cuts, shown.cut) == (1, 3)


def test_frames_that_have_nothing_in_common_are_not_mixed():
    """Two pictures by turns: no cut stands out among them."""
    one, other = panned(0), np.ascontiguousarray(255 - wall(HEIGHT, WIDTH)[::-1, ::-1])
    frames = [one, other, one.copy(), other.copy()]
    shown = Shown()
    film = shown_at(frames, [Fraction(k, 96) for k in range(13)], shown)
    assert all(any(picture is frame for frame in frames) for picture in film)
    assert (shown.own, shown.made, shown.lost) == (4, 0, 9)


def test_letterbox_bars_stay_as_they_are(scene):
    frames = np.zeros((3, 160, 192, 3), np.uint8)
    frames[:, 20:140] = scene[:3]
    film = np.stack(shown_at(frames, [Fraction(k, 96) for k in range(9)]))
    assert not film[:, :20].any()
    assert not film[:, 140:].any()


def test_frames_of_a_varying_rate_stand_at_their_own_times():
    frames = moving_square(4)
    times = [Fraction(0), Fraction(1, 24), Fraction(3, 24), Fraction(4, 24)]
    film = list(at_moments(map(Frame, frames, times), [Fraction(k, 24) for k in range(5)], RATE, Shown()))
    assert film[1] is frames[1]
    assert film[3] is frames[2]
    assert off(film[2], moving_square(7)[3]) > 0  # made, not held
    assert film[2] is not frames[1]


def test_a_picture_that_stands_for_long_does_not_creep_into_the_next():
    frames = moving_square(2)
    times = [Fraction(0), Fraction(5)]
    film = list(at_moments(map(Frame, frames, times), [Fraction(4), Fraction(59, 12), Fraction(5)], RATE, Shown()))
    assert film[0] is frames[0]
    assert film[1] is not frames[0]
    assert film[2] is frames[1]


def test_any_length_takes_the_memory_of_a_few_frames():
    alive, most = weakref.WeakSet(), 0

    def coming():
        nonlocal most
        for index in range(120):
            alive.add(image := np.full((32, 32, 3), index, np.uint8).view(Held))
            most = max(most, len(alive))
            yield Frame(image, index / RATE)

    for _ in at_moments(coming(), (Fraction(k, 36) for k in range(180)), RATE, Shown()):
        pass
    assert most <= 10


class Held(np.ndarray):
    """An array that a set can hold weakly."""

    __hash__ = object.__hash__


# Whole runs


def test_slow_motion_lasts_as_much_longer_and_shows_every_frame_of_the_clip(clip, tmp_path):
    take = made(clip, tmp_path, speed=0.5)
    film, source = images(take.film), images(clip)
    assert len(film) == len(images(take.path)) == take.film_frames == 24
    assert take.new == take.film_new == FrameRange(0, 24)
    assert probe(take.path).video.rate == probe(take.film).video.rate == take.rate == RATE
    assert off(images(take.path)[::2], source) < 1.5  # coded again, not changed
    assert off(film[1:-1:2], (source[:-1].astype(int) + source[1:]) / 2) > 0.3  # no cross-fade
    assert "12 of 24 frames are the clip's own, as they are; 11 are made between them." in take.notes
    assert "Nothing comes after the clip's last frame: it is held for 1 more." in take.notes
    assert take.joins == ()


def test_another_rate_changes_nothing_but_the_number_of_frames(clip, tmp_path):
    take = made(clip, tmp_path, rate=59.94)
    assert take.rate == probe(take.film).video.rate == Fraction(60000, 1001)
    assert take.film_frames == 30
    assert abs(probe(take.film).duration - probe(clip).duration) < 1 / take.rate


def test_a_plan_says_what_a_run_then_does(clip, tmp_path):
    request = interpolate_request(clip, output=tmp_path / "film.mp4", speed=[(0, 1), (0.5, 0.25)])
    told = plan(request)
    [take] = run(request, Report())
    assert told.new_frames == take.film_frames
    assert told.notes[0].split(";")[0] == take.notes[0].split(";")[0]
    assert (told.rate, told.width, told.height) == (take.rate, take.width, take.height)
    assert told.sigmas == ()
    assert "not by diffusion" in told.table


def test_of_a_part_the_last_frame_moves_on_to_what_follows_in_the_file(clip, tmp_path):
    take = made(clip, tmp_path, speed=0.5, end=Fraction(6, 24))
    assert take.film_frames == 12
    assert "6 of 12 frames are the clip's own, as they are; 6 are made between them." in take.notes


def test_what_is_damaged_after_the_part_is_no_hindrance(footage):
    """The file breaks off after 28 frames of 50."""
    info = probe(footage / "corrupted.mp4")
    until = 27 / info.video.rate
    clip = open_clip(Source(info.path, until - 5 / info.video.rate, until))
    assert 5 <= len(list(read_through(clip))) <= 6


def test_twice_as_fast_leaves_frames_out_and_says_so(clip, tmp_path):
    take = made(clip, tmp_path, speed=2)
    assert take.film_frames == 6
    assert off(images(take.path), images(clip)[::2]) < 1.5
    assert any("left out" in note for note in take.notes)


def test_ten_bits_and_transparency_are_kept(tmp_path):
    deep = replace(SMALL, bit_depth=10)
    write_take(tmp_path / "deep.mp4", [image.astype(np.uint16) * 257 for image in moving_square(6)], deep)
    clear = replace(SMALL, alpha=True)
    opaque = [np.dstack([image, np.full(image.shape[:2], 255, np.uint8)]) for image in moving_square(6)]
    write_take(tmp_path / "clear.mov", opaque, clear)
    assert probe(made(tmp_path / "deep.mp4", tmp_path, speed=0.5).path).video.bit_depth == 10
    assert probe(made(tmp_path / "clear.mov", tmp_path, speed=0.5).path).video.alpha


def with_sound(tmp_path, count=12):
    return make_film(tmp_path / "heard.mp4", count, sound=tone(Fraction(count, 24)))


def pitch(sound):
    """Hz, of the loudest."""
    middle = sound.samples[len(sound.samples) // 4 : 3 * len(sound.samples) // 4, 0]
    return np.argmax(np.abs(np.fft.rfft(middle))) * sound.rate / len(middle)


def test_at_another_rate_the_sound_goes_on_as_it_is(tmp_path):
    clip = with_sound(tmp_path)
    take = made(clip, tmp_path, rate=30)
    own, heard = read_sound(clip).samples, read_sound(take.path).samples
    assert take.sound
    assert np.abs(heard[: len(own)] - own).max() < 1e-4


@pytest.mark.parametrize("speed", [0.25, 0.5, 2])
def test_sound_keeps_step_at_another_speed_and_keeps_its_pitch(tmp_path, speed):
    take = made(with_sound(tmp_path), tmp_path, speed=speed)
    heard = read_sound(take.path)
    assert len(heard.samples) == round(take.film_frames / RATE * heard.rate)
    assert np.abs(heard.samples[-round(0.2 * heard.rate) :]).max() > 0.3
    assert pitch(heard) == pytest.approx(440, abs=3)
    assert any("at its own pitch" in note for note in take.notes)


@pytest.mark.parametrize("speed", [0.1, [(0, 1), (1, 0.5)]])
def test_where_sound_cannot_keep_step_it_is_left_out_and_that_is_told(tmp_path, speed):
    take = made(with_sound(tmp_path, 8), tmp_path, speed=speed)
    assert not take.sound
    assert probe(take.film).audio is None
    assert any(note.startswith("The clip's sound is left out") for note in take.notes)


def test_it_is_silent_where_that_is_asked_for(tmp_path):
    take = made(with_sound(tmp_path, 8), tmp_path, speed=0.5, sound=Sound.SILENCE)
    assert not take.sound
    assert probe(take.film).audio is None
    assert "It is silent, as you asked." in take.notes


def test_stopping_leaves_no_file(clip, tmp_path):
    def stop(progress):
        if progress.step == 3:
            report.stop()

    report = Report(stop)
    with pytest.raises(Cancelled):
        run(interpolate_request(clip, output=tmp_path / "film.mp4", speed=0.25), report)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [clip]


def test_a_job_that_was_cut_off_tells_its_take_again_and_makes_it_once(clip, tmp_path):
    request = interpolate_request(clip, output=tmp_path / "film.mp4", speed=0.5)
    request = replace(request, outputs=replace(request.outputs, job="j1"))
    told = []
    first = run(request, Report(on_take=told.append))
    again = run(request, Report(on_take=told.append))
    assert [take.path for take in told] == [first[0].path, again[0].path] == [first[0].path] * 2
    assert len(list(request.outputs.folder.glob("*.mp4"))) == 1


def test_progress_runs_to_its_end_and_never_back(clip, tmp_path):
    heard = []
    run(interpolate_request(clip, output=tmp_path / "film.mp4", speed=0.5), Report(heard.append))
    shares = [progress.share for progress in heard]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(shares) == 48  # each frame made, each written


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({}, "is what it is already"),
        ({"rate": 24}, "is what it is already"),
        ({"speed": 0.5, "takes": 2}, "Every take of this would be the same"),
        ({"speed": 0.04}, "speed of 0.04"),
        ({"speed": [(0, 1), (1, 21)]}, "speed of 21"),
        ({"speed": [(0, 1), (2, 0.5), (2, 1)]}, "speed at 2 s comes after that at 2 s"),
        ({"speed": []}, "no point"),
        ({"rate": 0}, "0 frames a second"),
        ({"rate": float("nan")}, "The rate must be a number, not nan"),
        ({"speed": float("inf")}, "The speed must be a number, not inf"),
    ],
)
def test_what_cannot_be_or_changes_nothing_is_refused_with_a_remedy(clip, tmp_path, settings, what):
    with pytest.raises(RequestError, match=what) as refused:
        made(clip, tmp_path, **settings)
    assert refused.value.do


def test_a_model_that_makes_no_frames_between_is_refused(clip, tmp_path):
    with pytest.raises(ModelError):
        made(clip, tmp_path, speed=0.5, model=BUILT_IN_NETWORK)


# By a loaded model


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return str(tiny_wan(tmp_path_factory.mktemp("models") / "Tiny"))


def by_model(clip, tmp_path, model, **settings):
    """One step, no film."""
    asked = {"speed": 0.5, "steps": 1, "model": model, "match": 0, "output": tmp_path / "film.mp4"}
    request = interpolate_request(clip, **(asked | settings))
    return replace(request, outputs=replace(request.outputs, film=None))


def test_a_loaded_model_makes_the_frames_between_and_leaves_the_clips_own(tmp_path, model):
    opaque = [np.dstack([image, np.full(image.shape[:2], 255, np.uint8)]) for image in moving_square(6)]
    write_take(tmp_path / "clear.mov", opaque, replace(SMALL, alpha=True))  # such takes are coded without loss
    [take] = run(by_model(tmp_path / "clear.mov", tmp_path, model, takes=1), Report())
    measured = images(made(tmp_path / "clear.mov", tmp_path, speed=0.5).path)
    film = images(take.path)
    assert np.array_equal(film[::2], np.stack(opaque))
    assert min(off(one, other) for one, other in zip(film[1:-1:2], measured[1:-1:2], strict=True)) > 3
    assert (take.model, take.back_test) == ("Tiny", None)
    assert "made anew by Tiny" in take.motion
    assert "6 of 12 frames are the clip's own, as they are; 5 are made between them." in take.notes


def test_takes_of_a_loaded_models_frames_differ(clip, tmp_path, model):
    request = by_model(clip, tmp_path, model, takes=2, freedom=1.0, end=Fraction(6, 24))
    shown = []
    one, other = run(request, Report(on_preview=lambda index, image: shown.append(image.name)))
    assert any("step 1" in name for name in shown), "they are seen while they are sampled"
    assert (one.seed, other.seed) == (0, 1)
    assert off(images(one.path)[1], images(other.path)[1]) > 0.2  # the same seed would give the same file


def test_only_latents_that_hold_a_made_frame_are_freed(clip, tmp_path, model):
    told = plan(by_model(clip, tmp_path, model, speed=[(0, 1), (0.25, 1), (0.26, 0.25)], freedom=0.4))
    assert told.sigmas[0][:2] == (0, 0)
    assert told.sigmas[0][-1] == pytest.approx(0.4)
    assert [latent.start for latent in told.latents][:3] == [0, 1, 5]
    assert any("after those of measured motion" in note for note in told.notes)


def test_windows_overlap_by_a_frame_of_the_clips_own():
    made_ones = [index % 4 > 0 for index in range(60)]
    assert whole_window(made_ones, 21) == 21  # frame 20 is the clip's own
    assert whole_window(made_ones[:10], 21) == 10
    assert whole_window([False, *[True] * 40], 21) == 21  # none of its own to end with


def test_nothing_is_made_across_what_is_held_and_every_own_frame_passes():
    toy = Toy(frames=9)
    own = [np.full((32, 48, 3), level, np.uint8) for level in range(10, 250, 20)]
    ticks = [Tick(image, made=index % 2 > 0, held=index == 5) for index, image in enumerate(own)]
    film = InBetweens(toy, Film(RATE, len(ticks), REC709), Ask(sampling=Sampling(freedom=(1.0,))), AS_GENERATED)
    frames = list(film.frames(ticks, Report()))
    assert len(frames) == len(ticks)
    assert all(frames[index] is own[index] for index in (0, 2, 4, 5, 6, 8, 10))
    assert not np.array_equal(frames[3], own[3])
    assert [len(each) for each in toy.timesteps] == [2, 2, 3, 3]  # 5 frames up to the held one, 6 after it


def test_a_draft_and_a_matrix_that_does_not_fit_are_refused(clip, tmp_path, model):
    request = by_model(clip, tmp_path, model, speed=0.05)
    for sampling, words in ((Sampling(draft=Source(clip)), "draft"), (Sampling(sigmas=((1.0,), (0.0,))), "matrix")):
        with pytest.raises(RequestError, match=words):
            run(replace(request, sampling=sampling), Report())


def test_wishes_that_have_no_part_in_it_are_told(clip, tmp_path):
    request = interpolate_request(clip, output=tmp_path / "film.mp4", speed=0.5, prompt="a wave")
    assert any(note.startswith("Prompt") for note in tasks.plan(request).notes)
    assert not any(note.startswith("Prompt") for note in plan(replace(request, text=type(request.text)())).notes)


def test_broadcast_rates_are_meant_by_their_usual_names():
    rates = [interpolate_request("a.mp4", output="b.mp4", rate=rate).rate for rate in (23.98, 29.97, 59.94, 60, 25)]
    assert rates == [BROADCAST, Fraction(30000, 1001), Fraction(60000, 1001), 60, 25]


def test_slowed_down_sound_starts_when_its_picture_does(tmp_path):
    silence, loud = np.zeros((24_000, 2), np.float32), tone(Fraction(1, 2)).samples
    heard = [Sounding(np.concatenate([silence, loud]), 48_000)]
    write_film(tmp_path / "heard.mp4", timed(moving_square(24), RATE), SMALL, STEREO, heard)
    found = read_sound(made(tmp_path / "heard.mp4", tmp_path, speed=0.5).path).samples
    assert np.flatnonzero(np.abs(found[:, 0]) > 0.1)[0] / 48_000 == pytest.approx(1, abs=0.06)
