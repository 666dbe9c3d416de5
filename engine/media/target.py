"""Files that appear whole under their name, or not at all."""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import av

from engine.errors import NoSpace, OutputError
from engine.media.unfinished import unfinished

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
ELSEWHERE = "Choose another folder or name."


@contextmanager
def new_file(path: Path, sources: Sequence[Path] = (), temporary: Path | None = None) -> Iterator[Path]:
    """A temporary path beside `path`; renamed to it when the block ends well, removed when it does not.

    temporary: what it is to be called, where others have to know. An older file under `path` is replaced only at the
    end. Raises OutputError (folder missing or not writable, or `path` is one of `sources`, which are never overwritten)
    and NoSpace.
    """
    refuse_sources(path, sources)
    temporary = temporary or unfinished(path)
    try:
        with output_errors(path):
            temporary.touch(exist_ok=False)
        yield temporary
        refuse_sources(path, sources)  # one may have come to stand there meanwhile
        with output_errors(path):
            settle(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def refuse_sources(path: Path, sources: Sequence[Path]) -> None:
    with output_errors(path):
        folder = path.is_dir()
    if folder:
        raise OutputError(f"{path} is a folder.", do="Give a file name as well.")
    if any(same_file(path, source) for source in sources):
        raise OutputError(f"{path} is the source itself, which is never overwritten.", do=ELSEWHERE)


def same_file(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return path.resolve() == Path(other).resolve()


def settle(temporary: Path, path: Path) -> None:
    """On the disk for good, then under its name."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(temporary, path)
    if os.name == "posix":  # elsewhere a folder cannot be opened
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def output_errors(path: Path) -> Iterator[None]:
    """FFmpeg's and the system's errors, as ours."""
    try:
        yield
    except (av.FFmpegError, OSError) as error:
        raise output_error(path, error) from error


def output_error(path: Path, error: av.FFmpegError | OSError) -> OutputError:
    kept = "Nothing was left under that name; what stood there before is unchanged."
    if error.errno in FULL:
        return NoSpace(f"There is no space left to write {path}.", kept=kept, do="Free some space, then run again.")
    reason = os.strerror(error.errno) if error.errno and 0 < error.errno < 200 else str(error)
    return OutputError(f"{path} cannot be written: {reason}.", kept=kept, do=ELSEWHERE)
