"""The monitors: what they show of the playback, and what they make it do."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QImage, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.timeline.model import Clip, Generation, ItemId, Task, Timeline, Track, TrackId, TrackKind, new_timeline
from editor.timeline.rational_time import TimeRange
from editor.ui import theme
from editor.ui.viewer import Monitor, MonitorActions, StartCard
from editor.ui.viewer.overlay import MonitorOverlay
from editor.ui.viewer.picture_area import FullScreen
from editor.ui.viewer.safe_areas import SafeAreas, inside
from editor.ui.viewer.scrub_bar import ScrubBar, generated_ranges
from editor.ui.widgets import EmptyState, IconButton, Menu
from editor.view_state import ViewState

GREEN = QColor("#22aa44")


class FakePlayback(QObject):
    """Stands where it is told to, and remembers what it was told."""

    frame_changed = Signal(int)
    speed_changed = Signal(float)
    picture_ready = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.frame = 0
        self.picture: QImage | None = None
        self.view = QSize()
        self.quality = 1
        self.pauses = 0
        self.is_by_proxy = False

    def seek(self, frame: int) -> None:
        self.frame = frame
        self.frame_changed.emit(frame)

    def scrub(self, frame: int) -> None:
        self.seek(frame)

    def pause(self) -> None:
        self.pauses += 1

    def set_view_size(self, size: QSize) -> None:
        self.view = size

    def set_quality(self, divisor: int) -> None:
        self.quality = divisor

    def show(self, picture: QImage) -> None:
        self.picture = picture
        self.picture_ready.emit(picture)


def clip(name: str, frames: int, generated: bool = False) -> Clip:
    generation = Generation(Task.AFTER, ()) if generated else None
    return Clip(ItemId(name), name, frames, generation=generation)


def cut(**changes: object) -> Timeline:
    track = Track(
        TrackId("V1"), TrackKind.VIDEO, items=(clip("surf", 600), clip("after", 100, True), clip("bird", 300))
    )
    return replace(Timeline("Big Swell", Fraction(24), 1280, 720, (track,)), **changes)


def actions() -> MonitorActions:
    def action(words: str, keys: str = "") -> QAction:
        made = QAction(words)
        made.setShortcut(QKeySequence(keys))
        return made

    loop = action("Loop", "Ctrl+L")
    loop.setCheckable(True)
    names = ("Mark In", "Mark Out", "Previous Edit", "Step Back", "Play", "Step Forward", "Next Edit")
    return MonitorActions(
        *map(action, names), loop, (("ph.bookmark-simple", action("Add Marker", "M")),), action("Full Screen")
    )


class Desk:
    def __init__(self, timeline: Timeline) -> None:
        self.window = QMainWindow()
        self.playback, self.document, self.actions = FakePlayback(), Document(timeline), actions()
        self.monitor = Monitor("Program", self.playback, self.document, self.actions, EmptyState("ph.monitor-play"))
        self.window.setCentralWidget(self.monitor)
        self.window.resize(635, 464)


class Taking(MonitorOverlay):
    """Takes the mouse in the left half of the picture, and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def press(self, event: QMouseEvent, picture: QRect) -> bool:
        return event.position().x() < picture.center().x()

    def drag(self, event: QMouseEvent, picture: QRect) -> None:
        self.told.append("drag")

    def release(self, event: QMouseEvent, picture: QRect) -> None:
        self.told.append("release")

    def cancel(self) -> None:
        self.told.append("cancel")


@pytest.fixture
def desk_with(qtbot: QtBot) -> Callable[[Timeline], Desk]:
    def make(timeline: Timeline) -> Desk:
        desk = Desk(timeline)
        qtbot.addWidget(desk.window)
        with qtbot.waitActive(desk.window):
            desk.window.show()
            desk.window.activateWindow()
        desk.window.setFocus()
        return desk

    return make


@pytest.fixture
def desk(desk_with: Callable[..., Desk]) -> Desk:
    return desk_with(cut())


