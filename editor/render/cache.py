"""Pictures kept for as long as there is room: those not asked for longest go first."""

import os
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Value = TypeVar("Value")
MOST = 512 << 20  # bytes
PART = 8  # of the machine's memory, at most 1/8


def default_limit() -> int:
    """Bytes: half a gigabyte, less on small machines."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # Windows has none of it
        return MOST
    return min(MOST, memory // PART)


class Cache(Generic[Value]):
    """Values by what they show, bounded in bytes. Any thread may use it."""

    def __init__(self, limit: int | None = None) -> None:
        self.limit = default_limit() if limit is None else limit
        self._held: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def bytes(self) -> int:
        return self._bytes

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._held

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def peek(self, key: Hashable) -> Value | None:
        """Without that it counts as asked for."""
        with self._lock:
            return self._held.get(key, (None, 0))[0]

    def touch(self, keys: Iterable[Hashable]) -> None:
        """As if those that are there had been asked for, the last one last."""
        with self._lock:
            for key in keys:
                if key in self._held:
                    self._held.move_to_end(key)

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """size: bytes. The newest stays, however large it is."""
        with self._lock:
            self._bytes += size - self._held.pop(key, (None, 0))[1]
            self._held[key] = (value, size)
            while self._bytes > self.limit and len(self._held) > 1:
                _, (_, freed) = self._held.popitem(last=False)
                self._bytes -= freed

    def drop(self, key: Hashable) -> None:
        with self._lock:
            self._bytes -= self._held.pop(key, (None, 0))[1]

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._bytes = 0
