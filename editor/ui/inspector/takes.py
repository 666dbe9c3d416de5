"""The takes of a generated clip side by side: which one plays, how each join measures, and one more."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from editor.actions import generating
from editor.timeline.model import ItemId, Made, Media, Take
from editor.ui import icons, theme
from editor.ui.generation.seam_words import back_test_lamp, provenance, seam_verdict
from editor.ui.inspector.page import Thumbnail, Ways
from editor.ui.widgets import Lamp
from editor.ui.widgets.pressable import Pressable
from editor.ui.widgets.shapes import dashed, rounded

CELL = QSize(72, 44)
IN_A_ROW = 4


class TakeStrip(QWidget):
    """Rebuilt when the takes change, and only then."""

    def __init__(self, ways: Ways, clip_id: ItemId) -> None:
        super().__init__()
        self._ways, self._id = ways, clip_id
        self._takes: tuple[Take, ...] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 8, 0, 0)
        self._grid.setSpacing(8)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.cells: list[TakeCell] = []

    def refresh(self) -> None:
        timeline = self._ways.session.document.timeline
        clip = timeline.clip(self._id)
        if clip.takes != self._takes:
            self._takes = clip.takes
            self._rebuild([timeline.media_by_id[take.media] for take in clip.takes])
        for number, cell in enumerate(self.cells):
            cell.set_chosen(number == clip.active)

    def _rebuild(self, files: list[Media]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        session, perform = self._ways.session, self._ways.perform
        self.cells = []
        for index, media in enumerate(files):
            cell = TakeCell(self._ways, media, self._takes[index] if self._takes else Take(media.id), index + 1)
            cell.pressed.connect(
                lambda number=index + 1: perform(lambda: generating.choose_take(session, self._id, number))
            )
            self._grid.addWidget(cell, index // IN_A_ROW, index % IN_A_ROW)
            self.cells.append(cell)
        if files:
            more = NewTake()
            more.clicked.connect(lambda: perform(lambda: generating.new_take(session, self._id)))
            self._grid.addWidget(more, len(files) // IN_A_ROW, len(files) % IN_A_ROW, Qt.AlignmentFlag.AlignTop)


class TakeCell(Pressable):
    def __init__(self, ways: Ways, media: Media, take: Take, number: int) -> None:
        super().__init__()
        self._chosen = False
        self.setText(f"Take {number}")
        self.setAccessibleName(f"Take {number}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._thumbnail = Thumbnail(ways.session, CELL)
        self._thumbnail.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        middle = take.start + (media.duration - take.start) / 2
        self._thumbnail.show_frame(media, middle)
        made = media.made
        lamp = Lamp(join_lamp(made) or "warn", f"Take {number}")  # type: ignore[arg-type]
        lamp.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(self._thumbnail)
        column.addWidget(lamp)
        if made is not None:
            self.set_tip(f"{seam_verdict(made).words}. {provenance(made)}.", shortcut=str(number))

    def set_chosen(self, chosen: bool) -> None:
        self._chosen = chosen
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(CELL.width(), CELL.height() + 24)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._chosen:
            painter = QPainter(self)
            box = self._thumbnail.geometry().adjusted(-2, -2, 2, 2)
            rounded(painter, box, 6, "accent")


class NewTake(Pressable):
    """A dashed place with a plus."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("New take")
        self.set_tip("New take", shortcut="Ctrl+Shift+T")
        self.setFixedSize(40, CELL.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        rounded(painter, self.rect(), 4, theme.colour("hover", self.lit))
        dashed(painter, self.rect(), 4, "line2")
        icons.paint(painter, "ph.plus", self.rect().adjusted(12, 14, -12, -14), "dim")


def join_lamp(made: Made | None) -> str:
    """The worse of what was measured at the join and what the test on the clip's past said."""
    if made is None:
        return ""
    order = ["", "ok", "warn", "bad"]
    return max(seam_verdict(made).lamp, back_test_lamp(made), key=order.index)
