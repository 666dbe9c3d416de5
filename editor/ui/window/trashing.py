"""What was fetched goes to the system's trash: asked for first, with what else needs it."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFile

from editor.jobs import JobState
from editor.model_getting import State
from editor.ui.models.words import leaving_words
from editor.ui.window import questions
from editor.words import tr
from engine.errors import ModelError, RequestError
from engine.models.on_disk.presets import size_in_words
from engine.models.on_disk.shelf import Known, KnownAdapter

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

MOVE = tr("Move to Trash")


class Trashing:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    async def trash(self, thing: Known | KnownAdapter) -> None:
        """Raises RequestError while it may be in use, ModelError where the system refuses."""
        from engine.models.getting.leaving import leaving

        self._must_be_idle()
        models = self._window.session.models
        going = leaving(thing, models.shelf)
        question = tr("Move {title} to the trash?", title=thing.title)
        if not going.files or not await questions.confirmed(self._window, MOVE, question, leaving_words(going), MOVE):
            return
        self._must_be_idle()  # something may have begun meanwhile
        try:
            move_to_trash(going.files)
        finally:
            models.look()
        words = tr("{size} are free once the trash is emptied.", size=size_in_words(going.bytes))
        self._window.toasts.show(tr("{title} is in the trash", title=thing.title), words, "ph.trash-simple")

    def _must_be_idle(self) -> None:
        if any(row.state is JobState.RUNNING for row in self._window.session.jobs.rows):
            what = tr("A job runs, perhaps with what is to go to the trash.")
            raise RequestError(what, do=tr("Cancel it, or wait for its end."))
        if any(row.state in (State.WAITING, State.RUNNING) for row in self._window.session.getting.rows):
            what = tr("A download is under way, and counts on what is here.")
            raise RequestError(what, do=tr("Pause it, or wait for its end."))


def move_to_trash(files: Iterable[Path]) -> None:
    """Each with the note of where it is from. Raises ModelError."""
    from engine.models.getting.origin import ENDING

    for path in files:
        for each in (path, path.with_name(path.name + ENDING)):
            file = QFile(str(each))
            if each.exists() and not file.moveToTrash():
                what = tr("{name} cannot be moved to the trash: {why}.", name=each.name, why=file.errorString())
                do = tr("Free its memory on the models page and try again, or delete it in the file manager.")
                raise ModelError(what, kept=tr("It is where it was."), do=do)
