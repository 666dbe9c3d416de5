"""Job Log: what became of one job, as text to read and to copy."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from editor.ui import theme
from editor.ui.widgets import Button, PointerDialog
from editor.words import tr

WIDTH, HEIGHT = 640, 320


class JobLogDialog(PointerDialog):
    def __init__(self, window: QWidget, title: str, text: str) -> None:
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
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.copy)
        self.body.addWidget(self.text)
        self.body.addLayout(foot)
        self.closed.connect(self.deleteLater)
