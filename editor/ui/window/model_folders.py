"""The models page as the window handles it: opened, and what is wanted on it done."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.actions.own_adapters import of_file
from editor.jobs import JobState
from editor.ui.models import ModelsDialog
from editor.ui.window import questions
from editor.ui.window.desktop import show_in_file_manager
from editor.ui.window.getting import GettingModels
from editor.ui.window.trashing import Trashing
from editor.words import tr
from engine.errors import RequestError
from engine.models.chosen import is_built_in
from engine.requests import Expert

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

FOLDER = "models folder"  # the setting's name
ADAPTERS = "*.safetensors *.sft *.pt *.pth *.gguf"
EXPERTS = {
    Expert.BOTH: tr("both experts"),
    Expert.HIGH: tr("the high-noise expert"),
    Expert.LOW: tr("the low-noise expert"),
}


class ModelFolders:
    """One page at a time."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.dialog: ModelsDialog | None = None
        self.getting, self.trashing = GettingModels(window), Trashing(window)
        window.session.models.failed.connect(window.show_error)
        window.session.models.changed.connect(self._tell_bar)

    def begin(self) -> None:
        """Look for what is there, once the window stands."""
        if self._window.session.models.folders:
            self._window.session.models.look()
        self.getting.offer_again()

    def open(self) -> None:
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.setFocus()
            return
        self.dialog = dialog = ModelsDialog(self._window, self._window.session)
        perform = self._window.perform
        dialog.add_wanted.connect(lambda: perform(self.add))
        dialog.remove_wanted.connect(lambda path: perform(partial(self.remove, path)))
        dialog.reveal_wanted.connect(lambda path: perform(partial(show_in_file_manager, path)))
        dialog.expert_said.connect(lambda path, expert: perform(partial(self.say, path, expert)))
        dialog.free_wanted.connect(lambda: perform(self.free))
        dialog.get_wanted.connect(lambda *key: perform(partial(self._window.session.getting.get, *key)))
        dialog.move_wanted.connect(lambda path: perform(partial(self.getting.move, path)))
        dialog.parts_wanted.connect(lambda each: perform(partial(self.getting.get_parts, each)))
        dialog.trash_wanted.connect(lambda thing: perform(partial(self.trashing.trash, thing)))
        dialog.into_wanted.connect(lambda: perform(self.getting.choose_folder))
        dialog.closed.connect(self._forget)
        dialog.open_centred()

    def open_at(self, model: str) -> None:
        """At what could be fetched, named as an offer's model is; without a name as `open`."""
        from engine.models.getting.offers import preset_and_form

        self.open()
        if model and self.dialog is not None:
            preset, form = preset_and_form(model)
            self.dialog.show_offer(preset.id, form)

    def open_meant(self) -> None:
        """From where a model is chosen: at what that one lacks, or where there is none yet, at what would fit here."""
        dialog, models = self._window.desk.dialog, self._window.session.models
        wished = dialog.rows.model.offered if dialog is not None else None
        if wished is not None and wished.missing:
            self.open()
            assert self.dialog is not None
            self.dialog.show_lacking(wished.id)
        else:
            self.open_at("" if models.shelf.models else self._window.greeting.look.seen.fitting)

    async def add(self) -> None:
        """Raises ModelError."""
        settings = self._window.session.settings
        folder = await questions.folder_to_open(
            self._window, tr("Where are your models?"), settings.text(FOLDER, str(Path.home()))
        )
        if folder is not None:
            settings.set({FOLDER: str(folder)})
            self._window.session.models.add(folder)

    async def add_adapter(self) -> None:
        """To what the open dialog asks for. Raises ModelError where it does not fit."""
        window, dialog = self._window, self._window.desk.dialog
        patterns, folder = (
            tr("Adapters ({adapters})", adapters=ADAPTERS),
            window.session.settings.text(FOLDER, str(Path.home())),
        )
        chosen = await questions.files_to_open(window, tr("Which adapter?"), patterns, folder, many=False)
        if dialog is None or not chosen:
            return
        adapter = await of_file(window.session.models.shelf, dialog.rows.wishes.model, chosen[0])
        if dialog is window.desk.dialog:
            dialog.rows.adapters.add_one(adapter)

    def say(self, path: Path, expert: Expert | None) -> None:
        """Raises ModelError."""
        models = self._window.session.models
        models.say(path, expert)
        words = (
            tr("As its name says.")
            if expert is None
            else tr("For {experts}, whatever its name says.", experts=EXPERTS[expert])
        )
        again = partial(self._window.perform, partial(models.say, path, None))
        button = tr("Undo") if expert is not None else ""
        self._window.toasts.show(path.name, words, "ph.cube", button=button, do=again)

    def remove(self, folder: Path) -> None:
        """Raises ModelError."""
        self._window.session.models.remove(folder)
        words = tr("Its files stay where they are, and nothing looks for models in it any more.")
        again = partial(self._window.perform, partial(self._window.session.models.add, folder))
        self._window.toasts.show(
            tr("{name} is off the list", name=folder.name), words, "ph.folder-simple", button=tr("Undo"), do=again
        )

    async def free(self) -> None:
        """Raises LongtakeError; RequestError while a job runs."""
        jobs = self._window.session.jobs
        if any(row.state is JobState.RUNNING for row in jobs.rows):
            raise RequestError(
                tr("A job runs with the model that is loaded."), do=tr("Cancel it, or wait for its end.")
            )
        await jobs.free_memory()
        self._window.toasts.show(tr("Memory is free"), tr("The next run loads its model again."), "ph.check", "ok")
        if self.dialog is not None:
            self.dialog.ask()
        if self._window.desk.dialog is not None:
            self._window.desk.dialog.prospects.room.look_again()

    def _tell_bar(self) -> None:
        loaded = sum(not is_built_in(each.model) and not each.missing for each in self._window.session.models.choices)
        more = tr(", {loaded} more", loaded=loaded) if loaded else ""
        self._window.top.show_model(tr("Built-in model ready{more}", more=more))

    def _forget(self) -> None:
        self.dialog = None
