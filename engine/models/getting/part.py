"""A file that is coming: its bytes so far under a name of their own, and how much of them is known to be sound."""

import errno
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from engine.errors import LongtakeError, ModelError, NoSpace
from engine.models.contents.kept_headers import read_json
from engine.models.getting.faults import Strange
from engine.models.getting.hub import Remote
from engine.models.getting.sums import Running, Sum, chunks

LEAST, MOST = 1 << 18, 64 << 20  # bytes between two marks
OPENING = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)  # a link would have another file written over
SHARE = 50  # of a file: what is lost at most when this process is killed
KEPT = "What has come is kept: the next time goes on from there."


@dataclass(frozen=True, slots=True)
class Mark:
    """Of the part, noted beside it: `sound` bytes are on the disk for good, with `sha256`. wanted: the whole's sum."""

    wanted: str
    size: int
    etag: str = ""
    sound: int = 0
    sha256: str = ""


class Part:
    """A context; its bytes are kept whatever ends it. path: of the file in the end. Raises ModelError, NoSpace."""

    def __init__(self, path: Path, remote: Remote) -> None:
        self.path, self._remote = path, remote
        self._part, self._beside = (path.with_name(f"{path.name}{end}") for end in (".part", ".part.json"))
        self._every = max(LEAST, min(MOST, remote.size // SHARE))
        self._mark = Mark(str(remote.sum), remote.size)
        self._running = Running(remote.size)
        self.length = 0

    def __enter__(self) -> "Part":
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open(os.open(self._part, OPENING, 0o644), "r+b", buffering=0)
            self._go_on(_mark(self._beside))
        except OSError as error:
            raise self._unwritten(error) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._file.closed:  # it has its name
            return
        with self._file, suppress(OSError):  # on a full disk the mark before this one holds
            if self.length:
                self.keep()
        if not self.length:
            with suppress(OSError):  # whatever ended it is told
                for path in (self._part, self._beside):
                    path.unlink(missing_ok=True)

    @property
    def etag(self) -> str:
        return self._mark.etag

    @property
    def is_whole(self) -> bool:
        return self.length == self._remote.size

    def begin(self, at: int, etag: str) -> None:
        """Bytes from `at` on come next. Raises Strange where they are of another file than those before."""
        if at != self.length or (at and etag != self.etag):
            self.anew()
        self._mark = replace(self._mark, etag=etag)
        if at != self.length:
            raise Strange("the file has changed on the server")

    def anew(self) -> None:
        self._running, self.length = Running(self._remote.size), 0
        self._mark = Mark(self._mark.wanted, self._mark.size)
        self._file.seek(0)
        self._file.truncate()

    def add(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
            self._running.add(data)
            self.length += len(data)
            if self.length - self._mark.sound >= self._every:
                self.keep()
        except OSError as error:
            raise self._unwritten(error) from error

    def keep(self) -> None:
        """All that came so far is on the disk for good, also after a power cut."""
        os.fsync(self._file.fileno())
        self._mark = replace(self._mark, sound=self.length, sha256=self._running.sha256)
        temporary = self._beside.with_name(f"{self._beside.name}.new")
        temporary.write_text(json.dumps(asdict(self._mark)), encoding="utf-8")
        os.replace(temporary, self._beside)

    def found(self) -> Sum:
        """Of the bytes so far."""
        return self._running.like(self._remote.sum)

    def finish(self) -> str:
        """Give it its name: it is what was wanted. Its SHA-256."""
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self._part, self.path)
            _fsync(self.path.parent)
        except OSError as error:
            raise self._unwritten(error) from error
        self._beside.unlink(missing_ok=True)
        return self._running.sha256

    def _go_on(self, mark: Mark | None) -> None:
        """From what is sound of the part: read again, and held against what was noted of it."""
        here = os.fstat(self._file.fileno()).st_size
        if mark is None or (mark.wanted, mark.size) != (self._mark.wanted, self._mark.size) or mark.sound > here:
            return self.anew()
        for data in chunks(self._part, mark.sound):
            self._running.add(data)
        if self._running.sha256 != mark.sha256:
            return self.anew()
        self._mark, self.length = mark, mark.sound
        self._file.truncate(mark.sound)
        self._file.seek(mark.sound)

    def _unwritten(self, error: OSError) -> LongtakeError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return NoSpace(f"The disk of {self.path.parent} is full.", kept=KEPT, do="Make room there and go on.")
        what = f"{self.path} cannot be written: {error.strerror}."
        return ModelError(what, kept=KEPT, do="Allow it, or choose another folder.")


def sound_bytes(path: Path, remote: Remote) -> int:
    """Of the file that is to be `path`: how much of it has come, as it was noted."""
    mark = _mark(path.with_name(f"{path.name}.part.json"))
    return mark.sound if mark and (mark.wanted, mark.size) == (str(remote.sum), remote.size) else 0


def _mark(path: Path) -> Mark | None:
    """None where there is none, or not ours."""
    try:
        mark = Mark(**read_json(path))
    except TypeError:
        return None
    is_ours = isinstance(mark.sound, int) and isinstance(mark.etag, str) and mark.sound >= 0
    return mark if is_ours else None


def _fsync(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
