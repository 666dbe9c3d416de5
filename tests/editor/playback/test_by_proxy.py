"""Playing and looking with proxies: soon from the proxy, and finely from the film where the playhead stands."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.playback import Playback
from editor.render.audio_output import NullOutput
from engine.media.proxies import make_proxy
from tests.editor.render.counted import HEIGHT, WIDTH, clip, film, number_of, timeline, track
from tests.editor.render.test_preview_film import OneProxy

FRAMES = 48
Shown = list[tuple[int, bool]]  # each picture's number, and whether it was the proxy's


@pytest.fixture
def playback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Playback]:
    """Seen twice as large as the proxy is."""
    monkeypatch.setattr("engine.media.proxies.SIDE", HEIGHT // 2)
    media = film(tmp_path / "counted.mp4", FRAMES)
    make_proxy(Path(media.path), tmp_path / "proxy.mov", lambda part: None)
    document = Document(timeline([track([clip(media, FRAMES)])], [media]))
    playback = Playback(document, NullOutput(), proxies=OneProxy(tmp_path / "proxy.mov"))
    playback.set_view_size(QSize(WIDTH, HEIGHT))
    yield playback
    playback.close()


@pytest.fixture
def shown(playback: Playback, qtbot: QtBot) -> Shown:
    """What is shown once the first frame is seen as it is to be."""
    qtbot.waitUntil(lambda: playback.is_exact)
    shown: Shown = []
    playback.picture_ready.connect(lambda picture: shown.append((number(picture), playback.is_by_proxy)))
    return shown


def number(picture: QImage) -> int:
    pixels = np.frombuffer(picture.constBits(), np.uint8)
    return number_of(pixels.reshape(picture.height(), picture.width(), 4))


@pytest.mark.parametrize("way", ["seek", "scrub"])
def test_a_jump_shows_the_very_frame_from_the_proxy_and_then_finely(
    playback: Playback, shown: Shown, qtbot: QtBot, way: str
) -> None:
    getattr(playback, way)(31)
    qtbot.waitUntil(lambda: playback.is_exact)
    assert shown == [(31, True), (31, False)]


def test_steps_back_are_there_at_once_and_the_last_one_is_made_finely(
    playback: Playback, shown: Shown, qtbot: QtBot
) -> None:
    playback.seek(40)
    for frame in range(39, 30, -1):
        playback.step(-1)
        qtbot.waitUntil(lambda frame=frame: bool(shown) and shown[-1][0] == frame)
    qtbot.waitUntil(lambda: playback.is_exact)
    numbers = [each for each, _ in shown]
    assert numbers == sorted(numbers, reverse=True)
    assert shown[-1] == (31, False)


def test_what_plays_is_read_from_the_proxy_and_what_stands_from_the_film(
    playback: Playback, shown: Shown, qtbot: QtBot
) -> None:
    playback.play()
    qtbot.waitUntil(lambda: playback.frame >= 12)
    playback.pause()
    later = [by_proxy for each, by_proxy in shown if each > 6]  # those before were made while it stood
    assert later
    assert all(later)
    qtbot.waitUntil(lambda: playback.is_exact)
    assert not playback.is_by_proxy
