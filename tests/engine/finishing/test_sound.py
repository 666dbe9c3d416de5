"""New frames sound like the room that the clip was made in, or not at all, and never click."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import lfilter

from engine.finishing.sound.carried import carried_on
from engine.finishing.sound.new_sound import (
    NONE_QUIET,
    OWN,
    SILENT,
    NewSound,
    faded_at_ends,
    going_on,
    room_tone,
    silence,
)
from engine.finishing.sound.quiet import Heard, is_meant_silent, quiet_parts
from engine.media.sound import read_sound

RATE = 48_000
SPOKEN = 0.1  # a voice's peak: far above the room


def room(seconds: float, rate: int = RATE, channels: int = 2, level: float = -50.0, seed: int = 0) -> np.ndarray:
    """Dull noise, the channels half alike: a room with a ventilator. level: dB of full scale."""
    chance = np.random.default_rng(seed)
    noise = chance.standard_normal((round(seconds * rate) + rate // 10, channels))
    noise = lfilter([1], [1, -0.9], noise + noise[:, :1], axis=0)[rate // 10 :]
    return (noise / np.sqrt(np.mean(noise**2)) * 10 ** (level / 20)).astype(np.float32)


def spoken_over(quiet: np.ndarray, rate: int = RATE, seed: int = 1) -> np.ndarray:
    """Half-second words with pauses of as much or more, over a room."""
    chance, out = np.random.default_rng(seed), quiet.copy()
    length = rate // 2
    time = np.arange(length) / rate
    for start in range(rate // 4, len(quiet) - length, round(1.1 * rate)):
        pitch = chance.uniform(110, 220)
        voice = sum(np.sin(2 * np.pi * pitch * h * time + h) / h for h in range(1, 15)) * np.hanning(length)
        out[start : start + length] += (SPOKEN * voice / np.abs(voice).max())[:, None].astype(np.float32)
    return out


def in_one(new: NewSound) -> np.ndarray:
    return np.concatenate(list(new.blocks))


def after(own: np.ndarray, seconds: float, rate: int = RATE) -> np.ndarray:
    return in_one(room_tone(own, None, rate, round(seconds * rate)))


def level(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=float)) + 1e-20))


def step(samples: np.ndarray) -> float:
    return float(np.abs(np.diff(samples, axis=0)).max())


def thirds(samples: np.ndarray, rate: int) -> np.ndarray:
    """Level in third octaves from 80 Hz up, dB."""
    length = 4096
    frames = np.lib.stride_tricks.sliding_window_view(samples[:, 0], length)[:: length // 2] * np.hanning(length)
    power = (np.abs(np.fft.rfft(frames)) ** 2).mean(axis=0)
    edges = np.unique((80 * 2 ** (np.arange(25) / 3) * length / rate).astype(int))
    edges = edges[(edges > 6) & (edges < length // 2)]
    return 10 * np.log10(np.add.reduceat(power, edges)[:-1])


def repetition(samples: np.ndarray, rate: int) -> float:
    """The highest peak of the whitened autocorrelation beyond a tenth of a second; 1: all of it comes back."""
    white = np.diff(samples[:, 0].astype(float))
    spectrum = np.abs(np.fft.rfft(white, 2 * len(white))) ** 2
    found = np.fft.irfft(spectrum)[: len(white) // 2]
    return float(np.abs(found[rate // 10 :]).max() / found[0])


@pytest.mark.parametrize("rate", [8000, 22_050, 44_100, 96_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_tone_is_the_clips_pauses_in_level_and_spectrum_at_any_rate(rate: int, channels: int) -> None:
    quiet = room(20, rate, channels)
    tone = after(spoken_over(quiet, rate), 6, rate)
    steady = tone[rate // 2 :]
    assert tone.shape == (6 * rate, channels)
    assert abs(level(steady) - level(quiet)) < 1
    assert np.sqrt(np.mean((thirds(steady, rate) - thirds(quiet, rate)) ** 2)) < 1.5
    assert np.abs(steady).max() < SPOKEN / 4, "no word is heard in it"


@pytest.mark.parametrize("channels", [2, 6])
def test_channels_stay_together(channels: int) -> None:
    quiet = room(20, channels=channels)
    for own in (quiet, quiet[-RATE:]):  # stitched, and made of noise
        alike = np.corrcoef(after(own, 4).T) - np.corrcoef(quiet.T)
        assert np.abs(alike).max() < 0.1


def test_a_quiet_clip_goes_on_without_a_click_or_a_step_in_level() -> None:
    quiet = room(12)
    tone = after(quiet, 8)
    joined = np.concatenate([quiet, tone])
    assert step(joined[len(quiet) - RATE // 10 :]) < 1.1 * step(quiet)
    blocks = [level(joined[at : at + RATE // 20]) for at in range(len(quiet) - RATE, len(quiet) + RATE, RATE // 20)]
    assert max(blocks) - min(blocks) < 4


@pytest.mark.parametrize("where", [0.05, 0.25, 0.45])
def test_a_clip_cut_off_in_a_word_dies_away_and_does_not_break_off(where: float) -> None:
    quiet = room(20)
    own = spoken_over(quiet)[: round((0.25 + 15 * 1.1 + where) * RATE)]
    tone = after(own, 3)
    assert step(np.concatenate([own[-2:], tone])) < 1.1 * max(step(own[-RATE // 20 :]), step(quiet))
    assert level(tone[: RATE // 50]) > level(own[-RATE // 50 :]) - 6
    assert np.abs(tone).max() <= 1.2 * np.abs(own[-RATE // 2 :]).max()
    assert abs(level(tone[RATE // 2 :]) + 50) < 1


def test_before_a_clip_tone_swells_into_its_first_sample() -> None:
    own = spoken_over(room(20))[RATE // 2 :]
    tone = in_one(room_tone(None, own, RATE, 3 * RATE))
    assert step(np.concatenate([tone, own[:2]])) < 1.1 * step(own[: RATE // 20])
    assert abs(level(tone[: 2 * RATE]) + 50) < 1


@pytest.mark.parametrize("seconds", [20, 3, 0.7])
def test_tone_of_a_minute_is_not_heard_coming_back(seconds: float) -> None:
    assert repetition(after(room(seconds, 8000, 1), 60, 8000), 8000) < 0.15
    pauses = spoken_over(room(seconds + 10, 8000, 1), 8000)
    assert repetition(after(pauses, 15, 8000)[2000:], 8000) < 0.15
    looped = np.tile(room(3, 8000, 1), (20, 1))
    assert repetition(looped, 8000) > 0.8, "the measure finds a loop"


def test_the_same_request_gives_the_same_tone() -> None:
    own = spoken_over(room(8))
    assert np.array_equal(after(own, 2), after(own, 2))


def test_a_bridge_goes_from_one_room_to_the_other() -> None:
    first, second = room(10, level=-45), room(10, level=-60, seed=3)
    new = room_tone(first, second, RATE, 6 * RATE)
    tone = in_one(new)
    levels = [level(tone[at : at + RATE]) for at in range(0, 6 * RATE, RATE)]
    assert levels[0] == pytest.approx(-45, abs=1)
    assert levels[-1] == pytest.approx(-59, abs=3)
    assert all(later < earlier + 0.5 for earlier, later in pairwise(levels))
    assert step(np.concatenate([first[-2:], tone, second[:2]])) < 1.1 * step(first)
    assert new.notes == (OWN,)


def test_silence_stays_silence_also_between_gated_words() -> None:
    still = np.zeros((5 * RATE, 2), np.float32)
    new = room_tone(still, None, RATE, RATE)
    assert not in_one(new).any()
    assert new.notes == (SILENT,)
    gated = spoken_over(still)
    assert is_meant_silent(gated)
    assert not after(gated, 2)[RATE // 2 :].any()


def test_what_could_not_be_decoded_is_not_taken_for_silence() -> None:
    own = room(10)
    own[3 * RATE : 6 * RATE] = np.nan
    tone = after(own, 2)
    assert np.isfinite(tone).all()
    assert abs(level(tone) + 50) < 1


@pytest.mark.parametrize("seconds", [0.9, 0.3, 0.06, 0.001, 1 / RATE])
def test_a_very_short_clip_is_gone_on_from(seconds: float) -> None:
    own = room(seconds)
    tone = after(own, 1)
    assert tone.shape == (RATE, 2)
    assert np.isfinite(tone).all()
    assert level(tone[RATE // 2 :]) < level(own) + 1


@pytest.mark.parametrize("count", [1, 7, 800, 1602])
def test_a_gap_of_a_few_samples_has_exactly_those(count: int) -> None:
    own = spoken_over(room(5))[: round(2.6 * RATE)]
    for sides in ((own, None), (None, own), (own, own)):
        for make in (room_tone, silence):
            tone = in_one(make(*sides, RATE, count))
            assert tone.shape == (count, 2)
            assert np.abs(tone).max() <= 2 * np.abs(own).max()


def test_music_is_not_looped_but_followed_by_a_low_noise_and_it_is_said() -> None:
    time = np.arange(10 * RATE) / RATE
    note = 220 * 2 ** (np.floor(4 * time) % 12 / 12)
    music = (0.1 * sum(np.sin(2 * np.pi * note * h * time) / h for h in range(1, 5)))[:, None].astype(np.float32)
    new = room_tone(music + room(10, channels=1, level=-65), None, RATE, 3 * RATE)
    tone = in_one(new)
    assert new.notes == (NONE_QUIET,)
    assert -85 < level(tone[RATE:]) < -60


def test_a_bird_or_a_click_in_a_pause_is_left_out() -> None:
    own = room(12)
    time = np.arange(RATE // 8) / RATE
    for start in range(RATE, 11 * RATE, RATE):
        own[start : start + len(time)] += (0.01 * np.sin(2 * np.pi * 5000 * time))[:, None].astype(np.float32)
        own[start + RATE // 2] += 0.3
    parts = quiet_parts(Heard(own, RATE))
    assert sum(end - first for first, end in parts) > 3 * RATE
    assert all(np.abs(own[first:end]).max() < 0.02 for first, end in parts)
    assert np.abs(after(own, 5)).max() < 0.03


def test_memory_does_not_grow_with_the_gap() -> None:
    new = room_tone(room(5, 8000, 1), None, 8000, 10**10)
    assert all(len(next(new.blocks)) <= 1 << 14 for _ in range(50))


def test_silence_begins_with_what_dies_away() -> None:
    own = spoken_over(room(5))[: round(2.6 * RATE)]
    new = in_one(silence(own, None, RATE, RATE))
    assert step(np.concatenate([own[-2:], new])) < 1.1 * step(own[-RATE // 20 :])
    assert not new[RATE // 20 :].any()


def test_a_clips_sound_that_ends_under_new_frames_fades() -> None:
    whole = np.full((RATE, 1), 0.5, np.float32)
    sounding, still = [whole[at : at + 1000] for at in range(0, RATE, 1000)], np.zeros((RATE, 1), np.float32)
    new = in_one(going_on([*sounding, still], None, RATE, 2 * RATE))
    assert step(new) < 0.01
    assert np.all(new[: RATE - 2000] == 0.5)
    ahead = in_one(going_on(None, [still, *sounding], RATE, 2 * RATE))
    assert step(ahead) < 0.01
    assert ahead[-1] == 0.5


def test_two_clips_sounds_meet_in_the_middle() -> None:
    def blocks(value: float) -> Iterable[np.ndarray]:
        return (np.full((500, 2), value, np.float32) for _ in range(200))

    new = in_one(going_on(blocks(0.1), blocks(-0.1), RATE, 100_000))
    assert np.all(new[:30_000] == np.float32(0.1))
    assert np.all(new[-30_000:] == np.float32(-0.1))
    assert step(new) < 0.001


def test_fading_keeps_every_sample_of_the_rest() -> None:
    chance = np.random.default_rng(0)
    blocks = [chance.standard_normal((size, 2)).astype(np.float32) for size in (3, 2000, 1, 5000)]
    assert np.array_equal(np.concatenate(list(faded_at_ends(blocks, RATE))), np.concatenate(blocks))


def test_sound_carried_on_keeps_pitch_and_level() -> None:
    time = np.arange(RATE) / RATE
    tone = (0.3 * np.sin(2 * np.pi * 440 * time))[:, None].astype(np.float32)
    more = carried_on(tone[: RATE // 2], RATE // 10)
    assert np.abs(more - tone[RATE // 2 : RATE // 2 + len(more)]).max() < 0.1
    noise = room(1)
    assert abs(level(carried_on(noise, RATE // 4)) - level(noise)) < 1.5


@pytest.mark.parametrize("name", ["snow.mp4", "planes_failing_audio.mp4", "bunny.webm", "odd_rate.mp4"])
def test_tone_of_real_clips_is_finite_and_no_louder_than_they_are(footage: Path, name: str) -> None:
    sound = read_sound(footage / name)
    assert sound is not None
    own = sound.samples[-20 * sound.rate :]
    for sides in ((own, None), (None, own)):
        new = room_tone(*sides, sound.rate, 4 * sound.rate)
        tone = in_one(new)
        assert len(tone) == 4 * sound.rate
        assert np.isfinite(tone).all()
        assert level(tone) < level(own)
        assert step(tone) <= step(own)
        assert len(new.notes) == 1
