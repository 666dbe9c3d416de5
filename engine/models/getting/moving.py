"""Models that were fetched, moved to another folder: copied, held against their sums, and only then deleted here."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from engine.errors import LongtakeError, ModelError, NoSpace, RequestError
from engine.models.getting.origin import ENDING, noted, was_fetched
from engine.models.getting.plan import MARGIN
from engine.models.getting.sums import chunks, summed
from engine.models.getting.watch import Watch
from engine.models.on_disk.presets import size_in_words
from engine.models.on_disk.store import Store

KEPT = "Every file is whole where it was, or where it goes; nothing was lost."
AGAIN = "Move it again: it goes on."


@dataclass(frozen=True, slots=True)
class Moved:
    """files: that are in `folder` now and were not before."""

    folder: Path
    files: int


def move(folder: Path, to: Path, watch: Watch, store: Store | None = None) -> Moved:
    """What was fetched into `folder`, and nothing else that lies there. May be called again after it was stopped or
    killed: it goes on. Raises LongtakeError types."""
    old, new, kept = folder.expanduser().absolute(), to.expanduser().absolute(), store or Store()
    if new.is_relative_to(old) or old.is_relative_to(new):
        raise RequestError(f"{new} and {old} lie one in the other.", do="Choose a folder beside it.")
    with _told(new):
        files = list(_fetched(old))
        watch.expect(sum(each.stat().st_size for each in files))
        _check_room(files, old, new)
        new.mkdir(parents=True, exist_ok=True)
        _copy(files, old, new, watch)
        kept.add(new)
        _delete(files, old)
        if old in kept.folders and not any(path.is_file() for path in old.rglob("*")):
            kept.remove(old)
    return Moved(new, len(files))


def _fetched(folder: Path) -> Iterator[Path]:
    """Each file that has a note of where it is from; the note comes with it."""
    for note in sorted(folder.rglob(f"*{ENDING}")):
        path = note.with_name(note.name.removesuffix(ENDING))
        if was_fetched(path):
            yield path


def _check_room(files: list[Path], old: Path, new: Path) -> None:
    """Raises NoSpace."""
    there = next(each for each in (new, *new.parents) if each.exists())
    missing = [each for each in files if not (new / each.relative_to(old)).exists()]
    need, free = int(sum(each.stat().st_size for each in missing) * MARGIN), shutil.disk_usage(there).free
    if need > free and there.stat().st_dev != old.stat().st_dev:
        what = f"Moving needs {size_in_words(need)} of disk in {new}; {size_in_words(free)} are free."
        raise NoSpace(what, kept="Nothing was moved.", do="Make room there, or choose a folder on another disk.")


def _copy(files: list[Path], old: Path, new: Path, watch: Watch) -> None:
    """Raises ModelError, Cancelled, OSError."""
    done = 0
    for path in files:
        target = new / path.relative_to(old)
        watch.begin(path.name, done)
        if not target.exists():
            _copy_one(path, target, watch, done)
        elif summed(target).sha256 != summed(path).sha256:
            what = f"{target} is there already, and is another file."
            raise ModelError(what, kept=KEPT, do="Move it away, or choose another folder.")
        shutil.copy2(path.with_name(path.name + ENDING), target.with_name(target.name + ENDING))
        done += path.stat().st_size
        watch.at(done)


def _copy_one(path: Path, target: Path, watch: Watch, before: int) -> None:
    """It gets its name only when what can be read of it there is what was read here."""
    coming = target.with_name(f"{target.name}.moving")
    target.parent.mkdir(parents=True, exist_ok=True)
    read, done = hashlib.sha256(), before
    try:
        with coming.open("wb") as file:
            for data in chunks(path):
                file.write(data)
                read.update(data)
                done += len(data)
                watch.at(done)
            file.flush()
            os.fsync(file.fileno())
        _check(path, coming, read.hexdigest())
        shutil.copystat(path, coming)  # by its time it is known not to have changed
        os.replace(coming, target)
    finally:
        coming.unlink(missing_ok=True)


def _check(path: Path, coming: Path, sha256: str) -> None:
    """Raises ModelError."""
    origin = noted(path)
    if origin is not None and origin.sha256 != sha256:
        what = f"{path} is not what it was when it came: its disk has damaged it."
        raise ModelError(what, kept=KEPT, do="Delete it, and get it again.")
    if summed(coming).sha256 != sha256:
        raise ModelError(f"The copy of {path.name} came out wrong.", kept=KEPT, do="Choose a folder on another disk.")


def _delete(files: list[Path], old: Path) -> None:
    """And the folders that are empty then. Raises OSError."""
    for path in files:
        path.unlink()
        path.with_name(path.name + ENDING).unlink(missing_ok=True)
    for folder in (*sorted((each for each in old.rglob("*") if each.is_dir()), reverse=True), old):
        with suppress(OSError):  # something else is in it
            folder.rmdir()


@contextmanager
def _told(new: Path) -> Iterator[None]:
    """What the system refuses, in our words."""
    try:
        yield
    except OSError as error:
        raise _refused(new, error) from error


def _refused(new: Path, error: OSError) -> LongtakeError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NoSpace(f"The disk of {new} is full.", kept=KEPT, do=f"Make room there. {AGAIN}")
    what = f"{error.filename or new} cannot be moved: {error.strerror}."
    return ModelError(what, kept=KEPT, do=f"Allow it, or choose another folder. {AGAIN}")
