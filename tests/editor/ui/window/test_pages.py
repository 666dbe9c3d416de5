"""Longtake Help."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.ui.window import pages
from editor.ui.window.pages import BUILT, PICTURE, WRITTEN, PagesDialog, show_pages
from engine.errors import LongtakeError


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What a browser was asked to show."""
    asked: list[Path] = []
    monkeypatch.setattr(pages, "show_page", asked.append)
    return asked


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(1280, 800)
    qtbot.addWidget(window)
    window.show()
    return window


def written(root: Path, name: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# Longtake\n\n[Your first film](first.md) <kbd>K</kbd>\n\n<!-- keys -->\n")
    return path


def test_the_pages_that_were_built_are_shown_in_the_browser(
    tmp_path: Path, window: QWidget, opened: list[Path]
) -> None:
    written(tmp_path, WRITTEN)
    source = written(tmp_path, BUILT[1])
    show_pages(window, tmp_path)
    installed = written(tmp_path, BUILT[0])
    show_pages(window, tmp_path)
    assert opened == [source, installed]


def test_a_source_without_built_pages_shows_them_as_they_were_written(tmp_path: Path, window: QWidget) -> None:
    written(tmp_path, WRITTEN)
    (tmp_path / "docs" / "first.md").write_text("# Your first film\n")
    show_pages(window, tmp_path)
    dialog = window.findChild(PagesDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.text.toPlainText().split("\n")[:2] == ["Longtake", "Your first film K"]
    assert "keys" not in dialog.text.toPlainText()
    dialog.text.anchorClicked.emit(QUrl("first.md"))
    assert dialog.text.toPlainText() == "Your first film"
    dialog.back.click()
    assert dialog.text.toPlainText().startswith("Longtake")
    dialog.reject()


def test_a_picture_is_made_to_fit_the_page(window: QWidget) -> None:
    dialog = PagesDialog(window, pages.ROOT / WRITTEN)
    name = QUrl("../resources/pictures/window.jpg")
    assert dialog.text.loadResource(QTextDocument.ResourceType.ImageResource.value, name).width() == PICTURE


def test_where_the_pages_are_gone_it_is_said(tmp_path: Path, window: QWidget, opened: list[Path]) -> None:
    with pytest.raises(LongtakeError, match="The help pages are not here"):
        show_pages(window, tmp_path)
    assert not opened
