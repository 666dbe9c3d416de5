"""Every format holds exactly the timeline's frames and samples."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from editor.render.export_film import export_film
from editor.render.exporting.form import frame_numbers, size_of, target_of
from editor.render.exporting.presets import Kind, preset_of, presets
from editor.render.exporting.settings import ExportSettings
from editor.timeline.model import Media
from editor.timeline.rational_time import TimeRange
from engine.errors import Cancelled, OutputError, RequestError
from engine.media.coding import Coding
from engine.media.info import VideoInfo
from engine.media.inspection import inspect_media
from engine.media.read import read_frames
from engine.media.sound import read_sound
from engine.progress import Report
from tests.editor.render.counted import RATE, number_of
from tests.editor.render.exporting.conftest import BT709, HEIGHT, WIDTH, coloured, cut, written

SPAN = TimeRange(0, 10)
FILMS = [(preset.id, name) for preset in presets().values() if preset.is_film for name, _ in preset.formats]
STILLS = [
    (preset.id, name) for preset in presets().values() if preset.kind is Kind.STILLS for name, _ in preset.formats
]
CODECS = {"h264": "h264", "h265": "hevc", "av1": "libdav1d"}


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVT_LOG", "1")


@pytest.mark.parametrize(("preset", "pixel_format"), FILMS)
def test_films(source: Media, tmp_path: Path, preset: str, pixel_format: str) -> None:
    path = tmp_path / f"film{preset_of(preset).suffix}"
    settings = ExportSettings(preset, pixel_format=pixel_format, copies=False)
    exported = export_film(cut(source, (20, 10)), path, SPAN, Report(), None, settings)
    frames = list(read_frames(path))
    assert [number_of(frame.image >> (8 if frame.image.dtype == np.uint16 else 0)) for frame in frames] == [
        *range(20, 30)
    ]
    assert [frame.time for frame in frames] == [index / RATE for index in range(10)]
    info = inspect_media(path)
    assert info.video is not None
    assert info.video.codec == CODECS.get(preset, preset_of(preset).codec.removesuffix("_ks"))
    assert (info.video.bit_depth, info.video.chroma) == (10 if "10" in pixel_format else 8, pixel_format[3:6])
    assert info.duration == Fraction(10, 24)
    sound = read_sound(path)
    assert sound is not None
    assert len(sound.samples) == 20_000
    assert (exported.frames, exported.bytes) == (10, path.stat().st_size)
    with av.open(str(path)) as file:
        (heard,) = file.streams.audio
        assert heard.duration is not None
        assert heard.duration * heard.time_base == Fraction(10, 24), "to the sample, for those who believe headers"


@pytest.mark.parametrize(("preset", "pixel_format"), STILLS)
def test_stills_stand_in_a_folder_of_their_own(source: Media, tmp_path: Path, preset: str, pixel_format: str) -> None:
    path = tmp_path / "shots"
    export_film(cut(source, (20, 10)), path, SPAN, Report(), None, ExportSettings(preset, pixel_format=pixel_format))
    files = sorted(path.iterdir())
    assert [file.name for file in files][:2] == [f"shots_00000{n}{preset_of(preset).suffix}" for n in (1, 2)]
    pictures = [decoded(file) for file in files]
    assert [number_of(picture) for picture in pictures] == list(range(20, 30))
    assert [path.name for path in tmp_path.iterdir()] == ["shots"]


@pytest.mark.parametrize("preset", [preset.id for preset in presets().values() if preset.kind is Kind.SOUND])
def test_sound_alone(source: Media, tmp_path: Path, preset: str) -> None:
    path = tmp_path / f"sound{preset_of(preset).suffix}"
    export_film(cut(source, (20, 10)), path, SPAN, Report(), None, ExportSettings(preset))
    sound = read_sound(path)
    assert sound is not None
    assert abs(len(sound.samples) - 20_000) <= (1200 if preset == "mp3" else 0), "MP3 is as long as its packets"
    assert np.abs(sound.samples[4000:16_000]).max() > 0.2
    assert inspect_media(path).video is None


def test_a_folder_with_anything_in_it_is_not_written_into(source: Media, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "notes.txt").touch()
    with pytest.raises(OutputError, match="not empty"):
        export_film(cut(source, (0, 10)), full, SPAN, Report(), None, ExportSettings("png"))
    assert [path.name for path in full.iterdir()] == ["notes.txt"]


def test_stills_that_are_cancelled_leave_nothing(source: Media, tmp_path: Path) -> None:
    report = Report(lambda progress: report.stop() if progress.step == 5 else None)
    with pytest.raises(Cancelled):
        export_film(cut(source, (0, 10)), tmp_path / "shots", SPAN, report, None, ExportSettings("png"))
    assert not list(tmp_path.iterdir())


def test_a_cut_without_sound_is_no_sound_file(source: Media, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no sound to export"):
        export_film(cut(source, (0, 10), sound=False), tmp_path / "a.wav", SPAN, Report(), None, ExportSettings("wav"))
    assert not list(tmp_path.iterdir())


def test_ten_bits_stay_ten_bits(tmp_path: Path) -> None:
    video = VideoInfo(WIDTH, HEIGHT, RATE, bit_depth=10, colour=BT709)
    coding = Coding("libx264", "yuv422p10le", {"crf": "4", "preset": "ultrafast"})
    media = written(tmp_path / "deep.mp4", video, coding, scale=257)
    path = tmp_path / "film.mov"
    export_film(cut(media, (0, 10), sound=False), path, SPAN, Report(), None, ExportSettings("prores-hq"))
    (first,) = [frame.image for frame, _ in zip(read_frames(path), range(1), strict=False)]
    own = next(read_frames(Path(media.path))).image
    assert first.dtype == np.uint16
    assert np.abs(first.astype(int) - own).mean() < 257, "less than a step of 8 bits"


def test_a_timecode_track_says_where_the_sequence_begins(source: Media, tmp_path: Path) -> None:
    value = replace(cut(source, (0, 10)), start_frame=86_400)
    path = tmp_path / "film.mov"
    export_film(value, path, TimeRange(4, 6), Report(), None, ExportSettings("prores-422"))
    with av.open(str(path)) as file:
        assert file.streams.video[0].metadata["timecode"] == "01:00:00:04"
    asked = ExportSettings("prores-422", timecode="10:11:12:13", reel="A001C004")
    export_film(value, path, TimeRange(4, 6), Report(), None, asked)
    with av.open(str(path)) as file:
        (data,) = file.streams.data
        assert (data.metadata["timecode"], data.metadata["reel_name"]) == ("10:11:12:13", "A001C004")


def test_another_size_and_rate_show_what_is_on_at_that_time(source: Media, tmp_path: Path) -> None:
    value = cut(source, (0, 24))
    path = tmp_path / "film.mp4"
    settings = ExportSettings(height=96, rate=Fraction(12))
    assert export_film(value, path, TimeRange(0, 24), Report(), None, settings).frames == 12
    frames = list(read_frames(path))
    assert [number_of(frame.image) for frame in frames] == list(range(0, 24, 2))
    assert frames[0].image.shape == (96, 192, 3)
    assert list(frame_numbers(value, TimeRange(3, 4), Fraction(30))) == [3, 3, 4, 5, 6]


def test_sizes_are_such_as_the_code_holds(source: Media) -> None:
    odd = replace(cut(source, (0, 10)), width=255, height=127)
    assert target_of(odd, ExportSettings("h264")).pixel_format == "yuv444p"
    assert size_of(odd, ExportSettings("dnxhr-hq"), preset_of("dnxhr-hq")) == (254, 126)
    assert size_of(odd, ExportSettings("h264", height=720), preset_of("h264")) == (1446, 720)
    with pytest.raises(RequestError, match="too small"):
        target_of(replace(odd, width=8, height=8), ExportSettings("h264"))
    with pytest.raises(RequestError, match="254 × 126 is too small: DNxHR HQ takes none below 256 × 120"):
        target_of(odd, ExportSettings("dnxhr-hq"))


def test_settings_of_a_chip_take_its_own_words_for_quality(source: Media) -> None:
    target = target_of(cut(source, (0, 10)), ExportSettings("h264", encoder="h264_nvenc", quality=20))
    assert (target.coding.codec, target.pixel_format) == ("h264_nvenc", "nv12")
    assert target.coding.options == {"rc": "vbr", "cq": "20", "b": "0"}
    other = target_of(cut(source, (0, 10)), ExportSettings("h265", encoder="h264_nvenc"))
    assert other.coding.codec == "libx265", "a chip's encoder is no encoder of another format"


def decoded(path: Path) -> np.ndarray:
    with av.open(str(path)) as file:
        return next(file.decode(video=0)).to_ndarray(format="rgb24")


def test_the_numbers_of_the_test_film_can_be_read(source: Media) -> None:
    assert number_of(coloured(37)) == 37
