"""Stand-ins at the timeline's doors: pictures and loudness at once, a playhead that only stands, a queue of rows."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QColor, QImage

from editor.actions.placing import Excerpt
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, MarkerId, Media, MediaId, TrackId
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.stage import Callbacks
from editor.view_state import KeyframePlace
from engine.progress import Progress


class FakePeaks:
    def columns(self, start: Fraction, end: Fraction, count: int) -> tuple[np.ndarray, np.ndarray]:
        times = np.linspace(float(start), float(end), count)
        loud = 0.15 + 0.5 * np.abs(np.sin(times * 2.1))
        return -loud, loud


class FakeThumbnails(QObject):
    """Pictures of one colour per file; what is asked for is counted."""

    arrived = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self._images: dict[tuple[str, int], QImage] = {}

    def image(self, media: Media, time: Fraction, height: int) -> QImage | None:
        self.asked += 1
        key = (media.id, height)
        if key not in self._images:
            image = QImage(height * 16 // 9, height, QImage.Format.Format_RGB32)
            image.fill(QColor.fromHsv(hash(media.id) % 360, 90, 140))
            self._images[key] = image
        return self._images[key]

    def peaks(self, media: Media) -> FakePeaks | None:
        return FakePeaks() if media.sound is not None else None


class FakePlayback(QObject):
    frame_changed = Signal(int)
    loop_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.loop_range: TimeRange | None = None
        self.frame = 0
        self.speed = 0.0

    def seek(self, frame: int) -> None:
        self.frame = frame
        self.frame_changed.emit(frame)

    def scrub(self, frame: int) -> None:
        self.seek(frame)


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FAILED = "failed"


@dataclass(frozen=True)
class Row:
    id: str
    clip_id: ItemId
    state: State = State.QUEUED
    progress: Progress | None = None
    previews: tuple[tuple[int, Path], ...] = ()
    error: str | None = None


class FakeJobs(QObject):
    changed = Signal(object)
    forgotten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[ItemId, Row] = {}
        self.cancelled: list[str] = []
        self.retried: list[str] = []

    def put(self, row: Row) -> None:
        self.rows[row.clip_id] = row
        self.changed.emit(row)

    def row_of_clip(self, clip_id: ItemId) -> Row | None:
        return self.rows.get(clip_id)

    def cancel(self, job_id: str) -> None:
        self.cancelled.append(job_id)

    def retry(self, job_id: str) -> None:
        self.retried.append(job_id)


@dataclass
class Asked:
    """What the timeline asked of others."""

    menus: list[tuple[str, str | None, int]] = field(default_factory=list)
    drops: list[tuple[tuple[MediaId, ...], TrackId | None, int, bool]] = field(default_factory=list)
    typed: list[int] = field(default_factory=list)
    opened_markers: list[MarkerId] = field(default_factory=list)
    excerpts: list[Excerpt] = field(default_factory=list)
    files: list[tuple[tuple[Path, ...], TrackId | None, int]] = field(default_factory=list)
    opened: list[Clip] = field(default_factory=list)
    refused: list[EditError] = field(default_factory=list)
    markers: list[None] = field(default_factory=list)
    given: list[tuple[Path | MediaId, KeyframePlace]] = field(default_factory=list)

    @property
    def callbacks(self) -> Callbacks:
        return Callbacks(
            self._menu,
            self._drop,
            lambda paths, track, frame: self.files.append((paths, track, frame)),
            self.opened.append,
            self.refused.append,
            lambda: self.markers.append(None),
            typed=self.typed.append,
            marker_opened=self.opened_markers.append,
            given=lambda what, place: self.given.append((what, place)),
        )

    def _drop(self, ids: tuple[MediaId, ...], track: TrackId | None, frame: int, insert: bool, part: Excerpt) -> None:
        self.drops.append((ids, track, frame, insert))
        self.excerpts.append(part)

    def _menu(self, kind: str, item_id: str | None, frame: int, at: QPoint) -> None:
        self.menus.append((kind, item_id, frame))
