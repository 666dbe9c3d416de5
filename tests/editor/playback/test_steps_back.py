"""Going backward through a film whose frames lean on each other: they are decoded once, not again with each step."""

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
        qtbot.waitUntil(lambda: playback.is_exact)
        assert playback.picture is not None
        assert number(playback.picture) == frame
    assert len(decoded) < 3 * FRAMES
