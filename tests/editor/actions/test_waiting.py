"""How long what waits will take."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating
from editor.actions.requesting import Wishes
from editor.actions.waiting import seconds_of_job
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import SURF, a_session, a_timeline


def test_it_is_told_from_the_new_pictures_of_a_job(tmp_path: Path, qtbot: QtBot) -> None:
    jobs = FakeJobs()
    session = a_session(a_timeline(tmp_path), tmp_path, jobs)
    generating.extend_after(session, SURF, 10, Wishes(seed=7))
    (row,) = jobs.rows
    assert seconds_of_job(session.jobs, session.document.timeline, row) is None
    jobs.pace = 1.0
    expected = 10 * 1280 * 720 / 1e6 * row.request.takes
    assert seconds_of_job(session.jobs, session.document.timeline, row) == pytest.approx(expected)
    session.document.undo_stack.undo()
    assert seconds_of_job(session.jobs, session.document.timeline, row) is None
