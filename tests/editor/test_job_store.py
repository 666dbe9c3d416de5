"""The job store: what it was told is there after whatever happened, and a damaged file stops nobody."""

import json
import random
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from editor.job_store import JobStore, Stored
from editor.job_store.store import REMEMBERED
from engine.errors import OutputError
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
    store.forget("a")
    assert store.unacknowledged() == []
    assert not store.add_take("a", some_take(some_request(), 2))


def test_the_pace_is_the_middle_of_the_last_runs_of_that_model(store, path):
    assert store.pace("built-in") is None
    for seconds in [100.0] * 5 + [1.0, 2.0, 3.0] * REMEMBERED:
        store.remember_pace("built-in", seconds)
    store.remember_pace("wan", 50.0)
    reopened(store, path)
    assert store.pace("built-in") == 2.0
    assert store.pace("wan") == 50.0


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
