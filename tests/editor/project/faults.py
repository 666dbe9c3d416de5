"""Disks that fail: the k-th call to the system goes wrong, or is the last."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CALLS = ("open", "write", "fsync", "close", "link", "replace", "mkdir")
ALL = (*CALLS, "rename", "unlink")
NEVER = 1 << 30


class Fault:
    """Counts the calls; the one that is `at` fails."""

    def __init__(self, at: int, code: int = errno.EIO) -> None:
        self.at = at
        self.code = code
        self.calls = 0
        self.hit = ""

    def check(self, name: str) -> None:
        self.calls += 1
        if self.calls == self.at:
            self.hit = name
            raise OSError(self.code, os.strerror(self.code))


@contextmanager
def failing(fault: Fault, calls: tuple[str, ...] = CALLS) -> Iterator[Fault]:
    """Every call that writes goes through the fault. A close that fails has closed, as POSIX has it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in calls:
            patch.setattr(os, name, _wrapped(getattr(os, name), name, fault))
        yield fault


def _wrapped(call: Callable[..., Any], name: str, fault: Fault) -> Callable[..., Any]:
    def wrapped(*arguments: Any, **named: Any) -> Any:
        if name == "close":
            call(*arguments, **named)
            fault.check(name)
            return None
        fault.check(name)
        return call(*arguments, **named)

    return wrapped
