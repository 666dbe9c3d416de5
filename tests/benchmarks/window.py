"""How evenly the window's thread runs while it imports, generates and plays.

Run: python -m tests.benchmarks.window [--clips N] [--seconds S]

A timer of 5 ms ticks in the window's thread; how late each tick comes is what a user feels as stutter. Goal: 20 ms,
99th percentile, while importing and while generating. The real window with the real engine and media children, on
procedural 720p clips; other work on the machine disturbs it.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Coroutine
from fractions import Fraction
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np
import qasync
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

import editor.app
from editor.actions import generating, placing
from editor.actions.requesting import Wishes
from editor.jobs import JobState
from editor.render.audio_output import NullOutput
from editor.settings import Settings
from editor.ui import theme
from editor.ui.window.main_window import MainWindow
from engine.hosts.child import Child
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film

TICK = 5  # ms
SIZE = VideoInfo(1280, 720, Fraction(24))
FRAMES, NEW = 72, 48


class Ticker:
    """Lateness of each tick, in ms."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._due = 0.0
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.late = []
        self._due = time.perf_counter() + TICK / 1000
        self._timer.start()

    def stop(self) -> list[float]:
        self._timer.stop()
        return self.late

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self._due) * 1000))
        self._due = now + TICK / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=12, help="how many are imported")
    parser.add_argument("--seconds", type=float, default=8, help="of doing nothing, and of playing")
    asked = parser.parse_args()
    editor.app.default_output = NullOutput  # type: ignore[assignment]
    app = QApplication([])
    theme.apply(app)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with tempfile.TemporaryDirectory() as folder, loop:
        films = make_films(Path(folder), asked.clips)
        loop.run_until_complete(measure(Path(folder), films, asked.seconds))


def make_films(folder: Path, count: int) -> list[Path]:
    """A camera that pans over a texture, each another one."""
    films = []
    for seed in range(count):
        noise = np.random.default_rng(seed).integers(0, 256, (60, 100, 3), dtype=np.uint8)
        scene = cv2.resize(noise, (1600, 960), interpolation=cv2.INTER_CUBIC)
        images = (scene[100:820, 2 * at : 2 * at + 1280] for at in range(FRAMES))
        films.append(folder / f"shot {seed}.mp4")
        write_film(films[-1], timed(images, SIZE.rate), SIZE)
    return films


async def measure(folder: Path, films: list[Path], seconds: float) -> None:
    session = editor.app.open_session(Child(), folder / "data", folder / "cache", Settings(str(folder / "set.ini")))
    window = MainWindow(session, editor.app.close_session)
    window.resize(1920, 1080)
    window.show()
    await window.welcome([])
    print(f"Lateness of a {TICK} ms timer in the window's thread; ms; load of the machine {os.getloadavg()[0]:.1f}")
    await tell("idle", asyncio.sleep(seconds))
    await tell(f"importing {len(films)} clips", import_all(window, films))
    await tell("generating 2 s at 720p", generate(window))
    session.playback.seek(0)
    session.playback.play()
    await tell("playing 720p", asyncio.sleep(seconds))
    window.leave(discard=True)


async def import_all(window: MainWindow, films: list[Path]) -> None:
    """Until all thumbnails that are to be seen are there."""
    found = await window.files.take_in(films)
    placing.append(window.session, [media.id for media in found])
    window.timeline_panel.fit()
    await asyncio.sleep(4)


async def generate(window: MainWindow) -> None:
    session = window.session
    clip = next(session.document.timeline.tracks[0].clips)
    generating.extend_after(session, clip.id, NEW, Wishes(takes=1))
    while not all(row.state is JobState.DONE for row in session.jobs.rows):
        await asyncio.sleep(0.1)


async def tell(what: str, work: Coroutine[Any, Any, Any]) -> None:
    ticker = Ticker()
    ticker.start()
    began = time.perf_counter()
    await work
    late = np.array(ticker.stop())
    middle, most, worst = np.percentile(late, (50, 99, 100))
    print(
        f"{what:26} n {len(late):5}  median {middle:5.1f}  99th percentile {most:6.1f}  worst {worst:6.1f}  "
        f"({time.perf_counter() - began:.1f} s)"
    )


if __name__ == "__main__":
    main()
