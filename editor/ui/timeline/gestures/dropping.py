"""What is dragged in from the media pool or from a file manager."""

from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QMimeData

from editor.timeline.model import Media, MediaId, TrackId, TrackKind
from editor.timeline.rational_time import TimeRange, covering_frames
from editor.ui.timeline.magnet import Magnet
from editor.ui.timeline.overlay import Overlay, Stand
from editor.ui.timeline.stage import Pointer, Stage

MEDIA_MIME = "application/x-longtake-media"
STILL_SECONDS = 5  # how long a still is shown as, and a file of which nothing is known yet


def media_ids(mime: QMimeData) -> tuple[MediaId, ...]:
    """Of what is dragged from the pool."""
    text = bytes(mime.data(MEDIA_MIME).data()).decode("utf-8", "replace")
    return tuple(MediaId(line) for line in text.splitlines() if line)


def file_paths(mime: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


class Drop:
    """Shows where it would land; the landing itself is an action's."""

    def __init__(self, stage: Stage, mime: QMimeData) -> None:
        self._stage = stage
        self._media = media_ids(mime) if mime.hasFormat(MEDIA_MIME) else ()
        self._paths = () if self._media else file_paths(mime)
        self._magnet = Magnet(stage)

    @property
    def is_welcome(self) -> bool:
        return bool(self._media or self._paths)

    def drag(self, pointer: Pointer) -> Overlay:
        frame, snapped = self._frame(pointer)
        length = self._length()
        targets = tuple(Stand(index, TimeRange(frame, length)) for index in self._tracks(pointer))
        return Overlay(targets=targets, insertion=frame if self._inserts(pointer) else None, snap=snapped)

    def drop(self, pointer: Pointer) -> None:
        frame, callbacks = self._frame(pointer)[0], self._stage.callbacks
        if self._media:
            callbacks.dropped(self._media, self._track(pointer), frame, self._inserts(pointer))
        else:
            callbacks.files_dropped(self._paths, self._track(pointer), frame)

    def _inserts(self, pointer: Pointer) -> bool:
        return self._stage.view.inserting is not pointer.ctrl

    def _frame(self, pointer: Pointer) -> tuple[int, int | None]:
        """Its start snaps, or its end."""
        frame = max(0, self._stage.viewport.edge_at(pointer.x))
        if not self._stage.view.snapping or pointer.shift:
            return frame, None
        by, snapped = self._magnet.shift((frame, frame + self._length()), 0)
        return (frame + by, snapped) if frame + by >= 0 else (frame, None)

    def _track(self, pointer: Pointer) -> TrackId | None:
        row = self._stage.viewport.row_at(pointer.y)
        return row.track_id if row is not None else None

    def _tracks(self, pointer: Pointer) -> list[int]:
        """Where it would lie: on the row under the mouse, and its sound or picture on the targeted track."""
        row = self._stage.viewport.row_at(pointer.y)
        if row is None:
            return []
        wanted = {row.kind: row.index}
        for index, track in enumerate(self._stage.timeline.tracks):
            if track.targeted:
                wanted.setdefault(track.kind, index)
        return [index for kind, index in wanted.items() if self._has(kind) or (not self._media and kind is row.kind)]

    def _known(self) -> list[Media]:
        media = self._stage.timeline.media_by_id
        return [media[media_id] for media_id in self._media if media_id in media]

    def _has(self, kind: TrackKind) -> bool:
        return any((m.picture if kind is TrackKind.VIDEO else m.sound) is not None for m in self._known())

    def _length(self) -> int:
        rate = self._stage.timeline.rate
        seconds = [media.duration or STILL_SECONDS for media in self._known()] or [STILL_SECONDS] * len(self._paths)
        return max(1, sum(covering_frames(Fraction(each), rate) for each in seconds))
