"""What can be fetched, on the models page: each preset that is not here, in each form that it is published in."""

import shutil
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.model_getting import ModelGetting
from editor.ui.generation.room_line import level_of
from editor.ui.models.rows import ThingRow
from editor.ui.models.words import FORMS, about_offer, fits, licence_words
from editor.ui.widgets import Button, Label, Section, Segmented
from editor.words import tr
from engine.models.getting.offers import Offer
from engine.models.on_disk.presets import size_in_words
from engine.requests import Room

COMING = tr("It is being downloaded already")
NOT_MEASURED = tr(
    "Each file is checked by its sum; what is here already does not come again. Times are estimates, not measured, "
    "until a model has run here."
)


class Offers(Section):
    """rows: by preset. Made when it is unfolded."""

    get_wanted = Signal(str, str)  # a preset, and its form
    folder_wanted = Signal()

    def __init__(self, offers: Sequence[Offer], getting: ModelGetting, open_: bool) -> None:
        self._offers, self._getting = offers, getting
        self._rooms: Mapping[str, Room] = {}
        self.rows: dict[str, OfferRow] = {}
        by_preset = {each.preset.id for each in offers}
        super().__init__(tr("Get Models ({presets})", presets=len(by_preset)), open_=False)
        self.body.setSpacing(2)
        getting.changed.connect(self.show_state)
        self.set_open(open_)

    def set_open(self, open_: bool) -> None:
        if open_ and not self.rows:
            self._fill()
        super().set_open(open_)

    @property
    def names(self) -> tuple[str, ...]:
        """By which a host tells whether they would fit here."""
        return tuple(each.model for each in self._offers)

    def show_rooms(self, rooms: Mapping[str, Room]) -> None:
        self._rooms = rooms
        for row in self.rows.values():
            row.show_rooms(rooms)

    def show_state(self) -> None:
        """What is coming, where it goes, and whether anything may come at all."""
        if not self.rows:
            return
        self.place.set_text(_place(self._getting.source.folder))
        refusal, coming = self._getting.source.why_not(), {each.preset for each in self._getting.rows}
        for preset, row in self.rows.items():
            row.get.set_disabled_reason(refusal or (COMING if preset in coming else None))

    def _fill(self) -> None:
        self.place = Label("", "small", "dim", elide=Qt.TextElideMode.ElideMiddle)
        self.folder = Button(tr("Choose Folder…"), kind="quiet", small=True)
        self.folder.clicked.connect(self.folder_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(22, 0, 0, 0)
        head.addWidget(self.place, 1)
        head.addWidget(self.folder)
        self.body.addLayout(head)
        for preset, forms in groupby(self._offers, lambda each: each.preset.id):
            row = self.rows[preset] = OfferRow(tuple(forms))
            row.get_wanted.connect(self.get_wanted)
            row.show_rooms(self._rooms)
            self.body.addWidget(row)
        about = Label(NOT_MEASURED, "small", "dim", wrap=True)
        about.setContentsMargins(22, 4, 0, 0)
        self.body.addWidget(about)
        self.show_state()

    def show_offer(self, preset: str, form: str) -> QWidget | None:
        """Unfolded, with that form chosen, and the keyboard at what gets it; None where it is not offered."""
        self.set_open(True)
        row = self.rows.get(preset)
        if row is not None:
            row.choose(form)
            row.get.setFocus(Qt.FocusReason.OtherFocusReason)
        return row


class OfferRow(ThingRow):
    """A preset: what it can do, how large it is in the chosen form, whether it fits here, and what gets it."""

    get_wanted = Signal(str, str)

    def __init__(self, forms: tuple[Offer, ...]) -> None:
        title = forms[0].preset.title
        super().__init__(title)
        self._forms = {each.form: each for each in forms}
        self._rooms: Mapping[str, Room] = {}
        self.form = Segmented([(each.form, FORMS[each.form]) for each in forms], forms[0].form, pad=8)
        self.form.setAccessibleName(tr("Form of {title}", title=title))
        self.form.setVisible(len(forms) > 1)
        self.form.chosen.connect(lambda _: self._show())
        self.get.clicked.connect(lambda: self.get_wanted.emit(forms[0].preset.id, self.offer.form))
        self.add_control(self.form)
        self.get.show()
        self._show()

    @property
    def offer(self) -> Offer:
        """In the form that is chosen."""
        return self._forms[self.form.value]

    def choose(self, form: str) -> None:
        if form in self._forms:
            self.form.set_value(form)
            self._show()

    def show_rooms(self, rooms: Mapping[str, Room]) -> None:
        self._rooms = rooms
        self._show()

    def _show(self) -> None:
        room = self._rooms.get(self.offer.model)
        self.say(f"{about_offer(self.offer)}\n{fits(room)}", level_of(room) if room else None)
        self.get.set_tip(licence_words(self.offer))


def _place(folder: Path) -> str:
    """Where they would go, and how much may come there."""
    there = next((each for each in (folder, *folder.parents) if each.exists()), None)
    free = tr(", {size} free", size=size_in_words(shutil.disk_usage(there).free)) if there else ""
    return tr("Into {folder}{free}", folder=folder, free=free)
