"""The plot in the lane: shows how free each group of frames is, and lets mouse and keys change that."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.timeline.noise_lane.painting import Look, paint_bubble, paint_lane, paint_words
from editor.ui.timeline.noise_lane.shape import HEIGHT, PLOT, Shape
from editor.ui.widgets.focus_ring import FocusRinged
from editor.words import tr

STEP, FINE = 0.05, 0.01  # by a key, and with Shift
LEFT = Qt.MouseButton.LeftButton
SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
UPWARD = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
KEYS = frozenset((*SIDEWAYS, *UPWARD, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Escape))


class NoisePlot(FocusRinged, QWidget):
    """dragged(place, value): once the pointer is let go. stepped(place, value): by a key. opened(place): double click.

    left: Escape, while nothing is dragged. chosen_changed: another column is chosen.
    """

    dragged = Signal(int, float)
    stepped = Signal(int, float)
    opened = Signal(int)
    left = Signal()
    chosen_changed = Signal()
    ring_radius = 2

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shape: Shape | None = None
        self._values: Sequence[float] = ()
        self._fixed: Sequence[str] = ()
        self._words = ""
        self._playhead = 0  # x
        self._pressed: tuple[float, float] | None = None  # y, and the value there was
        self._held: float | None = None  # the chosen column's value while it is dragged
        self._hovered: int | None = None
        self.chosen: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("How free each group of frames is"))
        theme.changed.connect(self.update)

    def show_shape(self, shape: Shape, values: Sequence[float], fixed: Sequence[str]) -> None:
        """fixed: why each column stays as it is; empty where it can be changed."""
        self._shape, self._values, self._fixed, self._words = shape, values, fixed, ""
        last = len(values) - 1
        if self.chosen is not None and self.chosen > last:
            self._choose(last)
        self._hovered = None if self._hovered is not None and self._hovered > last else self._hovered
        self.update()

    def show_words(self, words: str) -> None:
        """Why there is nothing to be shown."""
        self._shape, self._words = None, words
        self._pressed = self._held = self._hovered = None
        self.update()

    def forget_chosen(self) -> None:
        """What is shown next is another clip's."""
        self._pressed = self._held = self._hovered = None
        self._choose(None)

    def show_playhead(self, x: int) -> None:
        self._playhead, before = x, self._playhead
        for each in (before, x):
            self.update(each - 1, 0, 3, HEIGHT)

    @property
    def values(self) -> tuple[float, ...]:
        """As they would be once the pointer is let go."""
        shown = list(self._values)
        if self._held is not None and self.chosen is not None:
            shown[self.chosen] = self._held
        return tuple(shown)

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not LEFT or self._shape is None:
            event.setAccepted(event.button() is not Qt.MouseButton.MiddleButton)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self._shape.at(event.position().x())
        self._choose(place)
        if place is not None and not self._fixed[place]:
            self._pressed = (event.position().y(), self._values[place])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.MiddleButton:
            event.ignore()
        elif self._pressed is not None:
            y, value = self._pressed
            self._held = _within(round(value + (y - event.position().y()) / PLOT, 2))
            self.update()
        elif self._shape is not None:
            self._hover(self._shape.at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.MiddleButton:
            event.ignore()
            return
        held, self._pressed = self._held, None
        if held is not None and self.chosen is not None:
            self._values, self._held = self.values, None
            self.dragged.emit(self.chosen, held)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is LEFT and self.chosen is not None:
            self.opened.emit(self.chosen)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # the timeline's menu is about its own empty places

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, place: int | None) -> None:
        if place != self._hovered:
            self._hovered = place
            can = place is not None and not self._fixed[place]
            self.setCursor(Qt.CursorShape.SizeVerCursor if can else Qt.CursorShape.ArrowCursor)
            self.update()

    # the keys

    def event(self, event: QEvent) -> bool:
        """The arrows are the plot's, and not the playhead's."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not _is_ours(event) or (self._shape is None and key != Qt.Key.Key_Escape):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif key in UPWARD:
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._step(UPWARD[key] * (FINE if fine else STEP))
        elif self._pressed is None:
            last = len(self._values) - 1
            at = -1 if self.chosen is None else self.chosen
            ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
            self._choose(max(0, min(ends.get(key, at + SIDEWAYS.get(key, 0)), last)))

    def _step(self, by: float) -> None:
        place = self.chosen
        if place is None or self._pressed is not None or self._fixed[place]:
            return
        value = _within(round(self._values[place] + by, 2))
        self._held = value
        self._values, self._held = self.values, None
        self.update()
        self.stepped.emit(place, value)

    def _escape(self) -> None:
        """A drag is dropped first."""
        if self._pressed is None:
            self.left.emit()
        self._pressed = self._held = None
        self.update()

    def _choose(self, place: int | None) -> None:
        if place != self.chosen:
            self.chosen = place
            self.setAccessibleDescription("" if place is None else self._said(place))
            self.chosen_changed.emit()
            self.update()

    def _said(self, place: int) -> str:
        reason = self._fixed[place]
        return tr("{values:.2f} free. {reason}", values=self._values[place], reason=reason).rstrip()

    # painting

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.colour("bg"))
            painter.fillRect(0, HEIGHT - 1, self.width(), 1, theme.colour("line"))
            if self._shape is None:
                paint_words(painter, self._words, self.rect())
                self._paint_playhead(painter)
                return
            look = Look(self._shape, self.values, self._fixed, self.chosen, self._hovered)
            paint_lane(painter, look, self.width())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            self._paint_playhead(painter)
            paint_bubble(painter, look, self.width())

    def _paint_playhead(self, painter: QPainter) -> None:
        painter.fillRect(self._playhead - 1, 0, 3, HEIGHT, theme.colour("playhead_halo"))
        painter.fillRect(self._playhead, 0, 1, HEIGHT, theme.colour("accent"))


def _is_ours(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return event.key() in KEYS and not held


def _within(value: float) -> float:
    return max(0.0, min(value, 1.0))
