"""Getting models as the window handles it: begun, told of when it is done, and gone on with after a new start."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.actions.asked_models import lacks
from editor.actions.using_model import use_model
from editor.jobs import JobState
from editor.model_getting import Getting
from editor.ui.models.coming import title_of
from editor.ui.window import questions
from editor.words import tr, trn
from engine.errors import LongtakeError, RequestError
from engine.models.on_disk.choices import chosen
from engine.models.on_disk.store import Choice

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow
    from engine.models.getting.lacking import Lacking


class GettingModels:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._getting, self._models = window.session.getting, window.session.models
        self._came: list[Getting] = []  # and are not looked at yet
        self._getting.got.connect(self._take)
        self._getting.failed.connect(self._tell_failed)
        self._models.ended.connect(self._tell_ready)

    def offer_again(self) -> None:
        """What an earlier start has left."""
        rows = [row for row in self._getting.rows if row.may_go_on]
        if not rows:
            return
        title = trn("{first}: not done yet", "{count} models: not done yet", len(rows), first=title_of(rows[0]))
        words = tr("What has come is kept. See Window > Models.")
        self._window.toasts.show(
            title, words, "ph.download-simple", button=tr("Go On"), do=partial(self._window.perform, self.go_on)
        )

    def get_parts(self, lacking: "Lacking") -> None:
        """Raises RequestError."""
        self._getting.get(lacking.preset, lacking.form, lacking.only)

    def go_on(self) -> None:
        """With all that has stopped. Raises RequestError."""
        for row in self._getting.rows:
            self._getting.get(*row.key)

    async def choose_folder(self) -> None:
        source = self._getting.source
        there = next(each for each in (source.folder, *source.folder.parents) if each.exists())
        folder = await questions.folder_to_open(self._window, tr("Where are models to go?"), str(there))
        if folder is not None:
            source.set_folder(folder)
            self._getting.changed.emit()

    async def move(self, folder: Path) -> None:
        """What was fetched into it. Raises RequestError while a job runs."""
        to = await questions.folder_to_open(self._window, tr("Where are models to move to?"), str(folder.parent))
        if to is None:
            return
        if any(row.state is JobState.RUNNING for row in self._window.session.jobs.rows):
            what = tr("A job runs, perhaps with a model that is to move.")
            raise RequestError(what, do=tr("Cancel it, or wait for its end."))
        self._getting.move(folder, to)

    def stay_offline(self, offline: bool) -> None:
        self._getting.source.set_offline(offline)
        self._getting.changed.emit()

    async def keep_token(self, token: str) -> None:
        """In the system's keychain, by the downloader's process; an empty one is forgotten. Raises LongtakeError where
        there is none."""
        from engine.models.getting.asked import Token

        kept, told = Token(self._getting.source.environment()), token.strip()
        do = partial(kept.keep, told) if told else kept.forget
        await asyncio.get_running_loop().run_in_executor(None, do)
        words = tr("It is sent to the hub alone.") if told else ""
        title = tr("The token is in the system's keychain") if told else tr("The token is forgotten")
        self._window.toasts.show(title, words, "ph.check", "ok")

    def use(self, model: Choice) -> None:
        """From now on; also in the dialog that is open."""
        use_model(self._window.session, model)
        if self._window.desk.dialog is not None:
            self._window.desk.dialog.rows.choose_model(model)
        words = tr("Whatever is asked for next is made by it.")
        self._window.toasts.show(tr("{title} is chosen", title=model.title), words, "ph.check", "ok")

    def _take(self, row: Getting) -> None:
        """Its folder is one that models are looked for in; what is in it is told once that is done."""
        self._came.append(row)
        self._window.perform(partial(self._look, row.folder))

    def _look(self, folder: Path) -> None:
        """Raises ModelError."""
        if folder in self._models.folders:
            self._models.look()
        else:
            self._models.add(folder)

    def _tell_ready(self) -> None:
        rows, self._came = self._came, []
        for row in rows:
            found = chosen(row.preset, self._models.shelf)
            if row.moved is not None:
                words = tr("Each was checked before it was deleted where it was.")
                self._window.toasts.show(tr("Models are in {folder}", folder=row.folder), words, "ph.check", "ok")
            elif found is None or found.missing:
                words = lacks(found.missing) if found else tr("See Window > Models for what is in its folder.")
                self._window.toasts.show(
                    tr("{title} has come and cannot be used", title=title_of(row)), words, "ph.warning", "warn"
                )
            else:
                self._tell_use(found.title if row.only else title_of(row), found)

    def _tell_use(self, title: str, model: Choice) -> None:
        do = partial(self._window.perform, partial(self.use, model))
        words = tr("Every file was checked by its sum.")
        self._window.toasts.show(
            tr("{title} is ready", title=title), words, "ph.check", "ok", button=tr("Use It"), do=do
        )

    def _tell_failed(self, row: Getting) -> None:
        error = row.error
        assert isinstance(error, LongtakeError)
        words = " ".join(part for part in (error.what, error.kept, error.do) if part)
        self._window.toasts.show(
            tr("{title}: it stopped", title=title_of(row)), words, "ph.warning", "bad", button=tr("Try Again"),
            do=partial(self._window.perform, partial(self._getting.get, *row.key)),
        )  # fmt: skip
