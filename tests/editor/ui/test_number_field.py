"""A number is dragged, typed and stepped."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from editor.ui.widgets import NumberField


class Told:
    """A field, and what it tells."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.field = NumberField(0, 200, 100, 1, lambda value: f"{value:g} %", "Scale")
        QVBoxLayout(self.window).addWidget(self.field)
        self.moved: list[float] = []
        self.settled: list[float] = []
        self.field.moved.connect(self.moved.append)
        self.field.settled.connect(self.settled.append)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.field.clearFocus()

    def click(self) -> None:
        QTest.mouseClick(self.field, Qt.MouseButton.LeftButton)

    def type(self, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
        self.click()
        QTest.keyClicks(self.field, text)
        QTest.keyClick(self.field, key)

    def drag(self, by: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        start = self.field.rect().center()
        QTest.mousePress(self.field, Qt.MouseButton.LeftButton, held, start)
        for part in (by // 2, by):
            at = QPointF(start.x() + part, start.y())
            left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
            move = QMouseEvent(QEvent.Type.MouseMove, at, self.field.mapToGlobal(at), none, left, held)
            QApplication.sendEvent(self.field, move)
        QTest.mouseRelease(self.field, Qt.MouseButton.LeftButton, held, start)


@pytest.fixture
def told(qtbot: QtBot) -> Told:
    return Told(qtbot)


def test_typed_it_takes_the_first_number_and_shows_its_unit(told: Told) -> None:
    told.type("62,5 per cent")
    assert told.settled == [62.5]
    assert told.field.text() == "62.5 %"


def test_what_is_no_number_leaves_the_value(told: Told) -> None:
    told.type("wide")
    assert told.settled == []
    assert told.field.text() == "100 %"


def test_what_is_beyond_its_limits_is_the_limit(told: Told) -> None:
    told.type("900")
    told.field.clearFocus()
    told.type("-3")
    assert told.settled == [200, 0]


def test_escape_gives_back_what_stood_there(told: Told) -> None:
    told.type("5", Qt.Key.Key_Escape)
    assert told.field.text() == "100 %"
    assert told.settled == []


def test_dragged_it_moves_along_and_settles_once(told: Told) -> None:
    told.drag(20)
    assert told.moved == [110, 120]
    assert told.settled == [120]
    told.drag(20, Qt.KeyboardModifier.ControlModifier)
    assert told.settled == [120, 122]


def test_the_arrows_step_it(told: Told) -> None:
    told.click()
    QTest.keyClick(told.field, Qt.Key.Key_Up)
    QTest.keyClick(told.field, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert told.settled == [101, 91]


def test_where_several_differ_it_shows_a_dash_until_one_number_is_set_for_all(told: Told) -> None:
    told.field.set_value(10, differs=True)
    assert told.field.text() == "–"
    QTest.keyClick(told.field, Qt.Key.Key_Return)
    assert (told.field.text(), told.settled) == ("–", [])
    QTest.keyClicks(told.field, "10")
    QTest.keyClick(told.field, Qt.Key.Key_Return)
    assert told.settled == [10]
    assert not told.field.differs
