"""Whatever can be imported is known for what it is: a film, a still, or only sound, which then plays."""

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream
from av.video.codeccontext import VideoCodecContext

from engine.errors import MediaError, NotAVideo
from engine.media.decoder import Decoder
from engine.media.fingerprint import content_fingerprint
from engine.media.info import AudioInfo
from engine.media.inspection import inspect_media, look_over
from engine.media.peaks import STEP, Peaks, make_peaks, read_peaks, reduced, write_peaks
from engine.media.probe import probe
from engine.media.read import read_frames
from engine.media.sound import Sound, read_sound, stream_sound
from tests.engine.media.clips import STEREO, colour_bars, make_film, tone
from tests.engine.media.test_sound import delay

SONGS = [("song.wav", "pcm_s16le"), ("song.flac", "flac"), ("song.mp3", "libmp3lame"), ("song.m4a", "aac")]


def make_song(path: Path, codec: str, sound: Sound, start: int = 0) -> Path:
    """start: the sample the file's own clock begins with."""
    with av.open(str(path), "w") as container:
        stream = cast(AudioStream, container.add_stream(codec, rate=sound.rate))
        context = stream.codec_context
        context.layout = "stereo"
        resampler = av.AudioResampler(context.format.name, "stereo", sound.rate)
        size = context.frame_size or 1024
        for begin in range(0, len(sound.samples), size):
            block = np.ascontiguousarray(sound.samples[begin : begin + size].T)
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = sound.rate, start + begin, Fraction(1, sound.rate)
            for ready in resampler.resample(frame):
                container.mux(stream.encode(ready))
        container.mux(stream.encode(None))
    return path


def make_still(path: Path, codec: str, image: np.ndarray) -> Path:
    frame = av.VideoFrame.from_ndarray(image, format="rgb24")
    coder = cast(VideoCodecContext, av.CodecContext.create(codec, "w"))
    coder.width, coder.height, coder.pix_fmt, coder.time_base = frame.width, frame.height, "rgb24", Fraction(1, 25)
    path.write_bytes(b"".join(bytes(packet) for packet in [*coder.encode(frame), *coder.encode(None)]))
    return path


@pytest.mark.parametrize(("name", "codec"), SONGS)
def test_a_song_is_media_without_a_picture(tmp_path: Path, name: str, codec: str) -> None:
    path = make_song(tmp_path / name, codec, tone(Fraction(3, 2)))
    info = inspect_media(path)
    assert info.video is None
    assert info.audio is not None
    assert (info.audio.sample_rate, info.audio.channels) == (48000, 2)
    assert abs(info.duration - Fraction(3, 2)) < Fraction(1, 15)
    assert look_over(info).notes == ()


@pytest.mark.parametrize(("name", "codec"), SONGS)
def test_the_sound_of_a_song_counts_from_its_first_sample(tmp_path: Path, name: str, codec: str) -> None:
    sound = tone(Fraction(3, 2))
    path = make_song(tmp_path / name, codec, sound)
    part = read_sound(path, Fraction(1, 2), Fraction(1))
    assert part is not None
    assert part.samples.shape == (24000, 2)
    assert np.abs(part.samples).max() == pytest.approx(0.5, abs=0.05)
    turns = np.flatnonzero(np.diff(np.signbit(part.samples[2000:-2000, 0])))
    assert len(turns) == pytest.approx(2 * 440 * 20000 / 48000, abs=2)
    blocks = list(stream_sound(path, Fraction(0), Fraction(2), STEREO))
    assert sum(len(block.samples) for block in blocks) == 96000


def test_a_lossless_song_comes_back_to_the_sample(tmp_path: Path) -> None:
    sound = tone(Fraction(1))
    for name, codec in SONGS[:2]:
        read = read_sound(make_song(tmp_path / name, codec, sound), Fraction(1, 4), Fraction(3, 4))
        assert read is not None
        assert np.abs(read.samples - sound.samples[12000:36000]).max() < 1e-4


@pytest.mark.parametrize(("name", "codec"), SONGS[:3])
def test_a_seek_into_a_song_is_in_step(tmp_path: Path, name: str, codec: str) -> None:
    """Loud and soft by turns: the bit rate varies, so that bytes tell nothing of the time."""
    chance = np.random.default_rng(0)
    parts = [chance.normal(0, 0.001 if second % 3 == 0 else 0.2, (48000, 1)) for second in range(12)]
    source = np.repeat(np.concatenate(parts), 2, axis=1).astype(np.float32)
    path = make_song(tmp_path / name, codec, Sound(source, 48000))
    for start in (Fraction(5), Fraction(43, 4)):
        part = read_sound(path, start, start + 1)
        assert part is not None
        assert delay(source[round(start * 48000) :][:48000, 0], part.samples[:, 0]) == 0


def test_what_wants_a_picture_still_refuses_a_song(tmp_path: Path) -> None:
    path = make_song(tmp_path / "song.wav", "pcm_s16le", tone(Fraction(1, 4)))
    with pytest.raises(NotAVideo, match="only sound"):
        probe(path)
    with pytest.raises(NotAVideo, match="only sound"):
        next(read_frames(path))


def test_sound_in_a_codec_we_do_not_open_is_refused_by_name(tmp_path: Path) -> None:
    path = make_song(tmp_path / "old.wav", "adpcm_ms", tone(Fraction(1, 4)))
    with pytest.raises(NotAVideo, match="adpcm_ms"):
        inspect_media(path)


