"""The engine's child process: what it says arrives, and whatever becomes of it, the parent goes on."""

import os
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import Cancelled, EngineDied, LongtakeError, NotAVideo
from engine.hosts import child as child_module
from engine.hosts.child import Child, exit_in_words, kills_for_memory
from engine.progress import Report
from engine.requests import Outputs, Text, Verdict
from tests.engine.fakes import some_request
from tests.engine.hosts.quick_engine import contents

QUICK = "tests.engine.hosts.quick_engine"
PATIENCE = 10.0  # seconds; only a broken child needs them


@pytest.fixture
def child():
    child = Child(QUICK)
    yield child
    child.close()


@pytest.fixture
def short_patience(monkeypatch):
    monkeypatch.setattr(child_module, "PATIENCE", 20)


def asked(folder: Path, prompt: str = "", takes: int = 1, job: str = "job"):
    return replace(some_request(), outputs=Outputs(folder, job=job), text=Text(prompt), takes=takes)


def has_ended(pid: int) -> bool:
    """Within PATIENCE; of any process, a child of ours or not."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], PATIENCE)[0])
    finally:
        os.close(handle)


def test_a_run_tells_progress_previews_and_each_take_and_returns_them_all(child, tmp_path):
    heard, takes, previews = [], [], []
    report = Report(heard.append, takes.append, lambda index, image: previews.append((index, image)))
    made = child.run(asked(tmp_path, takes=2), report)
    assert list(made) == takes
    assert [take.path.read_bytes() for take in made] == [contents("job", 0), contents("job", 1)]
    assert previews == [(3, tmp_path / "preview.jpg")]
    assert heard[-1].share == 1
    assert [progress.share for progress in heard] == sorted(progress.share for progress in heard)


def test_plan_and_back_test_come_back(child, tmp_path):
    assert child.plan(asked(tmp_path)).new_frames == 48
    answer = child.test(asked(tmp_path), Report())
    assert (answer.plan.new_frames, answer.back_test.verdict) == (48, Verdict.GOOD)


def test_a_plan_is_told_beside_a_run_and_not_without_one(child, tmp_path):
    assert child.plan_beside(asked(tmp_path)) is None
    report = Report()

    def run():
        with pytest.raises(Cancelled):
            child.run(asked(tmp_path, "waits"), report)

    runs = threading.Thread(target=run)
    runs.start()
    end = time.monotonic() + PATIENCE
    while (plan := child.plan_beside(asked(tmp_path))) is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    assert plan.new_frames == 48
    with pytest.raises(NotAVideo):
        child.plan_beside(asked(tmp_path, "no video"))
    assert runs.is_alive()
    report.stop()
    runs.join(PATIENCE)
    assert not runs.is_alive()
    assert child.plan_beside(asked(tmp_path)) is None


def test_nothing_is_started_before_it_is_needed_and_one_child_serves_all(child, tmp_path):
    assert child.pid is None
    child.run(asked(tmp_path), Report())
    first = child.pid
    child.run(asked(tmp_path, job="other"), Report())
    assert child.pid == first is not None
    assert len(list(tmp_path.glob("*.mp4"))) == 2


def test_what_libraries_print_goes_to_the_log_and_harms_nothing(tmp_path):
    child = Child(QUICK, log=tmp_path / "engine.log")
    assert child.run(asked(tmp_path, "prints"), Report())
    child.close()
    assert "Loading weights" in (tmp_path / "engine.log").read_text()
    assert "from a library in C" in (tmp_path / "engine.log").read_text()


def test_an_error_of_ours_comes_through_and_the_child_stays_warm(child, tmp_path):
    with pytest.raises(NotAVideo) as wrong:
        child.run(asked(tmp_path, "no video"), Report())
    assert (wrong.value.kept, wrong.value.do) == ("Kept.", "Do.")
    pid = child.pid
    assert child.run(asked(tmp_path), Report())
    assert child.pid == pid


@pytest.mark.parametrize("how", ["bug", "leaves"])
def test_an_error_nobody_expected_is_told_in_words_and_costs_the_child(child, tmp_path, how):
    with pytest.raises(LongtakeError, match="failed unexpectedly"):
        child.run(asked(tmp_path, how), Report())
    assert child.pid is None
    assert child.run(asked(tmp_path), Report())


@pytest.mark.parametrize(
    ("how", "told"),
    [("exits", "code 3"), ("crashes", "SIGSEGV"), ("garbles", "nobody understands")],
)
def test_a_child_that_dies_is_told_with_how_and_the_next_request_starts_another(child, tmp_path, how, told):
    with pytest.raises(EngineDied, match=told) as death:
        child.run(asked(tmp_path, how), Report())
    assert death.value.kept
    assert death.value.do
    assert child.run(asked(tmp_path), Report())
    assert len(list(tmp_path.glob("*.mp4"))) == 1


def test_a_killed_child_is_told_as_one(child, tmp_path):
    report = Report(lambda progress: os.kill(child.pid, signal.SIGKILL))
    with pytest.raises(EngineDied, match="killed"):
        child.run(asked(tmp_path, takes=50), report)


def test_memory_is_named_as_the_cause_only_where_the_system_counted_a_kill_for_it(tmp_path):
    counters = tmp_path / "vmstat"
    counters.write_text("nr_free_pages 123\noom_kill 7\n")
    assert kills_for_memory(counters) == 7
    assert kills_for_memory(tmp_path / "none") is None
    assert "memory ran out" in exit_in_words(-signal.SIGKILL, 6, 7)
    assert exit_in_words(-signal.SIGKILL, 7, 7) == "it was killed from outside"
    assert "somebody, or by the system" in exit_in_words(-signal.SIGKILL, None, None)


def test_a_child_that_died_while_idle_is_nobodys_loss(child, tmp_path):
    child.plan(asked(tmp_path))
    os.kill(child.pid, signal.SIGKILL)
    assert child.run(asked(tmp_path), Report())


def test_a_child_that_hangs_is_noticed_within_ten_seconds(child, tmp_path):
    child.plan(asked(tmp_path))
    began = time.monotonic()
    with pytest.raises(EngineDied, match="did not answer"):
        child.run(asked(tmp_path, "stops"), Report())
    assert time.monotonic() - began < 10


@pytest.mark.usefixtures("short_patience")
def test_a_child_that_hangs_while_idle_is_replaced(child, tmp_path):
    child.plan(asked(tmp_path))
    first = child.pid
    os.kill(first, signal.SIGSTOP)
    assert child.run(asked(tmp_path), Report())
    assert child.pid != first


@pytest.mark.usefixtures("short_patience")
def test_a_child_that_computes_for_longer_than_patience_is_not_taken_for_one_that_hangs(child, tmp_path):
    assert child.plan(asked(tmp_path, "computes"))


def test_a_run_stops_when_it_is_asked_to_and_the_child_stays_warm(child, tmp_path):
    report = Report(lambda progress: report.stop())
    with pytest.raises(Cancelled):
        child.run(asked(tmp_path, "waits"), report)
    pid = child.pid
    assert child.run(asked(tmp_path), Report())
    assert child.pid == pid


@pytest.mark.parametrize("at_once", [False, True])
def test_a_run_that_does_not_stop_is_broken_off(child, tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(child_module, "GRACE", PATIENCE if at_once else 0.2)
    child.plan(asked(tmp_path))
    report = Report()
    threading.Timer(0.2, report.stop, (at_once,)).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        child.run(asked(tmp_path, "deaf"), report)
    assert time.monotonic() - began < 2
    assert child.pid is None
    assert not list(tmp_path.iterdir()), "nothing that was begun is left"


def test_stopping_while_the_child_starts_does_not_wait_for_it(child, tmp_path):
    report = Report()
    threading.Timer(0.01, report.stop).start()
    with pytest.raises(Cancelled):
        child.run(asked(tmp_path, "deaf"), report)


def test_what_models_need_is_told_between_runs_and_beside_one(child, tmp_path):
    models = ("a", "b")
    told = child.rooms(models)
    assert [room.words.split(":")[0] for room in told.rooms] == ["a", "b"]
    assert child.rooms_beside(models) is None, "nothing runs"
    report = Report()
    runs = threading.Thread(target=_run_until_stopped, args=(child, asked(tmp_path, "waits"), report))
    runs.start()
    end = time.monotonic() + PATIENCE
    while (beside := child.rooms_beside(models)) is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    report.stop()
    runs.join(PATIENCE)
    assert beside == told


def _run_until_stopped(child, request, report):
    with suppress(Cancelled):
        child.run(request, report)


def test_released_memory_is_taken_again_by_the_next_request(child, tmp_path):
    child.plan(asked(tmp_path))
    pid = child.pid
    child.release()
    assert has_ended(pid)
    assert child.plan(asked(tmp_path))


def test_a_child_outlives_its_parent_by_less_than_five_seconds(tmp_path):
    code = """
