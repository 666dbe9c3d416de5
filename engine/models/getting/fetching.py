"""One file, fetched: gone on with after every cut, and given its name only when its sum is right."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from engine.errors import ModelError
from engine.models.getting.faults import Cut, Strange
from engine.models.getting.hub import Answer, Remote
from engine.models.getting.origin import CHECKED, note, noted
from engine.models.getting.part import KEPT, Part
from engine.models.getting.sums import Sum, summed
from engine.models.getting.watch import Watch

TRIES = 6  # in a row that bring nothing
FIRST_REST, LONGEST_REST = 1.0, 60.0  # seconds between two of them, each twice the one before


class Server(Protocol):
    def stream(self, remote: Remote, at: int, etag: str) -> AbstractContextManager[Answer]: ...


class Fetch:
    """licence, checked: noted beside the file. rest: seconds before the first try after a cut."""

    def __init__(self, server: Server, watch: Watch, rest: float = FIRST_REST) -> None:
        self._server, self._watch, self._rest = server, watch, rest

    def __call__(self, remote: Remote, path: Path, before: int, licence: str = "", checked: str = CHECKED) -> bool:
        """before: bytes of other files that are here. False: it was here already. Raises LongtakeError types; Cancelled
        keeps what came."""
        with _alone(path):
            if _is_here(path, remote):
                return False
            with Part(path, remote) as part:
                sha256 = self._right(part, remote, before)
            with suppress(OSError):  # without the note it is summed again
                note(path, remote, sha256, licence, checked)
        return True

    def _right(self, part: Part, remote: Remote, before: int) -> str:
        """Its SHA-256, once it is what was wanted; wrong bytes get a second chance, no third."""
        for _ in range(2):
            self._fill(part, remote, before)
            found = part.found()
            if found == remote.sum:
                return part.finish()
            part.anew()
        what = f"{remote.path} of {remote.repository} came wrong, twice: expected {remote.sum}, found {found}."
        raise ModelError(what, kept="Nothing of it was kept.", do="Try another mirror or network, or later.")

    def _fill(self, part: Part, remote: Remote, before: int) -> None:
        failed, rest = 0, self._rest
        while not part.is_whole:
            had = part.length
            try:
                self._stream(part, remote, before)
            except (Cut, Strange) as fault:
                failed, rest = (0, self._rest) if part.length > had else (failed + 1, rest)
                if failed == TRIES:
                    raise _given_up(remote, fault) from fault
                self._watch.rest(max(rest, getattr(fault, "after", 0.0)), f"Waiting: {fault}")
                rest = min(2 * rest, LONGEST_REST)

    def _stream(self, part: Part, remote: Remote, before: int) -> None:
        """Raises Cut where it ends too early, Strange where too late."""
        with self._server.stream(remote, part.length, part.etag) as answer:
            part.begin(answer.begins.at, answer.begins.etag)
            for data in answer.chunks:
                if part.length + len(data) > remote.size:
                    raise Strange(f"it sent more than the {remote.size} bytes the file has")
                part.add(data)
                self._watch.at(before + part.length)
        if not part.is_whole:
            raise Cut("it ended too early")


def _given_up(remote: Remote, fault: Exception) -> ModelError:
    what = f"{remote.path} of {remote.repository} could not be fetched: {fault}. It was tried {TRIES} times."
    return ModelError(what, kept=KEPT, do="Check the network, or try later, or another mirror (HF_ENDPOINT).")


def _is_here(path: Path, remote: Remote) -> bool:
    """Raises ModelError where something else has its name; a file of ours may be replaced by a newer one."""
    if not path.exists():
        return False
    origin = noted(path)
    if origin is not None:
        return origin.sum == str(remote.sum)
    if is_it(path, remote.size, remote.sum):
        return True
    what = f"{path} is there already, and is not {remote.path} of {remote.repository}."
    raise ModelError(what, kept="It was left as it is.", do="Move it away, or choose another folder.")


def is_it(path: Path, size: int, wanted: Sum) -> bool:
    """By its bytes. Raises ModelError."""
    try:
        return path.is_file() and path.stat().st_size == size and summed(path).like(wanted) == wanted
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}.", do="Allow it, or move it away.") from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """No other process fetches the same file meanwhile. Raises ModelError."""
    place = path.with_name(f"{path.name}.part.lock")
    lock = FileLock(place, timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise ModelError(f"{path.name} is being fetched already.", kept=KEPT, do="Wait for it to end.") from None
    except OSError as error:
        raise ModelError(f"{path.parent} cannot be written: {error.strerror}.", do="Choose another folder.") from error
    try:
        yield
    finally:
        with suppress(OSError):  # not everywhere while it is open
            place.unlink(missing_ok=True)
        lock.release()
