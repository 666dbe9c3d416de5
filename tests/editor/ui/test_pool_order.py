"""The media pool put in order: folders, sorting, and what is looked for beside names."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.timeline.edits import pool_folders
from editor.timeline.model import MediaId, Picture
from editor.ui.pool import MEDIA_MIME
from editor.ui.pool.columns import Order, columns_for, in_order
from tests.editor.ui.test_pool import Desk, film, sound, still, with_media

SURF = replace(film("surf", 5), folder="Rushes")
BIRD = replace(film("bird", 9), folder="Rushes/Day 1", picture=Picture(640, 360, Fraction(25)))
MEDIA = (SURF, BIRD, sound("waves"), still("poster"))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk(with_media(*MEDIA, used=("surf",)))
    qtbot.addWidget(desk.pool)
    desk.pool.show()
    return desk


def press(desk: Desk, folder: str) -> None:
    QTest.mouseClick(desk.pool.folders.chips[folder], Qt.MouseButton.LeftButton)


def test_folders_are_chips_that_lead_in_and_out_again(desk: Desk) -> None:
    assert list(desk.pool.folders.chips) == ["Rushes"]
    press(desk, "Rushes")
    assert desk.listed == ["surf.mp4", "bird.mp4"]
    assert list(desk.pool.folders.chips) == ["", "Rushes/Day 1"]
    press(desk, "Rushes/Day 1")
    assert desk.listed == ["bird.mp4"]
    press(desk, "Rushes")
    press(desk, "")
    assert len(desk.listed) == 4


def test_media_let_go_on_a_chip_is_wanted_there(desk: Desk, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setData(MEDIA_MIME, b"waves\nposter")
    chip = desk.pool.folders.chips["Rushes"]
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(desk.pool.moved) as moved:
        chip.dropEvent(QDropEvent(QPointF(4, 4), Qt.DropAction.CopyAction, data, buttons, keys))
    assert moved.args == ["Rushes", ["waves", "poster"]]


def test_a_folder_that_goes_is_left(desk: Desk) -> None:
    press(desk, "Rushes")
    desk.document.apply("Delete Folder", pool_folders.remove_folder(desk.document.timeline, "Rushes"))
    assert desk.pool.folder == ""
    assert len(desk.listed) == 4
    assert desk.pool.folders.isHidden()


def test_what_is_revealed_is_seen_in_whatever_folder(desk: Desk) -> None:
    press(desk, "Rushes")
    desk.pool.reveal(MediaId("waves"))
    assert desk.pool.selected_ids == ("waves",)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("unused", ["bird.mp4", "waves.wav", "poster.jpg"]),
        ("used", ["surf.mp4"]),
        ("sound", ["waves.wav"]),
        ("stills", ["poster.jpg"]),
        ("day 1", ["bird.mp4"]),
        ("unused rushes", ["bird.mp4"]),
        ("offline", ["waves.wav"]),
    ],
)
def test_the_search_knows_kinds_folders_and_use(desk: Desk, typed: str, found: list[str]) -> None:
    desk.presence.lose("waves")
    desk.pool.look_for(typed)
    assert desk.listed == found


def test_what_is_looked_for_by_use_follows_the_cut(desk: Desk) -> None:
    desk.pool.look_for("unused")
    desk.pool.view.select((MediaId("bird"),))
    desk.document.apply("Delete", replace(desk.document.timeline, tracks=()))
    assert desk.listed[0] == "surf.mp4"
    assert desk.pool.selected_ids == ("bird",)


def test_a_heading_sorts_the_list_then_turns_it_then_lets_it_be(desk: Desk) -> None:
    desk.pool.layout_choice.chosen.emit(False)
    heading = desk.pool.list_head.cells[Order.LENGTH]
    orders = []
    for _ in range(3):
        QTest.mouseClick(heading, Qt.MouseButton.LeftButton)
        orders.append(desk.listed)
    assert orders[0] == ["poster.jpg", "surf.mp4", "bird.mp4", "waves.wav"]
    assert orders[1] == ["waves.wav", "bird.mp4", "surf.mp4", "poster.jpg"]
    assert orders[2] == ["surf.mp4", "bird.mp4", "waves.wav", "poster.jpg"]


@pytest.mark.parametrize(
    ("order", "first"),
    [(Order.NAME, "bird"), (Order.SIZE, "waves"), (Order.RATE, "waves"), (Order.USED, "bird"), (Order.FOLDER, "waves")],
)
def test_each_column_sorts_by_what_it_tells(order: Order, first: str) -> None:
    assert in_order(MEDIA, order, False, lambda media: int(media.name == "surf"))[0].name == first


def test_a_wider_list_tells_more() -> None:
    narrow, wide = columns_for(200), columns_for(700)
    assert [column.order for column in narrow] == [Order.LENGTH]
    assert [column.order for column in wide] == [Order.LENGTH, Order.USED, Order.SIZE, Order.RATE, Order.FOLDER]
    words = [column.words(BIRD, 2) for column in wide]
    assert words == ["00:09:00", "2 ×", "640 × 360", "25", "Rushes/Day 1"]


def test_the_list_is_painted_with_its_columns(desk: Desk) -> None:
    desk.pool.resize(760, 464)
    desk.pool.layout_choice.chosen.emit(False)
    assert not desk.pool.grab().isNull()
    heads = desk.pool.list_head.cells
    assert heads[Order.FOLDER].isVisible()
    desk.pool.resize(304, 464)
    assert not heads[Order.FOLDER].isVisible()
