"""Longtake Help: the documentation in the user's browser or, in a source where it is not built, as it was written."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from editor.ui import theme
from editor.ui.widgets import Button, PointerDialog
from editor.ui.window.desktop import show_page
from editor.ui.window.explained import PAGE, part_about
from editor.words import tr
from engine.errors import LongtakeError

ROOT = Path(__file__).resolve().parents[3]
FIRST = "index"
BUILT = ("docs", "build/docs")  # folders: of the installed program, and of a source after `make docs`
WRITTEN = "docs"
WIDTH, HEIGHT = 800, 560
PICTURE, GAP = 700, 8  # pixels: a picture's width at most, and above a paragraph
MADE = re.compile("<!-- .* -->")  # where something stands only once the pages are built


def show_pages(window: QWidget, page: str = FIRST, part: str = "", root: Path = ROOT) -> None:
    """part: of the page, as `part_about` names it. Raises LongtakeError where nothing is, or nothing can show it."""
    path = path_of(page, root)
    if path is None:
        raise LongtakeError(tr("The help pages are not here."), do=tr("Install Longtake again to restore them."))
    if path.suffix == ".html":
        show_page(path, part)
    else:
        PagesDialog(window, path, part).open_centred()


def path_of(page: str, root: Path = ROOT) -> Path | None:
    """Of a page by its name, as it was built or else as it was written; None where it is neither."""
    paths = (*(root / folder / f"{page}.html" for folder in BUILT), root / WRITTEN / f"{page}.md")
    return next((path for path in paths if path.is_file()), None)


def help_about(window: QWidget, what: str, root: Path = ROOT) -> Callable[[], None] | None:
    """Shows the part of the pages that explains an error; None where no part does. what: as `part_about` takes it."""
    page = path_of(PAGE, root)
    part = part_about(what, page) if page else None
    return partial(show_pages, window, PAGE, part, root) if part else None


class PagesDialog(PointerDialog):
    def __init__(self, window: QWidget, page: Path, heading: str = "") -> None:
        """heading: of the page, to begin at."""
        super().__init__(window, tr("Longtake Help"), "", "ph.question", WIDTH, tone="dim")
        self.back = Button(tr("Back"), icon="ph.arrow-left", kind="quiet", small=True)
        self.text = _Pages()
        self.text.setFixedHeight(HEIGHT)
        self.text.setFont(theme.font("prompt"))
        self.text.setAccessibleName(tr("Longtake Help"))
        self.text.backwardAvailable.connect(self.back.setEnabled)
        self.back.clicked.connect(self.text.backward)
        self.back.setEnabled(False)
        self.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.text)
        self.closed.connect(self.deleteLater)
        self.text.setSource(QUrl.fromLocalFile(str(page)))
        self._heading = heading

    def open_centred(self) -> None:
        super().open_centred()
        self.text.show_heading(self._heading)


class _Pages(QTextBrowser):
    """Goes from page to page by its links; what leads elsewhere is the desktop's to open."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self.sourceChanged.connect(self._part)

    def show_heading(self, heading: str) -> None:
        """At the top, where the page is long enough."""
        found = self.document().find(heading)
        if heading and not found.isNull():
            found.clearSelection()
            self.setTextCursor(found)
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + self.cursorRect().top() - GAP)

    def _part(self) -> None:
        """Room between paragraphs: Markdown has none of its own here."""
        every, apart = QTextCursor(self.document()), QTextBlockFormat()
        every.select(QTextCursor.SelectionType.Document)
        apart.setTopMargin(GAP)
        every.mergeBlockFormat(apart)

    def _follow(self, link: QUrl) -> None:
        target = self.source().resolved(link)
        if target.isLocalFile():
            self.setSource(target)
        else:
            QDesktopServices.openUrl(target)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        path = Path(self.source().resolved(QUrl(name)).toLocalFile())
        if not path.is_file():
            return None
        if kind == QTextDocument.ResourceType.ImageResource.value:
            picture = QImage(str(path))
            fits = picture.width() <= PICTURE
            return picture if fits else picture.scaledToWidth(PICTURE, Qt.TransformationMode.SmoothTransformation)
        return MADE.sub("", path.read_text(encoding="utf-8")) if path.suffix == ".md" else path.read_bytes()
