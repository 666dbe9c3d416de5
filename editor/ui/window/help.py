"""Help that is always at hand: the keys, and what this program is."""

from importlib.metadata import version

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from editor.ui.widgets import Label, PointerDialog
from editor.ui.window.command import Command
from editor.ui.window.menu_filling import native
from editor.ui.window.menus import BAR, GENERATE

KEYS_HEIGHT = 520
ABOUT = (
    "Makes clips longer, at either end, and bridges the gap between two, on this computer. Your files are only read.",
    "Frames are made by the Longtake built-in model, trained on footage of our own. Nothing is sent anywhere.",
    "Source code: Apache License 2.0. Typeface Inter: SIL Open Font License. Icons Phosphor: MIT.",
)


class ShortcutsDialog(PointerDialog):
    """Every key, in the order of the menus."""

    def __init__(self, window: QWidget, commands: dict[str, Command]) -> None:
        super().__init__(window, "Keyboard shortcuts", icon="ph.question", width=560, tone="dim")
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(24)
        row = 0
        for title, ids in BAR.items():
            keyed = [commands[name] for name in ids if name in commands and commands[name].shortcut]
            if title == "Generate":
                keyed = [each for each in commands.values() if each.id in GENERATE]
            if keyed:
                grid.addWidget(Label(title, "title"), row, 0, 1, 2)
                row += 1
            for command in keyed:
                keys = ", ".join(native(key) for key in command.shortcut.split("; "))
                grid.addWidget(Label(command.label.rstrip("…"), "text"), row, 0)
                grid.addWidget(Label(keys, "text", "dim"), row, 1, Qt.AlignmentFlag.AlignRight)
                row += 1
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFixedHeight(KEYS_HEIGHT)
        self.body.addWidget(scroll)
        self.closed.connect(self.deleteLater)


class AboutDialog(PointerDialog):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "Longtake", version("longtake"), "ph.info", width=460, tone="dim")
        for words in ABOUT:
            self.body.addWidget(Label(words, "prompt", wrap=True))
        self.closed.connect(self.deleteLater)
