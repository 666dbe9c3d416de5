"""The Generative Extend dialog, as it is used: keys, mouse, and what arrives while it is open."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.jobs import JobProject, JobState
from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import Task
from editor.timeline.rational_time import TimeRange
from editor.ui import theme
from editor.ui.generation.desk import GenerationDesk
from editor.ui.generation.extend_dialog import ExtendDialog
from engine.errors import EngineDied, MediaDamaged
from engine.requests import ExtendRequest, Verdict
from tests.editor.ui.generation.conftest import Run, Window
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, FakeThumbnails, a_back_test, a_session, a_timeline, an_answer
from tests.engine.fakes import some_request

LEFT = Qt.MouseButton.LeftButton


def opened(desk: GenerationDesk, frames: int | None = None, task: Task = Task.AFTER) -> ExtendDialog:
    dialog = desk.extend(SURF, task, frames)
    assert isinstance(dialog, ExtendDialog)
    return dialog


async def until(holds: Callable[[], object]) -> None:
    """Lets Qt and coroutines go on until it does; the run has a time limit."""
    while not holds():
        await asyncio.sleep(0.001)


def type_length(dialog: ExtendDialog, text: str) -> None:
    dialog.length.setFocus()
    dialog.length.selectAll()
    QTest.keyClicks(dialog.length, text)


def test_it_opens_with_two_seconds_and_says_what_they_cost(desk: GenerationDesk, window: Window, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        assert dialog.length.text() == "00:00:02:00"
        assert dialog.count.full_text == "48 frames"
        assert dialog.cost.full_text == "3 takes, time not known yet: first run. Fits. Nothing else moves."
        intent = window.panel.intents[-1]
        assert intent is not None
        assert (intent.start, intent.frames) == (120, 48)
        ((clip_id, seen),) = intent.context
        assert (clip_id, seen.start, seen.end) == (SURF, 83, 120)  # 13 frames, every third
        dialog.reject()

    run(story())


def test_return_in_the_length_field_queues_that_length(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        dialog = opened(desk)
        queued: list[object] = []
        desk.queued.connect(queued.append)
        type_length(dialog, "1.12")
        QTest.keyClick(dialog.length, Qt.Key.Key_Return)
        await until(lambda: queued)
        assert [row.title for row in jobs.rows] == ["Extend after: surf, 1 s 12 f"]
        assert session.document.timeline.has(queued[0])  # type: ignore[arg-type]
        assert desk.dialog is None

    run(story())


def test_a_click_on_queue_takes_the_length_as_it_is_typed(desk: GenerationDesk, jobs: FakeJobs, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        type_length(dialog, "not a time")
        QTest.mouseClick(dialog.queue_button, LEFT)
        assert jobs.rows == ()
        assert "not a time" in dialog.cost.full_text
        type_length(dialog, "3.")
        QTest.mouseClick(dialog.queue_button, LEFT)
        assert [row.title for row in jobs.rows] == ["Extend after: surf, 3 s"]

    run(story())


def test_nothing_is_tested_any_more_once_it_is_queued(desk: GenerationDesk, jobs: FakeJobs, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        await until(lambda: jobs.asked)
        QTest.mouseClick(dialog.queue_button, LEFT)
        await until(lambda: jobs.cancelled_questions)
        assert (len(jobs.asked), len(jobs.rows)) == (1, 1)

    run(story())


def test_escape_leaves_everything_as_it_was(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, window: Window, run: Run
) -> None:
    async def story() -> None:
        before = session.document.timeline
        dialog = opened(desk)
        await until(lambda: jobs.asked)
        QTest.keyClick(dialog.length, Qt.Key.Key_Escape)
        await until(lambda: jobs.cancelled_questions == 1)
        assert session.document.timeline is before
        assert jobs.rows == ()
        assert window.panel.intents[-1] is None
        assert desk.dialog is None

    run(story())


def test_the_verdict_advises_a_length_it_can_stand_behind(desk: GenerationDesk, jobs: FakeJobs, run: Run) -> None:
    async def story() -> None:
        jobs.pace = 15.0 / (48 * 1.28 * 0.72)  # 15 s for a take of two seconds
        dialog = opened(desk)
        assert dialog.verdict.words.full_text == "Testing on this clip…"
        await until(lambda: jobs.asked)
        jobs.answer(an_answer())
        await until(lambda: dialog.verdict.lead.isVisible())
        assert dialog.verdict.lamp.level == "ok"
        assert "a second and a half" in dialog.verdict.words.full_text
        assert "about 45 s on this processor" in dialog.cost.full_text
        assert dialog.verdict.shorter.text() == "Use 1 s 12 f"
        QTest.mouseClick(dialog.verdict.shorter, LEFT)
        assert (dialog.frames, dialog.length.text()) == (36, "00:00:01:12")
        assert not dialog.verdict.shorter.isVisible()
        assert "about 35 s" in dialog.cost.full_text
        dialog.reject()

    run(story())


def test_a_poor_verdict_advises_no_length(desk: GenerationDesk, jobs: FakeJobs, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        await until(lambda: jobs.asked)
        jobs.answer(an_answer(a_back_test(Verdict.POOR, Fraction(1, 4))))
        await until(lambda: dialog.verdict.lead.isVisible())
        assert dialog.verdict.lamp.level == "bad"
        assert not dialog.verdict.shorter.isVisible()
        assert dialog.queue_button.isEnabled()  # the user may override it
        dialog.reject()

    run(story())


def test_only_wishes_that_change_the_outcome_are_tested_again(desk: GenerationDesk, jobs: FakeJobs, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        await until(lambda: jobs.asked)
        jobs.answer(an_answer())
        await until(lambda: dialog.verdict.lead.isVisible())
        type_length(dialog, "1.")
        QTest.keyClick(dialog.length, Qt.Key.Key_Tab)
        assert dialog.frames == 24
        QTest.mouseClick(dialog.rows.takes, LEFT, pos=dialog.rows.takes.part(0).center())
        assert dialog.request is not None
        assert dialog.request.takes == 1
        assert len(jobs.asked) == 1
        QTest.mouseClick(dialog.rows.freedom, LEFT, pos=dialog.rows.freedom.part(0).center())
        await until(lambda: len(jobs.asked) == 2)
        jobs.answer(an_answer(a_back_test(Verdict.CHECK)))
        await until(lambda: dialog.verdict.lamp.level == "warn")
        QTest.mouseClick(dialog.rows.freedom, LEFT, pos=dialog.rows.freedom.part(1).center())
        await until(lambda: dialog.verdict.lamp.level == "ok")  # known from before
        assert len(jobs.asked) == 2
        dialog.reject()

    run(story())


def test_a_test_that_breaks_down_says_why_and_does_not_stand_in_the_way(
    desk: GenerationDesk, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        dialog = opened(desk)
        await until(lambda: jobs.asked)
        jobs.answer(EngineDied("The engine broke down.", do="Try it once more."))
        await until(lambda: dialog.verdict.lamp.isVisible())
        told = "Could not be tested. The engine broke down. Try it once more."
        assert dialog.verdict.words.full_text == told
        assert dialog.queue_button.isEnabled()
        jobs.submit(some_request(), clip_id="another", title="Extend", project=JobProject())
        assert dialog.verdict.words.full_text == told, "it is not being tested any more"
        dialog.reject()

    run(story())


def test_a_source_that_can_not_be_read_is_not_queued_until_it_is_trimmed_to_what_can(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        dialog = opened(desk)
        await until(lambda: jobs.asked)
        jobs.answer(
            MediaDamaged("surf.mp4 is damaged 8.00 s after its start.", do="Trim the clip to end before 8.00 s.")
        )
        await until(lambda: not dialog.queue_button.isEnabled())
        assert dialog.verdict.lamp.level == "bad"
        assert "Trim the clip to end before 8.00 s." in dialog.verdict.words.full_text
        assert "damaged 8.00 s after its start" in dialog.queue_button.tip_words.reason
        dialog.queue()
        assert jobs.rows == ()
        timeline = session.document.timeline
        session.document.apply("Trim", edits.trim(timeline, SURF, edits.Edge.END, -49))
        dialog.choose(real_first=False)
        await until(lambda: len(jobs.asked) == 2)
        jobs.answer(an_answer())
        await until(lambda: dialog.verdict.lead.isVisible())
        assert dialog.queue_button.isEnabled()
        dialog.reject()

    run(story())


def test_pictures_of_the_last_seconds_appear_as_they_come(desk: GenerationDesk, session: Session, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        strip, pictures = dialog.context_strip, session.thumbnails
        assert isinstance(pictures, FakeThumbnails)
        before = strip.grab().toImage().pixelColor(20, 36)
        pictures.come("#00ff00")
        assert strip.grab().toImage().pixelColor(20, 36) != before
        times = [time for name, time in pictures.asked if name == "surf"]
        assert Fraction(10) - Fraction(16, 5) <= min(times)
        assert max(times) < 10
        dialog.reject()

    run(story())


def test_a_running_job_goes_first(desk: GenerationDesk, jobs: FakeJobs, run: Run) -> None:
    async def story() -> None:
        request = ExtendRequest(source=None, duration=Fraction(1), outputs=None)  # type: ignore[arg-type]
        jobs.submit(request, clip_id="another", title="Extend after: bird, 1 s", project=JobProject())
        jobs.become("job 1", JobState.RUNNING)
        dialog = opened(desk)
        assert dialog.verdict.words.full_text == "Will be tested after the running job."
        jobs.become("job 1", JobState.DONE)
        assert dialog.verdict.words.full_text == "Testing on this clip…"
        dialog.reject()

    run(story())


def test_dragging_the_bracket_sets_how_much_the_model_sees(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        strip = dialog.context_strip
        geometry = strip.geometry_now
        assert geometry is not None
        grip = geometry.grip("before")
        QTest.mousePress(strip, LEFT, pos=grip)
        QTest.mouseMove(strip, grip + QPoint(60, 0))
        QTest.mouseRelease(strip, LEFT, pos=grip + QPoint(60, 0))
        assert isinstance(dialog.request, ExtendRequest)
        assert dialog.request.context.frames == 9
        assert dialog.rows.context.value == 9
        QTest.keyClick(strip, Qt.Key.Key_Right)
        assert dialog.request.context.frames == 5
        dragged = strip.geometry_now
        assert dragged is not None
        QTest.mouseDClick(strip, LEFT, pos=dragged.grip("before"))
        assert dialog.request.context.frames is None
        dialog.reject()

    run(story())


def test_numbers_by_hand_leave_no_preset_chosen(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        QTest.mouseClick(dialog.disclosure, LEFT)
        assert dialog.rows.noise.isVisible()
        dialog.rows.noise.setFocus()
        dialog.rows.noise.selectAll()
        QTest.keyClicks(dialog.rows.noise, "0.1, 0.9")
        QTest.keyClick(dialog.rows.noise, Qt.Key.Key_Tab)
        assert (dialog.rows.wishes.noise, dialog.rows.freedom.is_chosen) == ((0.1, 0.9), False)
        dialog.rows.noise.setFocus()
        dialog.rows.noise.selectAll()
        QTest.keyClicks(dialog.rows.noise, "7")
        QTest.keyClick(dialog.rows.noise, Qt.Key.Key_Tab)
        assert dialog.rows.noise.text() == "0.1, 0.9"  # 7 is no freedom
        dialog.reject()

    run(story())


def test_overwriting_is_told_before_it_is_done(desk: GenerationDesk, session: Session, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk, 88)
        assert dialog.cost.full_text.endswith("Moves 1 clip by 20 f.")
        QTest.mouseClick(dialog.disclosure, LEFT)
        QTest.mouseClick(dialog.rule, LEFT, pos=dialog.rule.part(1).center())
        assert dialog.cost.full_text.endswith("Covers the first 20 frames of bird.")
        QTest.mouseClick(dialog.queue_button, LEFT)
        assert session.document.timeline.range_of(BIRD).start == 208

    run(story())


def test_the_length_reaches_to_the_playhead_or_the_next_clip(desk: GenerationDesk, session: Session, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        assert not dialog.to_playhead.isEnabled()
        assert dialog.to_playhead.tip_words.reason == "The playhead does not stand after the clip"
        session.playback.seek(172)
        QTest.mouseClick(dialog.to_playhead, LEFT)
        assert dialog.frames == 52
        QTest.mouseClick(dialog.to_next, LEFT)
        assert dialog.frames == 68
        dialog.reject()

    run(story())


def test_where_real_footage_is_enough_nothing_is_tested(
    tmp_path: Path, window: Window, jobs: FakeJobs, run: Run
) -> None:
    session = a_session(a_timeline(tmp_path, surf_ends=False), tmp_path, jobs)
    desk = GenerationDesk(session, window, window.panel)

    async def story() -> None:
        dialog = opened(desk)
        assert dialog.verdict.words.full_text == "All of it is real footage: nothing is generated."
        assert dialog.cost.full_text == "No frames to make. Nothing else moves."
        assert window.panel.intents[-1] is None
        QTest.mouseClick(dialog.footage, LEFT, pos=dialog.footage.part(1).center())
        await until(lambda: jobs.asked)
        assert jobs.asked[0].sources[0].end == 5
        QTest.mouseClick(dialog.footage, LEFT, pos=dialog.footage.part(0).center())
        QTest.mouseClick(dialog.queue_button, LEFT)
        assert session.document.timeline.clip(SURF).duration == 168
        assert jobs.rows == ()

    run(story())


def test_real_frames_that_come_in_first_are_marked_and_seen(
    tmp_path: Path, window: Window, jobs: FakeJobs, run: Run
) -> None:
    timeline = a_timeline(tmp_path, surf_ends=False)
    timeline = edits.trim(timeline, SURF, edits.Edge.END, -20)
    surf = replace(timeline.media_by_id[timeline.media[0].id], duration=Fraction(132, 24))  # 32 frames are left
    session = a_session(replace(timeline, media=(surf, *timeline.media[1:])), tmp_path, jobs)
    desk = GenerationDesk(session, window, window.panel)

    async def story() -> None:
        dialog = opened(desk, 80)
        assert dialog.count.full_text == "80 frames, 32 of them real"
        intent = window.panel.intents[-1]
        assert intent is not None
        assert (intent.start, intent.frames) == (132, 48)
        ((_, seen),) = intent.context
        assert (seen.start, seen.end) == (95, 132), "the last frames before the new ones"
        assert intent.real == TimeRange(100, 32)
        geometry = dialog.context_strip.geometry_now
        assert geometry is not None
        assert geometry.strip.real is not None
        assert geometry.strip.real.words == "32 real frames"
        real, bracket = geometry.real(), geometry.bracket("before")
        assert real.right() == bracket.right() == geometry.known("before").right()
        assert real.width() == round(32 / 76.8 * geometry.known("before").width())
        image = dialog.context_strip.grab().toImage()
        assert image.pixelColor(real.left() + 1, 0) == theme.colour("text"), "plain, not violet"
        dialog.reject()
        before = opened(desk, 80, Task.BEFORE)
        geometry = before.context_strip.geometry_now
        assert geometry is not None
        assert geometry.real().isEmpty(), "there is no footage before it"
        before.reject()

    run(story())


def test_a_short_clip_is_seen_with_the_footage_before_its_in_point(
    desk: GenerationDesk, session: Session, window: Window, run: Run
) -> None:
    async def story() -> None:
        timeline = session.document.timeline
        session.document.apply("Trim", edits.trim(timeline, SURF, edits.Edge.START, 110))
        dialog = opened(desk)
        view = dialog.context_strip.view
        assert view is not None
        assert view.before is not None
        assert view.before.frames == 13
        intent = window.panel.intents[-1]
        assert intent is not None
        ((_, seen),) = intent.context
        assert (seen.start, seen.end) == (110, 120), "the bracket stays on the clip"
        dialog.reject()

    run(story())


def test_it_closes_when_its_clip_is_deleted(desk: GenerationDesk, session: Session, run: Run) -> None:
    async def story() -> None:
        opened(desk)
        session.document.apply("Delete", edits.lift(session.document.timeline, [SURF]))
        assert desk.dialog is None

    run(story())


def test_a_track_that_is_locked_meanwhile_is_told(desk: GenerationDesk, session: Session, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        timeline = session.document.timeline
        locked = replace(timeline, tracks=(replace(timeline.tracks[0], locked=True), *timeline.tracks[1:]))
        session.document.apply("Lock Track", locked)
        assert not dialog.queue_button.isEnabled()
        assert "locked" in dialog.cost.full_text
        session.document.undo_stack.undo()
        assert dialog.queue_button.isEnabled()
        dialog.reject()

    run(story())


def test_choices_are_there_again_next_time_and_can_be_reset(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk, 60)
        QTest.mouseClick(dialog.rows.freedom, LEFT, pos=dialog.rows.freedom.part(2).center())
        QTest.mouseClick(dialog.rows.takes, LEFT, pos=dialog.rows.takes.part(3).center())
        QTest.mouseClick(dialog.queue_button, LEFT)
        other = desk.extend(BIRD)
        assert (other.rows.wishes.preset, other.rows.wishes.takes, other.frames) == ("Loose", 5, 60)
        QTest.mouseClick(other.reset_button, LEFT)
        assert (other.rows.wishes.preset, other.rows.wishes.takes) == ("Natural", 3)
        other.reject()

    run(story())


def test_only_one_dialog_is_open_at_a_time(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        first = opened(desk)
        second = desk.extend(BIRD)
        assert not first.isVisible()
        assert desk.dialog is second
        second.reject()

    run(story())


def test_before_a_clip_the_new_frames_stand_at_the_left(
    tmp_path: Path, window: Window, jobs: FakeJobs, run: Run, qtbot: QtBot
) -> None:
    session = a_session(a_timeline(tmp_path, surf_ends=False), tmp_path, jobs)
    desk = GenerationDesk(session, window, window.panel)

    async def story() -> None:
        dialog = opened(desk, task=Task.BEFORE)
        geometry = dialog.context_strip.geometry_now
        assert geometry is not None
        assert geometry.new().right() < geometry.known("after").left() + 1
        assert geometry.bracket("after").left() == geometry.known("after").left()
        assert dialog.rows.curve.levels()[0][1] == 1.0  # new frames first, then what is known, ever less free
        assert [level for _, level in dialog.rows.curve.levels()[1:]] == [0.5, 0.4, 0.3, 0.0]
        dialog.reject()

    run(story())