def green(size: QSize) -> QImage:
    picture = QImage(size, QImage.Format.Format_RGB32)
    picture.fill(GREEN)
    return picture


def test_the_picture_is_asked_for_as_large_as_it_stands_on_the_screen(desk: Desk) -> None:
    assert desk.playback.view == desk.monitor.area.picture_rect().size() * desk.monitor.devicePixelRatioF()
    assert desk.playback.view == QSize(604, 340)  # as designed, in a monitor of 635 x 464


def test_the_picture_is_painted_in_the_middle_of_the_well(desk: Desk) -> None:
    desk.playback.show(green(desk.playback.view))
    area = desk.monitor.area
    seen, place = area.grab().toImage(), area.picture_rect()
    assert seen.pixelColor(place.center()) == GREEN
    assert seen.pixelColor(place.topLeft()) == GREEN
    assert seen.pixelColor(place.left() - 2, place.center().y()) == QColor(theme.tokens.well)
    assert abs(place.left() - (area.width() - place.right() - 1)) <= 1


def test_a_smaller_picture_fills_the_same_place(desk: Desk) -> None:
    desk.playback.show(green(QSize(151, 85)))
    place = desk.monitor.area.picture_rect()
    seen = desk.monitor.area.grab().toImage()
    assert seen.pixelColor(place.bottomRight()) == GREEN


def test_zoomed_in_the_picture_is_its_own_size_and_can_be_dragged_to_its_edge(desk: Desk) -> None:
    desk.monitor.transport.zoom.chosen.emit(100)
    area = desk.monitor.area
    assert area.picture_rect().size() == QSize(1280, 720)
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=QPoint(300, 150))
    QTest.mouseMove(area, QPoint(6000, 150))
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=QPoint(6000, 150))
    assert area.picture_rect().left() == 12
    desk.monitor.transport.zoom.chosen.emit(0)
    assert QRect(QPoint(0, 0), area.size()).contains(area.picture_rect())


def test_quality_goes_to_the_playback(desk: Desk) -> None:
    desk.monitor.transport.quality.chosen.emit(4)
    assert desk.playback.quality == 4


def test_a_click_in_the_strip_goes_there_and_stops_playing(desk: Desk) -> None:
    bar = desk.monitor.scrub_bar
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() // 2, 12))
    assert abs(desk.playback.frame - 500) <= 1
    assert desk.playback.pauses == 1


def test_dragging_in_the_strip_goes_no_farther_than_the_ends(desk: Desk) -> None:
    bar = desk.monitor.scrub_bar
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(300, 12))
    QTest.mouseMove(bar, QPoint(5000, 12))
    assert desk.playback.frame == 999
    QTest.mouseMove(bar, QPoint(-5, 12))
    assert desk.playback.frame == 0


