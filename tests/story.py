"""What every story stands on: two films of ours, the real window, and hands on it until the story is over."""

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from editor.app import close_session, open_session
from editor.jobs import JobState
from editor.render.audio_output import NullOutput
from editor.settings import Settings
from editor.ui import theme
from editor.ui.window.main_window import MainWindow
from engine.hosts.child import Child
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from tests.engine.media.clips import STEREO, tone
from tests.hands import Hands

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
SIZE = VideoInfo(192, 108, Fraction(24))
FRAMES, NEW = 48, 12
MAKING = 90.0  # seconds a take may need on a busy machine; torch is loaded for the first one
CODING = 3.0  # grey levels that H.264 at high quality may change, mean over a frame

Story = Callable[[Callable[[Hands], Coroutine[Any, Any, None]]], None]


@pytest.fixture
def footage_of_ours(tmp_path: Path) -> tuple[Path, Path]:
    """Two shots of a camera that pans over a soft texture, with sound."""
    folder = tmp_path / "rushes"
    folder.mkdir()
    return tuple(pan(folder / f"{name}.mp4", seed) for seed, name in enumerate(("harbour", "meadow")))  # type: ignore[return-value]


def pan(path: Path, seed: int, frames: int = FRAMES) -> Path:
    noise = np.random.default_rng(seed).integers(0, 256, (36, 64), dtype=np.uint8)
    scene = cv2.applyColorMap(cv2.resize(noise, (512, 288), interpolation=cv2.INTER_CUBIC), cv2.COLORMAP_BONE)
    images = [scene[40 : 40 + SIZE.height, 2 * at : 2 * at + SIZE.width] for at in range(frames)]
    write_film(path, timed(images, SIZE.rate), SIZE, STEREO, [tone(Fraction(frames, 24))])
    return path


@pytest.fixture
def story(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    """Runs a coroutine with hands on a window; its data lies in tmp_path/data, so that a second run finds it."""
    monkeypatch.setattr("editor.app.default_output", NullOutput)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    theme.apply(qapp, "dark")
    theme.reduce_motion(True)

    def tell(what: Callable[[Hands], Coroutine[Any, Any, None]]) -> None:
        gc.collect()  # here, not in a thread of the window's: widgets of earlier tests may be among it
        loop = qasync.QEventLoop(qapp)
        asyncio.set_event_loop(loop)
        with loop:
            window = open_window(tmp_path)
            try:
                hands = Hands(window)
                loop.run_until_complete(hands.active())
                loop.run_until_complete(what(hands))
            finally:
                window.leave(discard=True)
                loop.run_until_complete(window.closed)
        assert not window.performer.unforeseen

    yield tell
    theme.reduce_motion(False)


def open_window(folder: Path) -> MainWindow:
    settings = Settings(str(folder / "settings.ini"))
    session = open_session(Child(), folder / "data", folder / "cache", settings)
    window = MainWindow(session, close_session)
    window.resize(1600, 960)
    window.show()
    window.activateWindow()
    return window


async def no_job_left(hands: Hands) -> None:
    busy = (JobState.QUEUED, JobState.RUNNING)
    await hands.until(lambda: not any(row.state in busy for row in hands.session.jobs.rows), "the queue", MAKING)
    assert [row.error for row in hands.session.jobs.rows if row.error] == []
    takes = sum(len(row.takes) for row in hands.session.jobs.rows)
    media = lambda: [each for each in hands.session.document.timeline.media if each.made]  # noqa: E731
    await hands.until(lambda: len(media()) == takes, "all takes to be placed")
