"""A user's hands and eyes for stories: real mouse and key events on the real window, and patience."""

import asyncio
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QAction, QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMenu, QMessageBox, QWidget

from editor.timeline.edits import Edge
from editor.timeline.model import Clip, ItemId, Track, Transition
from editor.ui.pool import MEDIA_MIME
from editor.ui.timeline.painting.joins import transition_range
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

    def double_click(self, widget: QWidget, at: QPoint) -> None:
        """As a mouse does it: the first click comes before."""
        self.click(widget, at)
        QTest.mouseDClick(widget, LEFT, NONE, at)
        QTest.mouseRelease(widget, LEFT, NONE, at)

    def drag(
        self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE, widget: QWidget | None = None
    ) -> None:
        """Keys are held from the press to the release. widget: the timeline's lanes by default."""
        widget = widget or self.lanes
        QTest.mousePress(widget, LEFT, modifiers, start)
        for at in (start + (end - start) / 2, end):
            self._move(widget, at, modifiers)
        QTest.mouseRelease(widget, LEFT, modifiers, end)

    def drag_edge(self, item_id: ItemId, edge: Edge, by: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """By frames, of a clip or a transition."""
        viewport, place = self.window.timeline_panel.viewport, self.place(item_id)
        x = place.left() + 1 if edge is Edge.START else place.right() - 1
        start = QPoint(x, place.top() + place.height() * 2 // 3)
        self.drag(start, start + QPoint(viewport.x_of(by) - viewport.x_of(0), 0), modifiers)

    def _move(self, widget: QWidget, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, at.toPointF(), widget.mapToGlobal(at), none, LEFT, modifiers)
        QApplication.sendEvent(widget, event)

    def pull(self, track: Track, end: int, typed: str) -> None:
        """Hold the edge at which a clip ends, a little way on, and type by how many frames it is to go."""
        start = QPoint(self.window.timeline_panel.viewport.x_of(end) - 2, self.point(track, end - 1).y())
        QTest.mousePress(self.lanes, LEFT, NONE, start)
        QTest.mouseMove(self.lanes, start + QPoint(40, 0))
        for key in typed:
            QTest.keyClick(self.lanes, key)
        QTest.mouseRelease(self.lanes, LEFT, NONE, start + QPoint(40, 0))

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

    async def pick_from_bar(self, title: str, *labels: str) -> None:
        """Open a menu of the window's bar, and go down to a row by the arrow keys."""
        bar = self.window.top.menus
        action = next(action for action in bar.actions() if action.text() == title)
        self.click(bar, bar.actionGeometry(action).center())
        for label in labels:
            menu = action.menu()
            assert isinstance(menu, QMenu)
            await self.until(menu.isVisible, f"the menu {action.text()}")
            action = row(menu, label)
            for _ in menu.actions():
                if menu.activeAction() is not action:
                    QTest.keyClick(menu, Qt.Key.Key_Down)
            assert menu.activeAction() is action, f"{label} cannot be reached"
            QTest.keyClick(menu, Qt.Key.Key_Return)
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

    async def write(self, text: str, widget: QWidget | None = None) -> None:
        await self.active()
        for letter in text:
            QTest.keyClick(widget or self.lanes, letter)

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

    def place(self, item_id: ItemId) -> QRect:
        """Of a clip or a transition, on the lanes."""
        timeline, viewport = self.session.document.timeline, self.window.timeline_panel.viewport
        index = next(at for at, track in enumerate(timeline.tracks) if any(each.id == item_id for each in track.items))
        item, range_ = timeline.item(item_id), timeline.range_of(item_id)
        return viewport.rect_of(index, transition_range(item, range_.start) if isinstance(item, Transition) else range_)

    def media_point(self, name: str) -> QPoint:
        """In the media pool's list."""
        view = self.window.pool.view
        row = next(at for at, media in enumerate(self.window.pool.model.listed) if media.name == name)
        return view.visualRect(self.window.pool.model.index(row)).center()

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
