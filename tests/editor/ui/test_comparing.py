"""The parts that takes are compared with."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.timeline.rational_time import TimeRange
from editor.ui.comparing.join_bar import JoinBar
from editor.ui.comparing.overlay import halves


def test_two_pictures_beside_each_other_keep_their_shape_and_lie_within_the_room() -> None:
    for room in (QRect(0, 0, 1000, 400), QRect(0, 0, 700, 900)):
        left, right = halves(room, QRect(0, 0, 1920, 1080))
        assert left.size() == right.size()
        assert abs(left.width() / left.height() - 16 / 9) < 0.02
        assert room.contains(left)
        assert room.contains(right)
        assert not left.intersects(right)


def test_the_strip_shows_the_join_in_its_middle_and_scrubs_within_what_is_looped(qtbot: QtBot) -> None:
    bar = JoinBar()
    qtbot.addWidget(bar)
    bar.resize(600, bar.height())
    bar.show_join(TimeRange(84, 72), 120, TimeRange(120, 48), "ok")
    assert abs(bar.x_of(120) - 300) < 2
    frames: list[int] = []
    bar.scrubbed.connect(frames.append)
    for x in (300, 0, 599):
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(x, 12))
    assert frames == [120, 84, 155]
