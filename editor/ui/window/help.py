"""What this program is, and whose work is in it."""

from importlib.metadata import version

from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.model_shelf import ModelShelf
from editor.ui.widgets import Button, Label, PointerDialog
from editor.ui.window.licences import LicencesDialog
from editor.words import tr
from engine.models.chosen import is_built_in

WIDTH = 460
ABOUT = tr(
    "Makes clips longer, at either end, and bridges the gap between two, on this computer. Your files are only read."
)
SOURCES = tr("Source code: Apache License 2.0. Typeface Inter: SIL Open Font License. Icons Phosphor: MIT.")


class AboutDialog(PointerDialog):
    """The models that are named are those that are here."""

    def __init__(self, window: QWidget, models: ModelShelf) -> None:
        super().__init__(window, "Longtake", version("longtake"), "ph.info", WIDTH, tone="dim")
        self.makers = Label(makers_in_words(models), "prompt", wrap=True)
        for words in (Label(ABOUT, "prompt", wrap=True), self.makers, Label(SOURCES, "prompt", wrap=True)):
            self.body.addWidget(words)
        self.licences = Button(tr("Licences of Libraries…"))
        self.licences.clicked.connect(self._show_licences)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.licences)
        self.body.addLayout(row)
        self.closed.connect(self.deleteLater)

    def _show_licences(self) -> None:
        self.reject()
        LicencesDialog(self._window).open_centred()


def makers_in_words(models: ModelShelf) -> str:
    """What can make frames here."""
    titles = [each.title for each in models.choices if not is_built_in(each.model) and not each.missing]
    own = tr("Frames are made by the Longtake built-in model, trained on footage of our own")
    others = tr(", and by {models}", models=", ".join(titles)) if titles else ""
    return tr("{own}{others}. Nothing is sent anywhere.", own=own, others=others)
