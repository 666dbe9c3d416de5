"""A drawn timeline on the bench: a real document and real edits, with stand-ins at the doors."""

import os
from concurrent.futures import Future
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from editor.clipboard import Clipboard
from editor.document import Document
from editor.session import Session
from editor.settings import Settings
from editor.source import Source
from editor.timeline import edits
from editor.timeline.invariants import check
from editor.timeline.model import Clip, ItemId, MediaId, Timeline, Track
from editor.view_state import ViewState
from engine.errors import LongtakeError, MediaMissing
from engine.media.info import AudioInfo, MediaInfo, VideoInfo
from tests.editor.timeline.drawing import RATE, drawn


class FakePlayback(QObject):
    """A playhead that only stands."""

    frame_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.frame = 0
        self.forgotten = 0
        self.plays = False

    def seek(self, frame: int) -> None:
        self.frame = frame
        self.frame_changed.emit(frame)

    def play(self) -> None:
        self.plays = True

    def forget_pictures(self) -> None:
        self.forgotten += 1


class FakeThumbnails(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.forgotten: list[str] = []

    def forget(self, media_id: str) -> None:
        self.forgotten.append(media_id)


@dataclass
class FakeService:
    """Knows what is in the files it was told of; the others it cannot find. With `waits`, answers come by `answer`."""

    contents: dict[str, MediaInfo | LongtakeError] = field(default_factory=dict)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # on a file, by its name
    asked: list[Path] = field(default_factory=list)
    waits: bool = False
    waiting: list[tuple[Path, "Future[MediaInfo]"]] = field(default_factory=list)

    def holds(self, path: Path, **changes: Any) -> Path:
        """A film of five seconds with sound, unless told otherwise; the file is there, and empty."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        values: dict[str, Any] = {
            "path": path,
            "video": VideoInfo(1280, 720, RATE),
            "audio": AudioInfo(48_000, 2, "stereo", "aac"),
            "duration": Fraction(5),
        }
        self.contents[path.name] = MediaInfo(**(values | changes))
        return path

    def fails(self, path: Path, error: LongtakeError) -> Path:
        path.touch()
        self.contents[path.name] = error
        return path

    def inspect(self, path: Path) -> "Future[MediaInfo]":
        self.asked.append(path)
        future: Future[MediaInfo] = Future()
        self.waiting.append((path, future))
        if not self.waits:
            self.answer()
        return future

    def answer(self) -> None:
        """Everything that was asked."""
        for path, future in self.waiting:
            known = self.contents.get(path.name, MediaMissing(f"There is no {path.name}."))
            if isinstance(known, LongtakeError):
                future.set_exception(known)
            else:
                notes = self.notes.get(path.name, ())
                future.set_result(MediaInfo(path, known.video, known.audio, known.duration, notes))
        self.waiting.clear()


@dataclass
class Bench:
    session: Session
    playback: FakePlayback
    source_playback: FakePlayback
    service: FakeService
    thumbnails: FakeThumbnails

    @property
    def document(self) -> Document:
        return self.session.document

    @property
    def timeline(self) -> Timeline:
        return self.session.document.timeline

    @property
    def drawn(self) -> dict[str, str]:
        """Every track as a drawing, after a look whether all still holds of the timeline."""
        check(self.timeline)
        return drawn(self.timeline)

    @property
    def steps(self) -> list[str]:
        """The names of the undo steps."""
        stack = self.document.undo_stack
        return [stack.text(index) for index in range(stack.count())]

    @property
    def selected(self) -> set[str]:
        return set(self.document.selection)

    def select(self, *ids: str) -> None:
        self.document.select(ItemId(item_id) for item_id in ids)

    def track(self, label: str) -> Track:
        return next(track for track in self.timeline.tracks if self.timeline.label(track) == label)

    def clips(self, label: str) -> list[Clip]:
        return list(self.track(label).clips)

    def change(self, label: str, **switches: bool) -> None:
        """Lock a track, aim at it, ..."""
        track_id = self.track(label).id
        self.document.replace(edits.change_track(self.timeline, track_id, **switches))  # type: ignore[arg-type]

    def mark(self, start: int | None, end: int | None) -> None:
        """end: the first frame after the range."""
        self.document.replace(edits.set_marks(self.timeline, start, end))

    def open_in_source(self, media_id: str, start: int | None = None, end: int | None = None) -> None:
        source = self.session.source
        source.open(self.timeline.media_by_id[MediaId(media_id)])
        source.document.apply("Mark", edits.set_marks(source.document.timeline, start, end))


def on_bench(timeline: Timeline, aimed: str = "V1 A1") -> Bench:
    """aimed: the labels of the tracks that edits are aimed at."""
    for track in timeline.tracks:
        is_aimed = timeline.label(track) in aimed.split()
        timeline = edits.change_track(timeline, track.id, targeted=is_aimed)
    playback, source_playback, service, thumbnails = FakePlayback(), FakePlayback(), FakeService(), FakeThumbnails()
    doors: dict[str, Any] = dict.fromkeys(("project", "jobs", "models", "getting", "proxies"))
    doors |= {"playback": playback, "source_playback": source_playback, "service": service, "thumbnails": thumbnails}
    doors["settings"] = Settings(os.devnull)  # nothing chosen, nothing kept
    session = Session(Document(timeline), view=ViewState(), clipboard=Clipboard(), source=Source(), **doors)
    return Bench(session, playback, source_playback, service, thumbnails)
