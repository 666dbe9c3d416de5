"""The bar across the top: menus, the project's name and whether it is saved, the model, and Export."""

import time

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import Button, Label
from editor.words import tr

HEIGHT, GAP = 36, 8
MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds


class TopBar(QWidget):
    """The words about the last save go on with the time."""

    def __init__(self, export: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.menus = QMenuBar(self)
        self.menus.setNativeMenuBar(False)
        self._logo, self._chip = QLabel(self), QLabel(self)
        self.name = Label("", "primary", elide=Qt.TextElideMode.ElideMiddle, parent=self)
        self.state = Label("", "text", "dim", parent=self)
        self.model = Label("", "text", "dim", parent=self)
        self.export = Button(tr("Export"), icon="ph.export", parent=self)
        self.export.set_action(export)
        self._saved_at: float | None = None
        self._edited = False
        self._lay_out()
        self._minute = QTimer(self, interval=MINUTE * 1000)
        self._minute.timeout.connect(self._tell)
        self._minute.start()
        theme.changed.connect(self._draw_icons)
        self._draw_icons()

    def show_project(self, name: str, saved_at: float | None, edited: bool) -> None:
        """saved_at: seconds since 1970; None = never."""
        self.name.set_text(name)
        self._saved_at, self._edited = saved_at, edited
        self._tell()

    def show_model(self, words: str) -> None:
        self.model.set_text(words)

    def show_models(self, shown: bool) -> None:
        for widget in (self._chip, self.model):
            widget.setVisible(shown)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._centre()

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._draw_icons()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(GAP)
        row.addWidget(self._logo)
        row.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for widget in (self._chip, self.model):
            row.addWidget(widget)
        row.addSpacing(GAP)
        row.addWidget(self.export)

    def _centre(self) -> None:
        """In the middle of the window if there is room; the words go first, then the middle of the name."""
        left, right = self.menus.geometry().right() + 2 * GAP, self._chip.x() - 2 * GAP
        name = self.name.fontMetrics().horizontalAdvance(self.name.full_text) + 2
        state = self.state.sizeHint().width()
        self.state.setVisible(name + GAP + state <= right - left)
        whole = name + GAP + state if self.state.isVisibleTo(self) else min(name, right - left)
        x = max(left, min((self.width() - whole) // 2, right - whole))
        self.name.setGeometry(x, 0, min(name, right - left), self.height())
        self.state.setGeometry(x + name + GAP, 0, state, self.height())

    def _tell(self) -> None:
        self.state.set_text(saved_words(self._saved_at, self._edited, time.time()))
        self._centre()

    def _draw_icons(self) -> None:
        scale = self.devicePixelRatioF()
        self._chip.setPixmap(icons.pixmap("ph.cpu", "dim", 16, scale))
        self._logo.setPixmap(icons.logo(QSize(20, 20), scale))


def saved_words(saved_at: float | None, edited: bool, now: float) -> str:
    """Edited, or how long ago it was saved: minutes, hours, then the day."""
    if saved_at is None:
        return tr("Not saved yet")
    if edited:
        return tr("Edited")
    ago = max(0, int(now - saved_at))
    if ago < MINUTE:
        return tr("Saved just now")
    if ago < HOUR:
        return tr("Saved {ago} min ago", ago=ago // MINUTE)
    return (
        tr("Saved {ago} h ago", ago=ago // HOUR)
        if ago < DAY
        else time.strftime(tr("Saved on %d %b"), time.localtime(saved_at))
    )
