"""What is being fetched, on the models page: how far each has come, and the buttons that pause it and call it off."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.model_getting import Getting, ModelGetting, State
from editor.ui.models.rows import Head
from editor.ui.models.words import FORMS, names_of, state_words
from editor.ui.widgets import Button, IconButton, Label, Line, ProgressLine
from editor.words import tr
from engine.models.catalogue import catalogue

PROGRESS, BUTTON = 160, 76  # pixels wide


class Coming(QWidget):
    """resized: there are more rows, or fewer, or longer ones. Hidden where nothing comes."""

    go_on_wanted = Signal(str, str)  # a preset, and its form
    resized = Signal()

    def __init__(self, getting: ModelGetting) -> None:
        super().__init__()
        self._getting = getting
        self.rows: dict[tuple[str, str], ComingRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Head(tr("Downloads")))
        column.addLayout(self._list)
        column.addSpacing(4)
        column.addWidget(Line())
        getting.changed.connect(self.fill)
        getting.came.connect(self._show)
        self.fill()

    def fill(self) -> None:
        """As it stands now; a row that stays keeps the keyboard."""
        wanted = {each.key: each for each in self._getting.rows}
        for key in [key for key in self.rows if key not in wanted]:
            gone = self.rows.pop(key)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for row in wanted.values():
            if row.key not in self.rows:
                self._add(row)
            self._show(row)
        self.setVisible(bool(self.rows))
        self.resized.emit()

    def height_at(self, width: int) -> int:
        """Pixels that all of it takes."""
        for row in self.rows.values():
            row.column.activate()  # whoever asks for the height asks before Qt would tell it
        self._column.activate()
        return self._column.totalHeightForWidth(width) if self.rows else 0

    def end(self) -> None:
        """The page is closed; what comes goes on."""
        self._getting.changed.disconnect(self.fill)
        self._getting.came.disconnect(self._show)

    def _add(self, row: Getting) -> None:
        made = self.rows[row.key] = ComingRow(row)
        made.pause_wanted.connect(lambda: self._getting.pause(row.key))
        made.go_on_wanted.connect(lambda: self.go_on_wanted.emit(*row.key))
        made.cancel_wanted.connect(lambda: self._getting.cancel(row.key))
        self._list.addWidget(made)
        made.show()  # Qt would do so later, and until then it takes no room

    def _show(self, row: Getting) -> None:
        if row.key in self.rows:
            self.rows[row.key].show_row(row)


class ComingRow(QWidget):
    """One of them: what it is, how far, and below that why it stopped, if it did by itself."""

    pause_wanted = Signal()
    go_on_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, row: Getting) -> None:
        super().__init__()
        self._row = row
        self._title = title_of(row)
        self.title = Label(self._title, "value")
        self.words = Label("", "small", "dim", elide=Qt.TextElideMode.ElideRight)
        self.progress = ProgressLine(None, "accent")
        self.progress.setFixedWidth(PROGRESS)
        self.button = Button(tr("Pause"), kind="quiet", small=True)
        self.button.setMinimumWidth(BUTTON)
        self.button.clicked.connect(self._press)
        self.cancel = IconButton(
            "ph.x", tr("Call off {title}: what has come stays in its folder", title=self._title), size=24, icon_size=14
        )
        self.cancel.clicked.connect(self.cancel_wanted)
        self.why = Label("", "small", "bad", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title)
        first.addStretch(1)
        for each in (self.progress, self.button, self.cancel):
            first.addWidget(each)
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(22, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(first)
        column.addWidget(self.words)
        column.addWidget(self.why)

    def show_row(self, row: Getting) -> None:
        self._row = row
        self.words.set_text(state_words(row))
        self.words.setToolTip(self.words.full_text)
        self.progress.set_share(row.came.done / row.came.total if row.came and row.came.total else None)
        self.why.set_text(str(row.error or ""))
        self.why.setVisible(row.error is not None)
        words = tr("Try Again") if row.state is State.FAILED else tr("Go On") if row.may_go_on else tr("Pause")
        if words != self.button.text():
            self.button.setText(words)
            self.button.updateGeometry()
        self.button.setAccessibleName(tr("{words}: {title}", words=words, title=self._title))
        self.setAccessibleName(tr("{title}. {words}", title=self._title, words=self.words.full_text))

    def _press(self) -> None:
        (self.go_on_wanted if self._row.may_go_on else self.pause_wanted).emit()


def title_of(row: Getting) -> str:
    """Wan 2.1 + PUSA, 30 steps, guidance 3 (fp8)"""
    if row.moved is not None:
        return tr("Moving {folder} to {to}", folder=row.moved.name, to=row.folder)
    known = catalogue().presets.get(row.preset)
    if row.only:
        return tr("{parts} for {title}", parts=names_of(row.only), title=known.title if known else row.preset)
    return tr("{title} ({form})", title=known.title if known else row.preset, form=FORMS.get(row.form, row.form))
