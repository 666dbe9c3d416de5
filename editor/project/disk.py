"""Files written so that a crash, a power cut or a full disk leaves the old one or the new one, whole."""

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

BUSY_FOR = 2.0  # seconds that a virus scanner may hold a new file on Windows
SUFFIX = ".longtake-tmp"


def replace_file(path: Path, data: bytes, before: Callable[[], None] | None = None) -> None:
    """Put `data` under that name. before: done when the new file is safely written, and the old one still there.

    Raises OSError; the old file then stands, unless it was the last step that failed: then the new one.
    """
    temporary = path.with_name(f"{_mark(path)}{uuid4().hex[:8]}{SUFFIX}")
    try:
        write_new(temporary, data, _mode(path))
        if before is not None:
            before()
        _rename(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    sync_folder(path.parent)


def write_new(path: Path, data: bytes, mode: int = 0o666) -> None:
    """A file that was not there, on the disk when this returns. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        write_all(descriptor, data)
        sync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync(descriptor: int) -> None:
    """Down to the disk itself, which macOS does only when asked by another name."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Names are the folder's content. Windows has no such call, and writes them through."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """With its name on the disk. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sweep(path: Path) -> int:
    """Remove what interrupted saves of this file left; how many there were."""
    with suppress(OSError):
        stale = [other for other in path.parent.iterdir() if _is_temporary(other.name, path)]
        for other in stale:
            other.unlink(missing_ok=True)
        return len(stale)
    return 0


def _is_temporary(name: str, path: Path) -> bool:
    return name.startswith(_mark(path)) and name.endswith(SUFFIX)


def _mark(path: Path) -> str:
    """The same for the same name, and short: a long name must still have room for it."""
    return f".{sha256(os.fsencode(path.name)).hexdigest()[:12]}-"


def _mode(path: Path) -> int:
    """Who may read it stays as it was."""
    try:
        return os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        return 0o666


def _rename(temporary: Path, path: Path) -> None:
    give_up = time.monotonic() + BUSY_FOR
    while True:
        try:
            return os.replace(temporary, path)
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() > give_up:
                raise
            time.sleep(0.05)
