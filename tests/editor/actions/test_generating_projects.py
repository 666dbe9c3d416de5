"""Jobs outlive the project that is open: their takes go where they were asked for, and nowhere else."""

import asyncio
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating
from editor.actions.belonging import is_of_this_project
from editor.actions.placing_takes import TakePlacer, place_take
from editor.actions.requesting import Wishes
from editor.jobs import JobProject, JobState
from editor.session import Session
from editor.timeline.model import ItemId, new_timeline
from engine.media.info import MediaInfo
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import SURF, FakeProject, FakeService, a_session, a_take, a_timeline


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def project(tmp_path: Path) -> FakeProject:
    return FakeProject(tmp_path / "Big Swell.assets")


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs, project: FakeProject) -> Session:
    return replace(a_session(a_timeline(tmp_path), tmp_path, jobs), project=project)  # type: ignore[arg-type]


@pytest.fixture
def clip_id(session: Session) -> ItemId:
    made = generating.extend_after(session, SURF, 48, Wishes(seed=40))
    assert made is not None
    return made


def open_another(session: Session, project: FakeProject) -> None:
    """As the File menu does."""
    project.project_id, project.name = "another's", "another"
    session.document.replace(new_timeline())


def test_a_job_knows_its_project(jobs: FakeJobs, clip_id: ItemId) -> None:
    assert jobs.rows[0].project == JobProject("big swell's", "Big Swell")


def test_a_take_waits_until_its_project_is_opened(
    tmp_path: Path, session: Session, project: FakeProject, jobs: FakeJobs, clip_id: ItemId
) -> None:
    open_another(session, project)
    take = a_take(jobs.rows[0].request, tmp_path / "Big Swell.assets" / "take.mp4")
    assert asyncio.run(place_take(session, jobs.rows[0], take)) is None
    assert session.document.timeline.media == ()
    assert jobs.acknowledged == []


def test_a_copy_of_a_project_has_the_same_clips_and_does_not_get_their_takes(
    tmp_path: Path, session: Session, project: FakeProject, jobs: FakeJobs, clip_id: ItemId
) -> None:
    copy = session.document.timeline
    project.project_id = "the copy's"
    session.document.replace(copy)
    take = a_take(jobs.rows[0].request, tmp_path / "Big Swell.assets" / "take.mp4")
    assert asyncio.run(place_take(session, jobs.rows[0], take)) is None


def test_a_project_that_is_opened_while_a_take_is_read_does_not_get_it(
    tmp_path: Path, session: Session, project: FakeProject, jobs: FakeJobs, clip_id: ItemId
) -> None:
    class Slow(FakeService):
        def inspect(self, path: Path) -> "Future[MediaInfo]":
            open_another(session, project)
            return super().inspect(path)

    take = a_take(jobs.rows[0].request, tmp_path / "take.mp4")
    slow = replace(session, service=Slow())  # type: ignore[arg-type]
    assert asyncio.run(place_take(slow, jobs.rows[0], take)) is None
    assert session.document.timeline.media == ()
    assert jobs.acknowledged == []


def test_saved_under_another_name_what_is_being_made_comes_along(
    session: Session, project: FakeProject, jobs: FakeJobs, clip_id: ItemId
) -> None:
    placer = TakePlacer(session)
    project.project_id, project.name = "high tide's", "High Tide"
    jobs.become("job 1", JobState.RUNNING)
    assert jobs.rows[0].project == JobProject("high tide's", "High Tide")
    project.project_id = "ebb's"
    placer.close()
    assert jobs.rows[0].project == JobProject("ebb's", "High Tide"), "also where nothing moved on since"


def test_what_was_made_for_a_project_stays_its_own_when_another_is_opened(
    session: Session, project: FakeProject, jobs: FakeJobs, clip_id: ItemId
) -> None:
    TakePlacer(session, session.document)
    open_another(session, project)
    jobs.become("job 1", JobState.RUNNING)
    assert jobs.rows[0].project == JobProject("big swell's", "Big Swell")


def test_a_project_that_was_renamed_on_the_disk_is_told_by_its_new_name(
    session: Session, project: FakeProject, jobs: FakeJobs, clip_id: ItemId
) -> None:
    TakePlacer(session, session.document)
    project.name = "Big Swell, final"
    session.document.replace(session.document.timeline)
    session.document.replaced.emit()
    assert jobs.rows[0].project.name == "Big Swell, final"


def test_a_job_of_before_they_knew_their_project_is_told_by_its_clip_or_its_folder(
    tmp_path: Path, session: Session, jobs: FakeJobs, clip_id: ItemId
) -> None:
    old = replace(jobs.rows[0], project=JobProject())
    take = a_take(old.request, tmp_path / "take.mp4")
    assert is_of_this_project(session, old, take)
    stranger = replace(old, clip_id="nobody's")
    assert not is_of_this_project(session, stranger, take)
    assert is_of_this_project(session, stranger, replace(take, path=session.project.assets / "take.mp4"))


def test_a_clip_that_is_asked_for_again_takes_its_job_along_into_a_copy(
    tmp_path: Path, session: Session, project: FakeProject, jobs: FakeJobs, clip_id: ItemId
) -> None:
    take = a_take(jobs.rows[0].request, tmp_path / "take.mp4")
    jobs.put(replace(jobs.rows[0], state=JobState.DONE, takes=(take,)))
    copy = session.document.timeline
    project.project_id = "the copy's"
    session.document.replace(copy)

    async def ask_again() -> None:
        placer = TakePlacer(session)
        generating.retry(session, clip_id)
        await placer.settle()

    asyncio.run(ask_again())
    assert len(session.document.timeline.clip(clip_id).takes) == 1
    assert len(jobs.rows) == 1, "it was made already"
