"""The look that widgets are tested in: the dark theme, and nothing moves by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from editor.ui import theme

# What Qt's offscreen platform says whenever a window or menu is shown; it means nothing for one that nobody sees.
OFFSCREEN = "This plugin does not support"


@pytest.hookimpl
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN, extend=True))


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    """Whatever the tests before have left; dressing takes a while and is done where it is needed only."""
    if theme.tokens is not theme.DARK or not qapp.styleSheet():
        theme.apply(qapp, "dark")


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    theme.reduce_motion(True)
    yield
    theme.reduce_motion(False)


@pytest.fixture
def light(qapp: QApplication) -> Iterator[None]:
    """The light theme, for one test."""
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "dark")
