"""The bar across the top: menus, the project's name and whether it is saved, the model, and Export."""

import time

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QWidget

from editor.ui import icons, theme
from editor.ui.widgets import Button

HEIGHT = 36
MINUTE = 60


class TopBar(QWidget):
    """The words about the last save go on with the time."""

    def __init__(self, export: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.menus = QMenuBar(self)
        self.menus.setNativeMenuBar(False)
        self._logo = QLabel(self)
        self._name = QLabel(self)
        self._name.setFont(theme.font("title"))
        self._state = QLabel(self)
        self._state.setProperty("role", "dim")
        self._model = QLabel(self)
        self._model.setProperty("role", "dim")
        self._chip = QLabel(self)
        self.export = Button("Export", icon="export", parent=self)
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
        """saved_at: seconds since the epoch; None = never."""
        self._name.setText(name)
        self._saved_at, self._edited = saved_at, edited
        self._tell()

    def show_model(self, words: str) -> None:
        self._model.setText(words)

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """The name stands in the middle of the window, whatever is beside it."""
        self._centre()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._logo)
        row.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for widget in (self._chip, self._model):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.export)

    def _centre(self) -> None:
        gap = 8
        widths = [label.sizeHint().width() for label in (self._name, self._state)]
        room_left = self.menus.geometry().right() + gap
        x = max(room_left, (self.width() - sum(widths) - gap) // 2)
        for label, width in zip((self._name, self._state), widths, strict=True):
            label.setGeometry(x, 0, width, self.height())
            x += width + gap
        self._state.setVisible(x < self._chip.x())

    def _tell(self) -> None:
        self._state.setText(saved_words(self._saved_at, self._edited, time.time()))
        self._centre()

    def _draw_icons(self) -> None:
        self._chip.setPixmap(icons.pixmap("cpu", "dim", 16))
        self._logo.setPixmap(icons.logo(QSize(20, 20)))


def saved_words(saved_at: float | None, edited: bool, now: float) -> str:
    if saved_at is None:
        return "Not saved yet"
    if edited:
        return "Edited"
    minutes = int((now - saved_at) // MINUTE)
    return "Saved just now" if minutes < 1 else f"Saved {minutes} min ago" if minutes < MINUTE else "Saved"
