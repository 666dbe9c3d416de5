"""Sound stays in step with the picture, to the sample, whatever is missing."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from engine.media.info import AudioInfo
from engine.media.sound import Piece, filled, read_sound, stream_sound
from tests.engine.media.clips import STEREO, make_film, tone

MONO = AudioInfo(1000, 1, "mono", "")


def test_a_stretch_of_sound_has_exactly_its_samples(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", 48, sound=tone(Fraction(2)))
    whole = read_sound(path)
    assert whole is not None
    assert whole.samples.shape == (96000, 2)
    part = read_sound(path, Fraction(1, 3), Fraction(5, 3))
    assert part is not None
    assert len(part.samples) == 64000
    assert np.abs(part.samples - whole.samples[16000:80000]).max() < 1e-6


def test_beyond_the_end_there_is_silence(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", 24, sound=tone(Fraction(1)))
    sound = read_sound(path, Fraction(1, 2), Fraction(3, 2))
    assert sound is not None
    assert len(sound.samples) == 48000
    assert np.abs(sound.samples[26000:]).max() == 0


def test_a_silent_film_has_no_sound_and_gives_silence_where_some_is_wanted(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", 24)
    assert read_sound(path) is None
    blocks = list(stream_sound(path, None, None, STEREO))
    assert sum(len(block.samples) for block in blocks) == 48000


def test_packets_that_cannot_be_decoded_are_silence_in_their_place(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", 48, sound=tone(Fraction(2)))
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(audio=0) if packet.size]
        spoiled = [(packet.pos or 0, packet.size) for packet in packets[40:50]]
    content = bytearray(path.read_bytes())
    for position, size in spoiled:
        content[position : position + size] = b"\xff" * size
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(content)
    good, sound = read_sound(path), read_sound(broken)
    assert good is not None
    assert sound is not None
    assert sound.samples.shape == good.samples.shape
    assert 9 * 1024 <= sound.lost <= 12 * 1024
    assert np.abs(sound.samples[60000:] - good.samples[60000:]).max() < 1e-3
    assert np.abs(sound.samples[:30000] - good.samples[:30000]).max() < 1e-3


def test_sound_that_fails_to_decode_in_places_is_as_long_as_its_picture(footage: Path) -> None:
    sound = read_sound(footage / "planes_failing_audio.mp4")
    assert sound is not None
    assert len(sound.samples) == 280 * 44100 // 25
    assert np.abs(sound.samples).max() > 0.05


@pytest.mark.parametrize("name", ["bunny.webm", "no_duration.webm", "bars_timecode.mp4", "odd_rate.mp4", "snow.mp4"])
def test_a_seek_into_sound_gives_the_same_samples(footage: Path, name: str) -> None:
    """Within a millisecond: WebM's clock has no finer tick, and lossy codecs start up a little differently."""
    start, end = Fraction(2, 5), Fraction(1)
    whole, part = read_sound(footage / name, None, end), read_sound(footage / name, start, end)
    assert whole is not None
    assert part is not None
    expected = whole.samples[round(start * whole.rate) :, 0]
    assert abs(delay(expected, part.samples[:, 0])) <= whole.rate // 1000


def delay(first: np.ndarray, second: np.ndarray) -> int:
    """Samples by which `second` is late, by correlation."""
    spectrum = np.fft.rfft(second, 2 * len(first)) * np.conj(np.fft.rfft(first, 2 * len(first)))
    peak = int(np.fft.irfft(spectrum).argmax())
    return peak - 2 * len(first) if peak > len(first) else peak


def test_pieces_stand_where_they_belong() -> None:
    ones = np.ones((100, 1), np.float32)
    pieces = [Piece(-40, ones, False), Piece(63, ones, False), Piece(400, 2 * ones, True), Piece(960, ones, False)]
    blocks = list(filled(pieces, 1000, MONO))
    samples = np.concatenate([block.samples for block in blocks])[:, 0]
    assert len(samples) == 1000
    assert np.all(samples[:160] == 1)  # three samples off is rounding, and closed up
    assert np.all(samples[160:400] == 0)
    assert np.all(samples[400:500] == 2)
    assert np.all(samples[500:960] == 0)
    assert np.all(samples[960:] == 1)
    assert sum(block.lost for block in blocks) == 240
