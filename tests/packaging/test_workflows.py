"""What GitHub runs for this repository is there to be run, and comes to an end."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import main

ROOT = Path(main.__file__).parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def jobs(workflow: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return found


def commands(workflow: Path) -> str:
    """All of them, one after another."""
    return "\n".join(step.get("run", "") for job in jobs(workflow).values() for step in job["steps"])


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_runs_exists(workflow: Path) -> None:
    targets = re.findall(r"^make (\S+)", commands(workflow), re.MULTILINE)
    made = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(targets) <= made
    files = re.findall(r"(?:packaging|tests)/[\w./-]+", commands(workflow))
    assert targets or files
    assert not [file for file in files if not (ROOT / file).exists()]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_job_of_a_workflow_has_an_end_and_actions_of_a_fixed_version(workflow: Path) -> None:
    for job in jobs(workflow).values():
        assert job["timeout-minutes"] <= 120
        assert all(re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]) for step in job["steps"] if "uses" in step)
