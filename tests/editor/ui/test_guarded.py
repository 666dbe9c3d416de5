"""An error while a window is painted or laid out is told, and nothing worse."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtGui import QColor, QIconEngine, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyledItemDelegate, QWidget
from pytestqt.qtbot import QtBot

import editor.ui
from editor.ui import guarded
from editor.ui.guarded import INSTEAD

ASKED = (QWidget, QAbstractItemModel, QIconEngine, QStyledItemDelegate)
FAULTY = """
import sys
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from editor.ui.guarded import guarded

class Faulty(QWidget):
    @guarded
    def paintEvent(self, event):
        painter = QPainter(self)
        raise ValueError("painting")

    @guarded
    def sizeHint(self):
        raise ValueError("size")

    @guarded
    def resizeEvent(self, event):
        raise ValueError("resizing")

told = []
sys.excepthook = lambda kind, error, trace: told.append(str(error))
app = QApplication([])
window = QWidget()
column = QVBoxLayout(window)
for _ in range(6):
    column.addWidget(Faulty())
window.show()
for width in range(100, 130):
    window.resize(width, 200)
    window.grab()
    app.processEvents()
print(sorted(told))
"""


def overrides() -> Iterator[tuple[str, object]]:
    """Of all of our classes: what Qt asks many of them for in one pass."""
    for module in pkgutil.walk_packages(editor.ui.__path__, "editor.ui."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if kind.__module__ == module.name and issubclass(kind, ASKED):
                asked = {name: each for name, each in vars(kind).items() if name in INSTEAD}
                yield from ((f"{kind.__qualname__}.{name}", each) for name, each in asked.items())


def test_every_painter_and_every_size_of_ours_is_guarded() -> None:
    found = dict(overrides())
    assert len(found) > 100
    bare = [name for name, each in found.items() if each.__code__.co_filename != guarded.__file__]  # type: ignore[attr-defined]
    assert bare == []


def test_widgets_that_fail_while_they_are_shown_leave_the_program_running_and_are_told_once_each() -> None:
    done = subprocess.run([sys.executable, "-c", FAULTY], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "['painting', 'resizing', 'size']\n"), done.stderr


def test_what_was_painted_before_the_error_is_seen_and_the_rest_of_the_window_too(qtbot: QtBot) -> None:
    class Half(QWidget):
        @guarded.guarded
        def paintEvent(self, event: QPaintEvent) -> None:
            painter = QPainter(self)
            painter.fillRect(0, 0, 10, 10, QColor("red"))
            raise ValueError("half painted")

    with qtbot.captureExceptions() as told:
        widget = Half()
        qtbot.addWidget(widget)
        widget.resize(20, 20)
        pictures = [widget.grab().toImage() for _ in range(3)]
        qtbot.waitUntil(lambda: bool(told))
        qtbot.wait(1)
    assert {picture.pixelColor(5, 5).name() for picture in pictures} == {"#ff0000"}
    assert [str(error) for _, error, _ in told] == ["half painted"]