@pytest.mark.parametrize("name", ["start_frame.jpg", "zen.jpg"])
def test_a_still_lasts_as_long_as_it_is_asked_to(footage: Path, name: str) -> None:
    info = look_over(inspect_media(footage / name))
    assert info.duration == 0
    assert info.video is not None
    assert info.notes == ()


@pytest.mark.parametrize(("name", "codec"), [("bars.png", "png")])
def test_a_lossless_still_shows_its_very_pixels(tmp_path: Path, name: str, codec: str) -> None:
    image = colour_bars(64, 48)
    path = make_still(tmp_path / name, codec, image)
    assert inspect_media(path).duration == 0
    assert np.array_equal(Decoder(path).picture(Fraction(7)).image[..., 2::-1], image)


def test_a_film_is_described_as_ever(tmp_path: Path) -> None:
    path = make_film(tmp_path / "film.mp4", 24, sound=tone(Fraction(1)))
    assert inspect_media(path) == probe(path)
    assert look_over(inspect_media(path)) == probe(path)


def test_damage_is_told_on_import(footage: Path) -> None:
    assert any("damaged" in note for note in look_over(inspect_media(footage / "corrupted.mp4")).notes)


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    content = np.random.default_rng(2).bytes(400_000)
    for name, changed in (("a", 0), ("b", 0), ("head", 10), ("middle", 200_000), ("tail", 399_990)):
        spoiled = bytearray(content)
        spoiled[changed] ^= name not in "ab"
        (tmp_path / name).write_bytes(spoiled)
    (tmp_path / "longer").write_bytes(content + b"x")
    (tmp_path / "empty").write_bytes(b"")
    prints = {path.name: content_fingerprint(path) for path in tmp_path.iterdir()}
    assert prints["a"] == prints["b"]
    assert len(set(prints.values())) == len(prints) - 1


def stairs(rate: int = 48000) -> Sound:
    """Four seconds, each twice as loud as the one before, and louder above than below."""
    loudness = np.repeat([0.1, 0.2, 0.4, 0.8], rate)
    wave = loudness * np.where(np.arange(4 * rate) % 2, 1, -0.5)
    return Sound(np.column_stack([wave, 0.5 * wave]).astype(np.float32), rate)


def peaks_of(path: Path) -> Peaks:
    return Peaks(48000, np.concatenate(list(make_peaks(path))))


@pytest.mark.parametrize("count", [4, 40, 400])
def test_a_waveform_shows_the_lowest_and_highest_sample(tmp_path: Path, count: int) -> None:
    peaks = peaks_of(make_song(tmp_path / "stairs.wav", "pcm_s16le", stairs()))
    low, high = peaks.columns(Fraction(0), Fraction(4), count)
    inside = np.arange(count) % (count // 4)
    inner = (inside > 0) & (inside < count // 4 - 1) if count > 4 else np.full(4, True)
    loudness = np.repeat([0.1, 0.2, 0.4, 0.8], count // 4)
    if count == 4:  # a stretch may reach over the edge of a column
        assert np.all(high >= loudness - 0.001)
    else:
        assert np.abs(high - loudness)[inner].max() < 0.001
        assert np.abs(low + loudness / 2)[inner].max() < 0.001


def test_a_waveform_is_flat_where_there_is_no_sound(tmp_path: Path) -> None:
    peaks = peaks_of(make_song(tmp_path / "stairs.wav", "pcm_s16le", stairs()))
    low, high = peaks.columns(Fraction(-2), Fraction(6), 8)
    assert np.all(high[[0, 1, 6, 7]] == 0)
    assert np.all(low[[0, 1, 6, 7]] == 0)
    assert np.all(high[2:6] > 0.09)
    assert len(peaks.columns(Fraction(0), Fraction(1), 0)[0]) == 0
    assert np.all(Peaks(48000, np.zeros((0, 2), np.int16)).columns(Fraction(0), Fraction(1), 5)[1] == 0)


def test_blocks_of_any_length_give_the_same_waveform() -> None:
    samples = np.random.default_rng(1).uniform(-1, 1, (10_000, 2)).astype(np.float32)
    whole = np.concatenate(list(reduced([Sound(samples, 48000)])))
    parts = np.concatenate(list(reduced([Sound(part, 48000) for part in np.array_split(samples, 37)])))
    assert np.array_equal(whole, parts)
    assert len(whole) == -(-10_000 // STEP)
    assert whole[0, 1] == round(samples[:STEP].max() * 32767)


def test_a_waveform_survives_its_file_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    finest = np.random.default_rng(1).integers(-32767, 32767, (500, 2)).astype(np.int16)
    write_peaks(tmp_path / "cache" / "peaks", 44100, finest)
    read = read_peaks(tmp_path / "cache" / "peaks")
    assert read.rate == 44100
    assert np.array_equal(read.finest, finest)
    content = (tmp_path / "cache" / "peaks").read_bytes()
    for broken in (b"", content[:-1], b"x" + content[1:], content[:10]):
        (tmp_path / "broken").write_bytes(broken)
        with pytest.raises(ValueError, match="no peaks"):
            read_peaks(tmp_path / "broken")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["peaks"]


def test_a_film_without_sound_has_no_waveform(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="no sound"):
        list(make_peaks(make_film(tmp_path / "film.mp4", 3)))


def test_more_channels_than_have_a_name_are_mixed_down() -> None:
    from engine.media.peaks import shape

    assert shape(AudioInfo(48000, 16, "hexadecagonal", "pcm_s16le")).channels == 2
    assert shape(AudioInfo(48000, 6, "5.1", "aac")).channels == 6
