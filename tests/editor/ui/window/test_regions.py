"""How the window is divided, and that it comes back as it was left."""

import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from editor.settings import Settings
from editor.timeline.model import MediaId
from editor.ui.window.main_window import MainWindow
from editor.ui.window.splitter import Handle, Splitter, snapped
from tests.editor.ui.generation.scene import a_timeline
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage

LEFT = Qt.MouseButton.LeftButton


def sized(window: MainWindow, width: int, height: int) -> MainWindow:
    window.resize(width, height)
    QTest.qWait(0)
    return window


def box(window: MainWindow, widget: QWidget) -> tuple[int, int, int, int]:
    corner = widget.mapTo(window, QPoint(0, 0))
    return corner.x(), corner.y(), widget.width(), widget.height()


def handle(splitter: Splitter) -> Handle:
    found = splitter.handle(1)
    assert isinstance(found, Handle)
    return found


def drag(splitter: Splitter, by: QPoint) -> None:
    line = handle(splitter)
    QTest.mousePress(line, LEFT, pos=line.rect().center())
    QTest.mouseMove(line, line.rect().center() + by)
    QTest.mouseRelease(line, LEFT, pos=line.rect().center() + by)


def test_the_regions_are_those_of_the_design(window: MainWindow) -> None:
    sized(window, 1920, 1080)
    assert box(window, window.top) == (0, 0, 1920, 36)
    assert box(window, window.pool) == (0, 37, 304, 464)
    assert box(window, window.source) == (305, 37, 635, 464)
    assert box(window, window.program) == (941, 37, 635, 464)
    assert box(window, window.inspector)[:3] == (1577, 37, 343)
    assert box(window, window.timeline_panel)[:3] == (0, 502, 1576)


def test_thumbnails_of_the_pool_stand_in_two_columns(window: MainWindow) -> None:
    for width, height in ((1920, 1080), (1280, 720)):
        view = sized(window, width, height).pool.view
        first, second = (view.visualRect(view.model().index(row, 0)) for row in (0, 1))
        assert first.top() == second.top()
    sized(window, 1920, 1080)
    assert window.pool.view._delegate.cell.width() == 134


