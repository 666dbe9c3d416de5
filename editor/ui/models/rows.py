"""Rows of the models page."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.models.words import NOT_THERE
from editor.ui.widgets import Button, IconButton, Label, Lamp
from editor.ui.widgets.lamp import Level
from editor.ui.widgets.menu import Menu
from editor.words import tr
from engine.requests import Expert

ICON = 14  # pixels
SAID: dict[Expert | None, str] = {
    Expert.HIGH: tr("High-noise expert"),
    Expert.LOW: tr("Low-noise expert"),
    Expert.BOTH: tr("Both, or a model with one"),
    None: tr("As its name says"),
}
_MIDDLE, _RIGHT = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight


class Head(QWidget):
    """What the rows below it are, and buttons at its right end."""

    def __init__(self, title: str, *buttons: Button) -> None:
        super().__init__()
        self.setFixedHeight(28)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label(title, "value"))
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)


class FolderRow(QWidget):
    """A folder that models are looked for in. may_move: what is in it was fetched."""

    reveal_wanted = Signal(object)
    remove_wanted = Signal(object)
    move_wanted = Signal(object)

    def __init__(self, path: Path, is_there: bool, may_move: bool = False) -> None:
        super().__init__()
        self.path, self._is_there = path, is_there
        self.setFixedHeight(28)
        self.setAccessibleName(str(path) if is_there else f"{path}: {NOT_THERE}")
        self.name = Label(str(path), "text", "text" if is_there else "dim", elide=_MIDDLE)
        self.name.setToolTip(str(path))
        self.state = Label("" if is_there else NOT_THERE, "small", "dim")
        self.reveal = _reveal(tr("Show {name} in the file manager", name=path.name))
        self.reveal.set_disabled_reason(None if is_there else NOT_THERE)
        self.remove = IconButton(
            "ph.x", tr("Remove {name} from the list: its files stay", name=path.name), size=24, icon_size=ICON
        )
        self.move_away = Button(tr("Move…"), kind="quiet", small=True)
        self.move_away.setAccessibleName(tr("Move what was fetched into {name}", name=path.name))
        self.move_away.set_tip(tr("To another folder or disk; each file is checked before it is deleted here"))
        self.move_away.setVisible(may_move and is_there)
        self.move_away.clicked.connect(lambda: self.move_wanted.emit(self.path))
        self.reveal.clicked.connect(lambda: self.reveal_wanted.emit(self.path))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.path))
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.state)
        row.addWidget(self.move_away)
        row.addWidget(self.reveal)
        row.addWidget(self.remove)
        theme.changed.connect(self.update)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            box = QRect(0, (self.height() - ICON) // 2, ICON, ICON)
            icons.paint(painter, "ph.folder-simple" if self._is_there else "ph.link-break", box, "dim")


class ThingRow(QWidget):
    """A model, a preset, an adapter or a file that is none: a lamp beside its name, what it is, and a line below.

    expert_said: the file, and the expert that it is for, or None where its name is to tell again. trash_wanted: what
    `offer_trash` was given. parts_wanted: what `offer_parts` was.
    """

    reveal_wanted = Signal(object)
    expert_said = Signal(object, object)
    trash_wanted = Signal(object)
    parts_wanted = Signal(object)

    def __init__(self, title: str, about: str = "", place: Path | None = None) -> None:
        super().__init__()
        self.title = Label(title, "value")
        self.about = Label(about, "text", "dim", elide=_RIGHT)
        self.about.setToolTip(about)
        self.words = Label("", "small", "dim", wrap=True)
        self.words.hide()
        self.lamp = Lamp()
        self.lamp.setFixedWidth(8)
        self.lamp.hide()
        self.reveal = _reveal(tr("Show {title} in the file manager", title=title))
        self.reveal.setVisible(place is not None)
        self.reveal.clicked.connect(lambda: self.reveal_wanted.emit(place))
        self.expert = Button(tr("Which Expert…"), kind="quiet", small=True)
        self.expert.setAccessibleName(tr("Which expert {title} is for", title=title))
        self.expert.set_tip(tr("Of a model with two: the file does not tell, and its name may be wrong"))
        self.expert.clicked.connect(lambda: self.expert_menu().popup(self.expert.mapToGlobal(QPoint(0, 28))))
        self.expert.hide()
        self.get = Button(tr("Get"), icon="ph.download-simple")
        self.get.setAccessibleName(tr("Get {title}", title=title))
        self.get.hide()
        self.trash = IconButton("ph.trash-simple", tr("Move {title} to Trash…", title=title), size=24, icon_size=ICON)
        self.trash.hide()
        self._place = place
        self._lay_out()
        self._name()

    def ask_expert(self) -> None:
        """Let the user say which it is for."""
        self.expert.show()

    def offer_trash(self, thing: object) -> None:
        """It was fetched, and may go."""
        self.trash.clicked.connect(lambda: self.trash_wanted.emit(thing))
        self.trash.show()

    def offer_parts(self, lacking: object, words: str) -> None:
        """What it lacks can be fetched."""
        self.get.set_tip(words)
        self.get.clicked.connect(lambda: self.parts_wanted.emit(lacking))
        self.get.show()

    def expert_menu(self) -> Menu:
        menu = Menu(parent=self)
        for expert, words in SAID.items():
            menu.addAction(words).triggered.connect(
                lambda _=False, expert=expert: self.expert_said.emit(self._place, expert)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _lay_out(self) -> None:
        holder = QWidget()
        holder.setFixedWidth(14)
        lamp = QHBoxLayout(holder)
        lamp.setContentsMargins(0, 0, 6, 0)
        lamp.addWidget(self.lamp)
        self._first = first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(holder)
        first.addWidget(self.title)
        first.addWidget(self.about, 1)
        for control in (self.expert, self.get, self.trash, self.reveal):
            first.addWidget(control)
        second = QHBoxLayout()
        second.setContentsMargins(22, 0, 32, 0)
        second.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(0)
        column.addLayout(first)
        column.addLayout(second)

    def add_control(self, control: QWidget) -> None:
        """At the right end of its first line, before what gets it."""
        self._first.insertWidget(self._first.indexOf(self.get), control)

    def say(self, words: str, level: Level | None = None) -> None:
        """The line below; its lamp, where there is something to judge."""
        self.words.set_text(words)
        self.words.setVisible(bool(words))
        if level is not None:
            self.lamp.show_verdict(level, "")
        self.lamp.setVisible(level is not None)
        self._name()
        self.updateGeometry()  # whoever asks for the list's height asks before Qt would tell it

    def _name(self) -> None:
        parts = (self.title.full_text, self.about.full_text, self.words.full_text)
        self.setAccessibleName(". ".join(part for part in parts if part))


def _reveal(tip: str) -> IconButton:
    return IconButton("ph.folder-open", tip, size=24, icon_size=ICON)
