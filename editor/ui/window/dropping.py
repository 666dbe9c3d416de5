"""Files that are dropped beside the media pool and the timeline: anywhere else on the window."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent

from editor.ui.timeline.gestures.dropping import file_paths

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

_ARRIVALS = (QEvent.Type.DragEnter, QEvent.Type.Drop)


class Drops(QObject):
    """Takes them in as the media pool does; what the pool or the timeline accepts does not come here."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _ARRIVALS or not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        paths = list(file_paths(event.mimeData()))
        if paths:
            event.acceptProposedAction()
            if event.type() is QEvent.Type.Drop:
                self._window.perform(partial(self._window.files.take_in, paths))
        return bool(paths)
