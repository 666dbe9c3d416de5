"""The dialogs of Smooth Cut, Regenerate In to Out and Make Loop."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.rational_time import TimeRange
from editor.ui.generation.anew_dialog import AnewDialog
from editor.ui.generation.desk import GenerationDesk
from editor.ui.generation.loop_dialog import LoopDialog
from editor.ui.generation.smooth_dialog import SmoothDialog
from editor.ui.timeline.overlay import Intent
from engine.requests import BridgeRequest
from tests.editor.ui.generation.conftest import Run, Window
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, a_session, a_timeline, an_answer
from tests.editor.ui.generation.test_extend_dialog import LEFT, until


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    """surf and bird meet, and a second of surf is marked."""
    timeline = a_timeline(tmp_path, gap=0)
    return a_session(edits.set_marks(timeline, 48, 72), tmp_path, jobs)


def smoothing(desk: GenerationDesk) -> SmoothDialog:
    dialog = desk.smooth_cut(SURF)
    assert isinstance(dialog, SmoothDialog)
    return dialog


def regenerating(desk: GenerationDesk) -> AnewDialog:
    dialog = desk.regenerate(SURF)
    assert isinstance(dialog, AnewDialog)
    return dialog


def looping(desk: GenerationDesk) -> LoopDialog:
    dialog = desk.make_loop(SURF)
    assert isinstance(dialog, LoopDialog)
    return dialog


def shown(window: Window) -> Intent:
    intent = window.panel.intents[-1]
    assert intent is not None
    return intent


def test_a_smooth_cut_begins_with_six_frames_of_each_side(desk: GenerationDesk, window: Window, run: Run) -> None:
    async def story() -> None:
        dialog = smoothing(desk)
        assert (dialog.title.full_text, dialog.subtitle.full_text) == ("Smooth cut", "surf to bird")
        assert dialog.count.full_text == "6 frames of each clip"
        assert not dialog.rows.sound_row.isVisible(), "sound goes on as it is"
        assert (shown(window).start, shown(window).frames) == (114, 12)
        assert shown(window).context[0][1].end == 114
        assert shown(window).context[1][1].start == 126
        dialog.set_frames(4)
        assert isinstance(dialog.request, BridgeRequest)
        assert dialog.request.duration * 24 == 8
        dialog.reject()

    run(story())


def test_queue_smooths_the_cut_and_the_length_is_remembered_apart_from_that_of_bridges(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        dialog = smoothing(desk)
        dialog.set_frames(4)
        QTest.mouseClick(dialog.queue_button, LEFT)
        assert [row.title for row in jobs.rows] == ["Smooth cut: surf to bird, 8 f"]
        session.document.undo_stack.undo()
        again = smoothing(desk)
        assert again.frames == 4
        again.reject()
        bridge = desk.bridge(SURF, BIRD)
        assert bridge.frames == 48
        bridge.reject()

    run(story())


def test_more_than_a_side_has_can_not_be_queued(desk: GenerationDesk, jobs: FakeJobs, run: Run) -> None:
    async def story() -> None:
        dialog = smoothing(desk)
        dialog.set_frames(200)
        assert not dialog.queue_button.isEnabled()
        assert "would replace all of surf" in dialog.cost.full_text
        dialog.set_frames(8)
        assert dialog.queue_button.isEnabled()
        dialog.reject()

    run(story())


def test_what_is_marked_is_regenerated_and_can_be_made_longer(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, window: Window, run: Run
) -> None:
    async def story() -> None:
        dialog = regenerating(desk)
        assert dialog.title.full_text == "Regenerate In to Out"
        assert (shown(window).start, shown(window).frames) == (48, 24)
        assert dialog.count.full_text == "24 frames, to 00:00:02:23"
        assert dialog.cost.full_text.endswith("Fits. Nothing else moves.")
        dialog.set_frames(36)
        await until(lambda: jobs.asked)
        jobs.answer(an_answer())
        QTest.mouseClick(dialog.queue_button, LEFT)
        assert [row.title for row in jobs.rows] == ["Regenerate: surf, 1 s 12 f"]
        assert session.document.timeline.range_of(session.document.timeline.tracks[0].items[1].id) == TimeRange(48, 36)

    run(story())


def test_a_range_that_leaves_the_clip_is_refused_while_it_is_typed(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = regenerating(desk)
        dialog.set_frames(72)
        assert not dialog.queue_button.isEnabled()
        assert "both sides" in dialog.cost.full_text
        dialog.reject()

    run(story())


def test_nothing_is_regenerated_without_in_and_out(desk: GenerationDesk, session: Session) -> None:
    session.document.replace(replace(session.document.timeline, mark_in=None))
    with pytest.raises(EditError, match="Mark a range"):
        desk.regenerate(SURF)
    assert desk.dialog is None


def test_each_closes_when_its_clip_goes(desk: GenerationDesk, session: Session, run: Run) -> None:
    async def story() -> None:
        for open_it in (smoothing, regenerating, looping):
            open_it(desk)
            session.document.apply("Delete", edits.lift(session.document.timeline, [SURF]))
            assert desk.dialog is None
            session.document.undo_stack.undo()

    run(story())


def test_a_loop_sees_the_clips_end_and_its_start(
    desk: GenerationDesk, jobs: FakeJobs, window: Window, run: Run
) -> None:
    async def story() -> None:
        dialog = looping(desk)
        assert (dialog.title.full_text, dialog.subtitle.full_text) == ("Make loop", "surf, back to its start")
        assert dialog.frames == 24
        assert dialog.cost.full_text.endswith("Moves 1 clip by 1 s.")
        assert (shown(window).start, shown(window).frames) == (120, 24)
        assert [clip_id for clip_id, _ in shown(window).context] == [SURF, SURF]
        assert shown(window).context[0][1].end == 120
        assert shown(window).context[1][1].start == 0
        QTest.mouseClick(dialog.queue_button, LEFT)
        assert [row.title for row in jobs.rows] == ["Loop: surf, 1 s"]

    run(story())
