"""The one job that a GPU is lent for runs to its end, whatever a part of it does."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.benchmarks import gpu
from tests.benchmarks.gpu_parts import PARTS, Row
from tests.benchmarks.gpu_scale import Scale


def arguments(file: Path) -> list[str]:
    return ["--device", "cpu", "--tiny", "--json", str(file)]


def rows_in(file: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(file.read_text())["rows"]
    return rows


def measured(file: Path, *more: str) -> list[dict[str, Any]]:
    gpu.main([*arguments(file), *more])
    return rows_in(file)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "numbers.json"


@pytest.mark.slow
def test_every_part_runs_on_tiny_networks(file: Path) -> None:
    """In a process of its own: where the engine imported diffusers first, that has no pipelines."""
    command = [sys.executable, "-m", "tests.benchmarks.gpu", *arguments(file)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    rows = rows_in(file)
    assert [row["what"] for row in rows if row["what"].startswith("(part")] == [f"(part {name})" for name in PARTS]
    assert not [row for row in rows if row["note"].startswith(("failed", "out of memory", "left out"))]
    timed = {row["what"] for row in rows if row["seconds"]}
    assert {"forward 720p, ours", "decode 720p, ours, bf16", "expert 2 streamed"} <= timed


def test_a_part_that_fails_says_so_and_the_next_one_goes_on(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(scale: Scale) -> Iterator[Row]:
        yield Row("begun", 1.0)
        raise torch.OutOfMemoryError("all taken")

    def broken(scale: Scale) -> Iterator[Row]:
        raise ValueError("of no use")

    monkeypatch.setitem(PARTS, "vae", full)
    monkeypatch.setitem(PARTS, "loop", broken)
    rows = measured(file, "vae", "loop", "forward-480p")
    told = [(row["what"], row["note"]) for row in rows if not row["what"].startswith("(part")]
    assert told[:3] == [("begun", ""), ("vae", "out of memory"), ("loop", "failed: ValueError: of no use")]
    assert told[3] == ("forward 480p, ours", "")


def test_no_part_is_begun_without_time_for_it(file: Path) -> None:
    (row,) = measured(file, "vae", "--most", "30")
    assert row["note"] == "left out: no time"
