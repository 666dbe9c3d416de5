"""A draft is made in full by a click: one more take of the clip, made after the one that plays."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating
from editor.actions.finalising import finalise, why_no_final
from editor.actions.requesting import Wishes
from editor.jobs import JobState
from editor.presets import QUALITIES
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Made, Take
from engine.requests import BUILT_IN_NETWORK, ExtendRequest
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import SURF, a_media, a_session, a_timeline

DRAFT, FINAL = QUALITIES
PREDICTED = "motion predicted by the built-in model"


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, jobs)


def extended(session: Session, steps: int | None = DRAFT.steps) -> ItemId:
    """A clip of 48 frames that has no take yet."""
    clip_id = generating.extend_after(session, SURF, 48, Wishes(seed=40, steps=steps), real_first=False)
    assert clip_id is not None
    jobs = session.jobs
    jobs.become(jobs.rows[-1].id, JobState.DONE)  # type: ignore[attr-defined]
    return clip_id


def with_take(session: Session, folder: Path, clip_id: ItemId, motion: str = PREDICTED) -> ItemId:
    asked = session.document.timeline.clip(clip_id).generation
    assert asked is not None
    media = a_media(folder, "draft", made=Made(asked, "Longtake built-in model", motion, seed=40))
    media = replace(media, duration=Fraction(87, 24))
    take = Take(media.id, Fraction(39, 24))
    session.document.amend(lambda timeline: edits.add_take(timeline, clip_id, media, take, choose=True))
    return clip_id


def test_the_next_take_is_made_after_the_new_frames_of_the_one_that_plays(
    session: Session, jobs: FakeJobs, tmp_path: Path
) -> None:
    finalise(session, with_take(session, tmp_path, extended(session)))
    request = jobs.rows[-1].request
    assert isinstance(request, ExtendRequest)
    assert (request.takes, request.model, request.sampling.steps) == (1, BUILT_IN_NETWORK, FINAL.steps)
    draft = request.sampling.draft
    assert draft is not None
    assert draft.path.stem == "draft"
    assert (draft.start, draft.end) == (Fraction(39, 24), Fraction(87, 24))
    assert request.sampling.seed not in (40, 41, 42), "each take of a clip is told by its seed"
    assert jobs.rows[-1].title.startswith("Finalise take 1")


@pytest.mark.parametrize(
    ("motion", "steps", "reason"),
    [
        (PREDICTED, FINAL.steps, "made in full"),
        (PREDICTED, None, "made in full"),
        ("camera measured and carried on", DRAFT.steps, "Measured motion"),
    ],
)
def test_what_is_no_draft_says_why(
    session: Session, tmp_path: Path, motion: str, steps: int | None, reason: str
) -> None:
    clip_id = with_take(session, tmp_path, extended(session, steps), motion)
    assert reason in why_no_final(session, clip_id)
    with pytest.raises(EditError, match=reason):
        finalise(session, clip_id)


def test_a_clip_without_a_take_has_nothing_to_finalise(session: Session) -> None:
    assert "no take yet" in why_no_final(session, extended(session))


def test_a_take_that_does_not_play_can_be_finished_too(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = with_take(session, tmp_path, extended(session))
    asked = session.document.timeline.clip(clip_id).generation
    assert asked is not None
    full = replace(asked, steps=FINAL.steps)
    media = a_media(tmp_path, "final", made=Made(full, "Longtake built-in model", PREDICTED, seed=41))
    take = Take(media.id, Fraction(39, 24))
    session.document.amend(lambda timeline: edits.add_take(timeline, clip_id, media, take, choose=True))
    assert "made in full" in why_no_final(session, clip_id)
    finalise(session, clip_id, take=0)
    assert jobs.rows[-1].title.startswith("Finalise take 1")
    assert jobs.rows[-1].request.sampling.draft.path.stem == "draft"  # type: ignore[union-attr]
