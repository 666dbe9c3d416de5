"""A thread that writes what it is given in groups, so that one fsync serves them all."""

from collections.abc import Callable
from threading import Condition, Thread
from typing import Generic, TypeVar

GROUP = 0.05  # seconds that the first entry of a group waits for others
RETRY = 5.0  # seconds until a disk that failed is tried again

Entry = TypeVar("Entry")


class GroupCommit(Generic[Entry]):
    """write(entries): puts them on the disk, or raises. After a failure it is called again, if with nothing: it has to
    make good itself for the entries that it was given before."""

    def __init__(self, write: Callable[[list[Entry]], None]) -> None:
        self._write = write
        self._changed = Condition()
        self._waiting: list[Entry] = []
        self._asked = self._written = self._attempts = 0
        self._hurry = self._closing = False
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    @property
    def error(self) -> Exception | None:
        """Why the last attempt failed."""
        return self._error

    def put(self, entry: Entry) -> None:
        """Returns at once."""
        with self._changed:
            self._waiting.append(entry)
            self._asked += 1
            self._changed.notify_all()

    def flush(self) -> None:
        """Wait until all that was put so far is written. Raises what `write` raised."""
        with self._changed:
            wanted, before = self._asked, self._attempts
            self._hurry = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._written >= wanted or (self._error and self._attempts > before))
            if self._written < wanted and self._error:
                raise self._error

    def close(self) -> None:
        """One last attempt for what is left. Raises what `write` raised."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        if self._error:
            raise self._error

    def _run(self) -> None:
        closing = False
        while not closing:
            entries, asked, closing = self._next_group()
            error = self._attempt(entries)
            with self._changed:
                self._error = error
                self._attempts += 1
                if error is None:
                    self._written = asked
                self._changed.notify_all()

    def _next_group(self) -> tuple[list[Entry], int, bool]:
        with self._changed:
            self._changed.wait_for(
                lambda: self._waiting or self._hurry or self._closing, RETRY if self._error else None
            )
            self._changed.wait_for(lambda: self._hurry or self._closing, GROUP)
            entries, self._waiting, self._hurry = self._waiting, [], False
            return entries, self._asked, self._closing

    def _attempt(self, entries: list[Entry]) -> Exception | None:
        try:
            self._write(entries)
        except Exception as error:  # reported by flush, close and `error`: a thread has nobody to raise it to
            return error
        return None
