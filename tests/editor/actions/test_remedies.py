"""What helps a join that shows: each remedy is one step, from what the take that plays was asked for with."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating, remedies
from editor.actions.again import renewed
from editor.actions.placing_takes import made_of
from editor.actions.remedies import freer, remedy
from editor.actions.requesting import Wishes
from editor.jobs import JobState
from editor.presets import freedoms
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Generation, ItemId, Made, Take, Task
from engine.requests import BUILT_IN_NETWORK, BridgeRequest, ExtendRequest, Finish, Remedy
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, a_media, a_session, a_take, a_timeline

STRICT, NATURAL, LOOSE = (each.noise for each in freedoms())


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, jobs)


def made(session: Session, folder: Path, task: Task = Task.AFTER, **wishes: object) -> ItemId:
    """A clip of 48 frames with one take; the test on its source stands behind half a second."""
    asked = replace(Wishes(seed=40), **wishes)  # type: ignore[arg-type]
    if task is Task.BRIDGE:
        clip_id: ItemId | None = generating.bridge(session, SURF, BIRD, 48, asked)
    else:
        extend = generating.extend_before if task is Task.BEFORE else generating.extend_after
        clip_id = extend(session, SURF if task is Task.AFTER else BIRD, 48, asked, real_first=False)
    assert clip_id is not None
    jobs = session.jobs
    jobs.become(jobs.rows[-1].id, JobState.DONE)
    add_take(session, clip_id, folder, session.document.timeline.clip(clip_id).generation)
    return clip_id


def add_take(session: Session, clip_id: ItemId, folder: Path, asked: Generation | None) -> None:
    assert asked is not None
    number = len(session.document.timeline.clip(clip_id).takes)
    told = Made(asked, "Longtake built-in model", seed=40 + number, believable=Fraction(1, 2))
    media = replace(a_media(folder, f"take {number + 1}", made=told), duration=Fraction(87, 24))
    take = Take(media.id, Fraction(39, 24))
    session.document.amend(lambda timeline: edits.add_take(timeline, clip_id, media, take, choose=True))


def asked_last(jobs: FakeJobs) -> ExtendRequest:
    request = jobs.rows[-1].request
    assert isinstance(request, ExtendRequest)
    assert (request.takes, request.model) == (1, BUILT_IN_NETWORK)
    return request


def test_another_take_has_a_new_seed(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    remedy(session, made(session, tmp_path), Remedy.ANOTHER_TAKE)
    assert asked_last(jobs).sampling.seed == 43, "three were asked for, from 40 on"


def test_more_context_shows_four_frames_more_until_thirteen(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = made(session, tmp_path, context=5)
    for frames in (9, 13):
        remedy(session, clip_id, Remedy.MORE_CONTEXT)
        assert asked_last(jobs).context.frames == frames
        asked = session.document.timeline.clip(clip_id).generation
        assert asked is not None
        add_take(session, clip_id, tmp_path, replace(asked, context=frames))
    with pytest.raises(EditError, match="as many known frames as help: 13"):
        remedy(session, clip_id, Remedy.MORE_CONTEXT)


def test_more_freedom_is_the_next_preset(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    remedy(session, made(session, tmp_path, preset="Strict", noise=STRICT), Remedy.MORE_FREEDOM)
    assert asked_last(jobs).context.noise == NATURAL


def test_of_a_bridge_both_sides_are_freer(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    remedy(session, made(session, tmp_path, Task.BRIDGE), Remedy.MORE_FREEDOM)
    request = jobs.rows[-1].request
    assert isinstance(request, BridgeRequest)
    assert (request.first_context.noise, request.second_context.noise) == (LOOSE, LOOSE[::-1])


def test_noise_by_hand_is_raised_a_little_and_the_loosest_stays() -> None:
    assert freer((0.1, 0.9)) == (0.3, 1.0)
    for noise in (LOOSE, (1.0, 1.0)):
        with pytest.raises(EditError, match="as free as they can be"):
            freer(noise)


def test_matching_in_full_is_asked_for_once(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = made(session, tmp_path, matching=0.5)
    assert jobs.rows[-1].request.finish == Finish(0.5, 0.5, 0.5, 0.5)
    remedy(session, clip_id, Remedy.MATCH)
    assert asked_last(jobs).finish == Finish()
    asked = session.document.timeline.clip(clip_id).generation
    assert asked is not None
    add_take(session, clip_id, tmp_path, replace(asked, matching=1.0))
    with pytest.raises(EditError, match="matched in full already"):
        remedy(session, clip_id, Remedy.MATCH)


@pytest.mark.parametrize("task", [Task.AFTER, Task.BEFORE])
def test_fewer_frames_are_those_beside_the_cut_that_the_test_stands_behind(
    session: Session, tmp_path: Path, task: Task
) -> None:
    clip_id = made(session, tmp_path, task)
    before = session.document.timeline
    remedy(session, clip_id, Remedy.FEWER_FRAMES)
    clip = session.document.timeline.clip(clip_id)
    assert clip.duration == 12
    assert clip.source_start == (Fraction(36, 24) if task is Task.BEFORE else 0)
    assert remedies.reach_of(session.document.timeline, clip) == Fraction(1, 2)
    with pytest.raises(EditError, match="no longer than"):
        remedy(session, clip_id, Remedy.FEWER_FRAMES)
    session.document.undo_stack.undo()
    assert session.document.timeline is before


def test_a_bridge_keeps_its_frames(session: Session, tmp_path: Path) -> None:
    with pytest.raises(EditError, match="trim the clip by hand"):
        remedy(session, made(session, tmp_path, Task.BRIDGE), Remedy.FEWER_FRAMES)


def test_a_take_tells_what_it_alone_was_asked_for(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = made(session, tmp_path, preset="Strict", noise=STRICT, prompt="spray")
    remedy(session, clip_id, Remedy.MORE_FREEDOM)
    row = jobs.rows[-1]
    told = made_of(session.document.timeline, row, a_take(row.request, tmp_path / "take.mp4")).generation
    assert (told.noise, told.preset, told.prompt) == (NATURAL, "Natural", "spray")


def test_a_remedy_that_failed_is_tried_again_as_it_was(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = made(session, tmp_path, matching=0.5, context=5)
    for which in (Remedy.MATCH, Remedy.MORE_CONTEXT, Remedy.MORE_FREEDOM):
        remedy(session, clip_id, which)
        again, request = renewed(session, jobs.rows[-1]).request, asked_last(jobs)
        assert isinstance(again, ExtendRequest)
        assert (again.finish, again.context) == (request.finish, request.context)
        jobs.become(jobs.rows[-1].id, JobState.FAILED)


def test_there_is_something_to_do_for_every_remedy() -> None:
    assert set(remedies.DOES) == set(Remedy)
