"""Where errors are shown: every verb of the window is performed here, and what it raises is told in the corner."""

import inspect
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from editor.project.errors import ProjectError
from editor.timeline.errors import EditError
from editor.ui.toast import Toasts
from editor.ui.window.tasks import Tasks
from editor.words import tr
from engine.errors import LongtakeError

log = logging.getLogger(__name__)

Perform = Callable[[Callable[[], Any]], None]

JOURNALED = tr("Your work is in the journal. Save, then start Longtake again.")
Remedy = Callable[[BaseException], tuple[str, Callable[[], Any]] | None]  # what a button in the toast would do
Help = Callable[[str], Callable[[], object] | None]  # shows what explains the error that says these words
OURS = (EditError, ProjectError, LongtakeError)


class Performer(QObject):
    """Calls what is asked for; a coroutine runs as a task of the window."""

    _caught = Signal(object)  # on whichever thread

    def __init__(self, toasts: Toasts, parent: QObject) -> None:
        super().__init__(parent)
        self._toasts = toasts
        self.unforeseen: list[BaseException] = []  # errors that are not of our own kinds
        self._told: set[str] = set()
        self.remedy: Remedy = lambda error: None
        self.help: Help = lambda what: None
        self.tasks = Tasks(self.show_error)
        self._caught.connect(self.show_error)

    def perform(self, run: Callable[[], Any]) -> None:
        try:
            result = run()
        except OURS as error:
            self.show_error(error)
        else:
            if inspect.iscoroutine(result):
                self.tasks.start(result)

    def catch(self, error: BaseException) -> None:
        """An error that nobody caught, from any thread."""
        self._caught.emit(error)

    def show_error(self, error: BaseException) -> None:
        """What happened as the title; what was kept and what to do below it."""
        if isinstance(error, OURS):
            words = " ".join(part for part in (getattr(error, "kept", ""), error.do) if part)
            tone = "warn" if isinstance(error, EditError) else "bad"
            button, do = self.remedy(error) or self._help(error.what) or ("", None)
            self._toasts.show(error.what, words, "ph.warning", tone, button=button, do=do)
        else:
            log.error("not foreseen", exc_info=error)
            self.unforeseen.append(error)
            self._tell_unforeseen(type(error).__name__)

    def _help(self, what: str) -> tuple[str, Callable[[], Any]] | None:
        show = self.help(what)
        return (tr("Help"), partial(self.perform, show)) if show else None

    def _tell_unforeseen(self, name: str) -> None:
        """Each kind once: what goes wrong in painting goes wrong at every frame."""
        if name not in self._told:
            self._told.add(name)
            self._toasts.show(tr("Something went wrong ({name}).", name=name), JOURNALED, "ph.warning", "bad")
