"""How long the timeline takes to paint and to follow a drag, with many clips.

Run: QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.timeline [--clips N] [--tracks T] [--runs R]

Processor milliseconds of this thread for one repaint, pictures at hand already. A pan moves by 40 pixels; a zoom is a
notch of the wheel, between two scales that were seen before; at a new scale waveforms are drawn too; a drag step is one
movement of the mouse with a clip in hand; for a playhead step the playhead goes on. Dense: clips of 40 pixels, about
two hundred and fifty in sight; wide: of 160. Beside it, in the same run, a QGraphicsScene with the same clips.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.document import Document
from editor.timeline.model import Clip, Timeline, Track, TrackId, TrackKind
from editor.ui import theme
from editor.ui.timeline.panel import TimelinePanel
from editor.view_state import ViewState
from tests.benchmarks.scene_peer import ScenePeer
from tests.editor.ui.timeline.cuts import a_clip, a_cut
from tests.editor.ui.timeline.fakes import Asked, FakeJobs, FakePlayback, FakeThumbnails

FRAMES = 48  # of a clip
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def main() -> None:
    asked = arguments()
    app = QApplication([])
    theme.apply(app)
    with tempfile.TemporaryDirectory() as folder:
        timeline = many(Path(folder), asked.clips, asked.tracks)
        panel, peer = open_panel(timeline), ScenePeer(timeline)
        print(
            f"{asked.clips} clips on {asked.tracks} tracks, window 1576 x 641; n, median, 95th percentile, worst, in ms"
        )
        for name, width in (("dense", 40), ("wide", 160)):
            look_at(panel, width)
            peer.look_at(timeline.duration // 2, width / FRAMES)
            of_peer = peer.steps()
            for what, step in steps(panel).items():
                ours = measure(step, asked.runs)
                tell(f"{what}, {name}", ours)
                if what in of_peer:
                    compare(ours, measure(of_peer[what], asked.runs))
        tell("zoom to fit", measure(fit_and_back(panel), max(10, asked.runs // 5)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=10_000)
    parser.add_argument("--tracks", type=int, default=8)
    parser.add_argument("--runs", type=int, default=100)
    return parser.parse_args()


def many(folder: Path, clips: int, tracks: int) -> Timeline:
    """Half picture, half sound, linked in pairs, without gaps."""
    timeline = a_cut(folder)
    each = clips // tracks
    rows = []
    for number in range(tracks):
        kind = TrackKind.VIDEO if number < tracks // 2 else TrackKind.AUDIO
        row = number % (tracks // 2)
        items: tuple[Clip, ...] = tuple(
            replace(a_clip(f"{number}-{i}", ("surf", "bird")[i % 2], FRAMES, i % 20, f"{row}-{i}"), name=f"clip {i}")
            for i in range(each)
        )
        rows.append(Track(TrackId(str(number)), kind, f"Track {number}", items, targeted=row == 0))
    return replace(timeline, tracks=tuple(rows))


def open_panel(timeline: Timeline) -> TimelinePanel:
    panel = TimelinePanel(
        Document(timeline), ViewState(), FakePlayback(), FakeThumbnails(), FakeJobs(), Asked().callbacks
    )
    panel.resize(1576, 641)
    panel.show()
    QTest.qWaitForWindowExposed(panel)
    return panel


def look_at(panel: TimelinePanel, width: int) -> None:
    """The middle of the timeline, a clip being so many pixels wide."""
    panel.viewport.zoom_to(width / FRAMES, 0)
    panel.viewport.scroll_to(round(panel.stage.timeline.duration // 2 * panel.viewport.scale))
    panel.lanes.repaint()


def steps(panel: TimelinePanel) -> dict[str, Callable[[int], None]]:
    """Each takes the number of the run, so that every one is a change."""
    playback, viewport = panel.stage.playback, panel.viewport
    return {
        "pan": lambda run: viewport.scroll_by(40 if run % 50 < 25 else -40),
        "zoom": lambda run: viewport.zoom_to(viewport.scale * (1.25 if run % 2 else 0.8), 700),
        "zoom to a new scale": lambda run: viewport.zoom_to(viewport.scale * (1.013 if run % 40 < 20 else 0.987), 700),
        "playhead step": lambda run: playback.seek(viewport.frame_at(300) + run % 50),
        "drag step": Dragging(panel),
    }


class Dragging:
    """Takes a clip at its first call, and moves it at every one."""

    def __init__(self, panel: TimelinePanel) -> None:
        self._panel, self._held = panel, False

    def __call__(self, run: int) -> None:
        lanes = self._panel.lanes
        at = QPoint(700, self._panel.viewport.row_rect(0).center().y())
        if not self._held:
            QTest.mousePress(lanes, LEFT, NONE, at)
            self._held = True
        QTest.mouseMove(lanes, at + QPoint(6 + run % 60, 0))
        assert self._panel.surface.overlay.ghosts

    def close(self) -> None:
        QTest.keyClick(self._panel.lanes, Qt.Key.Key_Escape)
        QTest.mouseRelease(self._panel.lanes, LEFT, NONE, QPoint(700, 40))


def fit_and_back(panel: TimelinePanel) -> Callable[[int], None]:
    return lambda run: panel.fit() if run % 2 else look_at(panel, 40)


def measure(step: Callable[[int], None], runs: int) -> list[float]:
    """The first two are not counted: they fill the caches."""
    times = []
    for run in range(runs + 2):
        began = time.thread_time()
        step(run)
        QApplication.processEvents()
        times.append(1000 * (time.thread_time() - began))
    if isinstance(step, Dragging):
        step.close()
    return times[2:]


def compare(ours: list[float], theirs: list[float]) -> None:
    tell("  QGraphicsScene", theirs)
    print(f"    which takes {statistics.median(theirs) / statistics.median(ours):.2f} times as long (medians)")


def tell(what: str, times: list[float]) -> None:
    ordered = sorted(times)
    high = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"  {what:22} {len(times):4}  {statistics.median(times):7.2f}  {high:7.2f}  {ordered[-1]:7.2f}")


if __name__ == "__main__":
    main()
