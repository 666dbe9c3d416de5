"""The pictures of the timeline, made on one thread before they are needed and kept in a cache."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from editor.render.cache import Cache
from editor.render.layers import Layer, layers
from editor.render.placement import Size
from editor.timeline.model import Timeline

if TYPE_CHECKING:
    from editor.render.decoders import PreviewPictures

Key = tuple[Size, tuple[Layer, ...]]
BLOCK = 16  # frames: backward they are decoded forward, so many at a time
REST = 0.06  # seconds after a rough picture in which the playhead may go on, before the exact one is begun
MISSING_SECONDS = 2.0  # after which a file that was missing is looked for again
PIXEL = 4  # bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """The frames to have, the most urgent first. Each wish replaces the one before."""

    timeline: Timeline
    size: Size
    frames: tuple[int, ...]
    rough: bool = False  # the first one is wanted soon rather than exactly; it is made exactly after that


def in_making_order(frames: Iterable[int], backward: bool) -> tuple[int, ...]:
    """Frames in the order they are needed, as they are best decoded: going backward, each block of them forward."""
    needed = list(frames)
    if not backward:
        return tuple(needed)
    blocks = dict.fromkeys(frame // BLOCK for frame in needed)
    return tuple(frame for block in blocks for frame in sorted(f for f in needed if f // BLOCK == block))


class PictureThread(QObject):
    """`ask` and `get` are for the window's thread. made(frame): it is there to `get`."""

    made = Signal(int)
    roughly_made = Signal(object)  # the picture of a frame near the one wanted
    failed = Signal(object)  # an error that should not have been

    def __init__(self, limit: int | None = None, parent: QObject | None = None) -> None:
        """limit: bytes that are kept."""
        super().__init__(parent)
        self.cache: Cache[QImage] = Cache(limit)
        self._change = threading.Condition()
        self._wanted: Wanted | None = None
        self._roughly: Wanted | None = None  # the wish whose first frame was shown roughly
        self._rested = 0.0  # when that is to be made exactly
        self._missing: dict[Key, float] = {}
        self._closing = False
        self._thread: threading.Thread | None = None

    def get(self, timeline: Timeline, frame: int, size: Size) -> QImage | None:
        return self.cache.get((size, layers(timeline, frame)))

    def has(self, timeline: Timeline, frame: int, size: Size) -> bool:
        return (size, layers(timeline, frame)) in self.cache

    def ask(self, wanted: Wanted) -> None:
        with self._change:
            self._wanted = wanted
            self._change.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
                self._thread.start()

    def close(self) -> None:
        with self._change:
            self._closing = True
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        from editor.render.decoders import PreviewPictures  # here, since it brings numpy and FFmpeg

        pictures = PreviewPictures()
        while (task := self._next()) is not None:
            frame, key, wanted = task
            try:
                self._make(frame, key, wanted, pictures)
            except Exception as error:  # shown by whoever listens; the next frame is another matter
                self.cache.put(key, black(wanted.size), 0)
                self.failed.emit(error)
        pictures.close()

    def _make(self, frame: int, key: Key, wanted: Wanted, pictures: "PreviewPictures") -> None:
        if wanted.rough and frame == wanted.frames[0] and self._roughly is not wanted:
            self._roughly, self._rested = wanted, time.monotonic() + REST
            self.roughly_made.emit(painted(key, pictures, rough=True))
            return
        image = painted(key, pictures)
        self.cache.put(key, image, PIXEL * image.width() * image.height())
        if pictures.failed:
            self._missing[key], pictures.failed = time.monotonic(), False
        self.made.emit(frame)

    def _next(self) -> tuple[int, Key, Wanted] | None:
        """Waits for something to do; None at the end."""
        with self._change:
            while not self._closing:
                left = self._rested - time.monotonic() if self._wanted is self._roughly else 0.0
                task = self._undone() if left <= 0 else None
                if task is not None:
                    return task
                self._change.wait(left if left > 0 else None)
        return None

    def _undone(self) -> tuple[int, Key, Wanted] | None:
        wanted = self._wanted
        if wanted is None:
            return None
        self._forget_missing()
        for frame in wanted.frames:
            key = (wanted.size, layers(wanted.timeline, frame))
            if key not in self.cache:
                return frame, key, wanted
        return None

    def _forget_missing(self) -> None:
        now = time.monotonic()
        for key in [key for key, since in self._missing.items() if now - since > MISSING_SECONDS]:
            self.cache.drop(key)
            del self._missing[key]


def black(size: Size) -> QImage:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(0)
    return image


def painted(key: Key, pictures: "PreviewPictures", rough: bool = False) -> QImage:
    """The picture, in the very memory it was composed in."""
    from editor.render.compose import compose

    size, shown = key
    pictures.rough = rough
    pixels = compose(shown, size, pictures)
    return QImage(pixels.data, size[0], size[1], PIXEL * size[0], QImage.Format.Format_RGB32)
