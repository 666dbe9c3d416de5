"""What a new user is met with: ways to begin, the plain truth about this machine, and one hint."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.actions.cost import wait_in_words
from editor.jobs.first_look import FirstLook, Seen
from editor.project import sample
from editor.ui.window.first_hint import FirstHint
from editor.words import tr, trn
from engine.worker import Host

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

LATER = 1.5  # seconds after the window's first paint, when it has settled


class Welcome:
    """`hint` stays in the timeline; the card is seen while the timeline is empty."""

    def __init__(self, window: "MainWindow") -> None:
        self._window, self._card = window, window.card
        session, act = window.session, window.actions_by_id
        self.look = FirstLook(session.jobs, window)
        self.hint = FirstHint(session.document, session.view, session.settings, window.timeline_panel)
        self._is_over = False
        self._offer()
        session.document.replaced.connect(self._offer)
        self.look.changed.connect(self._know_more)
        session.jobs.changed.connect(self._hear)
        for wanted, verb in (
            (self._card.import_wanted, "import"),
            (self._card.open_wanted, "open"),
            (self._card.sample_wanted, "open-sample"),
        ):
            wanted.connect(act[verb].trigger)
        self._card.recent_wanted.connect(self._open)
        self._card.models_wanted.connect(lambda: window.models.open_at(self.look.seen.fitting))

    def tell(self) -> None:
        """What is known of the machine by now."""
        self._card.show_machine("ok", pace_in_words(self.look.seconds))
        self._card.show_plan(machine_in_words(self.look.seen), plan_in_words(self.look.seen))

    def begin_look(self, make_host: Callable[[], Host]) -> None:
        """Beside everything else, on a process of its own; where generating is hidden, not at all."""
        if self._window.session.view.generative and sample.is_here():
            self.look.begin(make_host(), sample.SHOT, offered())

    def close(self) -> None:
        self._is_over = True  # what the look says after that comes while the rest is being closed
        self.look.close()

    def _offer(self) -> None:
        """Projects of the user's own; before there is one, the sample."""
        self._card.show_ways(self._window.files.recent, sample.is_here())

    def _open(self, project: Path) -> None:
        self._window.perform(partial(self._window.files.open_project, project))

    def _know_more(self) -> None:
        if self._is_over:
            return
        self.tell()
        if self._window.desk.dialog is not None:
            self._window.desk.dialog.refresh()  # its line about the time, too

    def _hear(self, row: object) -> None:
        if self._card.isVisible():
            self.tell()


def offered() -> tuple[str, ...]:
    """What could be fetched, the best first."""
    from engine.models.catalogue import catalogue  # late: the window's start does not need it
    from engine.models.getting.wanted import forms_of

    return tuple(f"{each.id}@{form}" for each in catalogue().presets.values() for form in forms_of(each))


def pace_in_words(seconds: float | None) -> str:
    """Of the built-in model."""
    if seconds is None:
        return tr("The built-in model is ready; how long it takes here is not measured yet.")
    return tr("The built-in model is ready: a second at 720p takes about {wait}.", wait=wait_in_words(seconds))


def machine_in_words(seen: Seen) -> str:
    """2 cores, 24 GB of memory, no GPU. Everything runs on this computer."""
    import os

    import psutil

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    parts = [
        trn("{count} core", "{count} cores", cores),
        tr("{memory:.0f} GB of memory", memory=psutil.virtual_memory().total / 2**30),
    ]
    if seen.gpu is not None:
        parts.append(seen.gpu or tr("no GPU"))
    return tr("{machine}. Everything runs on this computer.", machine=", ".join(parts))


def plan_in_words(seen: Seen) -> str:
    """Which model could be had, where a GPU makes it worth while; empty otherwise."""
    if not seen.gpu:
        return ""
    if not seen.fitting:
        return tr("None of the larger models fits this GPU.")
    from editor.ui.models.words import FORMS
    from engine.models.getting.offers import preset_and_form

    preset, form = preset_and_form(seen.fitting)
    title = preset.title.partition(",")[0]
    return tr("{title} ({form}) fits this GPU and can be fetched.", title=title, form=FORMS[form])
