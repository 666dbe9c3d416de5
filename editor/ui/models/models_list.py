"""The list on the models page: made anew whenever something else is on the shelf."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.actions.asked_models import lacks
from editor.model_getting import ModelGetting
from editor.model_shelf import ModelShelf
from editor.ui.generation.room_line import level_of
from editor.ui.models.folded import Folded, Thing
from editor.ui.models.offers import COMING, Offers
from editor.ui.models.rows import Head, ThingRow
from editor.ui.models.words import about_adapter, about_model, fits, lacking_words, place_of, with_files
from editor.ui.widgets import Label, Line
from editor.words import tr
from engine.models.catalogue import catalogue
from engine.models.chosen import is_built_in
from engine.models.getting.offers import offers
from engine.models.on_disk.experts import SIZE
from engine.models.on_disk.shelf import Known, KnownAdapter
from engine.models.on_disk.store import Choice
from engine.requests import Room

NEEDED = tr(
    "A model has four parts: transformer, VAE, text encoder (umT5-XXL) and tokenizer. Wan 2.1 and 2.2 text-to-video "
    "models are known, as Wan, diffusers, ComfyUI or GGUF store them."
)

SPACE = 4  # pixels above a line
ADD_THEM = tr(
    "Known ones are joined with models under Presets. Any that fits can be added to a run, under Advanced there."
)


class ModelsList(QWidget):
    """rows: of the models, by the name that a request has for them."""

    reveal_wanted = Signal(object)
    expert_said = Signal(object, object)  # see ThingRow, as for the next two
    trash_wanted = Signal(object)  # a Known, or a KnownAdapter
    parts_wanted = Signal(object)  # a Lacking
    get_wanted = Signal(str, str)  # a preset, and its form
    into_wanted = Signal()  # another folder for what is fetched
    folded = Signal()  # or unfolded: a part of it

    def __init__(self, models: ModelShelf, getting: ModelGetting) -> None:
        super().__init__()
        self._models, self._getting = models, getting
        self.rows: dict[str, ThingRow] = {}
        self.presets: dict[str, ThingRow] = {}  # by id
        self.sections: list[Folded] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(2)
        getting.changed.connect(self._show_state)
        self.fill()

    def fill(self) -> None:
        self._clear()
        self._add_models()
        self._add_presets()
        shelf = self._models.shelf
        self._add_folded(tr("Adapters"), [self._adapter(each) for each in shelf.adapters], ADD_THEM)
        strange = [each for each in shelf.unusable if each.path not in self._models.folders]  # those say it themselves
        self._add_folded(tr("Not usable"), [Thing(each.path.name, "", each.path, each.why) for each in strange])
        self._add_offers()
        self._column.addStretch(1)
        self._show_state()

    def height_at(self, width: int) -> int:
        """Pixels that all of it takes."""
        self._column.activate()
        return max(self._column.totalHeightForWidth(width), self._column.totalMinimumSize().height())

    def row_of(self, choice: str) -> ThingRow | None:
        """Of something that can be chosen, by its id."""
        return self.rows.get(choice) or self.presets.get(choice)

    def show_rooms(self, rooms: Sequence[tuple[str, Room]]) -> None:
        """Of those models that lack nothing, and of those that can be fetched, by name."""
        self.offers.show_rooms(dict(rooms))
        for name, room in rooms:
            if name in self.rows:
                self.rows[name].say(fits(room), level_of(room))
            for each in self._models.choices:
                if each.model == name and each.id in self.presets and not each.missing:
                    self.presets[each.id].say(with_files(each.adapters), "ok" if room.fits else "bad")

    @property
    def ready(self) -> tuple[str, ...]:
        """Names of those that can be asked about: what is here comes first."""
        return (*(each.name for each in self._models.shelf.models if each.is_ready), *self.offers.names)

    def _clear(self) -> None:
        self.rows, self.presets, self.sections = {}, {}, []
        self._lacking: dict[str, tuple[ThingRow, ...]] = {}  # what can be fetched of them, by preset
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _add_models(self) -> None:
        self._column.addWidget(Head(tr("Models")))
        built_in = next(each for each in self._models.choices if is_built_in(each.model))
        row = ThingRow(built_in.title, tr("always here"))
        row.say(built_in.about, "ok")
        self._add(row)
        for model in self._models.shelf.models:
            row = self.rows[model.name] = ThingRow(model.title, about_model(model), place_of(model))
            row.say(lacks(model.missing) or fits(None), None if model.is_ready else "warn")
            if may_be_expert(model):
                row.ask_expert()
            if _was_fetched(model.layout.transformers):
                row.offer_trash(model)
            self._add(row)
        if not self._models.shelf.models and not self._models.is_looking:
            lead = tr("No other model is in these folders. ") if self._models.folders else ""
            self._column.addWidget(Label(f"{lead}{NEEDED}", "small", "dim", wrap=True))

    def _add_presets(self) -> None:
        """Several that belong together: what stands in the dialogs beside the bare models."""
        joined = [each for each in self._models.choices if not self._is_model(each)]
        if joined:
            self._add_head(tr("Presets"))
        for each in joined:
            row = self.presets[each.id] = ThingRow(each.title)
            row.say(lacks(each.missing) or with_files(each.adapters), "warn" if each.missing else None)
            self._add(row)
        for each in self._models.choices:
            self._offer_parts(each)

    def _offer_parts(self, choice: Choice) -> None:
        from engine.models.getting.lacking import lacking  # late: the window's start does not need it

        row, found = self.row_of(choice.id), lacking(choice, self._models.shelf)
        if row is not None and found is not None:
            row.offer_parts(found, lacking_words(found))
            self._lacking[found.preset] = (*self._lacking.get(found.preset, ()), row)

    def _show_state(self) -> None:
        """What comes already, and whether anything may."""
        refusal, coming = self._getting.source.why_not(), {each.preset for each in self._getting.rows}
        for preset, rows in self._lacking.items():
            for row in rows:
                row.get.set_disabled_reason(refusal or (COMING if preset in coming else None))

    def _is_model(self, choice: Choice) -> bool:
        """Whether it is one of those that stand above."""
        return is_built_in(choice.model) or choice.id in self.rows

    def _add_folded(self, title: str, things: Sequence[Thing], words: str = "") -> None:
        if not things:
            return
        section = Folded(title, things, words)
        self._column.addSpacing(SPACE)
        section.folded.connect(self.folded)
        section.reveal_wanted.connect(self.reveal_wanted)
        section.expert_said.connect(self.expert_said)
        section.trash_wanted.connect(self.trash_wanted)
        self.sections.append(section)
        self._column.addWidget(Line())
        self._column.addWidget(section)

    def _add_offers(self) -> None:
        shelf = self._models.shelf
        wanted = [each for each in offers(shelf) if not each.is_here]
        self.offers = Offers(wanted, self._getting, open_=not shelf.models)
        self.offers.setVisible(bool(wanted))
        self.offers.folded.connect(self.folded)
        self.offers.get_wanted.connect(self.get_wanted)
        self.offers.folder_wanted.connect(self.into_wanted)
        self._column.addSpacing(SPACE)
        self._column.addWidget(Line())
        self._column.addWidget(self.offers)

    def _add_head(self, title: str) -> None:
        self._column.addSpacing(SPACE)
        self._column.addWidget(Line())
        self._column.addWidget(Head(title))

    def _add(self, row: ThingRow) -> None:
        row.reveal_wanted.connect(self.reveal_wanted)
        row.expert_said.connect(self.expert_said)
        row.trash_wanted.connect(self.trash_wanted)
        row.parts_wanted.connect(self.parts_wanted)
        self._column.addWidget(row)

    def _adapter(self, each: KnownAdapter) -> Thing:
        of_two = {model.name for model in self._models.shelf.models if len(model.layout.transformers) == 2}
        fetched = each if _was_fetched((each.path,)) else None
        return Thing(
            each.title, about_adapter(each), each.path, has_expert=bool(of_two & {*each.fits}), fetched=fetched
        )


def _was_fetched(paths: tuple[Path, ...]) -> bool:
    from engine.models.getting.origin import was_fetched  # late: the window's start does not need it

    return any(map(was_fetched, paths))


def may_be_expert(model: Known) -> bool:
    """A transformer that has no other beside it, and the size of those that have."""
    entry = catalogue().bases.get(model.entry)
    alone = [each for each in model.layout.transformers if each.parts]
    return len(alone) == 1 and entry is not None and (entry.blocks, entry.width) == SIZE
