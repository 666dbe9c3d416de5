"""The job store: what it was told is there after whatever happened, and a damaged file stops nobody."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from editor.job_store import JobProject, JobStore, Run, Stored
from editor.job_store.file import FROM_1
from editor.job_store.store import REMEMBERED
from engine.errors import OutputError
from engine.wire import to_json
from engine.worker import ATTEMPTS, JobState
from tests.engine.fakes import some_request, some_take


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "jobs.sqlite"


@pytest.fixture
def store(path):
    store = JobStore(path)
    yield store
    store.close()


def some_job(job_id="a", **changes):
    return replace(Stored(job_id, "clip", "Extend surf", "Built-in model", some_request(), 1000.0), **changes)


def reopened(store, path):
    store.close()
    store.__init__(path)
    return store.begin()


def test_a_job_comes_back_as_it_was_stored_in_the_order_it_was_asked_for(store, path):
    jobs = [some_job(name) for name in ("c", "a", "b")]
    for job in jobs:
        store.add(job)
    assert list(reopened(store, path)) == jobs


def test_states_and_times_come_back(store, path):
    store.add(some_job("a"))
    store.change("a", JobState.RUNNING, 1, 5.0)
    store.change("a", JobState.FAILED, 1, 7.0, "It did not work.")
    [job] = reopened(store, path)
    assert job == some_job(state=JobState.FAILED, attempts=1, started=5.0, ended=7.0, error="It did not work.")
    store.change("a", JobState.QUEUED, 0, 9.0)
    assert reopened(store, path) == (some_job(),)


def test_a_job_that_ran_when_the_program_died_is_queued_again_and_keeps_count(store, path):
    store.add(some_job())
    store.change("a", JobState.RUNNING, 1, 5.0)
    [job] = reopened(store, path)
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)


def test_a_job_in_which_the_program_died_every_time_fails_with_a_reason(store, path):
    store.add(some_job())
    store.change("a", JobState.RUNNING, ATTEMPTS, 5.0)
    [job] = reopened(store, path)
    assert job.state is JobState.FAILED
    assert job.error


def test_a_job_that_ran_when_the_program_was_closed_starts_from_anew(store, path):
    store.add(some_job())
    store.change("a", JobState.RUNNING, 2, 5.0)
    store.end()
    assert reopened(store, path) == (some_job(),)


def test_takes_are_kept_once_each_until_they_are_acknowledged(store, path):
    store.add(some_job())
    first, second = some_take(some_request(), 1), some_take(some_request(), 2)
    assert [store.add_take("a", take) for take in (first, second, first)] == [True, True, False]
    assert store.unacknowledged() == [("a", first), ("a", second)]
    store.acknowledge("a", first.path)
    [job] = reopened(store, path)
    assert job.takes == (first, second)
    assert store.unacknowledged() == [("a", second)]


def test_a_job_that_is_done_stays_until_all_its_takes_are_taken_over(store, path):
    store.add(some_job())
    store.add_take("a", some_take(some_request()))
    store.change("a", JobState.DONE, 1, 5.0)
    assert len(reopened(store, path)) == 1
    store.acknowledge("a", some_take(some_request()).path)
    assert reopened(store, path) == ()


def test_a_forgotten_job_takes_its_takes_along_and_takes_no_more(store):
    store.add(some_job())
    store.add_take("a", some_take(some_request()))
    store.acknowledge("a", some_take(some_request()).path)
    store.forget("a")
    assert store.begin() == ()
    assert not store.add_take("a", some_take(some_request(), 2))


def test_a_forgotten_job_stays_hidden_until_its_last_take_is_taken_over(store, path):
    first, second = some_take(some_request(), 1), some_take(some_request(), 2)
    store.add(some_job(state=JobState.CANCELLED))
    for take in (first, second):
        store.add_take("a", take)
    store.forget("a")
    store.acknowledge("a", first.path)
    [job] = reopened(store, path)
    assert (job.hidden, job.takes) == (True, (first, second))
    assert store.unacknowledged() == [("a", second)]
    store.acknowledge("a", second.path)
    assert store.unacknowledged() == []
    assert reopened(store, path) == ()


def test_a_job_keeps_its_project_and_can_be_given_to_another(store, path):
    film, copy = JobProject("film's", "Film"), JobProject("copy's", "Copy")
    store.add(some_job("a", project=film))
    store.add(some_job("b", project=film))
    store.give("b", copy)
    assert [job.project for job in reopened(store, path)] == [film, copy]


def test_a_job_is_queued_again_as_it_is_now(store, path):
    store.add(some_job())
    store.change("a", JobState.RUNNING, 1, 5.0)
    store.change("a", JobState.FAILED, 1, 7.0, "It did not work.")
    copy = JobProject("copy's", "Copy")
    store.queue_again("a", some_request("moved"), copy)
    assert reopened(store, path) == (some_job(request=some_request("moved"), project=copy),)


def test_the_last_runs_of_a_model_and_the_engines_usual_start_are_remembered(store, path):
    assert (store.runs("built-in"), store.start_seconds()) == ([], 0.0)
    runs = [Run(number + 0.5, 3, 12.0) for number in range(2 * REMEMBERED)]
    for run in runs:
        store.remember_run("built-in", run)
    store.remember_run("wan", Run(1.0, 1, 600.0))
    for seconds in [100.0] * 5 + [4.0, 5.0, 60.0] * REMEMBERED:
        store.remember_start(seconds)
    reopened(store, path)
    assert store.runs("built-in") == runs[-REMEMBERED:]
    assert store.runs("wan") == [Run(1.0, 1, 600.0)]
    assert store.start_seconds() == 5.0


BEFORE = """
PRAGMA user_version = 1;
CREATE TABLE jobs (
    place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, clip_id TEXT NOT NULL, title TEXT NOT NULL,
    model TEXT NOT NULL, request TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0, error TEXT, created REAL NOT NULL, started REAL, ended REAL
) STRICT;
CREATE TABLE takes (
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE, path TEXT NOT NULL, take TEXT NOT NULL,
    acknowledged INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (job, path)
) STRICT;
CREATE TABLE paces (
    place INTEGER PRIMARY KEY AUTOINCREMENT, model TEXT NOT NULL, seconds REAL NOT NULL CHECK (seconds > 0)
) STRICT;
INSERT INTO paces (model, seconds) VALUES ('built-in', 0.1);
"""


def written_before(path):
    """The file of a version whose jobs did not know their project, with a job and a take in it."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(BEFORE)
        request, take = to_json(some_request()), to_json(some_take(some_request()))
        request["outputs"].pop("had")
        database.execute(
            "INSERT INTO jobs (id, clip_id, title, model, request, state, created) VALUES (?, ?, ?, ?, ?, ?, ?)",
            ("a", "clip", "Extend surf", "Built-in model", json.dumps(request), "done", 1000.0),
        )
        database.execute("INSERT INTO takes VALUES ('a', ?, ?, 0)", (take["path"], json.dumps(take)))


