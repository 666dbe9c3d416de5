"""Adapters that the user adds to a model: which, how strong, and for which of its experts."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.actions.own_adapters import has_two_experts, model_on, of_shelf, offered
from editor.ui.generation.layout_rows import LABEL, Row
from editor.ui.widgets.button import Button, IconButton
from editor.ui.widgets.choice import Choice
from editor.ui.widgets.fields import TextField
from editor.ui.widgets.label import Label
from editor.ui.widgets.menu import Menu
from editor.words import tr
from engine.models.adapters import STRONGEST
from engine.models.on_disk.shelf import Shelf
from engine.requests import Adapter, Expert

FILE = tr("Choose File…")
NO_OTHER = tr("No other is here for this model")
USUAL = tr("Usual")  # the strength that a kind is used with
EXPERTS = ((Expert.BOTH, tr("Both experts")), (Expert.HIGH, tr("High noise")), (Expert.LOW, tr("Low noise")))


class AdapterRows(QWidget):
    """Hidden where the model takes none, or is not here."""

    changed = Signal(object)  # all of them, in the order in which they are merged; by the user only
    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shelf, self._model = Shelf(), ""
        self._own: tuple[Adapter, ...] = ()
        self._given: tuple[Adapter, ...] = ()  # by the preset
        self.lines: list[AdapterLine] = []
        self.add = Button(tr("Add…"), small=True)
        self.add.setAccessibleName(tr("Add an adapter"))
        self.add.set_tip(tr("A style or a motion that was trained for this model"))
        self.add.clicked.connect(self._open_menu)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(Row(tr("Adapters"), self.add, 1))
        self.hide()

    def show_own(self, shelf: Shelf, model: str, own: tuple[Adapter, ...], given: tuple[Adapter, ...]) -> None:
        """given: those that the preset brings along, which can't be changed."""
        self._shelf, self._model, self._own, self._given = shelf, model, own, given
        self.setVisible(model_on(shelf, model) is not None)
        two = has_two_experts(shelf, model)
        if [line.path for line in self.lines] != [each.path for each in own]:
            self._make_lines(len(own))
        for line, adapter in zip(self.lines, own, strict=True):
            line.show_adapter(adapter, two)

    def add_one(self, adapter: Adapter) -> None:
        """Once each."""
        if adapter.path not in {each.path for each in (*self._given, *self._own)}:
            self.changed.emit((*self._own, adapter))

    def menu(self) -> Menu:
        """Those on the shelf that fit, and any file."""
        menu, there = Menu(parent=self), offered(self._shelf, self._model, (*self._given, *self._own))
        for known in there:
            action = menu.addAction(f"{known.title}\t{known.path.parent.name}")
            action.setToolTip(f"{known.path}: {known.about}")
            action.triggered.connect(
                lambda _=False, known=known: self.add_one(of_shelf(self._shelf, self._model, known))
            )
        if not there:
            menu.add_note(NO_OTHER)
        menu.addSeparator()
        menu.addAction(FILE).triggered.connect(self.file_wanted)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(self.add.mapToGlobal(QPoint(0, self.add.height() + 4)))

    def _make_lines(self, count: int) -> None:
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [AdapterLine() for _ in range(count)]
        for number, line in enumerate(self.lines):
            line.changed.connect(lambda adapter, number=number: self._replace(number, (adapter,)))
            line.removed.connect(lambda number=number: self._replace(number, ()))
            self._column.addWidget(line)
            line.show()  # whoever asks for the dialog's height asks before Qt would

    def _replace(self, number: int, by: Sequence[Adapter]) -> None:
        self.changed.emit((*self._own[:number], *by, *self._own[number + 1 :]))


class AdapterLine(QWidget):
    """One of them."""

    changed = Signal(object)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._adapter: Adapter | None = None
        self.setFixedHeight(28)
        self.name = Label("", "value", elide=Qt.TextElideMode.ElideMiddle)
        self.strength = TextField(placeholder=USUAL)
        self.strength.setFixedWidth(64)
        self.strength.set_tip(tr("How strongly it changes the model: 1 is as it was trained"))
        self.expert = Choice(EXPERTS)
        self.remove = IconButton("ph.x", tr("Remove"), size=24, icon_size=14)
        self.strength.entered.connect(self._enter)
        self.expert.chosen.connect(lambda expert: self._change(expert=expert))
        self.remove.clicked.connect(self.removed)
        line = QHBoxLayout(self)
        line.setContentsMargins(LABEL, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.name, 1)
        for part in (self.strength, self.expert, self.remove):
            line.addWidget(part)

    @property
    def path(self) -> object:
        return self._adapter.path if self._adapter is not None else None

    def show_adapter(self, adapter: Adapter, two_experts: bool) -> None:
        self._adapter = adapter
        stem = adapter.path.stem
        self.name.set_text(stem)
        self.name.setToolTip(str(adapter.path))
        self.strength.set_text("" if adapter.strength is None else f"{adapter.strength:g}")
        self.strength.setAccessibleName(tr("Strength of {stem}", stem=stem))
        self.expert.set_value(adapter.expert)
        self.expert.setVisible(two_experts)
        self.expert.setAccessibleName(tr("Expert that {stem} is for", stem=stem))
        self.remove.setAccessibleName(tr("Remove {stem}", stem=stem))

    def _enter(self, text: str) -> None:
        """Nonsense leaves it as it was."""
        assert self._adapter is not None, "it is shown before anything is typed"
        try:
            strength = float(text.replace(",", ".")) if text.strip() else None
        except ValueError:
            strength = self._adapter.strength
        within = strength is None or -STRONGEST <= strength <= STRONGEST  # not a number is not, either
        self._change(strength=strength if within else self._adapter.strength)

    def _change(self, **changes: object) -> None:
        assert self._adapter is not None, "it is shown before anything is typed"
        self.changed.emit(replace(self._adapter, **changes))  # type: ignore[arg-type]
