"""The engine's child, and the whole program, killed again and again in the middle of work: nothing lost or made twice.

    python -m tests.soak.engine_kills [JOBS KILLS SEED]

Real processes, real protocol, real claims and job store; only the frames are quick. 200 jobs and 100 kills by default.
"""

import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from editor.job_store import JobStore, Stored
from editor.jobs.recorder import Recorder
from engine.generation import claims
from engine.hosts.child import Child
from engine.requests import Outputs, Request, Take
from engine.worker import Job, JobState, Worker
from tests.engine.fakes import some_request
from tests.engine.hosts.quick_engine import contents

QUICK = "tests.engine.hosts.quick_engine"
STORE, TAKES_FOLDER = "jobs.sqlite", "takes"
TAKES = 3  # of each job
HESITATION = 0.06  # seconds after the first sign of work, at most, until it is killed
DEFAULTS = ("200", "100", "0")
PATIENCE = 60.0  # seconds for one job


@dataclass
class Course:
    """What was heard of the jobs, and what happened to the child."""

    told: list[tuple[str, Take]] = field(default_factory=list)  # takes as the window is told of them
    done: int = 0
    kills: int = 0
    busy: int = 0  # kills while a job was running
    retried: int = 0  # jobs that failed after three attempts and were retried, as a user would
    seconds: float = 0.0
    working: threading.Event = field(default_factory=threading.Event)

    def hear(self, job: Job, new: tuple[Take, ...], when: float) -> None:
        self.told += [(job.request.outputs.job, take) for take in new]
        if job.state is JobState.RUNNING and job.progress is not None:
            self.working.set()
        self.done += job.state is JobState.DONE


def survive(folder: Path, jobs: int, kills: int, seed: int = 0) -> Course:
    """Run the jobs while the child is killed. Raises AssertionError for whatever was lost, doubled or left over."""
    course, dice, began = Course(), random.Random(seed), time.monotonic()
    store, child = JobStore(folder / STORE), Child(QUICK)
    requests = {name: request_of(name, folder) for name in names_of(jobs)}
    add(store, requests)
    with Worker(child, Recorder(store, course.hear).hear) as worker:
        waiting = [worker.submit(request) for request in requests.values()]
        killer = threading.Thread(target=kill, args=(child, course, jobs, kills, dice))
        killer.start()
        while waiting:
            ended = worker.wait(waiting.pop(0).id, PATIENCE)
            if ended.state is JobState.FAILED:
                course.retried += 1
                waiting.append(worker.submit(ended.request))
            else:
                assert ended.state is JobState.DONE, ended
        killer.join()
    course.seconds = time.monotonic() - began
    check(folder / TAKES_FOLDER, store, list(requests), course.told)
    store.close()
    return course


def kill(child: Child, course: Course, jobs: int, kills: int, dice: random.Random) -> None:
    """One kill for every few jobs that are done, most of them in the middle of one."""
    for number in range(kills):
        while course.done < number * jobs // kills:
            time.sleep(0.002)
        if dice.random() < 0.9 and course.done < jobs:
            course.working.clear()
            course.working.wait(1.0)
        time.sleep(dice.uniform(0, HESITATION))
        while (pid := child.pid) is None and course.done < jobs:
            time.sleep(0.001)
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                course.kills += 1
                course.busy += course.done < jobs


def survive_crashes(folder: Path, jobs: int, kills: int, seed: int = 0) -> int:
    """As `survive`, but the program itself is killed, its engine with it, and started again; returns the starts."""
    dice, starts = random.Random(seed), 0
    requests = {name: request_of(name, folder) for name in names_of(jobs)}
    with closing(JobStore(folder / STORE)) as store:
        add(store, requests)
    while True:
        starts += 1
        command = [sys.executable, "-m", "tests.soak.engine_kills", "program", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
            assert program.stdout is not None
            program.stdout.readline()  # the first job has begun
            if starts > kills:
                break
            time.sleep(dice.uniform(0, 4 * HESITATION))
            program.kill()
    assert program.returncode == 0
    with closing(JobStore(folder / STORE)) as store:
        check(folder / TAKES_FOLDER, store, list(requests), store.unacknowledged())
    return starts


def run_program(folder: Path) -> None:
    """What the window does with its jobs, without a window: goes on where the one before was killed."""
    store, child, begun = JobStore(folder / STORE), Child(QUICK), threading.Event()

    def tell(job: Job, new: tuple[Take, ...], when: float) -> None:
        if job.progress is not None and not begun.is_set():
            begun.set()
            print("working", flush=True)

    with Worker(child, Recorder(store, tell).hear) as worker:
        left = [job for job in store.begin() if job.state is not JobState.DONE]
        for job in left:
            attempts = 0 if job.state is JobState.FAILED else job.attempts  # retried, as a user would
            worker.wait(worker.submit(job.request, attempts).id, PATIENCE)
    store.close()


def names_of(jobs: int) -> list[str]:
    return [f"job{number:03}" for number in range(jobs)]


def request_of(name: str, folder: Path) -> Request:
    return replace(some_request(name), outputs=Outputs(folder / TAKES_FOLDER, job=name), takes=TAKES)


def add(store: JobStore, requests: dict[str, Request]) -> None:
    for name, request in requests.items():
        store.add(Stored(name, "clip", name, "quick", request, time.time()))


def check(folder: Path, store: JobStore, names: list[str], told: list[tuple[str, Take]]) -> None:
    """told: job and take, as the window is told of them."""
    stored = {job.id: job for job in store.begin()}
    assert {name: stored[name].state for name in names} == dict.fromkeys(names, JobState.DONE)
    for name in names:
        takes = [take for job, take in told if job == name]
        assert len({take.path for take in takes}) == len(takes) == TAKES, f"{name} was told {len(takes)} takes"
        assert [take.path for take in stored[name].takes] == [take.path for take in takes]
        assert sorted(take.path.read_bytes() for take in takes) == [contents(name, number) for number in range(TAKES)]
        assert sorted(claims.made(Outputs(folder, job=name))) == list(range(TAKES))
    files = {path.name for path in folder.iterdir()}
    assert files == {take.path.name for _, take in told} | {claims.NOTES}, "something is left over"
    assert len(list((folder / claims.NOTES).iterdir())) == TAKES * len(names)


def main() -> None:
    if sys.argv[1:2] == ["program"]:
        run_program(Path(sys.argv[2]))
        return
    logging.getLogger("engine.worker").setLevel(logging.ERROR)  # each death is told there
    jobs, kills, seed = (int(argument) for argument in [*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as folder:
        course = survive(Path(folder), jobs, kills, seed)
    print(
        f"{jobs} jobs of {TAKES} takes, {course.kills} kills ({course.busy} while jobs were running), seed {seed}: "
        f"{len(course.told)} takes, 0 lost, 0 doubled, nothing left over; {course.retried} jobs failed after three "
        f"attempts and were retried; {course.seconds:.0f} s",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        starts = survive_crashes(Path(folder), jobs, kills // 4, seed)
    print(f"{jobs} jobs of {TAKES} takes, the program killed {starts - 1} times: 0 lost, 0 doubled, nothing left over")


if __name__ == "__main__":
    main()
