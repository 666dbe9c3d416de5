"""Properties: what there is to know of a media file."""

import asyncio
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.actions.media_facts import facts
from editor.interchange import asking
from editor.timeline.model import Media
from editor.ui.inspector.page import Row
from editor.ui.widgets import Button, Label, PointerDialog
from editor.words import tr
from engine.errors import LongtakeError

WIDTH, LABEL = 460, 84


class PropertiesDialog(PointerDialog):
    def __init__(self, window: QWidget, media: Media, uses: int) -> None:
        super().__init__(window, tr("Properties"), media.name, "ph.info", WIDTH, tone="dim")
        self._media, self._uses = media, uses
        self._is_gone = False
        self.facts = facts(media, uses)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.body.addLayout(self._rows)
        self.copy, self.done = Button(tr("Copy"), icon="ph.copy", kind="quiet"), Button(tr("Close"), kind="primary")
        self.copy.clicked.connect(self._copy)
        self.done.clicked.connect(self.accept)
        self.closed.connect(self._go)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.done)
        self.body.addLayout(buttons)
        self._show()

    async def ask_file(self) -> None:
        """For its timecode and reel, which are read from it beside the window; nothing where it cannot be."""
        path = Path(self._media.path)
        if not path.is_file():
            return
        try:
            found = await asyncio.to_thread(asking.timecode, path)
        except LongtakeError:
            return
        if not self._is_gone and (found.text or found.reel):
            self.facts = facts(self._media, self._uses, found)
            self._show()

    def _show(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for label, words in self.facts:
            self._rows.addWidget(Row(label, LABEL, (Label(words, "value", wrap=True),)))
        self.refit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{label}: {words}" for label, words in self.facts))

    def _go(self) -> None:
        self._is_gone = True
        self.deleteLater()
