"""What is heard of the timeline."""

import wave
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor.render.sound import Mixer, SoundReader
from editor.render.voices import FADE, sample_at, voices
from editor.timeline.model import Gap, Item, ItemId, Media, SoundTrack, Timeline, TrackKind, Transition
from engine.media.probe import probe
from tests.editor.render.counted import RATE, clip, film, media_of, timeline, track

SAMPLE_RATE = 48_000
FRAME = SAMPLE_RATE // 24
Tones = tuple[Media, Media]
EDGE = round(FADE * SAMPLE_RATE)


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> Tones:
    """Two films of 4 s, with a steady 220 Hz and a 330 Hz tone."""
    folder = tmp_path_factory.mktemp("media")
    return film(folder / "low.mp4", 96, sound=tone(220)), film(folder / "high.mp4", 96, sound=tone(330))


@pytest.fixture
def mixer() -> Iterator[Mixer]:
    mixer = Mixer()
    yield mixer
    mixer.close()


def tone(pitch: float, seconds: float = 4.0) -> np.ndarray:
    wave = 0.25 * np.sin(2 * np.pi * pitch * np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def sounding(media: tuple[Media, ...], *rows: list[Item], rate: Fraction = RATE) -> Timeline:
    tracks = [track(items, TrackKind.AUDIO, f"A{row + 1}") for row, items in enumerate(rows)]
    return timeline(tracks, media, rate)


def loudness(samples: np.ndarray, pitch: float) -> float:
    """How much of a tone there is: about 0.25 for those above."""
    wave = np.exp(-2j * np.pi * pitch * np.arange(len(samples)) / SAMPLE_RATE)
    return float(2 * abs((samples[:, 0] * wave).mean()))


def changed(value: Timeline, row: int, **changes: Any) -> Timeline:
    tracks = list(value.tracks)
    tracks[row] = replace(tracks[row], **changes)
    return replace(value, tracks=tuple(tracks))


def test_all_tracks_are_mixed(tones: Tones, mixer: Mixer) -> None:
    low, high = tones
    samples = mixer.mix(sounding(tones, [clip(low, 48)], [clip(high, 48)]), FRAME, SAMPLE_RATE)
    assert loudness(samples, 220) == pytest.approx(0.25, abs=0.01)
    assert loudness(samples, 330) == pytest.approx(0.25, abs=0.01)


def test_muted_tracks_and_disabled_clips_are_silent(tones: Tones, mixer: Mixer) -> None:
    low, high = tones
    value = sounding(tones, [clip(low, 48)], [replace(clip(high, 48), enabled=False)])
    assert loudness(mixer.mix(value, FRAME, SAMPLE_RATE), 330) < 0.001
    assert not mixer.mix(changed(value, 0, muted=True), FRAME, SAMPLE_RATE).any()


def test_where_a_track_is_solo_only_that_is_heard(tones: Tones, mixer: Mixer) -> None:
    low, high = tones
    value = changed(sounding(tones, [clip(low, 48)], [clip(high, 48)]), 1, solo=True)
    samples = mixer.mix(value, FRAME, SAMPLE_RATE)
    assert loudness(samples, 220) < 0.001
    assert loudness(samples, 330) == pytest.approx(0.25, abs=0.01)
    assert not mixer.mix(changed(value, 1, muted=True), FRAME, SAMPLE_RATE).any()


def test_picture_tracks_and_silent_media_make_no_sound(tones: Tones, mixer: Mixer, tmp_path: Path) -> None:
    silent = film(tmp_path / "silent.mp4", 24)
    value = timeline([track([clip(tones[0], 24)]), track([clip(silent, 24)], TrackKind.AUDIO)], [*tones, silent])
    assert not mixer.mix(value, 0, SAMPLE_RATE).any()


def test_a_stretch_is_the_same_in_one_piece_and_in_many(tones: Tones, mixer: Mixer) -> None:
    value = sounding(tones, [Gap(ItemId("gap"), 3), clip(tones[0], 30, Fraction(1, 3)), clip(tones[1], 20)])
    whole = Mixer().mix(value, 0, 50 * FRAME)
    pieces = [mixer.mix(value, start, 700) for start in range(0, 50 * FRAME - 700, 700)]
    assert np.allclose(np.concatenate(pieces), whole[: 700 * len(pieces)], atol=1e-4)


def test_sound_stays_in_its_place_to_the_sample(tones: Tones, mixer: Mixer) -> None:
    value = sounding(tones, [Gap(ItemId("gap"), 12), clip(tones[0], 48, Fraction(1))])
    samples = mixer.mix(value, 12 * FRAME + EDGE, FRAME)
    expected = tone(220)[SAMPLE_RATE + EDGE : SAMPLE_RATE + EDGE + FRAME]
    assert np.corrcoef(samples[:, 0], expected[:, 0])[0, 1] > 0.999


def test_clips_fade_at_their_edges_against_clicks(tones: Tones, mixer: Mixer) -> None:
    value = sounding(tones, [clip(tones[0], 24, Fraction(1, 1000))])
    samples = np.abs(mixer.mix(value, 0, 25 * FRAME)).max(axis=1)
    assert samples[: EDGE // 10].max() < 0.03
    assert samples[24 * FRAME - EDGE // 10 : 24 * FRAME].max() < 0.03
    assert samples[EDGE : 24 * FRAME - EDGE].max() > 0.24
    assert not samples[24 * FRAME :].any()


@pytest.mark.parametrize("rate", [RATE, Fraction(30000, 1001)])
def test_a_cut_within_one_piece_of_sound_can_not_be_heard(tones: Tones, mixer: Mixer, rate: Fraction) -> None:
    one = sounding(tones, [clip(tones[0], 60, Fraction(1, 7))], rate=rate)
    cut = sounding(
        tones, [clip(tones[0], 31, Fraction(1, 7)), clip(tones[0], 29, Fraction(1, 7) + 31 / rate)], rate=rate
    )
    count = sample_at(one, 60)
    assert np.array_equal(mixer.mix(one, 0, count), Mixer().mix(cut, 0, count))


def test_a_dissolve_is_a_cross_fade_that_keeps_the_power(tones: Tones, mixer: Mixer) -> None:
    items: list[Item] = [
        clip(tones[0], 24, Fraction(1)),
        Transition(ItemId("mix"), 6, 6),
        clip(tones[1], 24, Fraction(1)),
    ]
    value = sounding(tones, items)
    middle = mixer.mix(value, 24 * FRAME - 600, 1200)
    assert loudness(middle, 220) == pytest.approx(0.25 / 2**0.5, abs=0.02)
    assert loudness(middle, 330) == pytest.approx(0.25 / 2**0.5, abs=0.02)
    (outgoing, incoming) = voices(value, 24 * FRAME, 1)
    assert (outgoing.start, outgoing.end, outgoing.fade_out) == (0, 30 * FRAME, 12 * FRAME)
    assert (incoming.start, incoming.end, incoming.fade_in) == (18 * FRAME, 48 * FRAME, 12 * FRAME)


def test_the_mix_never_clips_over(tmp_path: Path, mixer: Mixer) -> None:
    loud = film(tmp_path / "loud.mp4", 24, sound=tone(220, 1.0) * 3.6)
    samples = mixer.mix(sounding((loud,), [clip(loud, 24)], [clip(loud, 24, name="again")]), 0, SAMPLE_RATE)
    assert np.abs(samples).max() == 1.0


def test_sound_that_can_not_be_read_is_silence_and_known(mixer: Mixer, tones: Tones) -> None:
    gone = replace(tones[0], path="/nowhere/gone.mp4")
    assert not mixer.mix(sounding((gone,), [clip(gone, 24)]), 0, SAMPLE_RATE).any()
    assert mixer.failed == {"/nowhere/gone.mp4"}


def test_other_sample_rates_and_mono_become_stereo_at_the_timelines(footage: Path, mixer: Mixer) -> None:
    info = probe(footage / "odd_rate.mp4")
    assert info.audio is not None
    assert info.audio.channels == 1
    media = media_of(footage / "odd_rate.mp4", info.duration, None)
    value = sounding((replace(media, sound=SoundTrack(44_100, 1)),), [clip(media, 24)])
    samples = mixer.mix(value, 0, SAMPLE_RATE)
    assert samples.shape == (SAMPLE_RATE, 2)
    assert samples.any()
    assert np.array_equal(samples[:, 0], samples[:, 1])


def test_a_song_without_a_picture_is_heard(tmp_path: Path, mixer: Mixer) -> None:
    with wave.open(str(tmp_path / "song.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(44_100)
        times = np.arange(2 * 44_100) / 44_100
        file.writeframes((8192 * np.sin(2 * np.pi * 330 * times)).astype(np.int16).tobytes())
    song = replace(media_of(tmp_path / "song.wav", Fraction(2), None), sound=SoundTrack(44_100, 1))
    value = sounding((song,), [clip(song, 24, Fraction(1, 2))])
    half_of_the_power = 0.25 / 2**0.5  # on each side, as FFmpeg and mixing desks do with one channel in the middle
    assert loudness(mixer.mix(value, FRAME, 20 * FRAME), 330) == pytest.approx(half_of_the_power, abs=0.01)


def test_before_its_start_and_after_its_end_a_file_is_silent(tones: Tones) -> None:
    reader = SoundReader(Path(tones[0].path), SAMPLE_RATE)
    before = reader.read(-1000, 1500)
    assert not before[:1000].any()
    assert before[1000:].any()
    assert not reader.read(5 * SAMPLE_RATE, 1000).any()
    reader.close()
