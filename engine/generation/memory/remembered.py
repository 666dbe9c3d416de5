"""What runs on this machine have shown: how far plans were right, where memory ran out, how quick the disk is."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from math import inf, isnan
from pathlib import Path
from uuid import uuid4

from engine.generation.tensor_cache import cache_folder
from engine.wire import NotOurs, from_json, to_json

FILE = "runs.json"
MOST = 64  # models and windows that are remembered; the first ones leave
LEAST_RATIO, MOST_RATIO = 0.8, 1.6  # of peaks, beyond which something else was measured
LEAST_PACE, MOST_PACE = 0.05, 20.0  # of seconds
LEAST_DISK = 1e6  # bytes a second
MORE_FREE = 1.1  # times the free memory where it ran out: then it is tried again
LESS = 0.85  # of a peak that did not fit: what is tried instead


@dataclass(frozen=True, slots=True)
class Seen:
    """Of one model and window on one device. peak, pace: measured to expected, of bytes and of seconds.

    ran_out: bytes that were expected of a run that ran out of memory, with `free` bytes free; 0 = none did. alone:
    several GPUs were tried together, in vain.
    """

    peak: float = 1.0
    pace: float = 1.0
    ran_out: int = 0
    free: int = 0
    alone: bool = False

    def allowed(self, free: int) -> int | None:
        """Bytes that a plan may have of a device with so many free; None = all."""
        return int(self.ran_out * LESS) if self.ran_out and free <= self.free * MORE_FREE else None


UNSEEN = Seen()


@dataclass(frozen=True, slots=True)
class _All:
    runs: dict[str, Seen]
    disk: float | None = None


class Remembered:
    """A small file in the user's cache. One that is damaged is forgotten; one that cannot be written costs nothing."""

    def __init__(self, folder: Path | None = None) -> None:
        """folder: left out, the user's cache."""
        self._path = (cache_folder("machine") if folder is None else folder) / FILE

    def of(self, key: str) -> Seen:
        found = self._read().runs.get(key, UNSEEN)
        peak, pace = _within(found.peak, LEAST_RATIO, MOST_RATIO), _within(found.pace, LEAST_PACE, MOST_PACE)
        return replace(found, peak=peak, pace=pace)

    @property
    def disk(self) -> float | None:
        """Bytes a second that models were read with; None: not known yet."""
        found = self._read().disk
        return found if found is not None and LEAST_DISK < found < inf else None

    def ended(self, key: str, peak: float | None, pace: float | None) -> None:
        """A run came to its end. peak, pace: what was measured to what was expected of it, with all that had been seen
        before; None: could not be measured.

        Where it had run out of memory before, that stays so: this one went another way.
        """
        was = self.of(key)
        peak, pace = was.peak * (1.0 if peak is None else peak), was.pace * (1.0 if pace is None else pace)
        self._note(key, replace(was, peak=peak, pace=pace))

    def ran_out(self, key: str, peak: int, free: int) -> None:
        """Where a run expected to need `peak` bytes with so many free ran out of memory."""
        self._note(key, replace(self.of(key), ran_out=peak, free=free))

    def not_together(self, key: str) -> None:
        """Several GPUs could not work together."""
        self._note(key, replace(self.of(key), alone=True))

    def read_at(self, speed: float) -> None:
        """Bytes a second that a model was read with."""
        self._write(replace(self._read(), disk=speed))

    def _note(self, key: str, seen: Seen) -> None:
        held = self._read()
        runs = {other: value for other, value in held.runs.items() if other != key}
        self._write(replace(held, runs=dict([*runs.items(), (key, seen)][-MOST:])))

    def _read(self) -> _All:
        with suppress(OSError, ValueError, NotOurs, RecursionError):
            return from_json(_All, json.loads(self._path.read_text("utf-8")))
        return _All({})

    def _write(self, held: _All) -> None:
        temporary = self._path.with_suffix(f".{uuid4().hex[:8]}.part")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                temporary.write_text(json.dumps(to_json(held)), "utf-8")
                os.replace(temporary, self._path)
            finally:
                temporary.unlink(missing_ok=True)


def _within(value: float, least: float, most: float) -> float:
    """1 for what is no number."""
    return 1.0 if isnan(value) else min(max(value, least), most)
