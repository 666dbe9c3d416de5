"""How a run's progress looks on standard error."""

import sys
import time
from contextlib import AbstractContextManager, ExitStack, suppress
from typing import Protocol, Self, TextIO

from engine.cli.words import duration
from engine.progress import Progress

PLAIN_EVERY = 10.0  # seconds between two lines of one stage in a log


class ProgressView(Protocol):
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def __call__(self, progress: Progress) -> None: ...


def progress_view() -> ProgressView:
    """A bar on a terminal; now and then a line elsewhere."""
    stream = sys.stderr
    return BarView(stream) if stream.isatty() else LineView(stream)


class LineView(AbstractContextManager["LineView"]):
    """One line when a stage begins and every ten seconds after."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage = ""
        self._told = 0.0

    def __exit__(self, *_: object) -> None:
        """Nothing is left open."""

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.stage == self._stage and now - self._told < PLAIN_EVERY:
            return
        self._stage, self._told = progress.stage, now
        with suppress(BrokenPipeError):  # whoever read it may have stopped
            print(line(progress), file=self._stream, flush=True)


class BarView(AbstractContextManager["BarView"]):
    """One bar, redrawn in place."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(complete_style="#a98cf5", finished_style="#a98cf5"),
            TextColumn("{task.fields[where]}"),
            console=Console(file=stream),
            transient=True,
        )
        self._task = self._bar.add_task("Starting", total=None, where="")
        self._open = ExitStack()

    def __enter__(self) -> "BarView":
        self._open.enter_context(self._bar)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def __call__(self, progress: Progress) -> None:
        self._bar.update(
            self._task,
            description=progress.stage,
            total=progress.steps,
            completed=progress.step,
            where=where(progress),
        )


def line(progress: Progress) -> str:
    return f"{progress.stage}: {where(progress)}"


def where(progress: Progress) -> str:
    """ "step 3/8, 12 s left" """
    left = "" if progress.seconds_left is None else f", {duration(progress.seconds_left)} left"
    return f"step {progress.step}/{progress.steps}{left}"
