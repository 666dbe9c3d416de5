"""Another model for a clip that is generated: it keeps its takes, and what was never made is asked for anew."""

import asyncio
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating
from editor.actions.asked_models import adapters_asked, adapters_kept, quality_asked
from editor.actions.changing_model import make_with
from editor.actions.finalising import finalise, why_no_final
from editor.actions.placing_takes import place_take
from editor.actions.requesting import Wishes
from editor.jobs import JobState
from editor.presets import QUALITIES
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import Adapter as Kept
from editor.timeline.model import Generation, ItemId, Task
from engine.models.on_disk.choices import BUILT_INS
from engine.models.on_disk.store import Choice
from engine.requests import BUILT_IN, Adapter, Expert, ExtendRequest, Quality
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import SURF, a_session, a_take, a_timeline

DRAFT, FINAL = QUALITIES
LORA = Adapter(Path("/loras/pusa.safetensors"), 1.4, Expert.LOW)
WAN = Choice("wan+pusa", "Wan2.2 + PUSA", "wan", (LORA,))
LOADED = Wishes(seed=40, model="wan", adapters=(LORA,), quality=DRAFT.name, steps=None)


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    session = a_session(a_timeline(tmp_path), tmp_path, jobs)
    session.models.choices = (*BUILT_INS, WAN)
    return session


def extended(session: Session, jobs: FakeJobs, wishes: Wishes, ends: JobState) -> ItemId:
    clip_id = generating.extend_after(session, SURF, 48, wishes, real_first=False)
    assert clip_id is not None
    jobs.become(jobs.rows[-1].id, ends)
    return clip_id


def with_take(session: Session, jobs: FakeJobs, folder: Path, clip_id: ItemId) -> ItemId:
    row = jobs.rows[-1]
    made = replace(a_take(row.request, folder / "take.mkv"), motion=f"made by {row.model}")
    asyncio.run(place_take(session, row, made))
    return clip_id


def generation_of(session: Session, clip_id: ItemId) -> Generation:
    generation = session.document.timeline.clip(clip_id).generation
    assert generation is not None
    return generation


def test_what_failed_is_asked_for_again_with_another_model(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session, jobs, LOADED, JobState.FAILED)
    make_with(session, clip_id, BUILT_INS[0])
    row = jobs.rows[-1]
    assert (row.request.model, row.request.sampling.adapters) == (BUILT_IN, ())
    assert (row.request.sampling.steps, row.request.takes, row.title) == (1, 3, "Extend after: surf, 2 s")
    assert generation_of(session, clip_id).model == BUILT_IN
    session.document.undo_stack.undo()
    assert generation_of(session, clip_id).model == "wan"


def test_a_clip_that_has_a_take_gets_one_more_by_it(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = with_take(session, jobs, tmp_path, extended(session, jobs, Wishes(seed=40), JobState.DONE))
    make_with(session, clip_id, WAN)
    row = jobs.rows[-1]
    assert (row.model, row.request.model, row.request.takes) == (WAN.title, "wan", 1)
    assert (row.request.sampling.adapters, row.request.sampling.steps) == ((LORA,), None)
    assert row.request.sampling.quality is Quality.DRAFT
    assert len(session.document.timeline.clip(clip_id).takes) == 1


def test_what_can_not_make_it_says_why(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session, jobs, LOADED, JobState.RUNNING)
    with pytest.raises(EditError, match="still being made"):
        make_with(session, clip_id, BUILT_INS[0])
    jobs.become(jobs.rows[-1].id, JobState.FAILED)
    with pytest.raises(EditError, match="Missing: VAE"):
        make_with(session, clip_id, replace(WAN, missing=("VAE",)))


def test_a_take_says_which_model_made_it_and_how(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = with_take(session, jobs, tmp_path, extended(session, jobs, LOADED, JobState.DONE))
    media = session.document.timeline.media_of(session.document.timeline.clip(clip_id))
    assert media is not None
    assert media.made is not None
    told = media.made.generation
    assert (told.model, told.adapters) == ("wan", adapters_kept((LORA,)))
    assert (told.quality, told.steps) == (DRAFT.name, None)


def test_a_draft_by_a_loaded_model_is_finalised_by_that_model(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = with_take(session, jobs, tmp_path, extended(session, jobs, LOADED, JobState.DONE))
    finalise(session, clip_id)
    asked = jobs.rows[-1].request
    assert isinstance(asked, ExtendRequest)
    assert (asked.model, asked.takes, asked.sampling.steps) == ("wan", 1, None)
    assert asked.sampling.quality is Quality.FINAL
    assert asked.sampling.draft is not None
    assert asked.sampling.draft.start == Fraction(39, 24)


def test_what_a_loaded_model_made_in_full_is_not_finalised(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    final = replace(LOADED, quality=FINAL.name)
    clip_id = with_take(session, jobs, tmp_path, extended(session, jobs, final, JobState.DONE))
    assert "made in full" in why_no_final(session, clip_id)


def test_an_expert_of_a_newer_version_is_taken_for_all_and_a_quality_for_final() -> None:
    (asked,) = adapters_asked((Kept("/loras/x.safetensors", None, "third"),))
    assert asked == Adapter(Path("/loras/x.safetensors"))
    assert quality_asked(Generation(Task.AFTER, (), model="wan", quality="Sketch")) is Quality.FINAL
