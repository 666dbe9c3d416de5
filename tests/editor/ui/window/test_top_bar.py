"""The words of the top bar."""

import time

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from editor.ui.window.top_bar import TopBar, saved_words

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (0, "Saved just now"),
        (-5, "Saved just now"),
        (59, "Saved just now"),
        (60, "Saved 1 min ago"),
        (125, "Saved 2 min ago"),
        (3599, "Saved 59 min ago"),
        (7200, "Saved 2 h ago"),
        (200_000, time.strftime("Saved on %d %b", time.localtime(NOW - 200_000))),
    ],
)
def test_how_long_ago_it_was_saved_is_said_in_words(ago: float, words: str) -> None:
    assert saved_words(NOW - ago, edited=False, now=NOW) == words


def test_what_was_never_saved_or_edited_since_says_so() -> None:
    assert saved_words(None, edited=False, now=NOW) == "Not saved yet"
    assert saved_words(NOW, edited=True, now=NOW) == "Edited"


@pytest.fixture
def bar(qtbot: QtBot) -> TopBar:
    bar = TopBar(QAction("Export…"))
    qtbot.addWidget(bar)
    for title in ("File", "Edit", "Clip", "Generate", "Sequence"):
        bar.menus.addMenu(title)
    bar.show_model("Built-in model ready")
    bar.resize(1280, 36)
    bar.show()
    return bar


def test_the_name_stands_in_the_middle(bar: TopBar) -> None:
    bar.show_project("Big Swell", None, edited=False)
    left, right = bar.name.geometry().left(), bar.state.geometry().right()
    assert abs((left + right) // 2 - 640) <= 2


def test_for_a_long_name_the_words_go_and_then_its_middle(bar: TopBar) -> None:
    bar.show_project("A rather long name of a film, " * 4, None, edited=False)
    assert not bar.state.isVisible()
    bar.show_project("A rather long name of a film, " * 12, None, edited=False)
    assert "…" in bar.name.text()
    assert bar.name.geometry().left() > bar.menus.geometry().right()
    assert bar.name.geometry().right() < bar.model.geometry().left()
