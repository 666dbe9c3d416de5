"""What this program is."""

from importlib.metadata import version

from PySide6.QtWidgets import QWidget

from editor.ui.widgets import Label, PointerDialog
from editor.words import tr

WIDTH = 460
ABOUT = (
    tr(
        "Makes clips longer, at either end, and bridges the gap between two, on this computer. "
        "Your files are only read."
    ),
    tr("Frames are made by the Longtake built-in model, trained on footage of our own. Nothing is sent anywhere."),
    tr("Source code: Apache License 2.0. Typeface Inter: SIL Open Font License. Icons Phosphor: MIT."),
)


class AboutDialog(PointerDialog):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "Longtake", version("longtake"), "ph.info", WIDTH, tone="dim")
        for words in ABOUT:
            self.body.addWidget(Label(words, "prompt", wrap=True))
        self.closed.connect(self.deleteLater)
