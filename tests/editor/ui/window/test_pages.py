"""Longtake Help."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.ui.jobs import JobLogDialog
from editor.ui.toast import Toasts
from editor.ui.window import pages
from editor.ui.window.errors import Performer
from editor.ui.window.explained import part_about
from editor.ui.window.pages import BUILT, PICTURE, WRITTEN, PagesDialog, help_about, show_pages
from engine.errors import LongtakeError


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, str]]:
    """What a browser was asked to show: pages, and where to begin."""
    asked: list[tuple[Path, str]] = []
    monkeypatch.setattr(pages, "show_page", lambda *page: asked.append(page))
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
    tmp_path: Path, window: QWidget, opened: list[tuple[Path, str]]
) -> None:
    written(tmp_path, f"{WRITTEN}/index.md")
    source = written(tmp_path, f"{BUILT[1]}/index.html")
    show_pages(window, root=tmp_path)
    installed = written(tmp_path, f"{BUILT[0]}/index.html")
    show_pages(window, root=tmp_path)
    assert opened == [(source, ""), (installed, "")]


def test_a_source_without_built_pages_shows_them_as_they_were_written(tmp_path: Path, window: QWidget) -> None:
    written(tmp_path, f"{WRITTEN}/index.md")
    (tmp_path / "docs" / "first.md").write_text("# Your first film\n")
    show_pages(window, root=tmp_path)
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
    dialog = PagesDialog(window, pages.ROOT / WRITTEN / "index.md")
    name = QUrl("../resources/pictures/window.jpg")
    assert dialog.text.loadResource(QTextDocument.ResourceType.ImageResource.value, name).width() == PICTURE


def test_where_the_pages_are_gone_it_is_said(tmp_path: Path, window: QWidget, opened: list[tuple[Path, str]]) -> None:
    with pytest.raises(LongtakeError, match="The help pages are not here"):
        show_pages(window, root=tmp_path)
    assert not opened


ERRORS = """
<h3 id="full">There is no space left to write ….<a class="headerlink" href="#full"></a></h3>
<h3 id="sum">… came wrong, twice: expected …, found ….<a class="headerlink" href="#sum"></a></h3>
<h3 id="named">There is no model called "…" in the folders you added. …<a class="headerlink"></a></h3>
"""


def test_an_error_in_the_corner_leads_to_what_explains_it(
    tmp_path: Path, window: QWidget, opened: list[tuple[Path, str]]
) -> None:
    page = written(tmp_path, f"{BUILT[0]}/troubleshooting.html")
    page.write_text(ERRORS)
    toasts = Toasts(window)
    performer = Performer(toasts, window)
    performer.help = lambda what: help_about(window, what, tmp_path)
    performer.show_error(LongtakeError("There is no space left to write film.mp4.", do="Free some."))
    toasts.standing[-1].button.click()
    assert opened == [(page, "full")]
    performer.show_error(LongtakeError("Something that no page is about."))
    assert not toasts.standing[-1].button.isVisible()


def test_a_part_is_found_by_an_errors_own_words_also_where_more_follow(tmp_path: Path) -> None:
    page = tmp_path / "errors.html"
    page.write_text(ERRORS)
    assert part_about("a.gguf came wrong, twice: expected 1, found 2. Nothing was kept.", page) == "sum"
    assert part_about('There is no model called "a" in the folders you added. Did you mean "b"?', page) == "named"
    assert part_about("There is no space left to write", page) is None


def test_the_help_as_it_was_written_begins_at_the_part_that_explains_an_error(window: QWidget) -> None:
    heading = "There is nothing to export."
    dialog = PagesDialog(window, pages.ROOT / WRITTEN / "troubleshooting.md", heading)
    dialog.open_centred()
    assert dialog.text.textCursor().block().text() == heading
    assert 0 <= dialog.text.cursorRect().top() <= dialog.text.height() / 4


def test_the_log_of_a_failed_job_leads_to_what_explains_it(window: QWidget) -> None:
    asked: list[str] = []
    failed = JobLogDialog(window, "Extend", "The engine broke down.", lambda: asked.append("help"))
    failed.open_centred()
    failed.help.click()
    assert asked == ["help"]
    assert JobLogDialog(window, "Extend", "Done.").help.isHidden()
