"""The frames at a dragged edge, painted over the program's picture."""

from fractions import Fraction

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from editor.timeline.model import Media, MediaId
from editor.ui.viewer.trim_view import BLACK, Frame, TrimView, places

ROOM = QRect(0, 0, 640, 360)
RED = QColor(200, 30, 30)


class Pictures:
    """Red ones, once they have come; the filmstrip's are green and there at once."""

    def __init__(self) -> None:
        self.have_come = False

    def image(self, media: Media, time: Fraction, height: int, exact: bool = False) -> QImage | None:
        if exact and not self.have_come:
            return None
        image = QImage(16, 9, QImage.Format.Format_RGB32)
        image.fill(RED if exact else QColor("green"))
        return image


def frame(name: str = "surf", large: bool = True) -> Frame:
    return Frame(Media(MediaId(name), f"/{name}.mp4", name, Fraction(5)), Fraction(1), "00:00:01:00", large)


def painted(view: TrimView) -> QImage:
    image = QImage(ROOM.size(), QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    with QPainter(image) as painter:
        view.paint(painter, ROOM)
    return image


@pytest.mark.usefixtures("qapp")
def test_the_filmstrips_picture_stands_in_until_the_very_frame_is_there() -> None:
    pictures = Pictures()
    view = TrimView(pictures)
    assert painted(view).pixelColor(320, 180) == QColor("blue")
    view.show([frame(), frame("bird")])
    assert painted(view).pixelColor(160, 150) == QColor("green")
    pictures.have_come = True
    image = painted(view)
    assert (image.pixelColor(160, 150), image.pixelColor(480, 150), image.pixelColor(160, 5)) == (RED, RED, BLACK)


def test_what_changes_is_large_and_what_stays_is_small_above_it() -> None:
    before, start, end, after = places([frame(large=False), frame(), frame(), frame(large=False)], ROOM)
    assert (before.top(), after.top()) == (0, 0)
    assert start.top() == end.top() > before.bottom()
    assert start.height() > 2 * before.height()
    assert (before.left(), start.left()) == (0, 0)
    assert end.left() == after.left() > start.right()
    assert ROOM.contains(end)
