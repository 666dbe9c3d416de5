"""What is seen of the timeline: the picture of one frame, and those made before they are asked for."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from editor.playback.picture_thread import PIXEL, PictureThread, black
from editor.playback.wanted import Seen, Wanted
from editor.render.placement import Size, preview_size
from editor.timeline.model import Timeline

if TYPE_CHECKING:  # it brings numpy and FFmpeg
    from editor.render.preview_film import ProxySource

AHEAD = 24  # frames made before they are played: a cut into the middle of a long group of pictures takes a while
BLOCK = 48  # the same backward, where they are made in blocks: each may be decoded from a key frame far before it
BLOCKS = 2  # made backward: the one before is begun as soon as one is entered
BESIDE = 6  # frames made after the one that is looked at, so that a step is there at once
BEHIND = 12  # and before it: as many are mostly at hand still, and while a key is held down, more are decoded
HELD = 0.1  # seconds between two steps, below which a key is held down
VIEW = (1280, 720)  # until the viewer tells its own size


class Screen(QObject):
    """Shows pictures of one timeline after the other at the size of the view."""

    picture_ready = Signal(object)  # QImage
    made = Signal()  # a picture that was prepared is there
    failed = Signal(object)  # an error nobody expected

    def __init__(
        self, cache_bytes: int | None = None, parent: QObject | None = None, proxies: "ProxySource | None" = None
    ) -> None:
        super().__init__(parent)
        self.picture: QImage | None = None  # the last one shown
        self.is_exact = False  # it is of the very frame that was to be shown, not of one near it, and as fine as can be
        self.is_by_proxy = False  # some of it was read from a proxy
        self._thread = PictureThread(cache_bytes, proxies, self)
        self._is_fine = False
        self._view: Size = VIEW
        self._divisor = 1
        self._looked_at: tuple[Timeline, int] | None = None  # None while playing
        self._stepped = 0.0  # when it was looked at last
        self._thread.made.connect(self._show_made)
        self._thread.roughly_made.connect(self._show_roughly)
        self._thread.failed.connect(self.failed)

    def set_view(self, view: Size) -> None:
        """In the device's own pixels; for what is shown from now on."""
        self._view = max(1, view[0]), max(1, view[1])

    def set_divisor(self, divisor: int) -> None:
        self._divisor = max(1, divisor)

    def look_at(self, timeline: Timeline, frame: int, backward: bool = False, rough: bool = False) -> None:
        """Show that frame now or as soon as it is made; those beside it are made after that.

        backward: a step back is likely. rough: one near it may be shown first, where that is sooner.
        """
        self._looked_at = timeline, frame
        passing, self._stepped = backward and time.monotonic() < self._stepped + HELD, time.monotonic()
        if not timeline.duration:
            self._show_nothing(self._size(timeline))
            return
        self.is_exact = self.show(timeline, frame) and self._is_fine
        block = self._block(timeline) if backward else 0
        frames = self._before(timeline, frame) if backward else self._after(timeline, frame)
        self._thread.ask(Wanted(timeline, self._size(timeline), tuple(frames), block, rough, passing=passing))

    def prepare(self, timeline: Timeline, frames: Sequence[int], backward: bool) -> None:
        """Make these, in the order they will be shown."""
        self._looked_at = None
        block = self._block(timeline) if backward else 0
        self._thread.ask(Wanted(timeline, self._size(timeline), tuple(frames), block, quick=True))

    def depth(self, timeline: Timeline, backward: bool = False) -> int:
        """How many frames are prepared: forward no more than half of the cache holds."""
        return BLOCKS * self._block(timeline) if backward else max(1, min(AHEAD, self._room(timeline) // 2))

    def has(self, timeline: Timeline, frame: int) -> bool:
        return self._thread.has(timeline, frame, self._size(timeline))

    def show(self, timeline: Timeline, frame: int) -> bool:
        """Whether it is there, and so is shown."""
        seen = self._thread.get(timeline, frame, self._size(timeline))
        if seen is not None:
            self._put(seen)
        return seen is not None

    def set_room(self, size: int) -> None:
        """For pictures that were made, in bytes."""
        self._thread.cache.limit = size

    def forget(self) -> None:
        """All that was made."""
        self._thread.cache.clear()

    def close(self) -> None:
        self._thread.close()

    def _after(self, timeline: Timeline, frame: int) -> list[int]:
        """It, the next ones, and last a few before it."""
        depth = self.depth(timeline)
        end = min(frame + min(BESIDE, depth), timeline.duration)
        before = range(frame - 1, max(frame - min(BEHIND, depth // 2), 0) - 1, -1)
        return [frame, *range(frame + 1, end), *before]

    def _before(self, timeline: Timeline, frame: int) -> range:
        """It, and those before it."""
        return range(frame, max(frame - self.depth(timeline, backward=True), 0) - 1, -1)

    def _block(self, timeline: Timeline) -> int:
        """Frames that are made forward where they are seen backward: three eighths of what the cache holds."""
        return max(1, min(BLOCK, self._room(timeline) * 3 // 8))

    def _room(self, timeline: Timeline) -> int:
        """How many pictures the cache holds."""
        width, height = self._size(timeline)
        return self._thread.cache.limit // (PIXEL * width * height)

    def _size(self, timeline: Timeline) -> Size:
        return preview_size((timeline.width, timeline.height), self._view, self._divisor)

    def _show_made(self, frame: int) -> None:
        if self._looked_at is None:
            self.made.emit()
        elif frame == self._looked_at[1]:
            self.is_exact = self.show(*self._looked_at) and self._is_fine

    def _show_roughly(self, seen: Seen) -> None:
        """Also that of a place which the playhead has left since: better than an older one."""
        if self._looked_at is not None and not self.is_exact:
            self._put(seen)

    def _show_nothing(self, size: Size) -> None:
        """Of an empty timeline, which nothing has to be read for."""
        self._looked_at = None
        self._put(Seen(black(size)))
        self.is_exact = True

    def _put(self, seen: Seen) -> None:
        if seen.image is not self.picture:
            self.picture, self.is_by_proxy, self._is_fine = seen
            self.picture_ready.emit(seen.image)
