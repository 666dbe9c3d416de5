"""Generate in Gap: from a first and a last picture, as long as the gap, and never from nothing."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from editor.actions.filling import Room
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, MediaId, Task, TrackId
from editor.timeline.rational_time import TimeRange
from editor.ui.generation.desk import GenerationDesk
from editor.ui.generation.fill_dialog import FillDialog
from engine.errors import RequestError
from engine.requests import GenerateRequest
from tests.editor.timeline.drawing import generation
from tests.editor.ui.generation.conftest import Run, Window
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import GAP, a_media, a_session, a_timeline, an_answer
from tests.editor.ui.generation.test_extend_dialog import LEFT, until

STILL = MediaId("still")


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    """surf, a gap of 68 frames, bird; and a still in the pool."""
    still = replace(a_media(tmp_path, "still"), duration=Fraction(0))
    return a_session(edits.add_media(a_timeline(tmp_path), still), tmp_path, jobs)


def opened(desk: GenerationDesk) -> FillDialog:
    desk.session.document.select([GAP])
    dialog = desk.fill_selected()
    assert isinstance(dialog, FillDialog)
    return dialog


def wanted(dialog: FillDialog) -> GenerateRequest:
    assert isinstance(dialog.request, GenerateRequest)
    return dialog.request


def choose(dialog: FillDialog, which: str, words: str) -> None:
    """From the menu of the first or the last picture."""
    menu = getattr(dialog, which).menu()
    next(action for action in menu.actions() if action.text() == words).trigger()


def test_it_begins_with_the_whole_gap_and_the_frame_before_it(desk: GenerationDesk, window: Window, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        assert (dialog.title.full_text, dialog.subtitle.full_text) == ("Generate in gap", "V1, 00:00:05:00")
        assert dialog.count.full_text == "68 frames, the whole gap"
        assert [action.text() for action in dialog.last.menu().actions()] == [
            "None", "Frame before the gap", "Frame after the gap", "still",
        ]  # fmt: skip
        request = wanted(dialog)
        assert request.duration == Fraction(68, 24)
        (keyframe,) = request.keyframes
        assert keyframe.source.path.name == "surf.mp4"
        assert keyframe.at == 0
        intent = window.panel.intents[-1]
        assert intent is not None
        assert (intent.start, intent.frames, intent.context) == (120, 68, ())
        dialog.reject()

    run(story())


def test_the_last_picture_stands_at_the_last_frame_however_long_it_is(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        choose(dialog, "first", "None")
        choose(dialog, "last", "still")
        assert [(each.source.path.name, each.at * 24) for each in wanted(dialog).keyframes] == [("still.mp4", 67)]
        dialog.set_frames(24)
        assert [each.at * 24 for each in wanted(dialog).keyframes] == [23]
        assert dialog.pictures.new().left() == 0
        assert dialog.pictures.new().right() < dialog.pictures.width() - 100, "the last picture stands behind it"
        dialog.reject()

    run(story())


def test_what_would_not_move_is_not_offered(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        for hidden in (dialog.rows.freedom, dialog.rows.sound, dialog.rows.context, dialog.rows.noise):
            dialog.show_advanced(True)
            assert not hidden.isVisible()
        assert dialog.rows.seed.isVisible()
        dialog.reject()

    run(story())


def test_more_than_the_gap_holds_is_refused_in_words(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        dialog.set_frames(69)
        assert dialog.cost.full_text == "The gap has room for 2 s 20 f. Ask for less."
        assert not dialog.queue_button.isEnabled()
        dialog.set_frames(68)
        assert dialog.queue_button.isEnabled()
        dialog.reject()

    run(story())


def test_what_the_engine_cannot_make_cannot_be_queued_and_says_why(
    desk: GenerationDesk, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        dialog = opened(desk)
        await until(lambda: jobs.asked)
        jobs.answer(an_answer())
        choose(dialog, "first", "None")
        await until(lambda: len(jobs.asked) == 2)
        jobs.answer(RequestError("No picture from words alone.", do="Give it one."))
        await until(lambda: not dialog.queue_button.isEnabled())
        assert "from words alone" in dialog.queue_button.tip_words.reason
        dialog.reject()

    run(story())


def test_queue_puts_down_a_clip_of_that_length_and_asks_for_it(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        dialog = opened(desk)
        choose(dialog, "first", "still")
        dialog.set_frames(24)
        QTest.mouseClick(dialog.queue_button, LEFT)
        (row,) = jobs.rows
        assert row.title == "Generate: still, new, 1 s"
        timeline = session.document.timeline
        clip = timeline.clip(ItemId(row.clip_id))
        assert clip.is_pending
        assert clip.generation is not None
        assert clip.generation.task is Task.NEW
        assert timeline.range_of(clip.id) == TimeRange(120, 24)
        session.document.undo_stack.undo()
        again = opened(desk)
        assert again.frames == 68, "a gap is filled, whatever was chosen last"
        again.reject()

    run(story())


def test_it_closes_when_something_else_is_put_into_the_gap(desk: GenerationDesk, session: Session, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        asked = replace(generation(Task.NEW), frames=9)
        room = TimeRange(150, 9)
        after = edits.insert_new(session.document.timeline, TrackId("v1"), room, "new", asked, ItemId("other"))
        session.document.apply("Fill", after)
        assert not dialog.isVisible()

    run(story())


def test_nothing_is_generated_on_sound_or_where_something_stands(desk: GenerationDesk, session: Session) -> None:
    sound = next(track.id for track in session.document.timeline.tracks if track.kind == "Audio")
    with pytest.raises(EditError, match="choose a picture track"):
        desk.fill(Room(sound, 500, None))
    session.playback.seek(10)
    session.document.select(())
    with pytest.raises(EditError, match="no empty stretch"):
        desk.fill_selected()
