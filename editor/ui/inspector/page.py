"""What every page of the inspector is made of: a head with a picture, and rows of a label and a value."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.session import Session
from editor.timeline.model import Media
from editor.ui import theme
from editor.ui.widgets import Label, Line, TimecodeField
from editor.ui.widgets.shapes import rounded

MARGIN = 16
THUMBNAIL = QSize(72, 40)


@dataclass(frozen=True, slots=True)
class Ways:
    """What a page can do: everything goes through the window, which shows errors in one place."""

    session: Session
    perform: Callable[[Callable[[], Any]], None]
    bridge_gap: Callable[[str], None]


class Page(QWidget):
    """A column with the inspector's margins; subclasses fill it and answer `refresh`."""

    def __init__(self, ways: Ways, label_width: int = 76) -> None:
        super().__init__()
        self.ways = ways
        self._label_width = label_width
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.column.setSpacing(8)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)

    def refresh(self) -> None:
        """Show the values as they stand now."""

    def add_row(self, label: str, *values: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = Label(label, "text", "dim")
        words.setFixedWidth(self._label_width)
        row.addWidget(words)
        for value in values:
            row.addWidget(value)
        if not any(isinstance(value, Label) for value in values):
            row.addStretch(1)
        self.column.addLayout(row)

    def add_line(self) -> None:
        self.column.addSpacing(8)
        self.column.addWidget(Line())
        self.column.addSpacing(8)

    def timecode(self, name: str, entered: Callable[[int], Any]) -> TimecodeField:
        """A field that performs an edit with the frame that was typed."""
        timeline = self.ways.session.document.timeline
        field = TimecodeField(timeline.rate, drop_frame=timeline.drop_frame, name=name)
        field.entered.connect(lambda frame: self.ways.perform(lambda: entered(frame)))
        return field


class Head(QWidget):
    """A small picture, a name, and a line about it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.thumbnail = Thumbnail(session)
        self.name = Label("", "title", elide=Qt.TextElideMode.ElideRight)
        self.about = Label("", "text", "dim", elide=Qt.TextElideMode.ElideRight)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.about)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(12)
        self.row.addWidget(self.thumbnail)
        self.row.addLayout(words, 1)


class Thumbnail(QWidget):
    """One frame of a file; a blank while it is on its way."""

    def __init__(self, session: Session, size: QSize = THUMBNAIL) -> None:
        super().__init__()
        self._session = session
        self._media: Media | None = None
        self._time = Fraction(0)
        self.setFixedSize(size)
        session.thumbnails.arrived.connect(self._look)

    def show_frame(self, media: Media | None, time: Fraction) -> None:
        self._media, self._time = media, time
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rounded(painter, self.rect(), 4, "well")
        image = self._image()
        if image is not None:
            scaled = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            source = self.rect().translated(0, 0)
            scale = image.width() / max(1, scaled.width())
            source.setSize(QSize(round(self.width() * scale), round(self.height() * scale)))
            source.moveCenter(image.rect().center())
            painter.drawImage(self.rect(), image, source)
        rounded(painter, self.rect(), 4, None, theme.colour("text", 0.08))

    def _image(self) -> QImage | None:
        if self._media is None or self._media.picture is None:
            return None
        return self._session.thumbnails.image(self._media, self._time, round(self.height() * self.devicePixelRatioF()))

    def _look(self, media_id: str) -> None:
        if self._media is not None and self._media.id == media_id:
            self.update()
