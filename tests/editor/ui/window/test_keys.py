"""Keys: which control, and which monitor, they mean."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from editor.session import Session
from editor.timeline.model import MediaId
from editor.ui.inspector.effects.page import EffectsPage
from editor.ui.window.main_window import MainWindow
from tests.editor.ui.generation.scene import SURF
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands

Key = Qt.Key


@pytest.fixture
def with_source(window: MainWindow) -> Session:
    window.open_media(MediaId("bird"))
    return window.session


def press(widget: QWidget, key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget.setFocus()
    QTest.keyClick(widget, key, modifiers)


def test_space_plays_wherever_the_focus_is_except_in_text(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        await hands.active()
        playback = window.session.playback
        for widget in (window.timeline_panel.lanes, window.pool.view, window.program.transport.play_button):
            press(widget, Key.Key_Space)
            assert playback.is_playing, widget
            press(widget, Key.Key_Space)
            assert not playback.is_playing
        press(window.pool.search, Key.Key_Space)
        assert not playback.is_playing
        assert window.pool.search.text() == " "

    run(story())


def test_arrows_are_those_of_the_tab_or_the_number_that_has_the_keyboard(
    window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        await hands.active()
        window.session.document.select([SURF])
        press(window.inspector.tabs, Key.Key_Right)
        assert window.inspector.shows_effects
        page = window.inspector.page
        assert isinstance(page, EffectsPage)
        press(page.pictures.rows["Rotation"].field, Key.Key_Up)
        look = window.session.document.timeline.clip(SURF).look
        assert look is not None
        assert look.transform.rotation == 1
        assert window.session.playback.frame == 0

    run(story())


def test_keys_mean_the_source_while_it_has_the_keyboard(
    window: MainWindow, hands: Hands, run: Run, with_source: Session
) -> None:
    async def story() -> None:
        await hands.active()
        program, source = with_source.playback, with_source.source_playback
        press(window.source, Key.Key_Right)
        press(window.source, Key.Key_Right)
        assert (program.frame, source.frame) == (0, 2)
        press(window.source, Key.Key_I)
        press(window.source, Key.Key_End)
        press(window.source, Key.Key_O)
        assert with_source.source.document.timeline.mark_in == 2
        assert with_source.document.timeline.mark_in is None
        press(window.source, Key.Key_I, Qt.KeyboardModifier.ShiftModifier)
        assert source.frame == 2
        press(window.source, Key.Key_L)
        assert (source.is_playing, program.is_playing) == (True, False)
        press(window.source, Key.Key_K)
        assert not source.is_playing
        press(window.source, Key.Key_X, Qt.KeyboardModifier.AltModifier)
        assert with_source.source.document.timeline.mark_in is None

    run(story())


def test_keys_mean_the_program_from_anywhere_else(
    window: MainWindow, hands: Hands, run: Run, with_source: Session
) -> None:
    async def story() -> None:
        await hands.active()
        for widget in (window.program, window.timeline_panel.lanes, window.pool):
            frame = with_source.playback.frame
            press(widget, Key.Key_Right)
            assert with_source.playback.frame == frame + 1
        assert with_source.source_playback.frame == 0

    run(story())


def test_an_empty_source_monitor_leaves_the_keys_to_the_program(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        await hands.active()
        press(window.source, Key.Key_Right)
        assert window.session.playback.frame == 1

    run(story())


def test_the_buttons_of_a_monitor_mean_that_monitor(
    window: MainWindow, hands: Hands, run: Run, with_source: Session
) -> None:
    async def story() -> None:
        await hands.active()
        window.source.setFocus()
        hands.click(window.program.transport.play_button)
        assert with_source.playback.is_playing
        assert not with_source.source_playback.is_playing
        hands.click(window.program.transport.play_button)

    run(story())


def test_loop_is_shown_on_the_button_of_the_monitor_it_is_of(window: MainWindow, with_source: Session) -> None:
    window.timeline_panel.lanes.setFocus()
    window.actions_by_id["loop"].trigger()
    assert with_source.playback.loop
    assert not with_source.source_playback.loop
    assert [action.isChecked() for action in loops(window)] == [False, True]


def loops(window: MainWindow) -> list[QAction]:
    return [action for action in window.actions_by_id.findChildren(QAction) if action.text() == "Loop"]


def test_a_list_keeps_its_own_keys(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        await hands.active()
        window.session.document.select([SURF])
        view = window.pool.view
        view.select((MediaId("surf"),))
        view.setCurrentIndex(view.model().index(0, 0))
        press(view, Key.Key_Right)
        assert view.currentIndex().row() == 1
        assert window.session.playback.frame == 0
        press(view, Key.Key_Delete)
        assert window.session.document.timeline.has(SURF), "the clip on the timeline is not what is deleted"
        assert window.toasts.standing[0].title

    run(story())


def test_a_dialogs_keys_do_not_cut(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        await hands.active()
        window.session.document.select([SURF])
        dialog = window.desk.extend(SURF)
        press(dialog, Key.Key_Delete)
        press(dialog, Key.Key_M)
        assert window.session.document.timeline.has(SURF)
        assert window.session.document.timeline.markers == ()
        press(dialog, Key.Key_Space)
        assert window.session.playback.is_playing, "one may look at the cut meanwhile"

    run(story())


def test_the_title_of_the_monitor_that_has_the_keyboard_is_underlined(
    window: MainWindow, hands: Hands, run: Run, with_source: Session
) -> None:
    async def story() -> None:
        await hands.active()
        window.timeline_panel.lanes.setFocus()
        before = window.source.head.grab().toImage()
        window.source.setFocus()
        assert window.source.head.grab().toImage() != before
        window.timeline_panel.lanes.setFocus()
        assert window.source.head.grab().toImage() == before

    run(story())
