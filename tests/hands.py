"""A user's hands and eyes for stories: real mouse and key events on the real window, and patience."""

import asyncio
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMenu, QMessageBox, QWidget

from editor.timeline.model import Clip, ItemId, Track
from editor.ui.pool import MEDIA_MIME
from editor.ui.window.main_window import MainWindow

Condition = Callable[[], object]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
STEP = 0.02  # seconds between looks
SOON = 10.0  # seconds that anything but making frames may take, on a busy machine


class Hands:
    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.session = window.session

    async def until(self, condition: Condition, what: str, seconds: float = SOON) -> None:
        """Wait until it is so; what: the end of the sentence "waited in vain for ..."."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"waited in vain for {what}"
            await asyncio.sleep(STEP)

    async def active(self) -> None:
        """A window manager gives the focus back when a dialog closes; the offscreen platform has none, and a dialog
        that closes late takes it once more."""
        await self.until(self._is_active, "the window to be active")

    def _is_active(self) -> bool:
        if not self.window.isActiveWindow():
            self.window.activateWindow()
        return self.window.isActiveWindow()

    # the mouse

    def click(self, widget: QWidget, at: QPoint | None = None, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(widget, LEFT, modifiers, at or widget.rect().center())

    def click_frame(self, track: Track, frame: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.click(self.lanes, self.point(track, frame), modifiers)

    async def right_click(self, track: Track, frame: int) -> QMenu:
        """The menu that opens. The offscreen platform gives a popup the focus, and by that closes the first one."""
        point = self.point(track, frame)
        menu: QMenu | None = None
        while menu is None:
            QTest.mouseClick(self.lanes, RIGHT, NONE, point)
            event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, self.lanes.mapToGlobal(point))
            QApplication.sendEvent(self.lanes, event)
            for _ in range(10):
                await asyncio.sleep(STEP)
            menu = self._menu()
        return menu

    async def pick(self, menu: QMenu, *labels: str) -> None:
        """Go down through submenus by what their rows are called, and choose the last one."""
        for label in labels:
            action = row(menu, label)
            assert action.isEnabled(), f"{label} cannot be chosen: {action.toolTip()}"
            place, inner = menu.actionGeometry(action).center(), action.menu()
            QTest.mouseMove(menu, place)
            if isinstance(inner, QMenu):
                QTest.mouseMove(menu, place + QPoint(2, 0))
                await self.until(inner.isVisible, f"the submenu {label}")
                menu = inner
            else:
                self.click(menu, place)
        await self.active()

    def drop_media(self, names: Iterable[str], track: Track, frame: int) -> None:
        """From the pool onto a track."""
        media = {each.name: each for each in self.session.document.timeline.media}
        data = QMimeData()
        data.setData(MEDIA_MIME, "\n".join(media[name].id for name in names).encode())
        self._drop(self.lanes, data, self.point(track, frame))

    def drop_files(self, widget: QWidget, paths: Iterable[Path]) -> None:
        """From the file manager."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        self._drop(widget, data, widget.rect().center())

    def _drop(self, widget: QWidget, data: QMimeData, at: QPoint) -> None:
        actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        for kind in (QDragEnterEvent, QDragMoveEvent):
            QApplication.sendEvent(widget, kind(at, actions, data, LEFT, NONE))
        QApplication.sendEvent(widget, QDropEvent(QPointF(at), actions, data, LEFT, NONE))

    # the keys

    async def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, widget: QWidget | None = None) -> None:
        await self.active()
        QTest.keyClick(widget or self.lanes, key, modifiers)

    async def answer_file_dialog(self, *paths: Path) -> None:
        """Type names into the file dialog that is open, and press Return."""
        await self.until(lambda: self._dialog(QFileDialog), "the file dialog")
        dialog = self._dialog(QFileDialog)
        assert dialog is not None
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(" ".join(f'"{path}"' for path in paths) if len(paths) > 1 else str(paths[0]))
        QTest.keyClick(field, Qt.Key.Key_Return)
        await self.until(lambda: self._dialog(QFileDialog) is None, "the file dialog to close")
        await self.active()

    async def answer_question(self, button: str) -> None:
        await self.until(lambda: self._dialog(QMessageBox), "the question")
        box = self._dialog(QMessageBox)
        assert isinstance(box, QMessageBox)
        self.click(next(each for each in box.buttons() if each.text() == button))
        await self.until(lambda: self._dialog(QMessageBox) is None, "the question to close")
        await self.active()

    # where things are

    @property
    def lanes(self) -> QWidget:
        return self.window.timeline_panel.lanes

    def track(self, label: str) -> Track:
        """V1, A1 ..."""
        timeline = self.session.document.timeline
        return next(track for track in timeline.tracks if timeline.label(track) == label)

    def clips(self, label: str) -> list[Clip]:
        return list(self.track(label).clips)

    def start_of(self, item_id: ItemId) -> int:
        return self.session.document.timeline.range_of(item_id).start

    def point(self, track: Track, frame: int) -> QPoint:
        """Near a frame's left edge, in the picture part of a clip."""
        viewport = self.window.timeline_panel.viewport
        left, right = viewport.x_of(frame), viewport.x_of(frame + 1)
        row = next(row for row in viewport.rows if self.session.document.timeline.tracks[row.index].id == track.id)
        return QPoint(left + (right - left) // 4, row.top - viewport.top + row.height * 2 // 3)

    def _menu(self) -> QMenu | None:
        popup = QApplication.activePopupWidget()
        return popup if isinstance(popup, QMenu) else None

    def _dialog(self, kind: type[QDialog]) -> QDialog | None:
        return next((each for each in self.window.findChildren(kind) if each.isVisible()), None)


def row(menu: QMenu, label: str) -> QAction:
    """Raises AssertionError, with what there is, where no row is called that."""
    names = [action.text().split("\t")[0] for action in menu.actions()]
    assert label in names, f"{label} is not among {names}"
    return menu.actions()[names.index(label)]
