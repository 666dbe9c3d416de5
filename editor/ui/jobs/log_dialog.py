"""Job Log: what became of one job, as text to read and to copy."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from editor.ui import theme
from editor.ui.widgets import Button, PointerDialog
from editor.words import tr

WIDTH, HEIGHT = 640, 320


class JobLogDialog(PointerDialog):
    def __init__(self, window: QWidget, title: str, text: str, show_help: Callable[[], object] | None = None) -> None:
        """show_help: what explains why the job failed."""
        super().__init__(window, tr("Job log"), title, "ph.article", WIDTH, tone="dim")
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(theme.font("small"))
        self.text.setFixedHeight(HEIGHT)
        self.text.setAccessibleName(tr("Job log"))
        self.copy = Button(tr("Copy"), icon="ph.copy")
        self.copy.set_tip(tr("All of it, as text"))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        self.help = Button(tr("Help"), icon="ph.question")
        self.help.set_tip(tr("What this error means, and what helps"))
        self.help.setVisible(show_help is not None)
        if show_help is not None:
            self.help.clicked.connect(lambda: show_help())
        foot = QHBoxLayout()
        foot.addWidget(self.help)
        foot.addStretch(1)
        foot.addWidget(self.copy)
        self.body.addWidget(self.text)
        self.body.addLayout(foot)
        self.closed.connect(self.deleteLater)
