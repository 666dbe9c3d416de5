"""The picture at any time is the very one that reading through the file gives, in whatever order they are asked for."""

import os
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from engine.errors import MediaDamaged, MediaError, MediaMissing, NotAVideo
from engine.media.coding import film_coding
from engine.media.decoder import Decoder
from engine.media.info import VideoInfo
from engine.media.read import Frame, read_frames
from engine.media.write import Writer, write_film, write_take
from tests.engine.media.clips import SMALL, make_film, make_raw, moving_square, mutated
from tests.engine.media.test_read import KINDS, SQUARES

RATE = Fraction(25)
SAMPLES = [
    "bars_timecode.mp4",
    "bunny.webm",
    "no_duration.webm",
    "odd_rate.mp4",
    "unordered.mov",
    "rotated_90.mov",
    "transparent.webm",
    "zen.jpg",
]
ANY_ORDER = (0, 1, 2, 3, 9, 5, 4, 20, 21, 7, 0, 23, 22, 21, 20, 11, 12)


def colours(bgra: np.ndarray, channels: int = 3) -> np.ndarray:
    return bgra[..., [2, 1, 0, 3]][..., :channels]


def assert_same(decoder: Decoder, index: int, expected: Frame, rate: Fraction) -> None:
    shown, frame = decoder.picture(index / rate), decoder.frame(index / rate)
    assert shown.start <= index / rate < shown.end
    assert not shown.damaged
    assert (frame.time, frame.image.dtype) == (expected.time, expected.image.dtype)
    assert np.array_equal(frame.image, expected.image), index
    assert shown.image.shape[:2] == expected.image.shape[:2]
    scale = 257 if expected.image.dtype == np.uint16 else 1
    seen = colours(shown.image, expected.image.shape[2]).astype(float)
    assert np.abs(seen - expected.image / scale).max() <= 1, index


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind[0]}-{kind[1]}")
def test_any_order_gives_the_frames_of_reading_through(tmp_path: Path, kind: tuple) -> None:
    name, codec, pixel_format, options = kind
    path = make_raw(tmp_path / name, SQUARES, codec, pixel_format, options)
    through = list(read_frames(path))
    decoder = Decoder(path)
    for index in ANY_ORDER:
        assert_same(decoder, index, through[index], RATE)
    decoder.close()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_gives_the_frames_of_reading_through(footage: Path, name: str) -> None:
    decoder = Decoder(footage / name)
    rate = decoder.video.rate
    through = list(read_frames(footage / name, end=24 / rate))
    for index in (index for index in ANY_ORDER if index < len(through)):
        assert_same(decoder, index, through[index], rate)
    decoder.close()


@pytest.mark.parametrize("name", ["bars_timecode.mp4", "bunny.webm"])
def test_a_jump_far_into_a_film_finds_the_very_frame(footage: Path, name: str) -> None:
    decoder = Decoder(footage / name)
    rate = decoder.video.rate
    for index in (200, 31, 249, 150, 151):
        (expected,) = read_frames(footage / name, index / rate, (index + 1) / rate)
        assert_same(decoder, index, expected, rate)
    decoder.close()


def test_times_outside_the_film_show_its_first_and_last_frame(tmp_path: Path) -> None:
    through = list(read_frames(make_film(tmp_path / "clip.mp4", 12)))
    decoder = Decoder(tmp_path / "clip.mp4")
    assert np.array_equal(colours(decoder.picture(Fraction(-3)).image), through[0].image)
    last = decoder.picture(Fraction(99))
    assert np.array_equal(colours(last.image), through[11].image)
    assert (last.start, last.end, last.damaged) == (Fraction(11, 24), Fraction(12, 24), False)


def test_between_two_frames_the_earlier_one_is_shown(tmp_path: Path) -> None:
    decoder = Decoder(make_film(tmp_path / "clip.mp4", 12))
    shown = decoder.picture(Fraction(3, 24) + Fraction(1, 25))
    assert (shown.start, shown.end) == (Fraction(3, 24), Fraction(4, 24))
    assert decoder.picture(Fraction(3, 24)).image is shown.image


def test_a_variable_rate_shows_each_frame_until_the_next(tmp_path: Path) -> None:
    times = [Fraction(slot, 30) for slot in (0, 1, 2, 5, 6, 11, 12, 13)]
    frames = [Frame(image, time) for image, time in zip(SQUARES, times, strict=False)]
    write_film(tmp_path / "phone.mp4", frames, VideoInfo(128, 96, Fraction(30), variable=True))
    through = list(read_frames(tmp_path / "phone.mp4"))
    decoder = Decoder(tmp_path / "phone.mp4")
    for place, (time, later) in [*enumerate(pairwise(times))][::-1]:
        for moment in (time, (time + later) / 2, later - Fraction(1, 1000)):
            shown = decoder.picture(moment)
            assert np.array_equal(colours(shown.image), through[place].image)
            assert shown.start <= moment < shown.end
            assert abs(shown.end - later) < Fraction(1, 1000)


