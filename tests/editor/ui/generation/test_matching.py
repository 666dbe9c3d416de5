"""How far new frames are matched to the clip is chosen in the dialogs, behind Advanced."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.actions.remembering import remembered
from editor.session import Session
from editor.timeline.model import Task
from editor.ui.generation.desk import GenerationDesk
from engine.requests import Finish
from tests.editor.ui.generation.conftest import Run
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF


def test_it_is_full_at_first_and_what_is_chosen_is_asked_for_and_remembered(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        for task in (Task.AFTER, Task.BRIDGE):
            dialog = desk.extend(SURF) if task is Task.AFTER else desk.bridge(SURF, BIRD)
            dialog.show_advanced(True)
            slider = dialog.rows.matching
            assert (slider.words, slider.isVisible(), slider.accessibleName()) == ("100 %", True, "Match to clip")
            slider.setFocus(Qt.FocusReason.TabFocusReason)
            for _ in range(6):
                QTest.keyClick(slider, Qt.Key.Key_Left)
            assert slider.words == "70 %"
            dialog.queue()
            assert jobs.rows[-1].request.finish == Finish(0.7, 0.7, 0.7, 0.7)
            made = session.document.timeline.clip(jobs.rows[-1].clip_id)
            assert made.generation.matching == 0.7
            assert remembered(session.settings, task).wishes.matching == 0.7
            session.document.undo_stack.undo()

    run(story())


def test_reset_matches_in_full_again(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = desk.extend(SURF)
        dialog.show_advanced(True)
        QTest.mouseClick(dialog.rows.matching, Qt.MouseButton.LeftButton, pos=dialog.rows.matching.rect().center())
        assert dialog.request is not None
        assert dialog.request.finish != Finish()
        dialog.reset()
        assert dialog.request.finish == Finish()
        dialog.reject()

    run(story())