def test_a_file_of_before_is_read_and_goes_on(path):
    written_before(path)
    store = JobStore(path)
    assert store.moved_aside is None
    take = some_take(some_request())
    assert store.begin() == (some_job(state=JobState.DONE, takes=(take,)),)
    store.add(some_job("b", project=JobProject("film's", "Film")))
    assert [job.project.id for job in reopened(store, path)] == ["", "film's"]
    assert store._database.execute("PRAGMA user_version").fetchone() == (3,)
    store.close()


def test_a_job_that_is_held_waits_when_it_is_stopped_and_through_a_restart(store, path):
    for name in ("held", "let go", "done"):
        store.add(some_job(name))
        store.change(name, JobState.RUNNING, 2, 1500.0)
        store.hold(name, True)
    store.hold("let go", False)
    store.change("held", JobState.CANCELLED, 2, 1600.0)
    store.change("let go", JobState.CANCELLED, 2, 1600.0)
    store.change("done", JobState.FAILED, 2, 1600.0, "No.")
    store.queue_again("done", some_request(), JobProject())
    held, let_go, again = reopened(store, path)
    assert (held.held, held.state, held.attempts, held.started) == (True, JobState.QUEUED, 0, None)
    assert (let_go.held, let_go.state) == (False, JobState.CANCELLED)
    assert (again.held, again.state) == (False, JobState.QUEUED)