def test_reading_a_variable_rate_through_decodes_each_frame_once(tmp_path: Path) -> None:
    times = [Fraction(slot, 30) for slot in range(40) if slot != 17]
    frames = [Frame(image, time) for image, time in zip(moving_square(39), times, strict=True)]
    coding = replace(film_coding(SMALL), options={**film_coding(SMALL).options, "g": "8", "bf": "2", "b_strategy": "0"})
    with Writer(tmp_path / "phone.mp4", replace(SMALL, rate=Fraction(30), variable=True), coding) as writer:
        for frame in frames:
            writer.write(frame.image, frame.time)
    pulled: list[None] = []
    decoder = Decoder(tmp_path / "phone.mp4", look_up=lambda: pulled.append(None))
    assert decoder.video.variable
    assert [decoder.frame(time).time for time in times] == times
    assert len(pulled) <= len(times) + 1


def test_more_than_eight_bits_keep_them_and_are_shown_in_eight(tmp_path: Path) -> None:
    image = np.linspace(0, 65535, 64 * 48 * 3).reshape(48, 64, 3).astype(np.uint16)
    video = VideoInfo(64, 48, Fraction(24), bit_depth=10, chroma="444")
    write_take(tmp_path / "deep.mp4", [image] * 3, video)
    decoder = Decoder(tmp_path / "deep.mp4")
    (expected,) = read_frames(tmp_path / "deep.mp4", end=Fraction(1, 24))
    assert_same(decoder, 0, expected, Fraction(24))
    small = decoder.picture(Fraction(0), (32, 24)).image
    assert np.abs(colours(small).astype(float) - expected.image[::2, ::2] / 257).max() < 4


def test_a_picture_comes_upright_in_the_size_asked_for(footage: Path) -> None:
    decoder = Decoder(footage / "rotated_90.mov")
    whole = decoder.picture(Fraction(0)).image.astype(float)
    half = decoder.picture(Fraction(0), (160, 284)).image
    assert half.shape == (284, 160, 4)
    assert half.flags.c_contiguous
    averaged = whole.reshape(284, 2, 160, 2, 4).mean(axis=(1, 3))
    assert np.abs(half - averaged)[..., :3].mean() < 2


def test_what_is_transparent_stays_so_and_the_rest_is_opaque(footage: Path, tmp_path: Path) -> None:
    clear = Decoder(footage / "transparent.webm").picture(Fraction(1), (100, 100)).image
    assert (clear[..., 3].min(), clear[..., 3].max()) == (0, 255)
    assert np.all(Decoder(make_film(tmp_path / "clip.mp4", 3)).picture(Fraction(0), (64, 48)).image[..., 3] == 255)


def test_a_still_has_no_end(footage: Path) -> None:
    decoder = Decoder(footage / "zen.jpg")
    assert decoder.info.duration == 0
    shown = decoder.picture(Fraction(3600))
    assert shown.start == 0
    assert shown.end > 1_000_000
    assert not shown.damaged


def test_where_a_file_breaks_off_the_last_good_frame_is_shown_and_it_is_said(footage: Path) -> None:
    decoder = Decoder(footage / "corrupted.mp4")
    through: list[Frame] = []
    with pytest.raises(MediaDamaged):
        through.extend(read_frames(footage / "corrupted.mp4"))
    good = decoder.picture(Fraction(27, 10))
    assert not good.damaged
    for time in (Fraction(28, 10), Fraction(49, 10), Fraction(31, 10)):
        shown = decoder.picture(time)
        assert shown.damaged
        assert shown.start <= time < shown.end
        assert np.array_equal(shown.image, good.image)
    assert not decoder.picture(Fraction(26, 10)).damaged


def rotten(tmp_path: Path, packet: int) -> Path:
    """Three seconds with a key frame every half, one of whose packets is overwritten."""
    noise = np.random.default_rng(5).integers(0, 255, (72, 96, 128, 3)).astype(np.uint8)
    path = tmp_path / "rotten.mp4"
    write_take(path, noise, SMALL)
    with av.open(str(path)) as container:
        spoiled = [found for found in container.demux(video=0) if found.size][packet]
        assert spoiled.pos is not None
        place = spoiled.pos + spoiled.size // 2
    content = bytearray(path.read_bytes())
    content[place : place + 400] = bytes(400)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("packet", [26, 36])
