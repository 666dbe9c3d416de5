"""The takes of a generated clip side by side: which one plays, how each join measures, and one more."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.actions import generating
from editor.actions.remedies import reach_of
from editor.session import Session
from editor.timeline.model import ItemId, Media, Take
from editor.ui import icons, theme
from editor.ui.generation.join import JoinVerdict, join_verdict
from editor.ui.generation.seam_words import provenance
from editor.ui.guarded import guarded
from editor.ui.inspector.thumbnail import Frame
from editor.ui.widgets import shapes
from editor.ui.widgets.pressable import Pressable
from editor.words import tr

IN_A_ROW, GAP = 3, 8
NEW, WIDEST = 40, 82  # pixels wide: the place for a new one, a picture
EDGE = 2  # of the outline around the take that plays
LABEL, LAMP = 24, 8  # height below the picture; pixels across
SHAPE = 54 / 82  # height to width


class TakeStrip(QWidget):
    """Rebuilt when the takes change, and only then. menu_wanted: of which take (from 0), and where on the screen."""

    menu_wanted = Signal(int, QPoint)

    def __init__(self, session: Session, clip_id: ItemId, perform: Callable[[Callable[[], Any]], None]) -> None:
        super().__init__()
        self._session, self._id, self._perform = session, clip_id, perform
        self._takes: tuple[Take, ...] = ()
        self.cells: list[TakeCell] = []
        self.new = NewTake(self)
        self.new.clicked.connect(lambda: perform(lambda: generating.new_take(session, clip_id)))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        session.thumbnails.arrived.connect(self._hear)

    def refresh(self) -> None:
        timeline = self._session.document.timeline
        clip = timeline.clip(self._id)
        if clip.takes != self._takes:
            self._takes = clip.takes
            self._rebuild([timeline.media_by_id[take.media] for take in clip.takes])
        reach = reach_of(timeline, clip)
        self.new.set_disabled_reason(generating.why_no_other_take(clip.generation) or None)
        for number, cell in enumerate(self.cells):
            cell.setChecked(number == clip.active)
            cell.show_verdict(reach)
        self.setVisible(bool(self.cells))

    def _rebuild(self, files: list[Media]) -> None:
        for cell in self.cells:
            cell.hide()
            cell.deleteLater()
        self.cells = []
        for number, (take, media) in enumerate(zip(self._takes, files, strict=True), 1):
            cell = TakeCell(self._session, media, take, number, self)
            choose = partial(generating.choose_take, self._session, self._id, number)
            cell.clicked.connect(partial(self._choose, choose))
            cell.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            cell.customContextMenuRequested.connect(partial(self._ask_menu, number - 1))
            cell.show()
            self.cells.append(cell)
        self.updateGeometry()
        self._place()

    def _choose(self, choose: Callable[[], None]) -> None:
        """The one that plays is shown, also where the press changed nothing."""
        self._perform(choose)
        self.refresh()

    def _ask_menu(self, index: int, at: QPoint) -> None:
        self.menu_wanted.emit(index, self.cells[index].mapToGlobal(at))

    def _hear(self, media_id: str) -> None:
        for cell in self.cells:
            cell.hear(media_id)

    @guarded
    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    @guarded
    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        rows = (len(self.cells) + IN_A_ROW - 1) // IN_A_ROW
        return rows * (picture_size(width).height() + LABEL) + max(0, rows - 1) * GAP + EDGE

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(270, self.heightForWidth(270))

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The new one stands behind the last."""
        size = picture_size(self.width())
        for number, cell in enumerate(self.cells):
            row, column = divmod(number, IN_A_ROW)
            corner = self._corner(size, row, column)
            cell.setGeometry(corner.x() - EDGE, corner.y() - EDGE, size.width() + 2 * EDGE, size.height() + LABEL)
        row, column = divmod(max(0, len(self.cells) - 1), IN_A_ROW)
        corner = self._corner(size, row, column + 1)
        self.new.setGeometry(corner.x(), corner.y(), NEW, size.height() + LABEL - EDGE)

    def _corner(self, size: QSize, row: int, column: int) -> QRect:
        return QRect(column * (size.width() + GAP), EDGE + row * (size.height() + LABEL + GAP), 0, 0)


def picture_size(width: int) -> QSize:
    """Three and the place for a new one fill the width."""
    wide = max(24, min(WIDEST, (width - NEW) // IN_A_ROW - GAP))
    return QSize(wide, round(wide * SHAPE))


class TakeCell(Pressable):
    """Checked is the one that plays."""

    def __init__(self, session: Session, media: Media, take: Take, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._frame = Frame(session, media, take.start + (media.duration - take.start) / 2)
        self._made, self._key = media.made, str(number) if number <= 9 else ""
        self.verdict: JoinVerdict | None = None
        self.setCheckable(True)
        self.setText(tr("Take {number}", number=number))
        self.setAccessibleName(tr("Take {number}", number=number))
        self.ring_radius = 4

    def show_verdict(self, reach: Fraction) -> None:
        """reach: see reach_of; a trim changes it."""
        verdict = join_verdict(self._made, reach) if self._made is not None else None
        if self._made is not None and verdict is not None and verdict != self.verdict:
            self.verdict = verdict
            self.set_tip(f"{verdict.words}. {provenance(self._made)}", self._key)
            self.update()

    def hear(self, media_id: str) -> None:
        if self._frame.media is not None and self._frame.media.id == media_id:
            self.update()

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(86, 54 + LABEL)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.rect().adjusted(EDGE, EDGE, -EDGE, EDGE - LABEL)
        if self.isChecked():
            shapes.rounded(painter, box.adjusted(-EDGE, -EDGE, EDGE, EDGE), 6, "accent")
        self._frame.paint(painter, box)
        if self.lit and not self.isChecked():
            shapes.rounded(painter, box, 4, None, theme.colour("text", 0.3 * self.lit))
        self._paint_name(painter, QRect(EDGE, box.bottom() + 1, box.width(), LABEL - EDGE))

    def _paint_name(self, painter: QPainter, box: QRect) -> None:
        painter.setFont(theme.font("value" if self.isChecked() else "text"))
        painter.setPen(theme.colour("text" if self.isChecked() else "dim"))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self.text())
        if self.verdict is not None and self.verdict.lamp:
            left = painter.fontMetrics().horizontalAdvance(self.text()) + 6 + LAMP / 2
            shapes.disc(painter, QPointF(box.left() + left, box.bottom() - 7), LAMP, self.verdict.lamp)


class NewTake(Pressable):
    """A dashed place with a plus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(tr("New"))
        self.setAccessibleName(tr("New take"))
        self.set_tip(tr("New take"), "Ctrl+Shift+T")
        self.ring_radius = 4

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.rect().adjusted(0, 0, 0, EDGE - LABEL)
        shapes.rounded(painter, box, 4, theme.colour("hover", self.lit))
        shapes.dashed(painter, QRectF(box), 4, "line2")
        plus = QRect(0, 0, 16, 16)
        plus.moveCenter(box.center())
        icons.paint(painter, "ph.plus", plus.translated(self.push), "dim")
        painter.setFont(theme.font("text"))
        painter.setPen(theme.colour("dim"))
        where = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(self.rect(), where, self.text())
