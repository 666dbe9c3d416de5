"""One more take from any of those that a clip has."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import branching
from editor.actions.branching import OF_THE_CUT, following
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId
from engine.requests import ExtendRequest, Remedy
from tests.editor.actions.test_remedies import add_take, made
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import a_session, a_timeline


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, FakeJobs())


@pytest.fixture
def clip_id(session: Session, tmp_path: Path) -> ItemId:
    """Take 1 was asked for as the clip; take 2, which plays, in other words, with other steps and less matching."""
    clip_id = made(session, tmp_path, prompt="Spray")
    asked = session.document.timeline.clip(clip_id).generation
    assert asked is not None
    add_take(session, clip_id, tmp_path, replace(asked, prompt="Calm", steps=2, matching=0.5, takes=3))
    return clip_id


def asked_last(session: Session) -> ExtendRequest:
    request = session.jobs.rows[-1].request
    assert isinstance(request, ExtendRequest)
    return request


def test_it_is_asked_for_as_that_take_was_with_a_seed_of_its_own(session: Session, clip_id: ItemId) -> None:
    branching.branch(session, clip_id, 1)
    request = asked_last(session)
    assert (request.text.prompt, request.sampling.steps, request.finish.colour) == ("Calm", 2, 0.5)
    assert (request.takes, request.sampling.seed) == (1, 43)
    branching.branch(session, clip_id, 0)
    assert (asked_last(session).text.prompt, asked_last(session).sampling.seed) == ("Spray", 44)
    assert session.document.timeline.clip(clip_id).active == 1, "nothing is chosen by it"


def test_what_it_joins_is_what_is_there_now(session: Session, clip_id: ItemId) -> None:
    now = session.document.timeline.clip(clip_id).generation
    assert now is not None
    like = replace(now, sources=(), frames=7, prompt="Other")
    branched = following(like, now)
    assert branched.prompt == "Other"
    assert all(getattr(branched, name) == getattr(now, name) for name in OF_THE_CUT)


def test_a_remedy_helps_a_take_that_does_not_play_from_what_that_one_was_asked_for(
    session: Session, clip_id: ItemId
) -> None:
    branching.remedy_of(session, clip_id, 1, Remedy.MATCH)
    assert (asked_last(session).text.prompt, asked_last(session).finish.colour) == ("Calm", 1.0)
    with pytest.raises(EditError, match="matched in full"):
        branching.remedy_of(session, clip_id, 0, Remedy.MATCH)
    branching.remedy_of(session, clip_id, 0, Remedy.ANOTHER_TAKE)
    assert asked_last(session).text.prompt == "Spray"
