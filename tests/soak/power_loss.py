"""Cuts the power after every call that edits, journals and saves make to the system, and counts what was lost.

    python -m tests.soak.power_loss --variants 60

With --how, the same with a part of the protocol left out.
"""

import argparse
import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest import mock

from editor.project import disk, journal, recovery
from editor.project.open_project import OpenProject
from editor.project.places import sessions_in
from editor.project.reading import read
from editor.timeline.otio.errors import ProjectError
from editor.timeline.otio_file import Project, to_bytes
from tests.editor.project.timelines import long_timeline
from tests.soak.disk_model import Disk, Recorder
from tests.soak.save_kills import count_of, edited

EDITS = 12
LEFT_OUT: dict[str, tuple[tuple[object, str], ...]] = {
    "ours": (),
    "no fsync": ((disk, "sync"), (journal, "sync")),
    "no folder fsync": ((disk, "sync_folder"), (journal, "sync_folder")),
}


@dataclass
class Result:
    """What came of it, in numbers."""

    states: int = 0
    unreadable: int = 0  # states in which the project file does not open
    lost: int = 0  # states in which an edit is gone that was told to be on the disk


def run(root: Path, variants: int, how: str, seed: int = 1) -> Result:
    """Record once, then look at that many states after every call."""
    path = root / "film.otio"
    path.write_bytes(to_bytes(Project(long_timeline(1), "id", 0), root))
    recorder, told = Recorder(root), [(0, 0)]
    work = work_naively if how == "naive" else work_as_the_editor_does
    with recorder.recording(), ExitStack() as stack:
        told[0] = (len(recorder.steps), 0)
        for module, name in LEFT_OUT.get(how, ()):
            stack.enter_context(mock.patch.object(module, name, return_value=None))
        work(path, lambda number: told.append((len(recorder.steps), number)))
    return _judge_all(path, recorder, told, variants, random.Random(seed))


def work_as_the_editor_does(path: Path, tell: Callable[[int], None]) -> None:
    project = OpenProject(long_timeline(1), path.parent / "app")
    timeline = project.open(path)
    for step in range(1, EDITS + 1):
        before, timeline = timeline, edited(timeline)
        project.record("Move Marker", before, timeline)
        if step % 3:
            project.flush()
        else:
            project.save(timeline)
        tell(count_of(timeline))
    project.close(discard=False)


def work_naively(path: Path, tell: Callable[[int], None]) -> None:
    """Writes over the old file, and never syncs."""
    timeline = read(path).timeline
    for _ in range(EDITS):
        timeline = edited(timeline)
        descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC)
        os.write(descriptor, to_bytes(Project(timeline, "id", count_of(timeline)), path.parent))
        os.close(descriptor)
        tell(count_of(timeline))


def _judge_all(
    path: Path, recorder: Recorder, told: list[tuple[int, int]], variants: int, chance: random.Random
) -> Result:
    result, model = Result(), Disk()
    for done, step in enumerate(recorder.steps, 1):
        step(model)
        if done < told[0][0]:
            continue
        wanted = max(number for when, number in told if when <= done)
        for _ in range(variants):
            _put(path.parent, model.sample(path.parent, chance))
            _judge(path, wanted, result)
    return result


def _put(root: Path, state: dict[Path, bytes]) -> None:
    for old in root.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    for path, data in state.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _judge(path: Path, wanted: int, result: Result) -> None:
    result.states += 1
    try:
        saved = count_of(read(path).timeline)
    except ProjectError:
        result.unreadable += 1
        saved = -1
    with mock.patch.object(disk, "sync", return_value=None):  # not under test here, and slow
        journalled = [count_of(offer.load()) for offer in recovery.recoverable(sessions_in(path.parent / "app"))]
    result.lost += max([saved, *journalled]) < wanted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variants", type=int, default=60, help="states after each call")
    parser.add_argument("--how", choices=[*LEFT_OUT, "naive"], default="ours")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = run(Path(folder).resolve(), chosen.variants, chosen.how, chosen.seed)
    print(json.dumps({"how": chosen.how} | asdict(result)))


if __name__ == "__main__":
    main()
