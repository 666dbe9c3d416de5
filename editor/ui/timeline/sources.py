"""What the painter asks others for: pictures, loudness, how jobs stand, and which files are gone."""

from fractions import Fraction
from os.path import exists
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage

from editor.actions.remedies import reach_of
from editor.timeline.model import Clip, ItemId, Media, MediaId, Timeline
from editor.ui.generation.join import join_verdict


class ThumbnailSource(Protocol):
    """What `Thumbnails` is to the timeline; its signal `arrived(media id)` tells of pictures and peaks alike."""

    arrived: Any

    def image(self, media: Media, time: Fraction, height: int) -> QImage | None: ...

    def peaks(self, media: Media) -> Any: ...


class JobSource(Protocol):
    """What `Jobs` is to the timeline."""

    changed: Any
    forgotten: Any

    def row_of_clip(self, clip_id: ItemId) -> Any: ...

    def cancel(self, job_id: str) -> None: ...

    def retry(self, job_id: str) -> None: ...


class Presence(QObject):
    """Which media files are where they should be: looked up once, and again when the user comes back to the window."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: dict[MediaId, tuple[str, bool]] = {}
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._come_back)

    def is_missing(self, media: Media) -> bool:
        known = self._found.get(media.id)
        if known is None or known[0] != media.path:
            known = self._found[media.id] = (media.path, exists(media.path))
        return not known[1]

    def _come_back(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.look_again()

    def look_again(self) -> None:
        if any(exists(path) is not found for path, found in self._found.values()):
            self._found.clear()
            self.changed.emit()


def verdict_of(timeline: Timeline, clip: Clip, media: Media | None) -> str:
    """The lamp at the join, the same as in the inspector: ok, warn or bad; nothing where none was measured."""
    if not clip.is_generated or media is None or media.made is None:
        return ""
    return join_verdict(media.made, reach_of(timeline, clip)).lamp
