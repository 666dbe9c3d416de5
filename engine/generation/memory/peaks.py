"""The most memory that a run took of its device."""

import threading
from typing import Self

import torch

from engine.generation.memory.estimate import GIVING_BACK
from engine.generation.memory.machine import CPU, own_memory

TELLING = 2e9  # bytes expected, below which what Python and its libraries take hides a model's part
EVERY = 0.05  # seconds between two looks at what this process holds


class Peak:
    """Measures within its block: on CUDA what torch's allocator counts; on a CPU what this process is seen to hold of
    its own, files that are mapped apart, for the system can take those back."""

    def __init__(self, device: str) -> None:
        self._device = torch.device(device)
        self._is_counted = self._device.type == "cuda" and torch.cuda.is_available()
        self._before = self._highest = own_memory()
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, name="memory", daemon=True)

    def __enter__(self) -> Self:
        if self._is_counted:
            torch.cuda.reset_peak_memory_stats(self._device)
        elif self._device.type == CPU:
            self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._watch.is_alive():
            self._watch.join()

    def against(self, expected: int) -> float | None:
        """What it was to what was expected; None where that cannot be told."""
        if self._is_counted:
            return self.bytes * (1 + GIVING_BACK) / expected
        return None if self._device.type != CPU or expected < TELLING else self.bytes / expected

    @property
    def bytes(self) -> int:
        """Of CUDA all that is allocated, of a CPU what was taken on top of what was held before; of others 0."""
        return int(torch.cuda.max_memory_allocated(self._device)) if self._is_counted else self._highest - self._before

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            self._highest = max(self._highest, own_memory())
