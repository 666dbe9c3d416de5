"""The media pool: finding, renaming, dragging out and dropping in."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QColor, QDragEnterEvent, QDropEvent, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.timeline.model import (
    Clip,
    Generation,
    ItemId,
    Made,
    Media,
    MediaId,
    Picture,
    SoundTrack,
    Take,
    Task,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    new_timeline,
)
from editor.ui import theme
from editor.ui.pool import MEDIA_MIME, Pool
from editor.ui.pool.item_painting import duration_words
from editor.ui.pool.media_model import Kind, shown_name

GREEN = QColor("#22aa44")


class FakeThumbnails(QObject):
    arrived = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.pictures: dict[str, QImage] = {}

    def image(self, media: Media, time: Fraction, height: int) -> QImage | None:
        self.asked.append(media.id)
        return self.pictures.get(media.id)

    def peaks(self, media: Media) -> None:
        return None

    def bring(self, media_id: str) -> None:
        picture = QImage(128, 72, QImage.Format.Format_RGB32)
        picture.fill(GREEN)
        self.pictures[media_id] = picture
        self.arrived.emit(media_id)


class FakePresence(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.gone: set[str] = set()

    def is_missing(self, media: Media) -> bool:
        return media.id in self.gone

    def lose(self, media_id: str) -> None:
        self.gone.add(media_id)
        self.changed.emit()


def film(name: str, seconds: Fraction | int = 5, made: Made | None = None) -> Media:
    return Media(
        MediaId(name), f"/footage/{name}.mp4", name, Fraction(seconds), Picture(1280, 720, Fraction(24)), made=made
    )


def sound(name: str) -> Media:
    return Media(MediaId(name), f"/footage/{name}.wav", name, Fraction(90), None, SoundTrack(48_000, 2))


def still(name: str) -> Media:
    return Media(MediaId(name), f"/footage/{name}.jpg", name, Fraction(0), Picture(1280, 720, Fraction(1)))


MADE = Made(Generation(Task.AFTER, ()), "Longtake built-in model")
MEDIA = (film("surf"), film("bird", Fraction(126, 24)), sound("waves"), still("poster"), film("surf, after", 2, MADE))


def with_media(*media: Media, used: tuple[str, ...] = ()) -> Timeline:
    clips = tuple(Clip(ItemId(name), name, 24, (Take(MediaId(name)),)) for name in used)
    return Timeline("Cut", Fraction(24), 1280, 720, (Track(TrackId("V1"), TrackKind.VIDEO, items=clips),), media=media)


class Desk:
    def __init__(self, timeline: Timeline) -> None:
        self.document, self.thumbnails, self.presence = Document(timeline), FakeThumbnails(), FakePresence()
        self.importing = QAction("Import…")
        self.importing.setShortcut(QKeySequence("Ctrl+I"))
        self.pool = Pool(self.document, self.thumbnails, self.importing, self.presence)
        self.pool.resize(304, 464)

    @property
    def listed(self) -> list[str]:
        return [shown_name(media) for media in self.pool.model.listed]

    def at(self, name: str) -> QPoint:
        row = self.pool.model.row_of(MediaId(name))
        assert row is not None
        return self.pool.view.visualRect(self.pool.model.index(row)).center()

    def click(self, name: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.pool.view.viewport(), Qt.MouseButton.LeftButton, keys, self.at(name))

    def double_click(self, name: str) -> None:
        self.click(name)
        QTest.mouseDClick(self.pool.view.viewport(), Qt.MouseButton.LeftButton, pos=self.at(name))

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.pool.view, key)


@pytest.fixture
def desk_with(qtbot: QtBot) -> Callable[[Timeline], Desk]:
    def make(timeline: Timeline) -> Desk:
        desk = Desk(timeline)
        qtbot.addWidget(desk.pool)
        with qtbot.waitActive(desk.pool):
            desk.pool.show()
            desk.pool.activateWindow()
        return desk

    return make


@pytest.fixture
def desk(desk_with: Callable[..., Desk]) -> Desk:
    return desk_with(with_media(*MEDIA, used=("surf",)))


def test_names_are_the_files_own_but_for_what_was_made_or_renamed(desk: Desk) -> None:
    assert desk.listed == ["surf.mp4", "bird.mp4", "waves.wav", "poster.jpg", "surf, after"]
    assert shown_name(replace(film("surf"), name="The wave")) == "The wave"


def test_searching_finds_by_any_part_of_the_name_and_says_when_there_is_nothing(desk: Desk) -> None:
    QTest.keyClicks(desk.pool.search, "SUR")
    assert desk.listed == ["surf.mp4", "surf, after"]
    QTest.keyClicks(desk.pool.search, "x")
    assert desk.listed == []
    assert desk.pool.nothing.isVisible()
    assert "SURx" in desk.pool.nothing.full_text
    QTest.keyClick(desk.pool.search, Qt.Key.Key_Escape)
    assert len(desk.listed) == 5


def test_chips_filter_and_only_kinds_that_exist_have_one(desk: Desk) -> None:
    assert list(desk.pool.chips) == list(Kind)
    assert desk.pool.chips[Kind.GENERATED].count == "1"
    desk.pool.chips[Kind.SOUND].click()
    assert desk.listed == ["waves.wav"]
    desk.document.apply("Remove", with_media(film("surf"), still("poster")))
    assert list(desk.pool.chips) == [Kind.ALL, Kind.VIDEO, Kind.STILLS]
    assert desk.listed == ["surf.mp4", "poster.jpg"]


def test_where_all_are_of_one_kind_there_is_nothing_to_filter(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(with_media(film("surf"), film("bird")))
    assert [chip for chip in desk.pool.chips.values() if chip.isVisible()] == []


def test_pictures_are_asked_for_and_shown_when_they_arrive(desk: Desk) -> None:
    desk.pool.grab()
    assert "surf" in desk.thumbnails.asked
    assert "waves" not in desk.thumbnails.asked or desk.thumbnails.image(sound("waves"), Fraction(0), 1) is None
    desk.thumbnails.bring("bird")
    where = desk.at("bird") - QPoint(0, 14)
    assert desk.pool.view.viewport().grab().toImage().pixelColor(where) == GREEN


def test_what_can_be_seen_through_stands_on_a_ground_of_its_own(desk: Desk) -> None:
    clear = QImage(128, 72, QImage.Format.Format_ARGB32)
    clear.fill(Qt.GlobalColor.transparent)
    desk.thumbnails.pictures["surf"] = clear
    desk.thumbnails.arrived.emit("surf")
    seen = desk.pool.view.viewport().grab().toImage()
    assert seen.pixelColor(60, 40) == theme.colour("raised")


def test_double_click_and_return_open_a_file(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.pool.opened) as opened:
        desk.double_click("bird")
    assert opened.args == ["bird"]
    desk.click("surf")
    with qtbot.waitSignal(desk.pool.opened) as opened:
        desk.key(Qt.Key.Key_Return)
    assert opened.args == ["surf"]


def test_a_file_that_is_gone_is_relinked_instead_of_opened(desk: Desk, qtbot: QtBot) -> None:
    desk.presence.lose("bird")
    with qtbot.waitSignal(desk.pool.relink_wanted) as wanted, qtbot.assertNotEmitted(desk.pool.opened):
        desk.double_click("bird")
    assert wanted.args == ["bird"]
    corner = desk.at("bird") - QPoint(60, 40)
    assert desk.pool.view.viewport().grab().toImage().pixelColor(corner) == QColor(theme.tokens.offline_bar)


def test_several_are_selected_with_control_and_deleted_together(desk: Desk, qtbot: QtBot) -> None:
    desk.click("surf, after")
    desk.click("surf", Qt.KeyboardModifier.ControlModifier)
    assert desk.pool.selected_ids == ("surf", "surf, after")
    with qtbot.waitSignal(desk.pool.deleted) as deleted:
        desk.key(Qt.Key.Key_Delete)
    assert deleted.args == [["surf", "surf, after"]]


def test_delete_without_a_selection_asks_for_nothing(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(desk.pool.deleted):
        desk.key(Qt.Key.Key_Delete)


def test_f2_renames(desk: Desk, qtbot: QtBot) -> None:
    desk.click("bird")
    desk.key(Qt.Key.Key_F2)
    [editor] = desk.pool.view.findChildren(QLineEdit)
    assert editor.text() == "bird"
    editor.selectAll()
    QTest.keyClicks(editor, "Bluebird")
    with qtbot.waitSignal(desk.pool.renamed) as renamed:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert renamed.args == ["bird", "Bluebird"]


def test_an_empty_or_unchanged_name_renames_nothing(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(desk.pool.renamed):
        assert not desk.pool.model.setData(desk.pool.model.index(1), "  ")
        assert not desk.pool.model.setData(desk.pool.model.index(1), "bird")


def test_what_is_dragged_out_is_told_by_id_in_the_list_s_order(desk: Desk) -> None:
    indexes = [desk.pool.model.index(row) for row in (4, 0)]
    mime = desk.pool.model.mimeData(indexes)
    assert bytes(mime.data(MEDIA_MIME).data()).decode() == "surf\nsurf, after"


def test_the_timeline_understands_what_is_dragged_out(desk: Desk) -> None:
    dropping = pytest.importorskip("editor.ui.timeline.gestures.dropping")
    mime = desk.pool.model.mimeData([desk.pool.model.index(0), desk.pool.model.index(1)])
    assert dropping.media_ids(mime) == ("surf", "bird")


def files(*paths: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


def enter_event(mime: QMimeData) -> QDragEnterEvent:
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QDragEnterEvent(QPoint(50, 50), copy, mime, left, none)


def test_files_dropped_on_it_are_to_be_imported(desk: Desk, qtbot: QtBot) -> None:
    mime = files("/new/a.mp4", "/new/b.wav")
    entering = enter_event(mime)
    desk.pool.dragEnterEvent(entering)
    assert entering.isAccepted()
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(desk.pool.files_dropped) as dropped:
        desk.pool.dropEvent(QDropEvent(QPointF(50, 50), copy, mime, left, none))
    assert dropped.args == [[Path("/new/a.mp4"), Path("/new/b.wav")]]


def test_its_own_media_are_not_taken_for_files(desk: Desk) -> None:
    mime = desk.pool.model.mimeData([desk.pool.model.index(0)])
    entering = enter_event(mime)
    entering.ignore()
    desk.pool.dragEnterEvent(entering)
    assert not entering.isAccepted()


def test_an_empty_pool_says_what_to_do(desk_with: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = desk_with(new_timeline())
    assert desk.pool.empty.isVisible()
    with qtbot.waitSignal(desk.importing.triggered):
        desk.pool.empty.button.click()
    desk.document.apply("Import", with_media(film("surf")))
    assert not desk.pool.empty.isVisible()
    assert desk.listed == ["surf.mp4"]


def test_what_is_on_the_timeline_is_marked_also_as_an_unused_take(desk: Desk) -> None:
    model, timeline = desk.pool.model, desk.document.timeline
    assert [model.is_used(media.id) for media in MEDIA] == [True, False, False, False, False]
    clip = replace(timeline.tracks[0].items[0], takes=(Take(MediaId("surf")), Take(MediaId("surf, after"))))
    track = replace(timeline.tracks[0], items=(clip,))
    desk.document.apply("New Take", replace(timeline, tracks=(track,)))
    assert model.is_used(MediaId("surf, after"))
    desk.document.undo_stack.undo()
    assert not model.is_used(MediaId("surf, after"))


def test_the_selection_stays_when_media_are_added(desk: Desk) -> None:
    desk.click("bird")
    desk.document.apply("Import", replace(desk.document.timeline, media=(*MEDIA, film("new"))))
    assert desk.pool.selected_ids == ("bird",)


def test_revealing_what_is_filtered_away_shows_it(desk: Desk) -> None:
    QTest.keyClicks(desk.pool.search, "poster")
    desk.pool.reveal(MediaId("bird"))
    assert desk.pool.selected_ids == ("bird",)
    assert len(desk.listed) == 5


def test_two_columns_stand_in_the_panel_as_designed_and_more_in_a_wider_one(desk: Desk) -> None:
    view, model = desk.pool.view, desk.pool.model
    places = [view.visualRect(model.index(row)) for row in range(3)]
    assert places[0].top() == places[1].top() < places[2].top()
    assert places[1].left() - places[0].left() == 146  # a thumbnail of 134, and a gap of 12
    desk.pool.resize(304 + 146, 464)
    places = [view.visualRect(model.index(row)) for row in range(3)]
    assert places[0].top() == places[2].top()


def test_the_list_shows_one_a_row(desk: Desk) -> None:
    desk.pool.layout_choice.chosen.emit(False)
    tops = [desk.pool.view.visualRect(desk.pool.model.index(row)).top() for row in range(3)]
    assert tops == [tops[0], tops[0] + 40, tops[0] + 80]
    desk.thumbnails.bring("surf")
    assert GREEN in [desk.pool.view.viewport().grab().toImage().pixelColor(40, y) for y in range(5, 35)]


@pytest.mark.parametrize(
    ("media", "words"),
    [(film("a", 5), "00:05:00"), (film("a", 3601), "01:00:01:00"), (sound("a"), "01:30"), (still("a"), "")],
)
def test_durations_are_told_as_short_as_can_be(media: Media, words: str) -> None:
    assert duration_words(media) == words


def test_a_generated_one_names_the_model_that_made_it(desk: Desk) -> None:
    tip = desk.pool.model.index(4).data(Qt.ItemDataRole.ToolTipRole)
    assert "Longtake built-in model" in tip


def test_a_thousand_files_are_listed_and_scrolled_at_once(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(new_timeline())
    media = tuple(film(f"clip {number}") for number in range(1000))
    began = perf_counter()
    desk.document.apply("Import", with_media(*media))
    desk.pool.grab()
    desk.pool.view.scrollToBottom()
    desk.pool.grab()
    assert perf_counter() - began < 1.0
    assert len(set(desk.thumbnails.asked)) < 60  # only what is seen is asked for