def test_a_file_of_before_that_can_not_be_brought_up_to_date_stays_what_it_was(path, monkeypatch):
    written_before(path)
    was = path.read_bytes()
    half = FROM_1.replace("DROP TABLE paces", "DROP TABLE nothing")
    monkeypatch.setattr("editor.job_store.file.FROM_1", half)
    store = JobStore(path)
    assert store.moved_aside is not None
    assert store.moved_aside.read_bytes()[100:] == was[100:], "the header tells how it is written to, no more"
    store.close()


def test_it_is_as_durable_as_sqlite_can_be(store):
    settings = {
        name: store._database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}


def test_a_second_program_is_told_that_one_is_running(store, path):
    with pytest.raises(OutputError, match="running already"):
        JobStore(path)


def test_a_place_that_cannot_be_written_is_told_in_words(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError) as wrong:
        JobStore(tmp_path / "file" / "jobs.sqlite")
    assert wrong.value.do


def test_a_full_disk_is_told_and_what_was_there_stays(store, path):
    store.add(some_job("a"))
    store._database.execute("PRAGMA max_page_count = 1")
    with pytest.raises(OutputError):
        store.add(some_job("b", title="x" * 100_000))
    assert reopened(store, path)[0] == some_job("a")


@pytest.mark.parametrize("damage", [b"no database", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_is_moved_aside_and_nobody_waits_for_it(path, damage):
    path.parent.mkdir()
    path.write_bytes(damage)
    for number in (1, 2):
        store = JobStore(path)
        store.add(some_job())
        store.close()
        aside = path.with_name(f"jobs.sqlite.damaged-{number}")
        assert store.moved_aside == aside
        assert aside.read_bytes() == damage
        path.write_bytes(damage)


def test_a_file_damaged_anywhere_opens_or_is_moved_aside(path):
    store = JobStore(path)
    for number in range(30):
        store.add(some_job(f"job{number}"))
        store.add_take(f"job{number}", some_take(some_request()))
    store.close()
    sound = path.read_bytes()
    dice = random.Random(1)
    for _ in range(60):
        damaged = bytearray(sound)
        for _ in range(dice.randint(1, 20)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        store = JobStore(path)
        store.begin()
        store.add(some_job("new"))
        store.close()


def test_a_job_of_a_later_version_is_left_alone(store, path):
    store.add(some_job("a"))
    store.add(some_job("b"))
    strange = json.dumps({"is": "ExtendRequest", "later": True})
    store._database.execute("UPDATE jobs SET request = ? WHERE id = 'a'", (strange,))
    store._database.commit()
    assert [job.id for job in reopened(store, path)] == ["b"]
    assert store._database.execute("SELECT count(*) FROM jobs").fetchone() == (2,)


def test_what_was_stored_survives_a_kill(path, tmp_path):
    code = """
import sys
from pathlib import Path
from editor.job_store import JobStore
from tests.editor.test_job_store import some_job
store = JobStore(Path(sys.argv[1]))
store.begin()
for number in range(100_000):
    store.add(some_job(f"{sys.argv[2]}-{number}"))
    print(number, flush=True)
"""
    kept = []
    for life in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(life)], stdout=subprocess.PIPE, text=True
        ) as program:
            assert program.stdout is not None
            for _ in range(20 + 7 * life):
                told = int(program.stdout.readline())
            program.send_signal(signal.SIGKILL)
        kept += [f"{life}-{number}" for number in range(told + 1)]
    store = JobStore(path)
    found = [job.id for job in store.begin()]
    store.close()
    assert set(kept) <= set(found)
    assert len(found) == len(set(found)) <= len(kept) + 100
    assert store.moved_aside is None
