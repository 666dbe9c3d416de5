"""Two cores at once: items made on a thread of their own while the ones before are being used."""

import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from queue import Empty, Full, Queue
from typing import Generic, TypeVar

Item = TypeVar("Item")
PATIENCE = 0.05  # seconds between looks at whether the other side is still there


@contextmanager
def ahead(items: Iterable[Item], depth: int = 4) -> Iterator[Iterator[Item]]:
    """A block in which the same items come in the same order, up to `depth` of them made before they are asked for.

    `items` is run on one thread, from now to its end; what it raises is raised where the items are taken. Leaving the
    block ends that thread and closes `items` before anything else happens.
    """
    line = _Line[Item](depth)
    maker = threading.Thread(target=line.fill, args=(items,), name="ahead", daemon=True)
    maker.start()
    try:
        yield line.taken()
    finally:
        line.left.set()
        maker.join()


class _Line(Generic[Item]):
    """Items on their way from one thread to another."""

    def __init__(self, depth: int) -> None:
        self.left = threading.Event()  # nobody takes any more
        self._queue: Queue[Item] = Queue(depth)
        self._made = threading.Event()  # nobody puts any more
        self._error: BaseException | None = None

    def fill(self, items: Iterable[Item]) -> None:
        try:
            for item in items:
                if not self._put(item):
                    break
            if isinstance(items, Generator):
                items.close()
        except BaseException as error:  # raised again where the items are used
            self._error = error
        finally:
            self._made.set()

    def taken(self) -> Iterator[Item]:
        while True:
            finished = self._made.is_set()  # looked at first: an item may come in between
            try:
                yield self._queue.get(timeout=PATIENCE)
            except Empty:
                if finished:
                    break
        if self._error is not None:
            raise self._error

    def _put(self, item: Item) -> bool:
        while not self.left.is_set():
            try:
                self._queue.put(item, timeout=PATIENCE)
                return True
            except Full:
                continue
        return False