import sys
from pathlib import Path
from engine.hosts.child import Child
from engine.progress import Report
from tests.engine.hosts.test_child import QUICK, asked
child = Child(QUICK)
child.plan(asked(Path(sys.argv[1])))
print(child.pid, flush=True)
child.run(asked(Path(sys.argv[1]), "computes", takes=99), Report())
"""
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    began = time.monotonic()
    assert has_ended(pid)
    assert time.monotonic() - began < 5


def test_a_host_that_cannot_start_its_child_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(EngineDied, match="could not be started"):
        Child(QUICK).plan(asked(tmp_path))


def test_takes_of_a_run_that_was_cut_off_are_told_again_and_not_made_twice(child, tmp_path):
    taken = []

    def take(made):
        taken.append(made)
        if len(taken) == 2:
            os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(EngineDied):
        child.run(asked(tmp_path, takes=40), Report(on_take=take))
    again = []
    made = child.run(asked(tmp_path, takes=40), Report(on_take=again.append))
    assert taken == again[: len(taken)]
    assert len(list(tmp_path.glob("*.mp4"))) == len(made) == 40
    assert [take.path.read_bytes() for take in made] == [contents("job", number) for number in range(40)]
    assert not list(tmp_path.glob(".*.part"))


def test_what_is_left_of_a_task_that_broke_off_on_this_side_is_not_taken_for_the_next_one(child, tmp_path):
    def leave(progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        child.run(asked(tmp_path, takes=3), Report(leave))
    taken = []
    made = child.run(asked(tmp_path, job="next"), Report(on_take=taken.append))
    assert list(made) == taken
    assert [take.path.read_bytes() for take in made] == [contents("next", 0)]


def test_children_that_died_leave_no_open_file_and_no_thread_behind(child, tmp_path):
    def held():
        return len(os.listdir("/proc/self/fd")), threading.active_count()

    before = held()
    for _ in range(3):
        with pytest.raises(EngineDied):
            child.run(asked(tmp_path, "exits"), Report())
    assert held() == before


def test_the_parents_side_brings_nothing_heavy():
    heavy = "{'torch', 'cv2', 'av', 'numpy', 'PySide6', 'scipy'}"
    code = f"import sys, engine.hosts.child; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
