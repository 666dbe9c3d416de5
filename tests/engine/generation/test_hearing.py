"""What is heard under new frames, in the take and in the film, to the sample."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.asking import bridge_request, extend_request
from engine.generation.generate import plan, run
from engine.media.info import AudioInfo
from engine.media.probe import probe
from engine.media.sound import Sound, read_sound
from engine.media.write import write_take
from engine.progress import Report
from engine.requests import Request, Take
from tests.engine.finishing.test_sound import level, room, spoken_over, step
from tests.engine.media.clips import SMALL, moving_square

RATE = 44_100
FRAME = RATE / 24
NEW = Fraction(1, 4)
EXACT = 1e-6  # of full scale: 24 bits and less


def clip_with(path: Path, samples: np.ndarray, count: int = 24) -> Path:
    audio = AudioInfo(RATE, samples.shape[1], "", "")
    write_take(path, moving_square(count), SMALL, audio=audio, sound=[Sound(samples, RATE)])
    return path


@pytest.fixture
def speech() -> np.ndarray:
    return spoken_over(room(1, RATE), RATE)


@pytest.fixture
def clip(tmp_path: Path, speech: np.ndarray) -> Path:
    return clip_with(tmp_path / "clip.mp4", speech)


def made(request: Request) -> Take:
    [take] = run(request, Report())
    return take


def heard(path: Path | None) -> np.ndarray:
    assert path is not None
    sound = read_sound(path)
    assert sound is not None
    return sound.samples


def test_a_take_has_the_clips_sound_under_its_handles_and_tone_under_the_new_frames(
    clip: Path, speech: np.ndarray, tmp_path: Path
) -> None:
    take = made(extend_request(clip, seconds=NEW, output=tmp_path / "film.mp4"))
    sound, cut = heard(take.path), round(take.new.start * FRAME)
    assert take.sound
    assert len(sound) == round((take.new.start + take.new.count) * FRAME)
    assert np.abs(sound[:cut] - speech[-cut:]).max() < EXACT
    assert level(sound[-RATE // 20 :]) == pytest.approx(-50, abs=2)
    assert step(sound[cut - 1 :]) < 1.2 * step(speech)
    assert any("room tone" in note for note in take.notes)


def test_before_a_clip_the_tone_comes_first(clip: Path, speech: np.ndarray, tmp_path: Path) -> None:
    take = made(extend_request(clip, seconds=NEW, output=tmp_path / "film.mp4", before=True))
    sound, cut = heard(take.path), round(take.new.count * FRAME)
    assert np.abs(sound[cut:] - speech[: len(sound) - cut]).max() < EXACT
    assert level(sound[: cut // 2]) == pytest.approx(-50, abs=2)
    film = heard(take.film)
    assert len(film) == cut + len(speech)
    assert np.abs(film[cut:-2000] - speech[:-2000]).max() < 0.02  # AAC


def test_the_films_new_part_sounds_as_the_takes(clip: Path, tmp_path: Path) -> None:
    take = made(extend_request(clip, seconds=NEW, output=tmp_path / "film.mp4"))
    own, film = heard(take.path), heard(take.film)
    cut, start = round(take.new.start * FRAME), round(24 * FRAME)
    both = own[cut : cut + 10_000, 0], film[start : start + 10_000, 0]
    spectrum = np.fft.rfft(both[1], 1 << 15) * np.conj(np.fft.rfft(both[0], 1 << 15))
    assert int(np.fft.irfft(spectrum).argmax()) == 0, "not one sample late"
    assert np.corrcoef(both)[0, 1] > 0.9


def test_a_bridge_takes_both_clips_rooms_at_the_first_ones_rate(clip: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.mp4"
    audio = AudioInfo(22_050, 1, "mono", "")
    write_take(second, moving_square(24), SMALL, audio=audio, sound=[Sound(room(1, 22_050, 1, level=-40), 22_050)])
    take = made(bridge_request(clip, second, seconds=NEW, output=tmp_path / "film.mp4"))
    sound = heard(take.path)
    cut, end = (round((take.new.start + at) * FRAME) for at in (0, take.new.count))
    assert sound.shape[1] == 2
    assert level(sound[end : end + RATE // 4]) == pytest.approx(-43, abs=1)  # mono shared out to two channels
    assert level(sound[end - RATE // 20 : end]) == pytest.approx(-43, abs=2)
    assert step(sound[end - RATE // 20 : end + RATE // 20]) < 1.3 * step(sound[end : end + RATE // 2])
    assert len(sound) > end > cut


def test_silence_leaves_the_take_without_sound_and_the_film_dying_away(clip: Path, tmp_path: Path) -> None:
    take = made(extend_request(clip, seconds=NEW, output=tmp_path / "film.mp4", sound="silence"))
    assert not take.sound
    assert probe(take.path).audio is None
    assert level(heard(take.film)[-RATE // 10 :]) < -90
    assert any("silent" in note for note in take.notes)


def test_left_alone_a_film_goes_on_with_what_the_file_has_and_the_take_is_silent(
    clip: Path, speech: np.ndarray, tmp_path: Path
) -> None:
    cut = Fraction(18, 24)
    take = made(extend_request(clip, seconds=Fraction(1, 2), end=cut, output=tmp_path / "film.mp4", sound="leave"))
    film, whole = heard(take.film), len(speech)
    assert not take.sound
    assert len(film) == round(Fraction(30, 24) * RATE)
    assert np.abs(film[2000 : whole - 2000] - speech[2000 : whole - 2000]).max() < 0.02  # AAC
    assert level(film[whole + 2000 :]) < -90
    assert step(film[whole - 2000 :]) < step(speech)


def test_the_plan_says_what_will_be_heard(clip: Path, tmp_path: Path) -> None:
    for sound, word in (("room-tone", "room tone"), ("silence", "silent"), ("leave", "has no sound")):
        request = extend_request(clip, seconds=NEW, output=tmp_path / "film.mp4", sound=sound)
        assert any(word in note for note in plan(request).notes)


@pytest.mark.parametrize("channels", [1, 2, 4, 5, 6, 7, 8])
def test_takes_hold_any_layout_that_we_read(tmp_path: Path, channels: int) -> None:
    samples = room(0.5, RATE, channels)
    got = heard(clip_with(tmp_path / "take.mp4", samples, 12))
    assert got.shape == samples.shape
    heard_apart = [np.corrcoef(got[:, index], samples[:, index])[0, 1] for index in range(channels)]
    assert min(heard_apart[:3]) > 0.95
    if channels in (1, 2, 4, 5, 6):
        assert np.abs(got - samples).max() < EXACT


def test_a_film_of_seven_point_one_is_written_and_read(tmp_path: Path) -> None:
    clip = clip_with(tmp_path / "clip.mp4", room(1, RATE, 8))
    take = made(extend_request(clip, seconds=NEW, output=tmp_path / "film.mp4"))
    assert heard(take.film).shape == (round(30 * FRAME), 8)


def test_a_clip_without_sound_is_extended_as_before(tmp_path: Path) -> None:
    write_take(tmp_path / "still.mp4", moving_square(24), SMALL)
    take = made(extend_request(tmp_path / "still.mp4", seconds=NEW, output=tmp_path / "film.mp4"))
    assert not take.sound
    assert probe(take.path).audio is None
    assert not any("tone" in note for note in take.notes)
