"""What a disk may hold after the power was cut: recorded from the calls that a program made to the system.

Sure is what was synced. Of the rest there may be: of each file any first part, or zeros of its length; of each folder
any of its names' changes.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any
from unittest import mock

Step = Callable[["Disk"], None]
Note = Callable[..., None]
FOLDER = -1  # instead of a file's number


@dataclass
class File:
    writes: list[bytes | None] = field(default_factory=list)  # None: cut to nothing
    synced: int = 0  # how many of them are surely there

    def sample(self, chance: random.Random) -> bytes:
        count = chance.randint(self.synced, len(self.writes))
        content = joined(self.writes[:count])
        torn = self.writes[count] if count < len(self.writes) else None
        if torn:
            content += torn[: chance.randrange(len(torn))]
        return content.ljust(len(joined(self.writes)), b"\0") if chance.random() < 0.2 else content


def joined(writes: list[bytes | None]) -> bytes:
    content = b""
    for data in writes:
        content = b"" if data is None else content + data
    return content


@dataclass
class Names:
    """Of one folder: (name, file or None where it goes, name that goes in the same stroke)."""

    changes: list[tuple[str, int | None, str]] = field(default_factory=list)
    synced: int = 0

    def sample(self, chance: random.Random) -> dict[str, int]:
        found: dict[str, int] = {}
        for index, (name, file, gone) in enumerate(self.changes):
            if index < self.synced or chance.random() < 0.5:
                found.pop(gone, None)
                found.pop(name, None)
                if file is not None:
                    found[name] = file
        return found


@dataclass
class Disk:
    files: dict[int, File] = field(default_factory=dict)
    folders: dict[Path, Names] = field(default_factory=dict)

    def name(self, path: Path, file: int | None, gone: str = "") -> None:
        self.folders.setdefault(path.parent, Names()).changes.append((path.name, file, gone))

    def write(self, file: int, data: bytes | None) -> None:
        self.files.setdefault(file, File()).writes.append(data)

    def sync(self, file: int) -> None:
        self.files.setdefault(file, File()).synced = len(self.files[file].writes)

    def sync_folder(self, folder: Path) -> None:
        names = self.folders.setdefault(folder, Names())
        names.synced = len(names.changes)

    def sample(self, root: Path, chance: random.Random) -> dict[Path, bytes]:
        """One state it may be in: the files below that folder."""
        found: dict[Path, bytes] = {}
        for name, file in self.folders.get(root, Names()).sample(chance).items():
            if file == FOLDER:
                found |= self.sample(root / name, chance)
            else:
                found[root / name] = self.files.setdefault(file, File()).sample(chance)
        return found


class Recorder:
    """The calls of a program, as steps on a disk."""

    def __init__(self, root: Path) -> None:
        self.steps: list[Step] = []
        self._root = root
        self._numbers: dict[str, int] = {}  # of files, by path
        self._open: dict[int, int | Path] = {}  # files and folders, by descriptor
        self._lock = Lock()

    @contextmanager
    def recording(self) -> Iterator[None]:
        """What is there now is on the disk for sure."""
        for path in sorted(self._root.rglob("*")):
            self._known(path)
        with ExitStack() as stack:
            for name, note in self._notes().items():
                stack.enter_context(mock.patch.object(os, name, self._wrapped(name, getattr(os, name), note)))
            yield

    def _notes(self) -> dict[str, Note]:
        """What becomes of each call: it gets the result, whether the file was there, and the arguments."""
        return {
            "open": self._on_open,
            "write": self._on_write,
            "fsync": self._on_fsync,
            "close": self._on_close,
            "link": self._on_link,
            "replace": self._on_rename,
            "rename": self._on_rename,
            "unlink": self._on_unlink,
            "mkdir": self._on_mkdir,
        }

    def _known(self, path: Path) -> None:
        number = FOLDER if path.is_dir() else self._number(path)
        self._add(lambda disk: disk.name(path, number))
        self._add(lambda disk: disk.sync_folder(path.parent))
        if path.is_file():
            data = path.read_bytes()
            self._add(lambda disk: disk.write(number, data))
            self._add(lambda disk: disk.sync(number))

    def _wrapped(self, name: str, call: Callable[..., Any], note: Note) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            with self._lock:
                existed = name == "open" and os.path.exists(arguments[0])
                result = call(*arguments, **named)
                note(result, existed, *arguments)
                return result

        return wrapped

    def _add(self, step: Step) -> None:
        self.steps.append(step)

    def _number(self, path: Any) -> int:
        return self._numbers.setdefault(os.fspath(path), len(self.steps))

    def _on_open(self, descriptor: int, existed: bool, path: Any, flags: int, *_: Any) -> None:
        if os.path.isdir(path):
            self._open[descriptor] = Path(path)
            return
        if not existed:
            self._numbers.pop(os.fspath(path), None)
        number = self._open[descriptor] = self._number(path)
        if not existed:
            self._add(lambda disk: disk.name(Path(path), number))
        if flags & os.O_TRUNC:
            self._add(lambda disk: disk.write(number, None))

    def _on_write(self, written: int, _: bool, descriptor: int, data: Any) -> None:
        number, content = self._open.get(descriptor), bytes(data)[:written]
        if isinstance(number, int):
            self._add(lambda disk: disk.write(number, content))

    def _on_fsync(self, _: None, __: bool, descriptor: int) -> None:
        what = self._open[descriptor]
        self._add(lambda disk: disk.sync_folder(what) if isinstance(what, Path) else disk.sync(what))

    def _on_close(self, _: None, __: bool, descriptor: int) -> None:
        self._open.pop(descriptor, None)

    def _on_link(self, _: None, __: bool, old: Any, new: Any) -> None:
        number = self._numbers[os.fspath(new)] = self._number(old)
        self._add(lambda disk: disk.name(Path(new), number))

    def _on_rename(self, _: None, __: bool, old: Any, new: Any) -> None:
        number = self._numbers[os.fspath(new)] = self._numbers.pop(os.fspath(old))
        self._add(lambda disk: disk.name(Path(new), number, Path(old).name))

    def _on_unlink(self, _: None, __: bool, path: Any) -> None:
        self._numbers.pop(os.fspath(path), None)
        self._add(lambda disk: disk.name(Path(path), None))

    def _on_mkdir(self, _: None, __: bool, path: Any, *___: Any) -> None:
        self._add(lambda disk: disk.name(Path(path), FOLDER))
