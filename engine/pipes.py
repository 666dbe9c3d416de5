"""Messages between two of our processes: JSON in frames over private pipes, and the starting of the other process."""

import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, NoReturn

LIMIT = 32 << 20  # bytes of one message
LENGTH = struct.Struct(">I")
LOG_LIMIT = 1 << 20  # bytes after which a log begins anew
ROOT = Path(__file__).resolve().parents[1]  # where our packages are

Message = dict[str, Any]


class Closed(Exception):
    """The other side is gone, or this one was closed."""


class Garbled(Closed):
    """What came is no message of ours; nothing after it can be trusted either."""


class TooLarge(ValueError):
    """A message beyond LIMIT; nothing of it was sent."""


class Channel:
    """Both directions of a conversation. `send` may be called from any thread, `receive` from one at a time."""

    def __init__(self, reader: FileIO, writer: FileIO) -> None:
        """reader, writer: unbuffered (`open(fd, "rb", buffering=0)`), so that nobody waits for another's buffer."""
        self._reader = reader
        self._writer = writer
        self._sending = threading.Lock()

    @classmethod
    def inherited(cls, argument: str) -> "Channel":
        """In a child that `spawn` started: the channel to its parent, as its last argument names it."""
        reading, writing = (_adopted(int(number), mode) for number, mode in zip(argument.split(","), "rw", strict=True))
        return cls(reading, writing)

    def send(self, message: Message) -> None:
        """Raises Closed where nobody can hear it, TooLarge, or ValueError for what JSON does not hold.

        Waits while the other side's pipe is full: it has to be read from a thread that does nothing slow.
        """
        body = json.dumps(message, allow_nan=False, separators=(",", ":")).encode()
        if len(body) > LIMIT:
            raise TooLarge(f"a message of {len(body)} bytes; {LIMIT} are the most")
        with self._sending:
            try:
                self._write(LENGTH.pack(len(body)) + body)
            except (OSError, ValueError) as error:  # ValueError: closed on this side
                raise Closed("the other side does not listen any more") from error

    def receive(self) -> Message:
        """The next message; waits for it. Raises Closed at the end of the stream, Garbled for anything else."""
        (length,) = LENGTH.unpack(self._read(LENGTH.size))
        if length > LIMIT:
            raise Garbled(f"a message of {length} bytes was announced; {LIMIT} are the most")
        return _parsed(self._read(length))

    def close(self) -> None:
        """Ends the conversation: the other side sees the end of the stream. No thread may be in `receive`."""
        for end in (self._reader, self._writer):
            with suppress(OSError):
                end.close()

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._writer.write(rest) or 0 :]

    def _read(self, count: int) -> bytes:
        parts: list[bytes] = []
        while count:
            try:
                part = self._reader.read(count)
            except (OSError, ValueError) as error:
                raise Closed("closed on this side") from error
            if not part:
                raise Closed("the other side is gone")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


def _parsed(body: bytes) -> Message:
    try:
        message = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Garbled(f"no message: {error}") from error
    if not isinstance(message, dict):
        raise Garbled("no message: not an object")
    return message


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


@dataclass(frozen=True, slots=True)
class Spawned:
    """A child process and the channel to it."""

    process: "subprocess.Popen[bytes]"
    channel: Channel

    def kill(self) -> None:
        """End the child and whatever it started, at once, and wait until it is gone. May be called again."""
        if self.process.returncode is None:
            with suppress(OSError):  # gone already
                _kill_group(self.process)
        self.process.wait()


def spawn(
    module: str,
    flag: str,
    arguments: Sequence[str] = (),
    *,
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
) -> Spawned:
    """Start `python -m module` in a process group of its own (frozen: this executable with `flag` before the rest).

    The child's last argument is for `Channel.inherited`. What it prints goes to the end of the file `log`, or nowhere.
    environment: variables beside those of this process. Raises OSError where no process can be started.
    """
    program = [sys.executable, flag] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", module]
    with ExitStack() as theirs, ExitStack() as ours:
        theirs_in, ours_out = (stack.enter_context(end) for stack, end in zip((theirs, ours), _pipe(), strict=True))
        ours_in, theirs_out = (stack.enter_context(end) for stack, end in zip((ours, theirs), _pipe(), strict=True))
        output = subprocess.DEVNULL if log is None else theirs.enter_context(_opened_log(log))
        ends = [theirs_in.fileno(), theirs_out.fileno()]
        process = _started([*program, *arguments], ends, _environment(environment or {}), output)
        ours.pop_all()  # these stay open
    return Spawned(process, Channel(ours_in, ours_out))


def _pipe() -> tuple[FileIO, FileIO]:
    """Reading end, writing end; no other child of this process inherits them."""
    reading, writing = os.pipe()
    return FileIO(reading, "r"), FileIO(writing, "w")


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """Our packages are found wherever the child runs; the working folder is not looked into (-P)."""
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **more}


def _opened_log(path: Path) -> FileIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    full = path.exists() and path.stat().st_size > LOG_LIMIT
    return FileIO(path, "w" if full else "a")


if sys.platform == "win32":
    import msvcrt

    def _started(
        command: list[str], ends: Sequence[int], environment: dict[str, str], output: "FileIO | int"
    ) -> "subprocess.Popen[bytes]":
        handles = [msvcrt.get_osfhandle(end) for end in ends]
        for handle in handles:
            os.set_handle_inheritable(handle, True)
        return subprocess.Popen(
            [*command, ",".join(map(str, handles))],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            startupinfo=subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles}),
            creationflags=subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW,
        )

    def _adopted(handle: int, mode: str) -> FileIO:
        return FileIO(msvcrt.open_osfhandle(handle, os.O_RDONLY if mode == "r" else os.O_WRONLY), mode)

    def _kill_group(process: "subprocess.Popen[bytes]") -> None:
        process.kill()

else:

    def _started(
        command: list[str], ends: Sequence[int], environment: dict[str, str], output: "FileIO | int"
    ) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*command, ",".join(map(str, ends))],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            pass_fds=ends,
            start_new_session=True,
        )

    def _adopted(descriptor: int, mode: str) -> FileIO:
        os.set_inheritable(descriptor, False)  # the child's own children do not hold the conversation open
        return FileIO(descriptor, mode)

    def _kill_group(process: "subprocess.Popen[bytes]") -> None:
        os.killpg(process.pid, signal.SIGKILL)
