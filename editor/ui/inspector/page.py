"""What every page of the inspector is made of: a head with a picture, and rows of a label and a value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from editor.session import Session
from editor.timeline.model import ItemId, Timeline
from editor.timeline.timecode import format_timecode
from editor.ui.inspector.thumbnail import Thumbnail
from editor.ui.widgets import Label, Line
from editor.ui.widgets.tip import Tipped
from editor.words import tr, trn

MARGIN = 16
THUMBNAIL = QSize(72, 40)
ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Ways:
    """What a page can do: everything goes through the window, which shows errors in one place."""

    session: Session
    perform: Callable[[Callable[[], Any]], None]
    bridge_gap: Callable[[str], None]
    open_lane: Callable[[ItemId], None]
    fill_gap: Callable[[str], None]
    compare: Callable[[ItemId], None]
    loop_join: Callable[[ItemId], None]
    take_menu: Callable[[ItemId, int, QPoint], None]  # of a take, from 0, at a place on the screen


class Page(QWidget):
    """A column with the inspector's margins; subclasses fill it and answer `refresh`."""

    def __init__(self, ways: Ways, item_id: ItemId, label_width: int = 76) -> None:
        super().__init__()
        self.ways, self.item_id = ways, item_id
        self._label_width = label_width
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, MARGIN, 0, MARGIN)
        self._column.setSpacing(8)
        self._column.addStretch(1)  # not the layout's own alignment: that cuts what is as high as its width asks for

    @property
    def timeline(self) -> Timeline:
        return self.ways.session.document.timeline

    def refresh(self) -> None:
        """Show the values as they stand now."""

    def perform(self, edit: Callable[[], Any]) -> None:
        """Nothing once the item is gone: what was typed for it is entered when its field loses the focus."""
        if self.timeline.has(self.item_id):
            self.ways.perform(edit)

    def add(self, *parts: QWidget) -> None:
        """Side by side, sharing the width."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in parts:
            row.addWidget(part, 1)
        self.add_layout(row)

    def add_layout(self, layout: QLayout) -> None:
        layout.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._column.insertLayout(self._column.count() - 1, layout)

    def add_row(self, label: str, *values: QWidget) -> "Row":
        row = Row(label, self._label_width, values)
        self.add(row)
        return row

    def add_line(self) -> QWidget:
        """From edge to edge, with room above and below."""
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 6, 0, 6)
        column.addWidget(Line())
        self._column.insertWidget(self._column.count() - 1, line)
        return line

    def add_space(self, pixels: int) -> None:
        self._column.insertSpacing(self._column.count() - 1, pixels)


class Row(QWidget):
    """A label, and its values on the same line; words take the room that is left."""

    def __init__(self, label: str, label_width: int, values: tuple[QWidget, ...]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        words = Label(label, "text", "dim")
        words.setFixedWidth(label_width)
        row.addWidget(words)
        growing = [isinstance(value, Value) or (isinstance(value, Label) and value.wordWrap()) for value in values]
        for number, (value, grows) in enumerate(zip(values, growing, strict=True)):
            row.addSpacing(8 if number else 0)
            row.addWidget(value, int(grows))
        if not any(growing) and values[-1].sizePolicy().horizontalPolicy() is not QSizePolicy.Policy.Expanding:
            row.addStretch(1)


class Value(Tipped, Label):
    """Words of any length: what there is no room for ends in an ellipsis, and the tip tells all of it."""

    def __init__(self, text: str = "", role: str = "value", tone: str = "text") -> None:
        super().__init__(text, role, tone, elide=ELIDE)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.set_tip(self.full_text if self.fontMetrics().horizontalAdvance(self.full_text) > self.width() else "")
        super().enterEvent(event)


class Head(QWidget):
    """A small picture, a name, and a line about it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.thumbnail = Thumbnail(session, THUMBNAIL)
        self.name = Value("", "title")
        self.about = Value("", "text", "dim")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(self.name)
        words.addWidget(self.about)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(12)
        self.row.addWidget(self.thumbnail)
        self.row.addLayout(words, 1)


class Span(QWidget):
    """Where something starts and ends on the timeline, and how long it is: told, not changed."""

    def __init__(self, label_width: int = 76) -> None:
        super().__init__()
        self.start, self.end, self.length = (Label("", "value") for _ in range(3))
        self.frames = Value("", "text", "dim")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Row(tr("Start"), label_width, (self.start,)))
        column.addWidget(Row(tr("End"), label_width, (self.end,)))
        column.addWidget(Row(tr("Duration"), label_width, (self.length, self.frames)))

    def show_span(self, timeline: Timeline, start: int, frames: int) -> None:
        """The end is the last frame."""
        first = timeline.start_frame
        self.start.set_text(format_timecode(start, timeline.rate, timeline.drop_frame, first))
        self.end.set_text(format_timecode(start + frames - 1, timeline.rate, timeline.drop_frame, first))
        self.length.set_text(format_timecode(frames, timeline.rate, timeline.drop_frame))
        self.frames.set_text(frames_in_words(frames))


def frames_in_words(frames: int) -> str:
    return trn("{count} frame", "{count} frames", frames)
