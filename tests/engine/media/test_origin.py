"""What a take says of itself: all of it comes back, and nothing that is not ours comes in."""

import json
import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from engine.generation.origins import origin_of
from engine.media import file_mark as file_mark_module
from engine.media.file_mark import file_mark
from engine.media.info import VideoInfo
from engine.media.inspection import inspect_media
from engine.media.origin import COMMENT, LARGEST, Origin, read_origin, written_into_takes
from engine.media.write import write_take
from engine.requests import Sampling
from engine.training.footage import HELD_OUT, make_clip
from engine.wire import to_json
from tests.engine.fakes import some_request
from tests.engine.media.clips import make_film, moving_square

SMALL = VideoInfo(128, 96, Fraction(24))


@pytest.fixture
def origin(tmp_path: Path) -> Origin:
    return origin_of(some_request(str(make_film(tmp_path / "clip.mp4", 5).with_suffix(""))), 0)


@pytest.fixture
def saying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A take whose comment is just this."""

    def make(comment: str) -> Path:
        monkeypatch.setattr("engine.media.write.now_written", lambda: comment)
        write_take(tmp_path / "take.mp4", moving_square(2), SMALL)
        return tmp_path / "take.mp4"

    return make


@pytest.mark.parametrize("video", [SMALL, replace(SMALL, alpha=True)], ids=["mp4", "mov"])
def test_what_a_take_says_comes_back_at_any_length(tmp_path: Path, origin: Origin, video: VideoInfo) -> None:
    long = tuple((0.123456789,) * 100 for _ in range(100))  # more than 64 KiB
    origin = replace(origin, request=replace(origin.request, sampling=Sampling(sigmas=long)))
    path = tmp_path / ("take.mov" if video.alpha else "take.mp4")
    with written_into_takes(origin):
        write_take(path, moving_square(2), video)
    assert read_origin(path) == origin
    write_take(path, moving_square(2), video)
    assert read_origin(path) is None


def test_the_same_frames_are_the_same_file_each_time(tmp_path: Path) -> None:
    frames = make_clip(HELD_OUT + 6, 30, 192, 120, 24.0).frames
    files = set()
    for _ in range(6):
        write_take(tmp_path / "take.mp4", iter(frames), VideoInfo(192, 120, Fraction(24)))
        files.add((tmp_path / "take.mp4").read_bytes())
    assert len(files) == 1


def altered(origin: Origin, **fields: object) -> str:
    """What it says, with other values in the request; None takes one away."""
    said = to_json(origin)
    said["request"] = {name: value for name, value in {**said["request"], **fields}.items() if value is not None}
    return json.dumps(said)


@pytest.mark.parametrize(
    "comment",
    [
        "Shot on my holiday",
        "{}",
        "[1, 2]",
        '"Origin"',
        '{"is": "Take"}',
        '{"is": "Origin"}',
        "[" * 100_000,
        "1" * 10_000,
        " " * (LARGEST + 1),
    ],
    ids=lambda comment: comment[:16],
)
def test_what_is_not_ours_is_no_take_and_a_film_all_the_same(saying, comment: str) -> None:
    assert read_origin(saying(comment)) is None
    assert inspect_media(saying(comment)).duration == Fraction(2, 24)


def test_what_is_cut_off_or_makes_no_sense_is_no_take(saying, origin: Origin) -> None:
    whole = json.dumps(to_json(origin))
    senseless = [
        whole[: len(whole) // 2],
        altered(origin, duration="1e999999999"),
        altered(origin, duration="1/0"),
        altered(origin, duration=2),
        altered(origin, duration=None),
        altered(origin, takes=2),
        altered(origin, colour="red"),
        json.dumps({**to_json(origin), "number": -1}),
        json.dumps({**to_json(origin), "sources": []}),
        json.dumps({**to_json(replace(origin, request=replace(origin.request, takes=10**9 + 1))), "number": 10**9}),
    ]
    assert [read_origin(saying(comment)) for comment in senseless] == [None] * len(senseless)
    assert read_origin(saying(altered(origin))) == origin


def test_tags_in_an_old_encoding_are_no_reason_to_refuse_a_film(saying) -> None:
    path = saying("Caf_ in M_rz")
    path.write_bytes(path.read_bytes().replace(b"Caf_ in M_rz", "Café in März".encode("latin-1")))
    assert inspect_media(path).video is not None
    assert read_origin(path) is None


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv"])
def test_it_is_still_there_when_ffmpeg_copies_the_streams(saying, origin: Origin, ending: str, tmp_path: Path) -> None:
    import av

    copy = tmp_path / f"copy.{ending}"
    with av.open(str(saying(altered(origin)))) as whole, av.open(str(copy), "w") as container:
        container.metadata[COMMENT] = whole.metadata[COMMENT]  # as "ffmpeg -c copy" does
        stream = container.add_stream_from_template(whole.streams.video[0])
        for packet in whole.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                container.mux(packet)
    assert read_origin(copy) == origin


def test_a_file_is_known_again_by_what_is_in_it_and_not_by_when_it_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"frames")
    before = file_mark(path)
    os.utime(path, (1, 1))
    assert file_mark(path) == before
    path.write_bytes(b"Frames")
    assert not file_mark(path).same_content(before)
    gone = file_mark(tmp_path / "gone.mp4")
    assert not gone.same_content(gone)


def test_of_a_large_file_the_ends_and_the_size_count_and_it_says_so(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(file_mark_module, "WHOLE", 50)
    monkeypatch.setattr(file_mark_module, "END", 10)
    marks = []
    for content in (b"a" * 100, b"a" * 50 + b"b" + b"a" * 49, b"a" * 99 + b"b", b"a" * 101):
        (tmp_path / "large").write_bytes(content)
        marks.append(file_mark(tmp_path / "large"))
    assert [mark.whole for mark in marks] == [False] * 4
    assert [mark.same_content(marks[0]) for mark in marks] == [True, True, False, False]


@pytest.mark.skipif(os.name != "posix", reason="pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert file_mark(tmp_path / "pipe").sha256 == ""
    assert file_mark(Path("zero\0in it")).sha256 == ""