def test_the_strip_shows_playhead_marks_and_what_is_generated(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(cut(mark_in=100, mark_out=500))
    desk.playback.seek(250)
    bar = desk.monitor.scrub_bar
    seen = bar.grab().toImage()
    colour = lambda frame, up=0: seen.pixelColor(round(bar.x_of(frame)), 12 - up)  # noqa: E731
    assert colour(650) == QColor(theme.tokens.gen)
    assert colour(800) == QColor(theme.tokens.line2)
    assert colour(100, 3) == QColor(theme.tokens.accent)
    assert colour(250, 3) == QColor(theme.tokens.needle)


def test_what_is_on_a_hidden_track_is_not_told_as_generated() -> None:
    timeline = cut()
    hidden = replace(timeline.tracks[0], hidden=True)
    assert generated_ranges(timeline) == (TimeRange(600, 100),)
    assert generated_ranges(replace(timeline, tracks=(hidden,))) == ()


def test_the_timecode_follows_the_playhead_and_leads_it_when_typed(desk: Desk) -> None:
    field = desk.monitor.transport.timecode
    desk.playback.seek(49)
    assert field.text() == "00:00:02:01"
    field.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(field, "+24")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.playback.frame == 73


def test_buttons_do_what_the_menus_do_and_are_disabled_with_them(desk: Desk, qtbot: QtBot) -> None:
    button = desk.monitor.transport.play_button
    with qtbot.waitSignal(desk.actions.play.triggered):
        button.click()
    desk.actions.play.setEnabled(False)
    assert not button.isEnabled()


def test_every_action_has_a_button_with_its_name(desk: Desk) -> None:
    transport = desk.monitor.transport
    shown = {button.tip_words.text for button in transport.findChildren(IconButton) if button is not transport.views}
    assert {action.text() for action in desk.actions.all} == shown


def test_play_is_pause_while_it_plays(desk: Desk) -> None:
    button = desk.monitor.transport.play_button
    rest = button.grab().toImage()
    desk.playback.speed_changed.emit(1.0)
    assert button.grab().toImage() != rest
    desk.playback.speed_changed.emit(0.0)
    assert button.grab().toImage() == rest


def test_without_anything_to_play_the_empty_state_stands_there(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(new_timeline())
    monitor = desk.monitor
    assert monitor.empty.isVisible()
    assert not monitor.area.isVisible()
    assert not monitor.transport.timecode.isEnabled()
    assert not monitor.transport.play_button.isEnabled()
    assert monitor.transport.play_button.tip_words.reason == "There is nothing to play yet"
    assert not monitor.scrub_bar.isEnabled()
    assert monitor.head.name.full_text == ""
    desk.document.apply("Insert", cut())
    assert monitor.area.isVisible()
    assert monitor.transport.timecode.isEnabled()
    assert monitor.transport.play_button.isEnabled()
    assert monitor.head.name.full_text == "Big Swell"
    desk.document.undo_stack.undo()
    assert monitor.empty.isVisible()


def test_a_narrow_monitor_keeps_what_moves_the_playhead(desk: Desk) -> None:
    desk.window.resize(380, 300)
    transport = desk.monitor.transport
    assert transport.play_button.isVisible()
    assert not transport.zoom.isVisible()
    desk.window.resize(700, 464)
    assert transport.zoom.isVisible()


def test_only_what_is_to_be_seen_everywhere_lies_over_the_full_screen_too(desk: Desk) -> None:
    view = ViewState()
    desk.monitor.area.overlays += [SafeAreas(view), Taking()]
    desk.playback.show(green(desk.playback.view))
    desk.monitor.set_full_screen(True)
    [full] = desk.window.findChildren(FullScreen)
    assert [type(overlay) for overlay in full.area.overlays] == [SafeAreas]
    view.set_safe_areas(True)
    desk.monitor.update_overlays()
    place = full.area.picture_rect()
    line = inside(place, 0.9).topLeft().toPoint()
    assert full.area.grab().toImage().pixelColor(line) != GREEN
    desk.monitor.set_full_screen(False)


def test_full_screen_covers_the_window_and_escape_comes_back(desk: Desk) -> None:
    before = desk.playback.view
    desk.monitor.set_full_screen(True)
    assert desk.window.isFullScreen()
    assert desk.playback.view.width() >= before.width()
    [full] = [child for child in desk.window.children() if type(child).__name__ == "FullScreen"]
    assert full.rect() == desk.window.rect()
    QTest.keyClick(full, Qt.Key.Key_Escape)
    assert not desk.monitor.is_full_screen
    assert not desk.window.isFullScreen()
    assert desk.playback.view == desk.monitor.area.picture_rect().size()


def test_a_click_on_the_picture_gives_the_monitor_the_keyboard(desk: Desk) -> None:
    assert not desk.monitor.has_keyboard
    QTest.mouseClick(desk.monitor.area, Qt.MouseButton.LeftButton)
    assert desk.monitor.has_keyboard


def test_another_rate_changes_how_the_position_is_told(desk: Desk) -> None:
    desk.playback.seek(50)
    desk.document.apply("Settings", replace(desk.document.timeline, rate=Fraction(25)))
    assert desk.monitor.transport.timecode.text() == "00:00:02:00"


def test_the_playhead_alone_repaints_little_of_the_strip(qtbot: QtBot) -> None:
    bar = ScrubBar(cut())
    qtbot.addWidget(bar)
    bar.resize(635, 24)
    with qtbot.waitExposed(bar):
        bar.show()
    bar.show_frame(10)
    assert abs(bar.x_of(1000) - 623) < 1
    assert bar.x_of(0) == 12


def test_the_start_card_offers_what_there_is(qtbot: QtBot) -> None:
    card = StartCard(import_keys="Ctrl+I", open_keys="Ctrl+O")
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.import_wanted):
        card.own.click()
    with qtbot.waitSignal(card.open_wanted):
        card.project.click()
    with qtbot.waitSignal(card.sample_wanted):
        card.sample_button.click()
    card.show_machine("ok", "The built-in model is ready: a second at 720p takes about 9 s.")
    assert "built-in model" in card.machine.accessibleName()


def test_where_the_start_card_has_little_room_only_what_is_suggested_first_is_left(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    card = StartCard()
    card.setParent(around)
    card.show_ways([], has_sample=True)
    card.resize(card.minimumSizeHint())
    around.show()
    least = card.minimumSizeHint()
    assert card.own.isVisible()
    card.resize(least - QSize(0, 1))
    assert (card.sample.isVisible(), card.own.isVisible(), card.project.isVisible()) == (True, False, False)
    assert card.minimumSizeHint() == least, "it still asks for all the room"
    card.resize(least)
    assert card.own.isVisible()


def test_what_lies_over_the_picture_takes_the_mouse_where_it_wants_to(desk: Desk) -> None:
    area, taking = desk.monitor.area, Taking()
    area.overlays.append(taking)
    left, right = QPoint(40, 100), QPoint(area.width() - 40, 100)
    for start in (left, right):
        QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(area, start + QPoint(9, 9))
        QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=start)
    assert taking.told == ["drag", "release"]


def test_escape_drops_what_is_dragged_over_the_picture(desk: Desk) -> None:
    area, taking = desk.monitor.area, Taking()
    area.overlays.append(taking)
    QTest.mousePress(area, Qt.MouseButton.LeftButton, pos=QPoint(40, 100))
    QTest.keyClick(desk.monitor, Qt.Key.Key_Escape)
    QTest.mouseRelease(area, Qt.MouseButton.LeftButton, pos=QPoint(40, 100))
    assert taking.told == ["cancel"]


def test_the_monitor_says_when_its_picture_is_read_from_a_proxy(desk: Desk) -> None:
    for by_proxy in (True, False):
        desk.playback.is_by_proxy = by_proxy
        desk.playback.show(QImage(16, 9, QImage.Format.Format_RGB32))
        assert desk.monitor.transport.says_proxy is by_proxy


def test_a_narrow_monitor_has_a_button_for_size_and_quality_that_is_amber_while_proxies_are_read(desk: Desk) -> None:
    transport = desk.monitor.transport
    assert transport.quality.isVisible()
    assert not transport.views.isVisible()
    desk.monitor.resize(500, 400)
    desk.monitor.layout().activate()
    assert transport.views.isVisible()
    assert not transport.quality.isVisible()
    assert not transport.views.isChecked()
    transport.show_proxy(True)
    assert transport.views.isChecked()
    assert "small copies" in transport.views.tip_words.text
    transport.show_proxy(False)
    transport.views.click()
    rows = {action.text(): action for menu in transport.findChildren(Menu) for action in menu.actions()}
    rows["1/2"].trigger()
    assert (desk.playback.quality, transport.views.accessibleName()) == (2, "Picture: Fit, quality 1/2")
    assert transport.views.isChecked()
