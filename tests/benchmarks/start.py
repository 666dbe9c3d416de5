"""How long it takes from starting the program until its window is painted.

Run: python -m tests.benchmarks.start [--runs N]

Each run is a process of its own, with settings and data of its own: Python, our modules, the window, its first paint
and one turn of the event loop after it. Wall-clock seconds, on the offscreen platform where there is no screen; beside
them the processor's own seconds, which other work on the machine disturbs less. Goal: below 1 s of wall-clock time.
Fails where torch, or what reads media, was loaded by then.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"torch", "diffusers", "transformers", "av", "cv2", "numpy", "scipy", "opentimelineio", "qtawesome"}
PLACES = ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--began", type=float, help=argparse.SUPPRESS)  # for the process that is measured
    asked = parser.parse_args()
    if asked.began is not None:
        start(asked.began)
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    measured()  # the first one may still have to compile our modules
    runs = [measured() for _ in range(asked.runs)]
    for name, values in zip(("to the first paint", "processor", "importing"), zip(*runs, strict=True), strict=True):
        spread = f"{min(values):.2f} to {max(values):.2f}"
        print(f"{name:20} median {statistics.median(values):.2f} s, {spread}, {len(values)} runs")


def measured() -> list[float]:
    """One start: seconds to the first paint, of the processor, and until everything was imported."""
    with tempfile.TemporaryDirectory() as folder:
        places = {name: str(Path(folder) / name) for name in PLACES}
        platform = {} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "tests.benchmarks.start", "--began", str(time.monotonic())]
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **platform, **places}, capture_output=True, text=True
        )
    if done.returncode:
        raise SystemExit(done.stderr or done.stdout)
    return [float(word) for word in done.stdout.split()]


def start(began: float) -> None:
    """The program as it is; it leaves as soon as its window stands, and prints how long that took."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from editor import app
    from editor.ui.window.main_window import MainWindow
    from engine.hosts.child import Child

    imported = time.monotonic() - began

    class Watched(MainWindow):
        def __init__(self, *values: Any) -> None:
            super().__init__(*values)
            self.timeline_panel.lanes.installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self._tell)
            return False

        def _tell(self) -> None:
            print(time.monotonic() - began, time.process_time(), imported, flush=True)
            heavy.extend(HEAVY & set(sys.modules))
            self.leave(discard=True)

    heavy: list[str] = []
    setattr(app, "MainWindow", Watched)  # noqa: B010 - it is not app's to give away
    app.run([], lambda log: Child(log=log))
    if heavy:
        raise SystemExit(f"loaded before the first paint: {heavy}")


if __name__ == "__main__":
    main()
