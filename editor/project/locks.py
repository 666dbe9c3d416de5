"""Who has a project open: a lock that the system lets go of when its process ends."""

import getpass
import json
import os
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from editor.project.disk import write_all
from editor.project.errors import Holder, ProjectInUse

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCKED_BYTE = 1 << 30  # on Windows: beyond what is written there, so that others can read who it is


class FileLock:
    """Held until `release`, or the end of the process. Raises BlockingIOError where another process has it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = _lock(path)

    def write(self, data: bytes) -> None:
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        write_all(self._descriptor, data)

    def read(self) -> bytes:
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        return os.read(self._descriptor, 4096)

    def release(self) -> None:
        """The file goes first, while nobody else can hold it."""
        with suppress(OSError):
            self._path.unlink()
        os.close(self._descriptor)


def is_held(path: Path) -> bool:
    """By a process that lives."""
    if not path.exists():
        return False
    try:
        FileLock(path).release()
    except OSError:
        return True
    return False


def lock_project(path: Path, steal: bool = False) -> FileLock | None:
    """None where the folder can't be written to: then there is nothing to protect either.

    steal: also where another computer is said to have it, which can't be checked. Raises ProjectInUse.
    """
    place = path.with_name(f".{path.name}.lock")
    try:
        lock = FileLock(place)
    except BlockingIOError:
        raise ProjectInUse(path.name, _holder(place.read_bytes())) from None
    except OSError:
        return None
    holder = _holder(lock.read())
    if holder.host not in ("", socket.gethostname()) and not steal:
        os.close(lock._descriptor)
        raise ProjectInUse(path.name, holder)
    lock.write(_signature())
    return lock


def _lock(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _claim(descriptor)
            if _is_at(path, descriptor):
                return descriptor
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)  # whoever held it removed it in between


def _claim(descriptor: int) -> None:
    if sys.platform == "win32":
        os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(*error.args) from error
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _signature() -> bytes:
    holder = {"user": _user(), "host": socket.gethostname(), "pid": os.getpid(), "since": time.time()}
    return json.dumps(holder).encode()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # nobody by that number
        return "somebody"


def _holder(data: bytes) -> Holder:
    """What is written there; nobody in particular where that makes no sense."""
    try:
        found: Any = json.loads(data)
        return Holder(str(found["user"]), str(found["host"]), int(found["pid"]), float(found["since"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Holder()
