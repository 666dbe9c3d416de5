"""Where the window stands on the screen."""

from PySide6.QtCore import QSize

from editor.ui.window.arrangement import LEAST, SIZE, first_size
from tests.editor.ui.window.stage import Stage


def test_the_first_window_fits_the_screen_with_its_title_bar() -> None:
    laptop = first_size(QSize(1440, 900))
    assert laptop.width() == 1440
    assert 800 < laptop.height() < 900
    assert first_size(QSize(3840, 2160)) == SIZE


def test_the_window_fills_the_screen_at_the_first_start_only(stage: Stage) -> None:
    first = stage.open()
    first.arrangement.fill_screen_at_first()
    assert first.isMaximized()
    first.showNormal()
    again = stage.open()
    again.arrangement.fill_screen_at_first()
    assert not again.isMaximized(), "it stands as it was left"


def test_on_a_screen_that_is_smaller_than_its_least_size_the_window_can_be_as_small(stage: Stage) -> None:
    window = stage.open()
    screen = window.screen().availableSize()
    assert LEAST.boundedTo(screen) != LEAST, "the screen of the tests is small"
    window.resize(screen)
    assert window.width() <= screen.width()
    assert window.height() <= screen.height()
