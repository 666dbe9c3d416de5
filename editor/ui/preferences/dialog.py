"""Preferences: pages of what holds for all projects. What is changed is so at once."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from editor.ui.preferences.row import WishRow
from editor.ui.preferences.wishes import Page
from editor.ui.widgets import PointerDialog, Segmented
from editor.words import tr

WIDTH = 560


class PreferencesDialog(PointerDialog):
    """rows: by page, and there by label."""

    def __init__(self, window: QWidget, pages: Sequence[Page]) -> None:
        super().__init__(window, tr("Preferences"), tr("for all projects"), "ph.gear-six", WIDTH, tone="dim")
        self.rows: dict[str, dict[str, WishRow]] = {}
        self.tabs = Segmented([(page.title, page.title) for page in pages], pages[0].title)
        self.tabs.setAccessibleName(tr("Pages"))
        self.stack = QStackedWidget()
        for page in pages:
            self.stack.addWidget(self._made(page))
        self.body.setSpacing(16)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack)
        self.tabs.chosen.connect(self.open_page)
        self.closed.connect(self.deleteLater)
        self.setFocusProxy(self.tabs)
        self.show_values()

    def open_page(self, title: str) -> None:
        self.tabs.set_value(title)
        self.stack.setCurrentIndex(list(self.rows).index(title))

    def show_values(self) -> None:
        """As all of it stands now, whoever changed it."""
        for rows in self.rows.values():
            for row in rows.values():
                row.show_value()

    def _made(self, page: Page) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        rows = self.rows[page.title] = {wish.label: WishRow(wish) for wish in page.wishes}
        for row in rows.values():
            column.addWidget(row)
        column.addStretch(1)
        return widget
