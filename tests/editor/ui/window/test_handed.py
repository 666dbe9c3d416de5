"""A project that is opened in macOS's Finder is opened by the program, whether it runs already or starts for it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from editor.ui.window.handed import Handed


def opened_in_finder(receiver: QObject, name: str) -> None:
    QCoreApplication.sendEvent(receiver, QFileOpenEvent(QUrl(name)))


def test_a_file_from_the_finder_is_opened_once_the_window_is_there(qapp: QApplication) -> None:
    application = QObject()  # as the filter sees it: the real one is shared by all tests
    handed, taken = Handed(application), list[list[Path]]()
    application.installEventFilter(handed)
    opened_in_finder(application, "file:///films/early.otio")
    assert not taken
    handed.give_to(taken.append)
    assert taken == [[Path("/films/early.otio")]]
    opened_in_finder(application, "file:///films/a%20later%20one.otio")
    assert taken[1:] == [[Path("/films/a later one.otio")]]


def test_an_address_that_is_no_file_is_left_alone(qapp: QApplication) -> None:
    application = QObject()
    handed, taken = Handed(application), list[list[Path]]()
    application.installEventFilter(handed)
    handed.give_to(taken.append)
    opened_in_finder(application, "https://example.org/film.otio")
    assert not taken
