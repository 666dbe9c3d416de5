"""Projects in a folder of their own."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from editor.project.open_project import OpenProject
from editor.timeline.model import Marker, MarkerId, Timeline
from tests.editor.project.timelines import everything


class Clock:
    """Stands where it is put."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timeline(tmp_path: Path) -> Timeline:
    return everything(str(tmp_path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "film").mkdir()
    return tmp_path / "film" / "night.otio"


@pytest.fixture
def project(tmp_path: Path, timeline: Timeline, clock: Clock) -> Iterator[OpenProject]:
    opened = OpenProject(timeline, tmp_path / "app", clock)
    yield opened
    opened.close(discard=True)


def marked(timeline: Timeline) -> Timeline:
    """One marker more, where the number of markers is."""
    number = len(timeline.markers)
    return replace(timeline, markers=(*timeline.markers, Marker(MarkerId(f"mark {number}"), 1000 + number)))


def edit(project: OpenProject, timeline: Timeline, times: int = 1) -> Timeline:
    """Record that many edits; the last timeline."""
    for _ in range(times):
        before, timeline = timeline, marked(timeline)
        project.record("Add Marker", before, timeline)
    return timeline


def crash(project: OpenProject) -> None:
    """All that was recorded is on the disk, and the process is gone."""
    project.flush()
    assert project._running is not None
    project._running.journal.close()
    for lock in (project._running._lock, project._lock):
        if lock is not None:  # not where the folder can't be written to
            os.close(lock._descriptor)  # as the system does
    project._running = project._lock = None
