"""Whether a loaded model's run fits on this machine stands in the dialog, and what would where it does not."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.actions.ways_out import WaysOut, ways_out
from editor.jobs import JobProject, JobState
from editor.session import Session
from editor.ui.generation.desk import GenerationDesk
from editor.ui.generation.generate_dialog import GenerateDialog
from editor.ui.generation.room_line import ASKING
from engine.errors import EngineDied, LongtakeError, ModelError
from engine.models.on_disk.choices import BUILT_INS
from engine.models.on_disk.store import Choice
from engine.requests import BUILT_IN, ExtendRequest, Plan, Request, Room
from tests.editor.ui.generation.conftest import Run
from tests.editor.ui.generation.fake_jobs import FakeJobs, plan_of
from tests.editor.ui.generation.scene import SURF, an_answer
from tests.engine.fakes import some_request

LEFT = Qt.MouseButton.LeftButton
WAN = Choice("wan", "Wan 2.2 T2V A14B", "wan")
SMALL = Choice("small", "Wan 2.1 T2V 1.3B", "small")
FITS = Room("12 GB GPU, 9.1 GB free: peak 8.7 GB, about 6 min", "GPU", 87, 91, 9, 360.0, True)
NOT = replace(FITS, words="12 GB GPU, 9.1 GB free: 14 GB are needed", seconds=None, fits=False)


async def until(holds: Callable[[], object]) -> None:
    while not holds():
        await asyncio.sleep(0.001)


def opened(desk: GenerationDesk, session: Session, *models: Choice) -> GenerateDialog:
    """With the first of them chosen."""
    session.models.choices = (*BUILT_INS, *models)
    dialog = desk.extend(SURF)
    dialog.rows.choose_model(models[0])
    return dialog


def test_the_plans_line_tells_where_it_goes_and_how_long_it_takes(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        jobs.plans = lambda request: plan_of(request, FITS)
        dialog = opened(desk, session, WAN)
        assert (dialog.room_line.words.full_text, dialog.room_line.lamp.isVisible()) == (ASKING, False)
        await until(dialog.room_line.lamp.isVisible)
        assert (dialog.room_line.words.full_text, dialog.room_line.lamp.level) == (FITS.words, "ok")
        assert dialog.cost.full_text == "3 takes. Nothing else moves.", "the time is told once"
        assert dialog.verdict.words.full_text.startswith("Not tested")
        assert dialog.queue_button.isEnabled()
        assert jobs.asked == [], "it is not tried on the clip: that would take as long as a run"
        dialog.reject()

    run(story())


def test_the_dialog_has_room_for_a_line_of_any_length(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        jobs.plans = lambda request: plan_of(request, replace(FITS, words=f"{FITS.words}; " * 5))
        dialog = opened(desk, session, WAN)
        await until(dialog.room_line.lamp.isVisible)
        at_once = dialog.height()
        await asyncio.sleep(0.05)
        dialog.refit()
        assert dialog.height() == at_once
        dialog.reject()

    run(story())


def test_the_built_in_model_has_no_such_line(desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run) -> None:
    async def story() -> None:
        jobs.plans = lambda request: plan_of(request, FITS)
        dialog = opened(desk, session, WAN)
        await until(dialog.room_line.lamp.isVisible)
        dialog.rows.choose_model(BUILT_INS[0])
        assert not dialog.room_line.isVisible()
        await until(lambda: jobs.asked)
        jobs.answer(an_answer())
        await until(dialog.verdict.lead.isVisible)
        assert "first run" in dialog.cost.full_text
        dialog.reject()

    run(story())


def test_what_was_told_stays_until_the_next_answer_and_a_stale_one_is_dropped(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        jobs.plans = lambda request: plan_of(request, FITS)
        dialog = opened(desk, session, WAN)
        await until(dialog.room_line.lamp.isVisible)
        late: asyncio.Future[Plan] = asyncio.get_running_loop().create_future()
        jobs.plans = lambda request: late
        dialog.set_frames(60)
        await until(lambda: len(jobs.planned) == 2)
        assert dialog.room_line.words.full_text == FITS.words, "no flicker"
        longer = replace(FITS, words="longer")
        jobs.plans = lambda request: plan_of(request, longer)
        dialog.set_frames(72)
        await until(lambda: dialog.room_line.words.full_text == "longer")
        assert late.cancelled()
        dialog.rows.prompt.textEdited.emit("spray")
        await asyncio.sleep(0.01)
        assert len(jobs.planned) == 3, "words change nothing of it"
        dialog.reject()

    run(story())


def test_where_it_does_not_fit_a_length_and_a_model_are_offered_that_do(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    def room_of(request: Request) -> Room:
        assert isinstance(request, ExtendRequest)
        return FITS if request.model == "small" or request.duration <= Fraction(1, 2) else NOT

    async def story() -> None:
        jobs.plans = lambda request: plan_of(request, room_of(request))
        jobs.rooms_of = {"small": FITS}
        dialog = opened(desk, session, WAN, SMALL)
        line = dialog.room_line
        await until(line.other.isVisible)
        assert (line.lamp.level, line.words.full_text) == ("bad", NOT.words)
        assert NOT.words in dialog.queue_button.tip_words.reason
        assert "choose another model" in dialog.queue_button.tip_words.reason
        dialog.queue()
        assert jobs.rows == ()
        assert (line.shorter.text(), line.other.text()) == ("Use 12 f", "Use Wan 2.1 T2V 1.3B")
        QTest.mouseClick(line.shorter, LEFT)
        assert dialog.frames == 12
        await until(lambda: line.lamp.level == "ok" and dialog.queue_button.isEnabled())
        assert not line.ways.isVisible()
        dialog.set_frames(48)
        await until(line.other.isVisible)
        QTest.mouseClick(line.other, LEFT)
        assert dialog.rows.wishes.model == "small"
        await until(lambda: line.lamp.level == "ok" and dialog.queue_button.isEnabled())
        dialog.reject()

    run(story())


def test_once_a_job_has_ended_or_memory_was_freed_it_is_looked_at_again(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        jobs.plans = lambda request: plan_of(request, NOT)
        job = jobs.submit(some_request(), clip_id="another", title="Extend", project=JobProject())
        dialog = opened(desk, session, WAN)
        await until(dialog.room_line.other.isVisible)
        jobs.plans = lambda request: plan_of(request, FITS)
        jobs.become(job.id, JobState.RUNNING)
        assert dialog.room_line.words.full_text == NOT.words
        jobs.become(job.id, JobState.DONE)
        await until(lambda: dialog.queue_button.isEnabled() and dialog.room_line.lamp.level == "ok")
        jobs.plans = lambda request: plan_of(request, NOT)
        dialog.prospects.room.look_again()
        await until(lambda: dialog.room_line.lamp.level == "bad")
        dialog.reject()

    run(story())


def test_weights_that_cannot_be_used_are_refused_in_the_engines_words_with_a_way_to_the_models_page(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, qtbot: QtBot, run: Run
) -> None:
    async def story() -> None:
        jobs.plans = lambda request: ModelError("wan.safetensors is cut off.", do="Download it again.")
        dialog = opened(desk, session, WAN)
        await until(dialog.room_line.models.isVisible)
        assert dialog.room_line.words.full_text == "wan.safetensors is cut off. Download it again."
        assert dialog.queue_button.tip_words.reason == "wan.safetensors is cut off. Download it again."
        with qtbot.waitSignal(desk.models_wanted):
            QTest.mouseClick(dialog.room_line.models, LEFT)
        dialog.reject()

    run(story())


def test_an_engine_that_dies_over_the_question_does_not_stand_in_the_way(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        jobs.plans = lambda request: EngineDied("The engine ended.")
        dialog = opened(desk, session, WAN)
        await until(lambda: dialog.room_line.words.full_text == "The engine ended.")
        assert dialog.room_line.lamp.level == "warn"
        assert dialog.queue_button.isEnabled()
        dialog.reject()

    run(story())


def test_where_no_loaded_model_fits_the_built_in_one_is_what_does(session: Session, jobs: FakeJobs, run: Run) -> None:
    def refused(request: Request) -> Plan | LongtakeError:
        assert isinstance(request, ExtendRequest)
        return plan_of(request, NOT) if request.duration > Fraction(1, 2) else ModelError("Too short.")

    async def story() -> None:
        choices = (*BUILT_INS, WAN, SMALL)
        jobs.rooms_of = {"small": NOT}
        jobs.plans = lambda request: plan_of(request, NOT)
        request = replace(some_request(), model="wan")
        assert await ways_out(session.jobs, request, choices) == WaysOut(None, BUILT_INS[0])
        jobs.plans = refused
        assert (await ways_out(session.jobs, request, choices)).share is None
        assert BUILT_INS[0].model == BUILT_IN

    run(story())
