import threading
from collections.abc import Iterator

import pytest

from engine.media.ahead import ahead


def test_items_come_in_order_and_all_of_them() -> None:
    for wanted in (list(range(50)), []):
        with ahead(iter(wanted), depth=2) as items:
            assert list(items) == wanted


def test_items_are_made_before_they_are_asked_for() -> None:
    second = threading.Event()

    def made() -> Iterator[int]:
        yield 1
        second.set()
        yield 2

    with ahead(made()) as items:
        assert second.wait(timeout=5), "nobody asked for any item yet"
        assert list(items) == [1, 2]


def test_an_error_arrives_after_the_items_before_it() -> None:
    def made() -> Iterator[int]:
        yield 1
        raise OSError("the disk is gone")

    with ahead(made()) as items:
        assert next(items) == 1
        with pytest.raises(OSError, match="disk"):
            next(items)


def test_leaving_early_ends_the_thread_and_closes_what_it_ran() -> None:
    closed = threading.Event()

    def made() -> Iterator[int]:
        try:
            yield from range(1000)
        finally:
            closed.set()

    with ahead(made(), depth=2) as items:
        assert next(items) == 0
    assert closed.is_set()
    assert not [thread for thread in threading.enumerate() if thread.name == "ahead"]
