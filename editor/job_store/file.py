"""The jobs' SQLite file: opened so that what is written stays written, and moved aside where it is damaged."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import OutputError

log = logging.getLogger(__name__)

JOBS = (
    "id, clip_id, title, model, request, created, state, attempts, error, started, ended, project, project_name,"
    " hidden, held"
)
VERSION = 3
WAIT = 1.0  # seconds for another program to let go of the file
NOT_DAMAGE = {  # the file itself may be sound
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}

SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    clip_id TEXT NOT NULL,
    title TEXT NOT NULL,
    model TEXT NOT NULL,
    request TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    created REAL NOT NULL,
    started REAL,
    ended REAL,
    project TEXT NOT NULL DEFAULT '',
    project_name TEXT NOT NULL DEFAULT '',
    hidden INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS takes (
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    take TEXT NOT NULL,
    acknowledged INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job, path)
) STRICT;
CREATE TABLE IF NOT EXISTS runs (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    model TEXT NOT NULL,
    megapixels REAL NOT NULL,
    takes INTEGER NOT NULL,
    seconds REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS starts (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    seconds REAL NOT NULL
) STRICT;
"""
# Before, jobs did not know their project, and what was remembered of runs told too short a time of the next.
FROM_1 = """
BEGIN IMMEDIATE;
ALTER TABLE jobs ADD COLUMN project TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN project_name TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
DROP TABLE paces;
PRAGMA user_version = 2;
COMMIT;
"""
FROM_2 = """
BEGIN IMMEDIATE;
ALTER TABLE jobs ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 3;
COMMIT;
"""


def open_file(path: Path) -> tuple[sqlite3.Connection, Path | None]:
    """The database, made if there is none; and where a damaged one was moved to, if it was.

    Raises OutputError, also where another process holds it.
    """
    with told_as_ours(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return opened(path), None
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if code(error) in NOT_DAMAGE:
                raise
            aside = moved_aside(path)
            log.warning("the jobs' file is damaged (%s); it was moved to %s", error, aside)
            return opened(path), aside


@contextmanager
def told_as_ours(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        held = code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        reason = error.strerror if isinstance(error, OSError) else error
        what = "Longtake is running already." if held else f"The list of jobs cannot be written: {reason} ({path})."
        do = "Use its window, or close it first." if held else "Free some space or check the folder, then try again."
        raise OutputError(what, kept="Takes that were made are kept.", do=do) from error


def code(error: Exception) -> int:
    """SQLite's primary result code."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def opened(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=WAIT, check_same_thread=False)
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA locking_mode = EXCLUSIVE")  # two programs would both run what is queued
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA fullfsync = ON")  # macOS: a sync that reaches the disk itself
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        upgrade(database)
        for columns in (f"{JOBS} FROM jobs", "job, take, acknowledged FROM takes", "* FROM runs", "* FROM starts"):
            database.execute(f"SELECT {columns}").fetchall()  # all of it can be read
    except BaseException:
        database.close()
        raise
    return database


def upgrade(database: sqlite3.Connection) -> None:
    """Whatever version wrote it; of a later one what we know is left as it is."""
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version == 1:
        database.executescript(FROM_1)
    if version in (1, 2):
        database.executescript(FROM_2)
    database.executescript(SCHEMA)
    if version < VERSION:
        database.execute(f"PRAGMA user_version = {VERSION}")


def moved_aside(path: Path) -> Path:
    number = next(number for number in range(1, 10_000) if not path.with_name(f"{path.name}.damaged-{number}").exists())
    aside = path.with_name(f"{path.name}.damaged-{number}")
    path.replace(aside)
    for ending in ("-wal", "-shm"):  # they belong to it
        extra = path.with_name(path.name + ending)
        if extra.exists():
            extra.replace(aside.with_name(aside.name + ending))
    return aside
