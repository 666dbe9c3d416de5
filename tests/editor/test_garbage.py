"""Widgets in cycles are taken apart in the thread that they belong to."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from editor.ui.window.garbage import MUCH, Garbage, spare_what_stays


class Cycle:
    """Garbage as soon as nobody holds it: tells in which thread it is collected."""

    def __init__(self, told: list[int]) -> None:
        self.told, self.cycle = told, [self]

    def __del__(self) -> None:
        assert self.cycle
        self.told.append(threading.get_ident())


@pytest.fixture(autouse=True)
def automatic() -> Iterator[None]:
    """As Python begins; afterwards as the tests have it."""
    gc.collect()
    gc.enable()
    yield
    gc.disable()


@pytest.fixture
def garbage(qapp: object) -> Iterator[Garbage]:
    parent = QObject()
    yield Garbage(parent)
    parent.deleteLater()


def make_many() -> None:
    """Lists that stay for a moment: Python would collect several times."""
    held = [[] for _ in range(3 * MUCH)]
    del held


def in_another_thread() -> None:
    thread = threading.Thread(target=make_many)
    thread.start()
    thread.join()


def test_without_it_another_thread_takes_cycles_apart() -> None:
    told: list[int] = []
    Cycle(told)
    in_another_thread()
    assert told
    assert told[0] != threading.get_ident()


def test_garbage_waits_for_the_window_s_thread(garbage: Garbage) -> None:
    told: list[int] = []
    Cycle(told)
    in_another_thread()
    assert not told
    kept = [[] for _ in range(MUCH)]
    garbage.collect()
    assert told == [threading.get_ident()]
    assert len(kept) == MUCH


def test_the_timer_collects_by_itself(garbage: Garbage, qtbot: object) -> None:
    told: list[int] = []
    Cycle(told)
    kept = [[] for _ in range(MUCH)]
    qtbot.waitUntil(lambda: told == [threading.get_ident()], timeout=5000)  # type: ignore[attr-defined]
    assert len(kept) == MUCH


def test_little_garbage_is_left_until_there_is_more(garbage: Garbage) -> None:
    told: list[int] = []
    Cycle(told)
    garbage.collect()
    assert not told
    gc.collect()
    assert told


def test_what_stays_is_spared() -> None:
    spare_what_stays()
    try:
        assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()
