"""Killed at any moment, the editor loses nothing that it said was kept; a naive save would, and is seen to."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a disk: a kill takes nothing from the page cache."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as name:
        yield Path(name)


def kills(folder: Path, count: int, how: str) -> Any:
    command = [
        sys.executable,
        "-m",
        "tests.soak.save_kills",
        "--kills",
        str(count),
        "--how",
        how,
        "--folder",
        str(folder),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=True)
    assert not done.stderr
    return json.loads((folder / "result.json").read_text())


def test_after_200_kills_every_project_opens_and_no_acknowledged_edit_is_lost(folder: Path) -> None:
    result = kills(folder, 200, "ours")
    assert (result["kills"], result["unreadable"], result["lost"], result["needless"]) == (200, 0, 0, 0)
    assert result["edits"] > 200
    assert result["saves"] > 20


def test_killed_at_each_call_to_the_system_in_turn_it_loses_nothing_either(folder: Path) -> None:
    """Opening, recovering, two edits and a save make about fifty."""
    result = kills(folder, 120, "every call")
    assert (result["unreadable"], result["lost"], result["needless"]) == (0, 0, 0)


def test_the_same_kills_ruin_projects_that_are_saved_naively(folder: Path) -> None:
    """The control: the harness sees loss where there is some."""
    result = kills(folder, 60, "naive")
    assert result["unreadable"] > 0
    assert result["lost"] > 0
