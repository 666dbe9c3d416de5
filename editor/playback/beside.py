"""A second picture beside the one that plays: another timeline value, seen through the same playhead."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from editor.playback.playback import Playback
from editor.playback.screen import AHEAD, Screen
from editor.render.layers import layers
from editor.timeline.model import Timeline

if TYPE_CHECKING:
    from editor.render.preview_film import ProxySource

CACHE = 128 << 20  # bytes: a second or two of what is looped


class Beside(QObject):
    """`show` begins it, with a timeline as long as the one that plays; it is as large as that one's picture.

    Where both timelines show the same, there is nothing to make: `picture` is the playback's own.
    """

    changed = Signal()  # another picture

    def __init__(self, playback: Playback, proxies: "ProxySource | None" = None, parent: QObject | None = None) -> None:
        """proxies: as the playback's."""
        super().__init__(parent)
        self._playback = playback
        self._timeline: Timeline | None = None
        self._played: Timeline | None = None  # by the playback
        self._screen = Screen(CACHE, self, proxies)
        self._screen.picture_ready.connect(self._tell)
        self._screen.made.connect(self._show_made)
        self._screen.failed.connect(playback.failed)
        playback.frame_changed.connect(self._follow)
        playback.speed_changed.connect(self._follow)
        playback.picture_ready.connect(self._follow_picture)

    @property
    def picture(self) -> QImage | None:
        """None until the first one is made."""
        if self._timeline is None or self._is_same(self._playback.frame):
            return self._playback.picture
        return self._screen.picture

    def show(self, timeline: Timeline | None, played: Timeline | None = None) -> None:
        """None ends it. played: the one that the playback plays."""
        self._timeline, self._played = timeline, played
        self._screen.picture = None  # of what was compared before
        if timeline is None:
            self._screen.forget()
        self._follow()

    def close(self) -> None:
        """It cannot be used afterwards."""
        self._timeline = None
        self._screen.close()

    def _follow(self, *_: object) -> None:
        timeline, frame = self._timeline, self._playback.frame
        picture = self._playback.picture
        if timeline is None or picture is None:
            return
        self._screen.set_view((picture.width(), picture.height()))
        if not self._playback.is_playing:
            if not self._is_same(frame):
                self._screen.look_at(timeline, frame)
        else:
            backward = self._playback.speed < 0
            coming = range(frame, max(-1, frame - AHEAD), -1) if backward else range(frame, frame + AHEAD)
            other = [each for each in coming if each < timeline.duration and not self._is_same(each)]
            if other:
                self._screen.prepare(timeline, other, backward)
        self.changed.emit()

    def _follow_picture(self, picture: QImage) -> None:
        """Not before the playback's own is seen, so that both are of the same moment; also after a change of size."""
        own = self._screen.picture
        if own is None or own.size() != picture.size():
            self._follow()
        if self._playback.is_playing:
            self._show_made()

    def _is_same(self, frame: int) -> bool:
        return self._timeline is not None and self._played is not None and (
            layers(self._timeline, frame) == layers(self._played, frame)
        )  # fmt: skip

    def _show_made(self) -> None:
        """While it plays: the one that it stands on now."""
        if self._timeline is not None and not self._is_same(self._playback.frame):
            self._screen.show(self._timeline, self._playback.frame)

    def _tell(self, picture: QImage) -> None:
        self.changed.emit()
