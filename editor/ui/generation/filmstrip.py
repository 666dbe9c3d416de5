"""The strip at the top of the dialogs: its bracket says, and sets, how much of the clip the model sees."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.actions.model_view import View
from editor.ui import theme
from editor.ui.generation.strip import SIDES, SideName, Strip, StripGeometry, seen_of
from editor.ui.generation.strip_painting import LABELS, Pictures, paint_strip
from editor.ui.guarded import guarded
from editor.ui.widgets.focus_ring import FocusRinged
from editor.ui.widgets.tip import Tipped
from editor.words import tr

GRIP = 8  # pixels to either side of the bracket's edge that take hold of it


class ContextStrip(FocusRinged, Tipped, QWidget):
    """The bracket is dragged, or moved by the arrow keys, from one context the model takes to the next."""

    asked = Signal(object)  # frames of context, or None for as many as is usual

    def __init__(self, pictures: Pictures, height: int, new_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures, self._height, self._new_width = pictures, height, new_width
        self._strip: Strip | None = None
        self._views: tuple[View, ...] = ()
        self._view: View | None = None
        self._dragged: SideName | None = None  # whose bracket is held
        self.ring_radius = 4
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height + LABELS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("What the model sees"))
        self.set_tip(tr("Drag the bracket: how much the model sees. Double-click: as much as is usual."))
        theme.changed.connect(self.update)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(588, self._height + LABELS)

    @property
    def view(self) -> View | None:
        return self._view

    @property
    def geometry_now(self) -> StripGeometry | None:
        if self._strip is None or self._view is None:
            return None
        return StripGeometry(self._strip, self._view, self.width(), self._height, self._new_width)

    def show_strip(self, strip: Strip, views: Sequence[View], view: View) -> None:
        """`view` is what is bracketed; `views` are what it can be dragged to."""
        self._strip, self._views, self._view = strip, tuple(views), view
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if (geometry := self.geometry_now) is not None:
            paint_strip(QPainter(self), geometry, self._pictures)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._dragged = self._held_at(event.position().toPoint())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        over = self._dragged or self._held_at(place)
        self.setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)
        if self._dragged:
            self._drag_to(self._dragged, place.x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._held_at(event.position().toPoint()):
            self.asked.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        outward = Qt.Key.Key_Left if self._strip and self._strip.before else Qt.Key.Key_Right
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right) or self._view not in self._views:
            super().keyPressEvent(event)
            return
        index = self._views.index(self._view) + (1 if event.key() == outward else -1)
        if 0 <= index < len(self._views):
            self.asked.emit(self._views[index].asked)

    def _held_at(self, place: QPoint) -> SideName | None:
        geometry = self.geometry_now
        if geometry is None or place.y() >= self._height:
            return None
        for side in SIDES:
            if not geometry.bracket(side).isEmpty() and abs(geometry.grip(side).x() - place.x()) <= GRIP:
                return side
        return None

    def _drag_to(self, side: SideName, x: int) -> None:
        """The context whose edge lies nearest to the pointer; of several, the one that changes least."""
        geometry = self.geometry_now
        assert geometry is not None, "there is a bracket to drag"
        wanted, now = geometry.reach(side, x), geometry.view.asked

        def distance(view: View) -> tuple[float, int]:
            seen = seen_of(view, side)
            return abs(geometry.pixels(side, seen) - wanted) if seen else 0.0, abs(view.asked - now)

        nearest = min(self._views, key=distance)
        if nearest != self._view:
            self.asked.emit(nearest.asked)