def test_in_a_small_window_source_and_program_share_a_monitor_with_tabs(
    window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        await hands.active()
        sized(window, 1280, 720)
        tabs, session = window.monitors.tabs, window.session
        assert [tabs.tabText(index) for index in range(tabs.count())] == ["Source", "Program"]
        assert (window.source.isVisible(), window.program.isVisible()) == (False, True)
        window.open_media(MediaId("bird"))
        assert (window.source.isVisible(), window.program.isVisible()) == (True, False)
        assert window.monitors.name.full_text == "bird"
        QTest.mouseClick(tabs, LEFT, pos=tabs.tabRect(1).center())
        assert (window.source.isVisible(), window.program.isVisible()) == (False, True)
        assert window.program.has_keyboard, "whose tab is chosen gets the keys"
        window.monitors.show_monitor(window.source)
        window.timeline_panel.lanes.setFocus()
        session.playback.seek(10)
        assert window.program.isVisible(), "who moves the timeline's playhead wants to see what is there"

    run(story())


def test_a_wide_window_shows_both_again(window: MainWindow) -> None:
    sized(window, 1280, 720)
    sized(window, 1920, 1080)
    assert window.source.isVisible()
    assert window.program.isVisible()
    assert not window.monitors.tabs.isVisible()
    assert window.source.width() == window.program.width()


def test_the_source_keeps_the_keys_while_its_piece_goes_to_the_timeline(
    window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        await hands.active()
        sized(window, 1280, 720)
        window.open_media(MediaId("bird"))
        window.source.setFocus()
        window.actions_by_id["insert"].trigger()
        assert window.source.isVisible()

    run(story())


def test_nothing_is_cut_off_in_the_least_window(window: MainWindow) -> None:
    sized(window, 1280, 720)
    for region in (window.top, window.pool, window.program, window.inspector, window.timeline_panel, window.jobs):
        assert window.rect().contains(region.rect().translated(region.mapTo(window, QPoint(0, 0)))), region
        assert region.width() >= region.minimumSizeHint().width(), region
    assert box(window, window.inspector)[2] == 300


def test_the_inspector_can_be_folded_and_its_room_goes_to_the_rest(window: MainWindow) -> None:
    sized(window, 1280, 720)
    window.actions_by_id["inspector"].trigger()
    QTest.qWait(0)
    assert not window.inspector.isVisible()
    assert window.timeline_panel.width() == 1280
    window.actions_by_id["inspector"].trigger()
    assert window.inspector.width() == 300


def test_splitters_snap_to_a_grid_of_eight_through_the_designs_place() -> None:
    assert [snapped(place, 304) for place in (304, 307, 309, 320, 297)] == [304, 304, 312, 320, 296]


@pytest.mark.parametrize(
    ("name", "by"), [("upper", QPoint(50, 0)), ("whole", QPoint(-50, 0)), ("left", QPoint(0, -50))]
)
def test_a_line_is_dragged_in_steps_of_eight_and_goes_back_at_a_double_click(
    name: str, by: QPoint, window: MainWindow
) -> None:
    sized(window, 1920, 1080)
    splitter = getattr(window.regions, name)
    before = splitter.sizes()
    drag(splitter, by)
    moved = splitter.sizes()
    assert abs(moved[0] - before[0]) == 48
    sized(window, 1900, 1060)
    sized(window, 1920, 1080)
    assert splitter.sizes() == moved, "it stays where the user has put it"
    QTest.mouseDClick(handle(splitter), LEFT)
    assert splitter.sizes() == before


def test_the_monitors_can_be_unequal_and_equal_again(window: MainWindow) -> None:
    sized(window, 1920, 1080)
    drag(window.monitors.splitter, QPoint(-80, 0))
    assert window.source.width() == 635 - 80
    QTest.mouseDClick(handle(window.monitors.splitter), LEFT)
    assert window.source.width() == window.program.width()


def test_the_window_comes_back_as_it_was_left(stage: Stage, window: MainWindow) -> None:
    sized(window, 1700, 900)
    drag(window.regions.upper, QPoint(48, 0))
    window.actions_by_id["inspector"].trigger()
    pool = window.pool.width()
    again = stage.open()
    QTest.qWait(0)
    assert again.pool.width() == pool
    assert not again.inspector.isVisible()


def test_the_place_of_the_window_is_remembered(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    window = sized(stage.open(), 1500, 840)
    left_as = window.saveGeometry()
    given: list[QByteArray] = []
    monkeypatch.setattr(MainWindow, "restoreGeometry", lambda window, packed: given.append(QByteArray(packed)))
    stage.open()
    assert given == [left_as], "Qt puts it on a screen that is there"


def test_settings_edited_by_hand_do_no_harm(stage: Stage) -> None:
    by_hand: dict[str, str | int] = {"region pool": "wide", "region upper": -5, "window": "zz", "inspector shown": "?"}
    Settings(str(stage.folder / "settings.ini")).set(by_hand)
    again = sized(stage.open(), 1920, 1080)
    assert again.pool.width() == 304
    assert again.inspector.isVisible()


def test_the_theme_is_remembered(stage: Stage, window: MainWindow) -> None:
    assert not window.switches.is_light
    window.actions_by_id["theme"].trigger()
    assert window.session.settings.text("theme") == "light"
    again = stage.open(a_timeline(stage.folder))
    assert again.switches.is_light
    again.actions_by_id["theme"].trigger()
    assert not again.switches.is_light


def test_full_screen_shows_the_picture_alone_and_escape_ends_it(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        await hands.active()
        window.actions_by_id["full-screen"].trigger()
        assert window.switches.is_full_screen
        assert window.isFullScreen()
        await hands.press(Qt.Key.Key_Escape, widget=hands.window.focusWidget())
        assert not window.switches.is_full_screen
        assert not window.isFullScreen()
        assert window.program.has_keyboard

    run(story())