def test_after_damage_the_picture_comes_back_with_the_next_key_frame(tmp_path: Path, packet: int) -> None:
    path = rotten(tmp_path, packet)
    forward, jumping = Decoder(path), Decoder(path)
    seen = [forward.picture(Fraction(index, 24)).damaged for index in range(72)]
    assert not any(seen[:24])
    assert any(seen[24:48])
    assert not any(seen[48:])
    for index in (60, 40, 70, 20, 45):
        assert jumping.picture(Fraction(index, 24)).damaged == seen[index]


def test_dragging_shows_key_frames_and_letting_go_the_very_frame(footage: Path) -> None:
    path = footage / "bars_timecode.mp4"
    decoder = Decoder(path)
    keys = {decoder.keyframe_picture(Fraction(index, 25), (480, 270)).start for index in range(0, 250, 5)}
    assert len(keys) == 17
    for index in (100, 101, 40):
        decoder.keyframe_picture(Fraction(200, 25))
        (expected,) = read_frames(path, index / RATE, (index + 1) / RATE)
        assert_same(decoder, index, expected, RATE)


def test_the_key_frame_while_dragging_is_that_frame(tmp_path: Path) -> None:
    path = make_raw(tmp_path / "clip.mp4", moving_square(50), "libx264", "yuv420p", {"g": "10", "bf": "2"})
    decoder = Decoder(path)
    through = list(read_frames(path))
    for index in (35, 12, 49, 4):
        shown = decoder.keyframe_picture(Fraction(index, 25))
        assert shown.start <= Fraction(index, 25)
        assert np.array_equal(colours(shown.image), through[round(shown.start * 25)].image)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts", "clip.avi"])
def test_a_mutant_gives_pictures_or_an_error_in_words(tmp_path: Path, name: str) -> None:
    codec = "mpeg4" if name == "clip.avi" else "libx264"
    whole = make_raw(tmp_path / name, moving_square(40), codec, "yuv420p", {"g": "12"}).read_bytes()
    shown = 0
    for number in range(50):
        (tmp_path / name).write_bytes(mutated(whole, number))
        with suppress(MediaError), closing(Decoder(tmp_path / name)) as decoder:
            for index in (0, 1, 30, 10, 39, 3):
                shown += decoder.picture(Fraction(index, 25), (64, 48)).image.shape == (48, 64, 4)
                decoder.keyframe_picture(Fraction(index, 25))
    assert shown > 50


def test_a_file_cut_short_while_it_is_open_shows_its_last_good_frame(tmp_path: Path) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (96, 96, 128, 3)).astype(np.uint8)
    path = tmp_path / "clip.mp4"
    write_take(path, noise, SMALL)
    decoder = Decoder(path)
    decoder.picture(Fraction(0))
    os.truncate(path, path.stat().st_size // 2)
    starts = [decoder.picture(Fraction(index, 24)).start for index in range(96)]
    assert starts == sorted(starts)
    assert starts[20] == Fraction(20, 24)
    assert starts[-1] < 3
    decoder.close()


def test_a_file_that_was_removed_while_it_is_open_is_told(tmp_path: Path) -> None:
    path = make_raw(tmp_path / "clip.mpg", SQUARES, "mpeg2video", "yuv420p", {})
    decoder = Decoder(path)
    for index in range(20):
        decoder.picture(Fraction(index, 25))
    decoder._run.clear()  # as after a long film
    path.unlink()
    with pytest.raises(MediaMissing, match=r"clip\.mpg"):
        decoder.picture(Fraction(0))


def test_a_file_that_is_put_back_is_shown_again(tmp_path: Path) -> None:
    path = make_raw(tmp_path / "clip.mpg", SQUARES, "mpeg2video", "yuv420p", {})
    with closing(Decoder(path)) as decoder:
        before = [decoder.frame(index / RATE).image for index in range(21)]
        decoder._run.clear()  # as after a long film
        away = path.rename(tmp_path / "away.mpg")
        for index in (0, 12, 0):
            with pytest.raises(MediaMissing):
                decoder.picture(index / RATE)
        away.rename(path)
        for index in (12, 0, 20):
            assert np.array_equal(decoder.frame(index / RATE).image, before[index])


def test_only_sound_is_no_picture(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "song.wav"), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=48000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.int16), format="s16", layout="mono")
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
    with pytest.raises(NotAVideo, match="only sound"):
        Decoder(tmp_path / "song.wav")
    with pytest.raises(MediaMissing):
        Decoder(tmp_path / "nothing.mp4")


def test_a_decoder_needs_no_opencv() -> None:
    """It is loaded for the window's first picture, and OpenCV takes its time."""
    code = "import sys, engine.media.decoder, engine.media.sound; sys.exit('cv2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
