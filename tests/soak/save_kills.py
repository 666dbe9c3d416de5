"""Kills a process that edits, journals and saves, at random moments, and counts what was lost.

    python -m tests.soak.save_kills --kills 1000 --folder soak     (again with more kills: goes on)
    python -m tests.soak.save_kills --kills 400 --how "every call"  (at the first, second, third ... call)

It forks, so it is a process of its own: `python -m`, never imported by one that has threads.
"""

import argparse
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path

from editor.project import recovery
from editor.project.open_project import OpenProject
from editor.project.places import sessions_in
from editor.project.reading import read
from editor.timeline.model import Marker, MarkerId, Timeline
from editor.timeline.otio.errors import ProjectError
from editor.timeline.otio_file import Project, to_bytes
from tests.editor.project.faults import ALL, NEVER, Fault, failing
from tests.editor.project.timelines import long_timeline

LATEST = 0.03  # seconds after its first edit that a process is killed
STARTING = 0.06  # seconds that it is starting for, about
CLIPS = 30
WEEK = 8 * 86_400


@dataclass
class Result:
    """What came of it, in numbers."""

    kills: int = 0
    edits: int = 0  # that were told to be on the disk
    saves: int = 0
    unreadable: int = 0  # kills after which the project file did not open
    lost: int = 0  # kills after which an edit that was told to be on the disk was gone
    needless: int = 0  # recoveries offered though the file holds it all
    stale: int = 0  # unfinished files, swept by the next start
    reached: int = 0  # the last edit that was told to be on the disk
    was_early: bool = False
    seconds: float = 0.0


def edited(timeline: Timeline) -> Timeline:
    """The one marker moves a frame on: where it is counts the edits."""
    return replace(timeline, markers=(Marker(MarkerId("edits"), count_of(timeline) + 1),))


def count_of(timeline: Timeline) -> int:
    return timeline.markers[0].at if timeline.markers else 0


def work_as_the_editor_does(path: Path, tell: Callable[[str, int], None]) -> None:
    """Open or recover, then edit, journal and save for ever; tell every edit that is on the disk."""
    project = OpenProject(long_timeline(1), path.parent / "app")
    offers = project.recoverable()
    timeline = project.recover(offers[0]) if offers else project.open(path)
    for step in count(1):
        before, timeline = timeline, edited(timeline)
        project.record("Move Marker", before, timeline)
        if step % 3:
            project.flush()
            tell("e", count_of(timeline))
        else:
            timeline = project.save(timeline, path)
            tell("s", count_of(timeline))


def work_naively(path: Path, tell: Callable[[str, int], None]) -> None:
    """The control: no journal, and a save that writes over the old file."""
    timeline = read(path).timeline
    while True:
        timeline = edited(timeline)
        with path.open("wb") as file:
            file.write(to_bytes(Project(timeline, "id", count_of(timeline)), path.parent))
            file.flush()
            os.fsync(file.fileno())
        tell("s", count_of(timeline))


WORK = {"ours": work_as_the_editor_does, "naive": work_naively, "every call": work_as_the_editor_does}


class Kill(Fault):
    """The process dies at that call to the system, before it is made."""

    def check(self, name: str) -> None:
        self.calls += 1
        if self.calls == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def run(folder: Path, kills: int, how: str, seed: int, result: Result) -> Result:
    """Goes on with the numbers of an earlier run in the same folder."""
    path, chance = folder / "film.otio", random.Random(seed + result.kills)
    started = time.monotonic() - result.seconds
    if not path.exists():
        _start_over(path)
    while result.kills < kills:
        # Never twice in a row: a session that can't be recovered twice is put aside.
        result.was_early = how != "naive" and not result.was_early and (how == "every call" or chance.random() < 0.2)
        at = result.kills // 2 + 1 if how == "every call" and result.was_early else NEVER
        told = _kill_once(path, how, result.was_early, at, chance)
        _count(path, how, told, result)
        result.seconds = time.monotonic() - started
        if result.kills % 50 == 0:
            _tidy(folder, result)
    return result


def _start_over(path: Path) -> None:
    path.write_bytes(to_bytes(Project(long_timeline(CLIPS), "id", 0), path.parent))


def _kill_once(path: Path, how: str, early: bool, at: int, chance: random.Random) -> list[str]:
    """What the process told before it died. early: before its first edit, maybe. at: the call that it dies at."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _live(path, how, writing, at)
    os.close(writing)
    if at != NEVER or not early:
        select.select([reading], [], [], 30)
    if at == NEVER:
        time.sleep(chance.uniform(0, STARTING if early else LATEST))
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        told = pipe.read().split()
    os.waitpid(child, 0)
    return told


def _live(path: Path, how: str, writing: int, at: int) -> None:
    """The child: never returns."""
    try:
        with os.fdopen(writing, "w") as pipe, failing(Kill(at), ALL):
            WORK[how](path, lambda kind, number: print(f"{kind}{number}", file=pipe, flush=True))
    except BaseException as error:
        print(f"the child failed: {error!r}", file=sys.stderr, flush=True)
    os._exit(1)


def _count(path: Path, how: str, told: list[str], result: Result) -> None:
    result.kills += 1
    result.edits += len(told)
    result.saves += sum(line.startswith("s") for line in told)
    result.stale += len(list(path.parent.glob(".*.longtake-tmp")))
    result.reached = max([result.reached, *(int(line[1:]) for line in told)])
    try:
        saved = count_of(read(path).timeline)
    except ProjectError:
        result.unreadable += 1
        saved = -1
    journalled = [] if how == "naive" else _journalled(path.parent)
    result.needless += sum(number <= saved for number in journalled)
    found = max([saved, *journalled])
    if found < result.reached:
        result.lost += 1
        result.reached = max(found, 0)
    if saved < 0:
        _start_over(path)


def _journalled(folder: Path) -> list[int]:
    return [count_of(offer.load()) for offer in recovery.recoverable(sessions_in(folder / "app"))]


def _tidy(folder: Path, result: Result) -> None:
    """As if a week went by; and remember how far it got."""
    recovery.sweep(sessions_in(folder / "app"), lambda: time.time() + WEEK)
    (folder / "result.json").write_text(json.dumps(asdict(result)))


def summary(result: Result) -> str:
    told = (
        f"{result.kills} kills in {result.seconds:.0f} s; {result.edits} edits told to be kept, {result.saves} by saves"
    )
    bad = f"{result.unreadable} unreadable projects, {result.lost} losses, {result.needless} needless offers"
    return f"{told}: {bad}; {result.stale} unfinished files"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--how", choices=WORK, default="ours")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to work, and go on later; default: a temporary one")
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="kills-"))
    folder.mkdir(parents=True, exist_ok=True)
    before = folder / "result.json"
    result = Result(**json.loads(before.read_text())) if before.exists() else Result()
    run(folder, chosen.kills, chosen.how, chosen.seed, result)
    _tidy(folder, result)
    print(summary(result))


if __name__ == "__main__":
    main()
