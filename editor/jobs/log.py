"""What became of each job in this run of the program, line by line, with what the engine's libraries printed."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from editor.jobs.row import JobRow
from editor.words import tr
from engine.requests import Take
from engine.worker import JobState

MOST = 64 << 10  # bytes of what was printed, the last ones
BEGAN = {
    JobState.QUEUED: tr("Queued"),
    JobState.RUNNING: tr("Begun"),
    JobState.DONE: tr("Done"),
    JobState.FAILED: tr("Failed"),
    JobState.CANCELLED: tr("Cancelled"),
}


@dataclass
class Told:
    """lines: what was told. start, end: of what was printed meanwhile, in bytes of the engine's file."""

    lines: list[str] = field(default_factory=list)
    state: JobState | None = None
    held: bool = False
    stage: str = ""
    start: int | None = None
    end: int | None = None


class JobLog:
    """printed: the file into which the engine's libraries print, where there is one."""

    def __init__(self, printed: Path | None = None) -> None:
        self.printed = printed
        self._told: dict[str, Told] = defaultdict(Told)

    def hear(self, row: JobRow, new: tuple[Take, ...] = ()) -> None:
        told = self._told[row.id]
        if (row.state, is_held(row)) != (told.state, told.held):
            self._note_state(told, row)
        stage = row.progress.stage if row.progress is not None else ""
        if row.state is JobState.RUNNING and stage and stage != told.stage:
            told.stage = stage
            told.lines.append(_line(stage))
        for take in new:
            told.lines += [_line(tr("Take: {path}", path=take.path)), *(_line(note) for note in take.notes)]

    def text(self, row: JobRow) -> str:
        """All there is to tell of a job, also of one that ended before this start of the program."""
        told = self._told.get(row.id, Told())
        lines = told.lines or [
            BEGAN[row.state],
            *(tr("Take: {path}", path=take.path) for take in row.takes),
            row.error or "",
        ]
        printed = self._printed(told)
        head = tr("{title}\n{model}, job {id}", title=row.title, model=row.model, id=row.id)
        parts = (
            head,
            "\n".join(line for line in lines if line),
            tr("Printed by the engine:\n{printed}", printed=printed) if printed else "",
        )
        return "\n\n".join(part for part in parts if part) + "\n"

    def _note_state(self, told: Told, row: JobRow) -> None:
        told.state, told.held, told.stage = row.state, is_held(row), ""
        attempt = (
            tr(", attempt {attempts}", attempts=row.attempts)
            if row.state is JobState.RUNNING and row.attempts > 1
            else ""
        )
        told.lines.append(_line(tr("Held") if told.held else f"{BEGAN[row.state]}{attempt}"))
        if row.state is JobState.RUNNING:
            told.start, told.end = self._size(), None
        elif row.state.is_final and told.start is not None:
            told.end = self._size()
        if row.error:
            told.lines.append(_line(row.error))

    def _printed(self, told: Told) -> str:
        if self.printed is None or told.start is None or not self.printed.is_file():
            return ""
        end = self._size() if told.end is None else told.end
        start = told.start if told.start <= end else 0  # the file began anew in between
        with self.printed.open("rb") as file:
            file.seek(max(start, end - MOST))
            return file.read(end - file.tell()).decode("utf-8", "replace").strip()

    def _size(self) -> int:
        return self.printed.stat().st_size if self.printed is not None and self.printed.is_file() else 0


def is_held(row: JobRow) -> bool:
    """And has stopped, where it was running."""
    return row.held and row.state is JobState.QUEUED


def _line(words: str) -> str:
    return f"{time.strftime('%H:%M:%S')}  {words}"
