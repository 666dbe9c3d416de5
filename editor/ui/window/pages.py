"""Longtake Help: the documentation in the user's browser or, in a source where it is not built, as it was written."""

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from editor.ui import theme
from editor.ui.widgets import Button, PointerDialog
from editor.ui.window.desktop import show_page
from editor.words import tr
from engine.errors import LongtakeError

ROOT = Path(__file__).resolve().parents[3]
BUILT = ("docs/index.html", "build/docs/index.html")  # of the installed program, and of a source after `make docs`
WRITTEN = "docs/index.md"
WIDTH, HEIGHT = 800, 560
PICTURE, GAP = 700, 8  # pixels: a picture's width at most, and above a paragraph
MADE = re.compile("<!-- .* -->")  # where something stands only once the pages are built


def show_pages(window: QWidget, root: Path = ROOT) -> None:
    """Raises LongtakeError where there are none, or nothing can show them."""
    built = next((root / name for name in BUILT if (root / name).is_file()), None)
    if built is not None:
        show_page(built)
    elif (root / WRITTEN).is_file():
        PagesDialog(window, root / WRITTEN).open_centred()
    else:
        raise LongtakeError(tr("The help pages are not here."), do=tr("Install Longtake again to restore them."))


class PagesDialog(PointerDialog):
    def __init__(self, window: QWidget, page: Path) -> None:
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


class _Pages(QTextBrowser):
    """Goes from page to page by its links; what leads elsewhere is the desktop's to open."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self.sourceChanged.connect(self._part)

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
