"""The one hint: at the end of the first clip that a new user sees, how it is made longer."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.document import Document
from editor.settings import Settings
from editor.timeline.model import Clip, Timeline, TrackKind
from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.timeline.panel import TimelinePanel
from editor.ui.widgets import IconButton, Label, shapes
from editor.view_state import ViewState
from editor.words import tr

GIVEN = "first hint given"  # the setting's name
PULSE, TIMES = 1600, 5  # milliseconds of one, and how many there are until it rests
POINTER, HEIGHT, INSET, EDGE = 8, 32, 14, 4  # pixels


class FirstHint(QWidget):
    """Stays until something is made, or it is closed; then it never comes again. Hidden where its clip is not seen."""

    def __init__(self, document: Document, view: ViewState, settings: Settings, panel: TimelinePanel) -> None:
        super().__init__(panel.lanes)
        self._document, self._view, self._settings, self._panel = document, view, settings, panel
        self._pulse = QVariantAnimation(self, startValue=1.0, endValue=1.0, duration=PULSE)
        self._pulse.setKeyValueAt(0.5, 0.2)
        self._pulse.setLoopCount(TIMES)
        self._pulse.valueChanged.connect(lambda _: self.update())
        self.words = Label(tr("Right-click the clip, then Generative Extend: it goes on from here"), "value")
        self.close_button = IconButton("ph.x", tr("Close the hint"), size=20, icon_size=12)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(34, POINTER, 6, 0)
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.close_button)
        self.setAccessibleName(self.words.full_text)
        self.tip, self._above = QPoint(), True  # what it points at, and whether it stands above it
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.hide()
        self._is_given = bool(settings.number(GIVEN, 0))
        if not self._is_given:
            self._watch()

    def give_up(self) -> None:
        """For good."""
        self._is_given = True
        self._settings.set({GIVEN: 1})
        self._pulse.stop()
        self.hide()

    def place(self, *_: object) -> None:
        """Below the end of its clip, or out of sight."""
        if self._is_given:
            return
        timeline = self._document.timeline
        if any(track.generated for track in timeline.tracks):
            self.give_up()
            return
        clip = first_clip(timeline) if self._view.generative else None
        sight = self._panel.lanes.rect()
        at = self._panel.surface.rect_of(clip.id) if clip is not None else QRect()
        is_seen = at.intersects(sight) and at.right() <= sight.right() and at.bottom() <= sight.bottom()
        if is_seen:
            self._stand_at(at, sight)
        self._show(is_seen)

    def _stand_at(self, clip: QRect, sight: QRect) -> None:
        """Above it, or where there is no room, below."""
        width, high = self.sizeHint().width(), HEIGHT + POINTER
        at = clip.right() - INSET
        left = max(sight.left() + EDGE, min(at - width // 2, sight.right() - EDGE - width))
        self._above = clip.top() - high >= sight.top()
        self.tip = QPoint(at - left, high - 1 if self._above else 1)
        self._row.setContentsMargins(34, 0 if self._above else POINTER, 6, POINTER if self._above else 0)
        top = clip.top() - high + POINTER // 2 if self._above else clip.bottom() - POINTER // 2
        self.setGeometry(left, top, width, high)

    def _show(self, seen: bool) -> None:
        if seen and not self.isVisible() and theme.motion(PULSE):
            self._pulse.start()
        self.setVisible(seen)

    def _watch(self) -> None:
        viewport = self._panel.viewport
        for told in (viewport.scrolled, viewport.rescaled, viewport.arranged, viewport.resized, self._view.changed,
                     self._document.timeline_changed, self._document.replaced):  # fmt: skip
            told.connect(self.place)
        self.close_button.clicked.connect(self.give_up)
        self._panel.lanes.installEventFilter(self)
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Out of the way of the menu, and of the dialog that may follow."""
        if event.type() is QEvent.Type.ContextMenu:
            self.hide()
        return False

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            outline = self._outline()
            painter.fillPath(outline, theme.colour("gen_bg"))
            is_running = self._pulse.state() is QVariantAnimation.State.Running
            painter.setPen(theme.colour("gen", self._pulse.currentValue() if is_running else 1.0))
            painter.drawPath(outline)
            top = (self.height() - POINTER - 16) // 2 + (0 if self._above else POINTER)
            icons.paint(painter, "ph.sparkle", QRect(11, top, 16, 16), "gen_text")

    def _outline(self) -> QPainterPath:
        room = (0, -POINTER) if self._above else (POINTER, 0)
        box = QRectF(self.rect()).adjusted(0.5, room[0] + 0.5, -0.5, room[1] - 0.5)
        base = box.bottom() - 1 if self._above else box.top() + 1
        corners = (QPointF(self.tip), QPointF(self.tip.x() + POINTER, base), QPointF(self.tip.x() - POINTER, base))
        return shapes.panel_outline(box, 6, QPolygonF(corners))


def first_clip(timeline: Timeline) -> Clip | None:
    """The earliest that shows a picture, on the lowest track that has one."""
    tracks = (track for track in timeline.tracks if track.kind is TrackKind.VIDEO and not track.locked)
    return next((clip for track in tracks for clip in track.clips if clip.takes), None)
