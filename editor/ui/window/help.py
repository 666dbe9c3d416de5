"""Help that is always at hand: the keys, and what this program is."""

from collections.abc import Iterator, Mapping
from importlib.metadata import version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from editor.ui.widgets import Label, PointerDialog
from editor.ui.window.command import Command
from editor.ui.window.menu_filling import native
from editor.ui.window.menus import BAR, GENERATE

KEYS_HEIGHT = 520
KEYS_WIDTH, ABOUT_WIDTH = 560, 460
ABOUT = (
    "Makes clips longer, at either end, and bridges the gap between two, on this computer. Your files are only read.",
    "Frames are made by the Longtake built-in model, trained on footage of our own. Nothing is sent anywhere.",
    "Source code: Apache License 2.0. Typeface Inter: SIL Open Font License. Icons Phosphor: MIT.",
)


class ShortcutsDialog(PointerDialog):
    """Every key, in the order of the menus."""

    def __init__(self, window: QWidget, commands: Mapping[str, Command]) -> None:
        super().__init__(window, "Keyboard shortcuts", icon="ph.question", width=KEYS_WIDTH, tone="dim")
        scroll = QScrollArea()
        scroll.setWidget(_page(commands))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFixedHeight(KEYS_HEIGHT)
        self.body.addWidget(scroll)
        self.closed.connect(self.deleteLater)


class AboutDialog(PointerDialog):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "Longtake", version("longtake"), "ph.info", ABOUT_WIDTH, tone="dim")
        for words in ABOUT:
            self.body.addWidget(Label(words, "prompt", wrap=True))
        self.closed.connect(self.deleteLater)


def keyed(commands: Mapping[str, Command]) -> Iterator[tuple[str, list[Command]]]:
    """Menu titles, and what in them has a key."""
    for title, names in BAR.items():
        listed = GENERATE if title == "Generate" else names
        found = [commands[name] for name in listed if name in commands and commands[name].keys]
        if found:
            yield title, found


def _page(commands: Mapping[str, Command]) -> QWidget:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 12, 0)
    grid.setVerticalSpacing(6)
    grid.setHorizontalSpacing(24)
    for title, found in keyed(commands):
        head = Label(title, "title")
        head.setContentsMargins(0, 0 if title == "File" else 12, 0, 2)
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)
        for command in found:
            row, keys = grid.rowCount(), ", ".join(map(native, command.keys))
            grid.addWidget(Label(command.label.rstrip("…"), "text"), row, 0)
            grid.addWidget(Label(keys, "text", "dim"), row, 1, Qt.AlignmentFlag.AlignRight)
    return page
