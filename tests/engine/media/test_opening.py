"""What is opened, and what is said of everything else."""

import os
import socket
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from engine.errors import MediaError, MediaMissing, NotAVideo
from engine.media.probe import probe
from engine.media.read import read_frames
from tests.engine.media.clips import make_film, make_raw, moving_square, tone


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing, match=r"nowhere\.mp4"):
        probe(tmp_path / "nowhere.mp4")


def test_a_folder_is_not_a_video(tmp_path: Path) -> None:
    with pytest.raises(NotAVideo, match="not a file"):
        probe(tmp_path)


@pytest.mark.parametrize("content", [b"", b"Dear diary,\n" * 50, np.random.default_rng(1).bytes(5000)])
def test_what_is_no_media_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(NotAVideo, match=r"clip\.mp4"):
        probe(path)


def test_a_song_is_only_sound(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=48000, layout="mono")
        samples = np.zeros((1, 4800), np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = 48000
        container.mux(stream.encode(frame))
    with pytest.raises(NotAVideo, match="only sound"):
        probe(path)


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{target}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile real.mp4\n",
    ],
)
def test_a_playlist_in_disguise_opens_nothing(tmp_path: Path, playlist: str) -> None:
    make_film(tmp_path / "real.mp4", 3)
    path = tmp_path / "clip.mp4"
    path.write_text(playlist.format(target="real.mp4"))
    with pytest.raises(NotAVideo):
        probe(path)


def test_an_address_is_only_ever_a_file_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        for address in (f"http://127.0.0.1:{port}/clip.mp4", f"tcp://127.0.0.1:{port}", "concat:a.mp4|b.mp4"):
            with pytest.raises(MediaMissing):
                probe(Path(address))
        playlist = tmp_path / "clip.mp4"
        playlist.write_text(f"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:{port}/a.ts\n")
        with pytest.raises(NotAVideo):
            probe(playlist)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_codec_that_is_not_on_the_list_is_refused_by_name(tmp_path: Path) -> None:
    path = make_raw(tmp_path / "old.avi", moving_square(3), "zmbv", "bgr0", {})
    with pytest.raises(NotAVideo, match="zmbv"):
        probe(path)


def test_a_picture_beyond_the_largest_size_is_refused(tmp_path: Path) -> None:
    path = make_raw(tmp_path / "wide.mkv", [np.zeros((16, 8208, 3), np.uint8)], "ffv1", "bgr0", {})
    with pytest.raises(NotAVideo, match="8208x16"):
        probe(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "clip.mp4")
    with pytest.raises(NotAVideo):
        probe(tmp_path / "clip.mp4")


def test_cover_art_does_not_make_a_song_a_video(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.mp4", 3, sound=tone(Fraction(1, 8)))
    with av.open(str(film)) as source, av.open(str(tmp_path / "song.m4a"), "w", format="mp4") as target:
        sound = target.add_stream_from_template(source.streams.audio[0])
        cover = target.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 16, 16, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        for packet in source.demux(audio=0):
            if packet.dts is not None:
                packet.stream = sound
                target.mux(packet)
        target.mux(cover.encode(av.VideoFrame(16, 16, "yuvj420p")))
        target.mux(cover.encode(None))
    with pytest.raises(NotAVideo, match="only sound"):
        probe(tmp_path / "song.m4a")


def test_a_file_cut_anywhere_gives_frames_or_an_error_in_words(tmp_path: Path) -> None:
    whole = make_film(tmp_path / "film.mp4", 6).read_bytes()
    path, refused = tmp_path / "cut.mp4", 0
    for length in range(0, len(whole), 211):
        path.write_bytes(whole[:length])
        try:
            assert len(list(read_frames(path))) <= 6
        except MediaError:
            refused += 1
    assert refused > 3
