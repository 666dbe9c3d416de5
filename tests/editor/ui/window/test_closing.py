"""Leaving: nothing is lost that was not given up."""

from pathlib import Path

from editor.actions import generating, marking
from editor.jobs import JobState
from editor.project.reading import read
from editor.timeline.model import Task
from editor.ui.window.main_window import MainWindow
from tests.editor.ui.generation.scene import SURF
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, dialogs, settled


def test_a_saved_project_is_left_without_a_question(stage: Stage, run: Run) -> None:
    window = stage.open()

    async def story() -> None:
        window.close()
        await window.closed
        assert not window.isVisible()

    run(story())


def test_cancel_keeps_the_window_open_and_it_asks_anew(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        for _ in range(2):
            window.close()
            window.close()
            await hands.until(lambda: dialogs(window), "the question")
            assert len(dialogs(window)) == 1, "one question, however often the button is pressed"
            await hands.answer_question("Cancel")
            await settled(window)
            assert window.isVisible()
        assert not window.closed.done()

    run(story())


def test_what_is_given_up_is_not_offered_again(stage: Stage, window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        window.close()
        await hands.press_button("Don't Save")
        await window.closed

    run(story())
    assert stage.open().session.project.recoverable() == []


def test_what_is_saved_while_leaving_is_in_the_file(window: MainWindow, run: Run, hands: Hands, tmp_path: Path) -> None:
    async def story() -> None:
        await window.files._save(tmp_path / "film.otio")
        marking.add_marker(window.session)
        window.close()
        await hands.press_button("Save")
        await window.closed
        assert len(read(tmp_path / "film.otio").timeline.markers) == 1

    run(story())


def test_a_failed_save_keeps_the_window_open(window: MainWindow, run: Run, hands: Hands, tmp_path: Path) -> None:
    async def story() -> None:
        folder = tmp_path / "films"
        folder.mkdir()
        await window.files._save(folder / "film.otio")
        marking.add_marker(window.session)
        for path in (folder / "film.otio", *folder.glob(".*")):
            path.unlink()
        folder.rmdir()
        window.close()
        await hands.answer_question("Save")
        await settled(window)
        assert window.isVisible()
        assert [toast.title for toast in window.toasts.standing][-1].startswith("film.otio was not saved")

    run(story())


def test_an_end_from_outside_asks_nothing_and_keeps_the_journal(stage: Stage, window: MainWindow, run: Run) -> None:
    async def story() -> None:
        window.leave()
        await window.closed

    run(story())
    (offer,) = stage.open().session.project.recoverable()
    assert offer.edits == 1


def test_an_end_from_outside_does_not_wait_for_an_answer(
    stage: Stage, window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        window.perform(window.files.new)
        await hands.until(lambda: dialogs(window), "the question")
        window.leave()
        await window.closed

    run(story())
    assert len(stage.open().session.project.recoverable()) == 1


def test_what_is_being_made_is_queued_again_at_the_next_start(
    stage: Stage, window: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        session = window.session
        generating.extend_after(session, SURF, 24, window.desk.wishes(Task.AFTER))
        await hands.until(lambda: session.jobs.rows[0].state is JobState.RUNNING, "the job to run")
        window.close()
        await hands.until(lambda: dialogs(window), "the question")
        assert "What is being made" in dialogs(window)[0].informativeText()  # type: ignore[attr-defined]
        await hands.answer_question("Cancel")
        window.leave()
        await window.closed

    run(story())
    (row,) = stage.open().session.jobs.rows
    assert row.state in (JobState.QUEUED, JobState.RUNNING)
