"""Going backward through a film whose frames lean on each other: they are decoded once, and before they are needed."""

import threading
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.playback import Playback
from editor.render.audio_output import NullOutput
from engine.media import reel
from tests.editor.playback.test_by_proxy import number
from tests.editor.render.counted import HEIGHT, WIDTH, clip, film, timeline, track

FRAMES = 48  # as many as our writer puts into a group


@pytest.fixture
def playback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Playback]:
    """Decoders keep as little as they do of large films."""
    monkeypatch.setattr("engine.media.decoder.REMEMBERED", 0)
    media = film(tmp_path / "counted.mp4", FRAMES)
    playback = Playback(Document(timeline([track([clip(media, FRAMES)])], [media])), NullOutput())
    playback.set_view_size(QSize(WIDTH, HEIGHT))
    yield playback
    playback.close()


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[av.VideoFrame]:
    """What has been decoded so far."""
    frames: list[av.VideoFrame] = []
    decode = reel.decoded

    def counted(decoder: object, packet: av.Packet | None) -> Iterator[av.VideoFrame | None]:
        for frame in decode(decoder, packet):  # type: ignore[arg-type]
            frames.extend([frame] if frame is not None else [])
            yield frame

    monkeypatch.setattr(reel, "decoded", counted)
    return frames


def test_a_group_is_decoded_once_however_many_steps_are_made(
    playback: Playback, decoded: list[av.VideoFrame], qtbot: QtBot
) -> None:
    playback.seek(FRAMES - 1)
    qtbot.waitUntil(lambda: playback.is_exact)
    for frame in range(FRAMES - 2, -1, -1):
        playback.step(-1)
        qtbot.waitUntil(lambda frame=frame: playback.picture is not None and number(playback.picture) == frame)
    assert len(decoded) < 3 * FRAMES


def test_what_lies_before_is_decoded_before_it_is_stepped_to(playback: Playback, qtbot: QtBot) -> None:
    seen: list[int] = []
    playback.seek(FRAMES - 1)
    qtbot.waitUntil(lambda: playback.is_exact)
    playback.step(-1)
    qtbot.waitUntil(lambda: all_there(playback))
    playback.picture_ready.connect(lambda picture: seen.append(number(picture)))
    for _ in range(FRAMES - 2):
        playback.step(-1)
    assert seen == list(range(FRAMES - 3, -1, -1)), "each at once, without waiting for anything"


def all_there(playback: Playback) -> bool:
    return all(playback._screen.has(playback._timeline, frame) for frame in range(FRAMES - 1))


def test_a_picture_that_takes_long_gives_way_to_another_that_is_wanted(
    playback: Playback, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two frames that are decoded for it."""
    qtbot.waitUntil(lambda: playback.is_exact)
    playback.step(5)
    qtbot.waitUntil(lambda: playback.is_exact)
    count, there, on = [0], threading.Event(), threading.Event()
    decode = reel.decoded

    def held_up(decoder: object, packet: av.Packet | None) -> Iterator[av.VideoFrame | None]:
        for frame in decode(decoder, packet):  # type: ignore[arg-type]
            count[0] += 1
            if count[0] == 20:
                there.set()
                on.wait(5)
            yield frame

    monkeypatch.setattr(reel, "decoded", held_up)
    playback.seek(FRAMES - 1)
    qtbot.waitUntil(there.is_set)
    playback.seek(6)
    on.set()
    qtbot.waitUntil(lambda: playback.is_exact)
    assert playback.picture is not None
    assert number(playback.picture) == 6
    assert count[0] < FRAMES - 5
