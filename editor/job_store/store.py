"""The jobs on disk: what was asked for, how far it came, and which takes were made and not yet taken over."""

import json
import logging
import sqlite3
import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from editor.job_store.file import JOBS, open_file, told_as_ours
from editor.job_store.stored import JobProject, Run, Stored
from editor.words import tr
from engine.requests import REQUESTS, Request, Take
from engine.wire import from_json, from_json_any, to_json
from engine.worker import ATTEMPTS, JobState

log = logging.getLogger(__name__)

REMEMBERED = 20  # runs of a model, and starts of the engine
TAKEN_OVER = "NOT EXISTS (SELECT 1 FROM takes WHERE takes.job = jobs.id AND NOT acknowledged)"
CUT_OFF = tr("Longtake ended unexpectedly each time this was being made. Try it again, or ask for fewer frames.")


class JobStore:
    """One SQLite file, held by one process at a time; may be used from any thread.

    What a method has written is on the disk when it returns. A damaged file is moved aside, and `moved_aside` says
    where to. All methods raise OutputError where the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        """Opens the file, or makes it. Raises OutputError, also where another process holds it."""
        self._path = path
        self._lock = threading.Lock()
        self._database, self.moved_aside = open_file(path)

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def begin(self) -> tuple[Stored, ...]:
        """What a new start of the program finds, in the order it was asked for.

        A job that was running is queued again, unless the program ended in its midst too often. What is done and taken
        over is forgotten.
        """
        with self._writing() as database:
            database.execute("UPDATE jobs SET state = 'queued' WHERE state = 'running' AND attempts < ?", (ATTEMPTS,))
            database.execute("UPDATE jobs SET state = 'failed', error = ? WHERE state = 'running'", (CUT_OFF,))
            database.execute(f"DELETE FROM jobs WHERE (hidden OR state = 'done') AND {TAKEN_OVER}")
        return tuple(self._jobs())

    def add(self, job: Stored) -> None:
        with self._writing() as database:
            database.execute(
                "INSERT INTO jobs (id, clip_id, title, model, request, state, attempts, created, project, project_name)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    job.id,
                    job.clip_id,
                    job.title,
                    job.model,
                    json.dumps(to_json(job.request)),
                    job.state,
                    job.attempts,
                    job.created,
                    job.project.id,
                    job.project.name,
                ),
            )

    def queue_again(self, job_id: str, request: Request, project: JobProject) -> None:
        """As it is to be run now, after all others."""
        with self._writing() as database:
            database.execute(
                "UPDATE jobs SET state = 'queued', held = 0, attempts = 0, error = NULL, started = NULL, ended = NULL,"
                " place = (SELECT max(place) FROM jobs) + 1,"
                " request = ?, project = ?, project_name = ? WHERE id = ?",
                (json.dumps(to_json(request)), project.id, project.name, job_id),
            )

    def arrange(self, job_ids: Sequence[str]) -> None:
        """These stand in this order from now on, at the places that they have among the others."""
        with self._writing() as database:
            marks = ", ".join("?" * len(job_ids))
            found = database.execute(f"SELECT place FROM jobs WHERE id IN ({marks}) ORDER BY place", job_ids).fetchall()
            for sign in (-1, 1):  # a place is taken by one at a time
                rows = [(sign * place, job_id) for (place,), job_id in zip(found, job_ids, strict=True)]
                database.executemany("UPDATE jobs SET place = ? WHERE id = ?", rows)

    def give(self, job_id: str, project: JobProject) -> None:
        """It is of that project from now on."""
        with self._writing() as database:
            database.execute(
                "UPDATE jobs SET project = ?, project_name = ? WHERE id = ?", (project.id, project.name, job_id)
            )

    def change(self, job_id: str, state: JobState, attempts: int, when: float, error: str | None = None) -> None:
        """when: it began to run, or ended. One that is held and was stopped waits again."""
        if state is JobState.CANCELLED and self._is_held(job_id):
            state, attempts = JobState.QUEUED, 0
        times = {JobState.QUEUED: "started = NULL, ended = NULL", JobState.RUNNING: "started = :when"}
        with self._writing() as database:
            database.execute(
                f"UPDATE jobs SET state = :state, attempts = :attempts, error = :error,"
                f" {times.get(state, 'ended = :when')} WHERE id = :id",
                {"id": job_id, "state": state, "attempts": attempts, "error": error, "when": when},
            )

    def hold(self, job_id: str, held: bool) -> None:
        """Whether the others pass it."""
        with self._writing() as database:
            database.execute("UPDATE jobs SET held = ? WHERE id = ?", (held, job_id))

    def end(self) -> None:
        """The program is closed as it should be: what was running is as if it had not begun."""
        with self._writing() as database:
            database.execute("UPDATE jobs SET state = 'queued', attempts = 0, started = NULL WHERE state = 'running'")

    def add_take(self, job_id: str, take: Take) -> bool:
        """Whether it is a new one. Its file has to be complete and on the disk: bytes first, row second."""
        with self._writing() as database:
            added = database.execute(
                "INSERT INTO takes (job, path, take) SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM jobs WHERE id = ?)"
                " ON CONFLICT DO NOTHING",
                (job_id, str(take.path), json.dumps(to_json(take)), job_id),
            )
            return added.rowcount > 0

    def acknowledge(self, job_id: str, path: Path) -> None:
        """The take is in the document, whose own journal keeps it from now on."""
        with self._writing() as database:
            database.execute("UPDATE takes SET acknowledged = 1 WHERE job = ? AND path = ?", (job_id, str(path)))
            database.execute(f"DELETE FROM jobs WHERE id = ? AND hidden AND {TAKEN_OVER}", (job_id,))

    def unacknowledged(self) -> list[tuple[str, Take]]:
        """Job id and take, the oldest first."""
        with self._lock, closing(self._database.cursor()) as cursor:
            rows = cursor.execute("SELECT job, take FROM takes WHERE NOT acknowledged ORDER BY rowid").fetchall()
        return [(job_id, take) for job_id, text in rows if (take := _take(text)) is not None]

    def forget(self, job_id: str) -> None:
        """The job and its takes' rows; no file is touched. It stays, hidden, while one of them is not acknowledged."""
        with self._writing() as database:
            database.execute("UPDATE jobs SET hidden = 1 WHERE id = ?", (job_id,))
            database.execute(f"DELETE FROM jobs WHERE id = ? AND {TAKEN_OVER}", (job_id,))

    def remember_run(self, model: str, run: Run) -> None:
        with self._writing() as database:
            database.execute(
                "INSERT INTO runs (model, megapixels, takes, seconds) VALUES (?, ?, ?, ?)",
                (model, run.megapixels, run.takes, run.seconds),
            )
            database.execute(
                "DELETE FROM runs WHERE model = ? AND place NOT IN"
                " (SELECT place FROM runs WHERE model = ? ORDER BY place DESC LIMIT ?)",
                (model, model, REMEMBERED),
            )

    def runs(self, model: str) -> list[Run]:
        """The last ones, the oldest first."""
        with self._lock, closing(self._database.cursor()) as cursor:
            rows = cursor.execute(
                "SELECT megapixels, takes, seconds FROM runs WHERE model = ? ORDER BY place", (model,)
            ).fetchall()
        return [Run(*row) for row in rows]

    def remember_start(self, seconds: float) -> None:
        """How long a cold engine took until its first word."""
        with self._writing() as database:
            database.execute("INSERT INTO starts (seconds) VALUES (?)", (seconds,))
            database.execute(
                "DELETE FROM starts WHERE place NOT IN (SELECT place FROM starts ORDER BY place DESC LIMIT ?)",
                (REMEMBERED,),
            )

    def start_seconds(self) -> float:
        """That a cold engine takes, by the last times; 0 until there was one."""
        with self._lock, closing(self._database.cursor()) as cursor:
            rows = cursor.execute("SELECT seconds FROM starts").fetchall()
        return statistics.median(seconds for (seconds,) in rows) if rows else 0.0

    def _is_held(self, job_id: str) -> bool:
        with self._lock, closing(self._database.cursor()) as cursor:
            return cursor.execute("SELECT held FROM jobs WHERE id = ?", (job_id,)).fetchall() == [(1,)]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Cursor]:
        """All of the block or nothing of it, on the disk when it ends."""
        with told_as_ours(self._path), self._lock, self._database, closing(self._database.cursor()) as cursor:
            yield cursor

    def _jobs(self) -> Iterator[Stored]:
        """Those that this version understands; the others stay in the file."""
        with self._lock, closing(self._database.cursor()) as cursor:
            rows = cursor.execute(f"SELECT {JOBS} FROM jobs ORDER BY place").fetchall()
            takes = cursor.execute("SELECT job, take FROM takes ORDER BY rowid").fetchall()
        for row in rows:
            made = tuple(take for job, text in takes if job == row[0] and (take := _take(text)) is not None)
            if (job := _job(row, made)) is not None:
                yield job


def _job(row: tuple[Any, ...], takes: tuple[Take, ...]) -> Stored | None:
    """None for what this version does not understand."""
    job_id, clip_id, title, model, text, created, state, attempts, error, started, ended, *rest = row
    project, name, hidden, held = rest
    try:
        request = from_json_any(REQUESTS, json.loads(text))
    except (ValueError, RecursionError) as wrong:
        log.warning("job %s cannot be understood: %s", job_id, wrong)
        return None
    asked = job_id, clip_id, title, model, request, created
    stands = JobState(state), attempts, error, started, ended, takes
    return Stored(*asked, *stands, JobProject(project, name), bool(held), bool(hidden))


def _take(text: str) -> Take | None:
    try:
        return from_json(Take, json.loads(text))
    except (ValueError, RecursionError) as error:
        log.warning("a take cannot be understood: %s", error)
        return None
