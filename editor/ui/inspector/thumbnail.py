"""One frame of a file, small."""

from fractions import Fraction

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from editor.session import Session
from editor.timeline.model import Media
from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import shapes

RADIUS = 4
ICON = 16


class Frame:
    """A moment of a file, asked for anew until its picture is there."""

    def __init__(self, session: Session, media: Media | None = None, time: Fraction = Fraction(0)) -> None:
        self._session = session
        self.media, self.time = media, time

    def paint(self, painter: QPainter, box: QRect) -> None:
        """The picture; a blank while it is on its way, and the sign of sound where there is none to come."""
        shapes.rounded(painter, box, RADIUS, "well")
        picture = self._picture(round(box.height() * painter.device().devicePixelRatioF()))
        if picture is not None:
            shapes.picture(painter, box, picture, RADIUS)
        elif self.media is not None and self.media.picture is None:
            centre = QRect(0, 0, ICON, ICON)
            centre.moveCenter(box.center())
            icons.paint(painter, "ph.speaker-high", centre, "sound_wave")
        shapes.rounded(painter, box, RADIUS, None, theme.colour("text", 0.08))

    def _picture(self, height: int) -> QPixmap | None:
        if self.media is None or self.media.picture is None:
            return None
        image = self._session.thumbnails.image(self.media, self.time, height)
        return None if image is None else QPixmap.fromImage(image)


class Thumbnail(QWidget):
    def __init__(self, session: Session, size: QSize) -> None:
        super().__init__()
        self._frame = Frame(session)
        self.setFixedSize(size)
        session.thumbnails.arrived.connect(self._hear)
        theme.changed.connect(self.update)

    def show_frame(self, media: Media | None, time: Fraction) -> None:
        self._frame.media, self._frame.time = media, time
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        self._frame.paint(QPainter(self), self.rect())

    def _hear(self, media_id: str) -> None:
        if self._frame.media is not None and self._frame.media.id == media_id:
            self.update()
