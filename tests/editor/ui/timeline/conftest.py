"""A small cut on screen, with hands on it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.timeline.model import ItemId, Timeline, TrackId
from editor.ui.timeline.panel import TimelinePanel
from editor.view_state import ViewState
from tests.editor.ui.timeline import cuts
from tests.editor.ui.timeline.fakes import Asked, FakeJobs, FakePlayback, FakeThumbnails

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@dataclass
class Desk:
    """The panel, what it stands on, and a mouse that knows frames and tracks."""

    panel: TimelinePanel
    document: Document
    view: ViewState
    playback: FakePlayback
    thumbnails: FakeThumbnails
    jobs: FakeJobs
    asked: Asked
    window: QWidget

    @property
    def timeline(self) -> Timeline:
        return self.document.timeline

    @property
    def steps(self) -> int:
        return self.document.undo_stack.count()

    def at(self, track: str, frame: float, pixels: int = 0) -> QPoint:
        """In the lanes: the middle of a track's height."""
        viewport = self.panel.viewport
        row = next(row for row in viewport.rows if row.track_id == TrackId(track))
        return QPoint(
            round(frame * viewport.scale) - viewport.origin + pixels, viewport.row_rect(row.index).center().y()
        )

    def select(self, *ids: str) -> None:
        self.document.select(ItemId(item_id) for item_id in ids)

    def press(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseMove(self.panel.lanes, at)
        QTest.mousePress(self.panel.lanes, LEFT, keys, at)

    def move(self, at: QPoint) -> None:
        QTest.mouseMove(self.panel.lanes, at)

    def release(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseRelease(self.panel.lanes, LEFT, keys, at)

    def click(self, at: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        self.press(at, keys)
        self.release(at, keys)

    def drag(self, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        """Keys are held from the press to the release."""
        self.press(start, keys)
        self.move((start + end) / 2)
        self.move(end)
        self.release(end, keys)

    def starts(self, track: str) -> dict[str, int]:
        """Where each clip of a track starts, by id."""
        found = self.timeline.track(TrackId(track))
        return {clip.id: self.timeline.range_of(clip.id).start for clip in found.clips}

    def length(self, clip_id: str) -> int:
        return self.timeline.clip(ItemId(clip_id)).duration


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    """At 2 pixels a frame, without snapping, from frame 0."""
    document, view, playback = Document(cuts.a_cut(tmp_path)), ViewState(), FakePlayback()
    thumbnails, jobs, asked = FakeThumbnails(), FakeJobs(), Asked()
    view.set_snapping(False)
    window = QWidget()  # a window of its own size: the panel's wishes for one are the main window's business
    panel = TimelinePanel(document, view, playback, thumbnails, jobs, asked.callbacks, window)
    qtbot.addWidget(window)
    panel.resize(1400, 460)
    window.resize(1400, 460)
    with qtbot.waitExposed(window):
        window.show()
    panel.viewport.zoom_to(2.0, 0)
    return Desk(panel, document, view, playback, thumbnails, jobs, asked, window)
