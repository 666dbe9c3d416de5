"""What is dragged out of the source monitor: what is marked there, all of it or one part."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt
from PySide6.QtGui import QDrag, QPixmap

from editor.actions.placing import Excerpt
from editor.timeline.model import TrackKind
from editor.ui.timeline.gestures.dropping import EXCERPT_MIME, MEDIA_MIME, packed
from editor.ui.viewer.source_drag import SourceDrag

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

THUMBNAIL = QSize(134, 75)


class SourceDrags:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        area = window.source.area
        self.overlay = SourceDrag(lambda: window.session.source.media, lambda: area.is_zoomed_in, self._begin)
        area.overlays.append(self.overlay)

    def data(self, kind: TrackKind | None) -> QMimeData:
        """What the timeline is told of it."""
        source, data = self._window.session.source, QMimeData()
        assert source.media is not None, "it is dragged out of its picture"
        data.setData(MEDIA_MIME, source.media.id.encode())
        data.setData(EXCERPT_MIME, packed(Excerpt(kind, source.marked)))
        return data

    def _begin(self, kind: TrackKind | None) -> None:
        window = self._window
        drag = QDrag(window.source.area)
        drag.setMimeData(self.data(kind))
        picture = window.session.source_playback.picture
        if picture is not None and kind is not TrackKind.AUDIO:
            drag.setPixmap(QPixmap.fromImage(picture.scaled(THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio)))
            drag.setHotSpot(QPoint(16, 16))
        drag.exec(Qt.DropAction.CopyAction)
