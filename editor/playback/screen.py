"""What is seen of the timeline: the picture of one frame, and those made before they are asked for."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from editor.playback.picture_thread import PIXEL, PictureThread, Wanted, in_making_order
from editor.render.placement import Size, preview_size
from editor.timeline.model import Timeline

AHEAD = 12  # frames made before they are played
BEHIND = 32  # the same backward, where they are made in blocks
BESIDE = 6  # frames made beside the one that is looked at, so that a step is there at once
VIEW = (1280, 720)  # until the viewer tells its own size


class Screen(QObject):
    """Shows pictures of one timeline after the other at the size of the view."""

    picture_ready = Signal(object)  # QImage
    made = Signal()  # a picture that was prepared is there
    failed = Signal(object)  # an error nobody expected

    def __init__(self, cache_bytes: int | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.picture: QImage | None = None  # the last one shown
        self.is_exact = False  # it is of the very frame that was to be shown, not of one near it
        self._thread = PictureThread(cache_bytes, self)
        self._view: Size = VIEW
        self._divisor = 1
        self._looked_at: tuple[Timeline, int] | None = None  # None while playing
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
        self.is_exact = self.show(timeline, frame)
        way = -1 if backward else 1
        near = range(frame + way, frame + way * min(BESIDE, self.depth(timeline)), way)
        beside = in_making_order((each for each in near if 0 <= each < timeline.duration), backward)
        self._thread.ask(Wanted(timeline, self._size(timeline), (frame, *beside), rough))

    def prepare(self, timeline: Timeline, frames: Sequence[int], backward: bool) -> None:
        """Make these, in the order they will be shown."""
        self._looked_at = None
        self._thread.ask(Wanted(timeline, self._size(timeline), in_making_order(frames, backward)))

    def depth(self, timeline: Timeline, backward: bool = False) -> int:
        """How many frames are prepared: no more than half of the cache holds."""
        width, height = self._size(timeline)
        room = self._thread.cache.limit // (2 * PIXEL * width * height)
        return max(1, min(BEHIND if backward else AHEAD, room))

    def has(self, timeline: Timeline, frame: int) -> bool:
        return self._thread.has(timeline, frame, self._size(timeline))

    def show(self, timeline: Timeline, frame: int) -> bool:
        """Whether it is there, and so is shown."""
        picture = self._thread.get(timeline, frame, self._size(timeline))
        if picture is not None:
            self._put(picture)
        return picture is not None

    def forget(self) -> None:
        """All that was made."""
        self._thread.cache.clear()

    def close(self) -> None:
        self._thread.close()

    def _size(self, timeline: Timeline) -> Size:
        return preview_size((timeline.width, timeline.height), self._view, self._divisor)

    def _show_made(self, frame: int) -> None:
        if self._looked_at is None:
            self.made.emit()
        elif frame == self._looked_at[1]:
            self.is_exact = self.show(*self._looked_at)

    def _show_roughly(self, picture: QImage) -> None:
        """Also that of a place which the playhead has left since: better than an older one."""
        if self._looked_at is not None and not self.is_exact:
            self._put(picture)

    def _put(self, picture: QImage) -> None:
        if picture is not self.picture:
            self.picture = picture
            self.picture_ready.emit(picture)
