"""Where the window stands on the screen."""

from PySide6.QtCore import QSize

from editor.ui.window.arrangement import SIZE, first_size


def test_the_first_window_fits_the_screen_with_its_title_bar() -> None:
    laptop = first_size(QSize(1440, 900))
    assert laptop.width() == 1440
    assert 800 < laptop.height() < 900
    assert first_size(QSize(3840, 2160)) == SIZE
