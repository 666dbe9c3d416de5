"""What is heard of clips that are slower, faster, backward or along a curve."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from editor.render.pace import Pace, pace_of
from editor.render.retimed_sound import REACH, RetimedReader, between
from editor.render.sound import Mixer
from editor.render.voices import FADE, voices
from editor.timeline import edits
from editor.timeline.model import Media, Timeline, TrackKind
from editor.timeline.timing import SpeedPoint, Timing
from tests.editor.render.counted import clip, film, timeline, track

SAMPLE_RATE = 48_000
FRAME = SAMPLE_RATE // 24
EDGE = round(FADE * SAMPLE_RATE)
HALF, TWICE = Fraction(1, 2), Fraction(2)


class Wave:
    """Sound that is known at every sample, as a file would give it: silence outside it."""

    def __init__(self, at: Callable[[np.ndarray], np.ndarray], count: int = 8 * SAMPLE_RATE) -> None:
        self._at, self._count = at, count

    def read(self, at: int, count: int) -> np.ndarray:
        places = np.arange(at, at + count)
        wave = np.where((places >= 0) & (places < self._count), self._at(places), 0.0)
        return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)

    def close(self) -> None: ...


def tone(pitch: float) -> Wave:
    return Wave(lambda at: 0.25 * np.sin(2 * np.pi * pitch * at / SAMPLE_RATE))


def pace(timing: Timing, base: int = 0) -> Pace:
    return Pace(timing, base, Fraction(FRAME))


def pitch(samples: np.ndarray) -> float:
    """Of the loudest tone, in Hz."""
    spectrum = np.abs(np.fft.rfft(samples[:, 0] * np.hanning(len(samples))))
    return float(spectrum.argmax()) * SAMPLE_RATE / len(samples)


@pytest.mark.parametrize("speed", [HALF, Fraction(4, 5), TWICE, Fraction(4), Fraction(-3, 2)])
def test_sound_at_another_speed_is_as_high_as_it_was(speed: Fraction):
    made = RetimedReader(tone(440), pace(Timing(speed), 4 * SAMPLE_RATE)).read(0, SAMPLE_RATE)
    assert pitch(made) == pytest.approx(440, abs=3)
    assert np.abs(made).max() == pytest.approx(0.25, abs=0.02)
    jump = np.abs(np.diff(made[:, 0])).max()
    assert jump < 0.03  # as steep as the tone itself is: no clicks


@pytest.mark.parametrize("speed", [HALF, TWICE, Fraction(-1, 2)])
def test_where_it_is_not_wanted_the_pitch_goes_with_the_speed(speed: Fraction):
    reader = RetimedReader(tone(440), pace(Timing(speed, keeps_pitch=False), 4 * SAMPLE_RATE))
    assert pitch(reader.read(0, SAMPLE_RATE)) == pytest.approx(440 * abs(float(speed)), abs=2)


def test_what_would_fold_over_when_it_is_faster_is_not_heard():
    reader = RetimedReader(tone(15_000), pace(Timing(Fraction(3), keeps_pitch=False)))
    assert np.abs(reader.read(4800, 4800)).max() < 0.01


def test_backward_at_its_own_speed_the_samples_are_those_of_the_file():
    wave = Wave(lambda at: np.sin(at * at / 7e5) / 2)
    made = RetimedReader(wave, pace(Timing(Fraction(-1)), 47_999)).read(0, 48_000)
    assert np.array_equal(made, wave.read(0, 48_000)[::-1])


@pytest.mark.parametrize(
    "timing", [Timing(HALF), Timing(TWICE), Timing(ramp=(SpeedPoint(2, HALF), SpeedPoint(30, TWICE)))]
)
def test_it_begins_with_the_very_sample_and_never_drifts(timing: Timing):
    """Ticks in the file are heard where they belong, within what a piece may be moved."""
    wave = Wave(lambda at: (at % 9600 == 0) * 1.0)
    reader = RetimedReader(wave, pace(timing))
    made = reader.read(0, 3 * SAMPLE_RATE)[:, 0]
    assert made[0] == 1
    heard = np.flatnonzero(made > 0.5)
    places = pace(timing).positions(heard.astype(float))
    assert np.abs((places + 4800) % 9600 - 4800).max() < 2 * REACH  # at twice its speed


def test_a_stretch_is_the_same_in_one_piece_and_in_many():
    wave = Wave(lambda at: np.sin(at / 30) * np.sin(at / 997) / 2)
    slow = pace(Timing(Fraction(3, 5)))
    whole, reader = RetimedReader(wave, slow).read(500, 21_000), RetimedReader(wave, slow)
    parts = [reader.read(start, 700) for start in range(500, 21_500, 700)]
    assert np.array_equal(np.concatenate(parts), whole)


def test_between_samples_lies_the_curve_through_them():
    at = np.linspace(3, 90, 500)
    samples = np.repeat(np.sin(np.arange(100) / 5)[:, None], 2, axis=1)
    assert np.abs(between(samples, at)[:, 0] - np.sin(at / 5)).max() < 0.002


def test_a_curves_positions_are_those_of_its_timing():
    timing = Timing(ramp=(SpeedPoint(2, HALF), SpeedPoint(10, Fraction(3)), SpeedPoint(14, Fraction(1))))
    frames = np.arange(-3, 20)
    expected = [float(timing.played(int(frame))) * FRAME for frame in frames]
    assert np.allclose(pace(timing).positions(frames * float(FRAME)), expected)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Media:
    """4 s of a tone that rises each second."""
    seconds = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    wave = 0.25 * np.sin(2 * np.pi * 220 * (1 + np.floor(seconds)) * seconds)
    sound = np.repeat(wave[:, None], 2, axis=1).astype(np.float32)
    return film(tmp_path_factory.mktemp("media") / "steps.mp4", 96, sound=sound)


def sounding(media: Media, timing: Timing | None, start: Fraction = Fraction(0), frames: int = 48) -> Timeline:
    one = replace(clip(media, frames, start), timing=timing)
    return timeline([track([one], TrackKind.AUDIO, "A1")], [media])


def test_a_slowed_clip_is_heard_in_the_mix_at_its_speed_and_pitch(recorded: Media):
    samples = Mixer().mix(sounding(recorded, Timing(HALF), frames=96), 0, 4 * SAMPLE_RATE)
    for second, expected in ((0, 220), (1, 220), (2, 440), (3, 440)):
        part = samples[second * SAMPLE_RATE + 4800 : (second + 1) * SAMPLE_RATE - 4800]
        assert pitch(part) == pytest.approx(expected, abs=3)


def test_a_reversed_clip_is_heard_from_its_end(recorded: Media):
    forward = Mixer().mix(sounding(recorded, None, frames=48), 0, 2 * SAMPLE_RATE)
    value = edits.reverse(sounding(recorded, None, frames=48), [sounding(recorded, None).tracks[0].items[0].id])
    backward = Mixer().mix(value, 0, 2 * SAMPLE_RATE)
    assert np.allclose(backward[EDGE:-EDGE], forward[::-1][EDGE:-EDGE], atol=1e-4)


def test_a_frozen_clip_and_one_too_fast_to_be_heard_are_silent(recorded: Media):
    for speed in (Fraction(0), Fraction(17)):
        assert not voices(sounding(recorded, Timing(speed)), 0, SAMPLE_RATE)


@pytest.mark.parametrize(
    "timing", [Timing(HALF), Timing(Fraction(-1)), Timing(ramp=(SpeedPoint(0, HALF), SpeedPoint(20, TWICE)))]
)
def test_a_cut_within_a_retimed_clip_can_not_be_heard(recorded: Media, timing: Timing):
    one = sounding(recorded, timing, Fraction(2), frames=40)
    cut = edits.split_all(one, 17)
    count = 40 * FRAME
    assert np.array_equal(Mixer().mix(one, 0, count), Mixer().mix(cut, 0, count))


def test_two_tracks_that_play_the_same_are_both_heard(recorded: Media):
    one = sounding(recorded, Timing(HALF), frames=40)
    again = replace(one.tracks[0], id="A2", items=(replace(one.tracks[0].items[0], id="other"),))
    both, mixer, alone = replace(one, tracks=(*one.tracks, again)), Mixer(), Mixer()
    for start in range(0, 4 * FRAME, FRAME):
        assert np.allclose(mixer.mix(both, start, FRAME), 2 * alone.mix(one, start, FRAME), atol=1e-6)


def test_the_pace_of_a_clip_begins_at_the_sample_of_its_first_frame(recorded: Media):
    for speed in (HALF, TWICE):
        value = sounding(recorded, Timing(speed), Fraction(1))
        found = pace_of(value, next(value.tracks[0].clips), 0)
        assert found is not None
        assert found.positions(np.array([0.0]))[0] == SAMPLE_RATE


def test_a_file_that_can_not_be_read_is_silence_and_known(recorded: Media, tmp_path: Path):
    gone = replace(recorded, path=str(tmp_path / "gone.mp4"))
    mixer = Mixer()
    assert not mixer.mix(sounding(gone, Timing(HALF)), 0, FRAME).any()
    assert mixer.failed == {gone.path}
