"""Offers what sessions that ended unexpectedly had not saved."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from editor.project.errors import ProjectError
from editor.project.recovery import Recovered
from editor.ui.window import questions
from editor.ui.window.files import when
from editor.ui.window.questions import Recovery
from editor.words import tr, trn

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


class Recovering:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    async def offer(self) -> bool:
        """Each in turn, until one is taken: only one project is open. Whether one was."""
        project = self._window.session.project
        offers = await asyncio.to_thread(project.recoverable)
        for index, offer in enumerate(offers):
            answer = await questions.about_recovery(self._window, offer.name, in_words(offer))
            if answer is Recovery.RECOVER and self._recover(offer):
                self._tell_of_others(len(offers) - index - 1)
                return True
            if answer is Recovery.DISCARD:
                self._window.perform(partial(project.discard, offer))
        return False

    def _recover(self, offer: Recovered) -> bool:
        try:
            timeline = self._window.session.project.recover(offer)
        except ProjectError as error:
            self._window.show_error(error)
            return False
        self._window.files.show_opened(timeline)
        return True

    def _tell_of_others(self, count: int) -> None:
        if count:
            words = trn("It is offered at the next start.", "They are offered at the next start.", count)
            what = trn("{count} more project can be recovered", "{count} more projects can be recovered", count)
            self._window.toasts.show(what, words)


def in_words(offer: Recovered) -> str:
    words = trn(
        "Longtake ended before 1 edit was saved, on {when}.",
        "Longtake ended before {count} edits were saved, the last on {when}.",
        offer.edits,
        when=when(offer.when),
    )
    lost = tr(" {lost} of the last ones could not be read.", lost=offer.lost) if offer.lost else ""
    return words + lost
