"""Cuts the power at every step of editing and saving: which states may the disk be in, and what is lost in each?

    python -m tests.soak.power_loss --variants 60

Every call that writes is recorded. After any of them the disk holds what was synced; of the rest, of each file any
first part (or zeros of its length), and of each folder any of the names' changes.
"""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from editor.project import backups, disk, journal, recovery
from editor.project.open_project import OpenProject
from editor.project.places import sessions_in
from editor.project.reading import read
from editor.timeline.otio.errors import ProjectError
from editor.timeline.otio_file import Project, to_bytes
from tests.editor.project.timelines import long_timeline
from tests.soak.save_kills import count_of, edited

EDITS = 8


@dataclass
class File:
    """What was written, in order, and how much of that is on the disk for sure."""

    writes: list[bytes | None] = field(default_factory=list)  # None = cut to nothing
    synced: int = 0

    def content(self, chance: random.Random) -> bytes:
        count = chance.randint(self.synced, len(self.writes))
        content = _written(self.writes[:count])
        if count < len(self.writes) and self.writes[count] is not None:
            content += (self.writes[count] or b"")[: chance.randrange(1 << 14)]
        whole = _written(self.writes)
        is_whole_length = count < len(self.writes) and chance.random() < 0.2
        return content.ljust(len(whole), b"\0") if is_whole_length else content


def _written(writes: list[bytes | None]) -> bytes:
    content = b""
    for data in writes:
        content = b"" if data is None else content + data
    return content


@dataclass(frozen=True)
class Naming:
    """A change in a folder: a name gets a file, or loses it; a rename does both at once."""

    name: str
    file: File | None
    gone: str = ""


@dataclass
class Folder:
    changes: list[Naming] = field(default_factory=list)
    synced: int = 0

    def names(self, chance: random.Random) -> dict[str, File]:
        found: dict[str, File] = {}
        for index, change in enumerate(self.changes):
            if index >= self.synced and chance.random() < 0.5:
                continue
            found.pop(change.gone, None)
            if change.file is None:
                found.pop(change.name, None)
            else:
                found[change.name] = change.file
        return found
