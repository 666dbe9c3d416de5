"""Toasts: what came of something that went on by itself, told for a while in the window's corner."""

from collections.abc import Callable

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QVBoxLayout, QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import Button, IconButton, Label, shapes
from editor.words import tr

LASTING, COMING = 6000, 160  # milliseconds
MOST = 5  # that stand at once
WIDTH, HEIGHT, _EDGE, _GAP, _RISE = 430, 48, 16, 8, 8
_ROOM = shapes.SHADOW_REACH
_BELOW = _ROOM + shapes.SHADOW_DROP


class Toast(QWidget):
    """One card: a picture or an icon, what happened, what of it, a button. It stays while the pointer is on it."""

    pressed = Signal()  # its button
    gone = Signal()

    def __init__(
        self,
        window: QWidget,
        title: str,
        words: str = "",
        icon: str = "ph.info",
        tone: str = "dim",
        picture: QPixmap | None = None,
        button: str = "",
    ) -> None:
        super().__init__(window)
        self._icon, self._tone, self._picture = icon, tone, picture
        self.title, self.words = title, words
        self._row = row = QHBoxLayout(self)
        left = 76 if picture else 46
        row.setContentsMargins(_ROOM + left, _ROOM, _ROOM + 8, _BELOW)
        row.setSpacing(12)
        row.addLayout(self._make_words(title, words), 1)
        self.button = Button(button, kind="on_raised")
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self.pressed)
        self.button.clicked.connect(self.leave)
        row.addWidget(self.button)
        self.close_button = IconButton("ph.x", tr("Close"))
        self.close_button.clicked.connect(self.leave)
        row.addWidget(self.close_button)
        self._home, self._risen = QPoint(), 1.0
        self._timer = QTimer(self, interval=LASTING, singleShot=True)
        self._timer.timeout.connect(self.leave)
        self.fit()

    def _make_words(self, title: str, words: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Label(title, "value", wrap=True))
        self._line = Label(words, "small", "dim", wrap=True)
        self._line.setVisible(bool(words))
        column.addWidget(self._line)
        column.addStretch(1)
        return column

    @property
    def panel(self) -> QRect:
        """The card without the room for its shadow."""
        return self.rect().adjusted(_ROOM, _ROOM, -_ROOM, -_BELOW)

    def fit(self) -> None:
        width = WIDTH + 2 * _ROOM
        height = max(HEIGHT, self._row.totalHeightForWidth(width) - _ROOM - _BELOW + 12)
        self.resize(QSize(width, height + _ROOM + _BELOW))

    def stand(self, home: QPoint) -> None:
        """Its place from now on, also while it is still rising."""
        self._home = home
        self.rise(self._risen)

    def rise(self, share: float) -> None:
        """How far it has come: 0 to 1."""
        self._risen = share
        self.move(self._home + QPoint(0, round(_RISE * (1 - share))))

    def start(self) -> None:
        self.show()
        self._timer.start()

    def leave(self) -> None:
        self._timer.stop()
        self.hide()
        self.gone.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._timer.start()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            panel = self.panel
            shapes.shadow(painter, panel, 8)
            shapes.floating(painter, shapes.panel_outline(QRectF(panel), 8), "raised")
            if self._picture is not None:
                box = QRect(panel.left() + 8, panel.center().y() - 15, 56, 32)
                shapes.picture(painter, box, self._picture)
            else:
                box = QRect(panel.left() + 17, panel.center().y() - 7, 16, 16)
                icons.paint(painter, self._icon, box, self._tone)


class Toasts(QObject):
    """Those that stand in the lower right corner of a window, the newest lowest."""

    def __init__(self, window: QWidget, above: int = 0) -> None:
        """above: pixels to keep clear at the window's foot."""
        super().__init__(window)
        self._window, self._above = window, above
        self.standing: list[Toast] = []
        window.installEventFilter(self)

    def set_above(self, above: int) -> None:
        self._above = above
        self._arrange()

    def show(
        self,
        title: str,
        words: str = "",
        icon: str = "ph.info",
        tone: str = "dim",
        picture: QPixmap | None = None,
        button: str = "",
        do: Callable[[], object] | None = None,
    ) -> Toast:
        """tone: the icon's colour (warn and bad for what went wrong). do: what the button does.

        What is told a second time stands once, and of many the oldest go.
        """
        for toast in [each for each in self.standing if (each.title, each.words) == (title, words)]:
            toast.leave()
        for toast in self.standing[: 1 - MOST]:
            toast.leave()
        toast = Toast(self._window, title, words, icon, tone, picture, button if do else "")
        if do is not None:
            toast.pressed.connect(lambda: do())
        toast.gone.connect(lambda: self._forget(toast))
        self.standing.append(toast)
        self._arrange()
        toast.start()
        toast.raise_()
        _rise(toast)
        return toast

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._window:
            self._arrange()
        return False

    def _forget(self, toast: Toast) -> None:
        self.standing.remove(toast)
        toast.deleteLater()
        self._arrange()

    def _arrange(self) -> None:
        right, foot = self._window.width() - _EDGE, self._window.height() - _EDGE - self._above
        for toast in reversed(self.standing):
            panel = toast.panel
            toast.stand(QPoint(right - panel.right(), foot - panel.bottom()))
            foot -= panel.height() + _GAP


def _rise(toast: Toast) -> None:
    """In: it fades and rises, once; the effect goes as soon as it stands, since it costs on every paint."""
    duration = theme.motion(COMING)
    if not duration:
        return
    effect = QGraphicsOpacityEffect(toast)
    toast.setGraphicsEffect(effect)
    rising = QVariantAnimation(toast, startValue=0.0, endValue=1.0, duration=duration)
    rising.setEasingCurve(QEasingCurve.Type.OutCubic)

    def show_at(share: float) -> None:
        effect.setOpacity(share)
        toast.rise(share)

    rising.valueChanged.connect(show_at)
    rising.finished.connect(effect.deleteLater)
    rising.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)
