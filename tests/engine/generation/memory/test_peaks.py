"""The most memory that a run took, where it can be told."""

import itertools
import threading

import pytest

from engine.generation.memory import peaks
from engine.generation.memory.peaks import TELLING, Peak

PATIENCE = 10.0  # seconds


def against(monkeypatch: pytest.MonkeyPatch, held: list[float], expected: float, device: str = "cpu") -> float | None:
    """held: bytes of this process, at each look at them; the last ones stay."""
    seen = threading.Event()

    def look():
        yield from held
        seen.set()
        yield from itertools.repeat(held[-1])

    looks = look()
    monkeypatch.setattr(peaks, "own_memory", lambda: next(looks))
    monkeypatch.setattr(peaks, "EVERY", 0.001)
    with Peak(device) as peak:
        assert device != "cpu" or seen.wait(PATIENCE)
    return peak.against(int(expected))


def test_the_highest_that_a_process_grew_to_is_what_a_model_took(monkeypatch):
    assert against(monkeypatch, [1e9, 3e9, 7e9, 2e9], 4e9) == 1.5


def test_what_is_small_beside_libraries_is_not_told_of(monkeypatch):
    assert against(monkeypatch, [1e9, 3e9], TELLING / 2) is None


def test_a_device_that_is_not_here_tells_nothing(monkeypatch):
    assert against(monkeypatch, [1e9, 3e9], 4e9, "mps") is None
