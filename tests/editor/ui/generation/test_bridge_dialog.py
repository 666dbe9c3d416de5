"""The Bridge dialog: over a gap and at a cut."""

from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Rule
from editor.timeline.errors import EditError
from editor.timeline.model import Task
from editor.ui.generation.bridge_dialog import BridgeDialog
from editor.ui.generation.desk import GenerationDesk
from engine.requests import BackTest, BridgeRequest, Verdict
from tests.editor.ui.generation.conftest import Run, Window
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, GAP, SURF, a_session, a_timeline, an_answer
from tests.editor.ui.generation.test_extend_dialog import LEFT, until

APART = BackTest(Verdict.POOR, "The two sides have too little in common.", Fraction(0), 0.0)


def opened(desk: GenerationDesk) -> BridgeDialog:
    dialog = desk.bridge(SURF, BIRD)
    assert isinstance(dialog, BridgeDialog)
    return dialog


def test_over_a_gap_it_begins_with_the_whole_of_it(desk: GenerationDesk, window: Window, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        assert (dialog.title.full_text, dialog.subtitle.full_text) == ("Bridge gap", "surf to bird")
        assert dialog.count.full_text == "68 frames, the whole gap"
        assert dialog.cost.full_text.endswith("Fits. Nothing else moves.")
        intent = window.panel.intents[-1]
        assert intent is not None
        assert (intent.start, intent.frames) == (120, 68)
        assert [clip_id for clip_id, _ in intent.context] == [SURF, BIRD]
        dialog.reject()

    run(story())


def test_another_length_ripples_and_keeping_the_gap_goes_back(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        dialog.set_frames(80)
        assert dialog.keeping.value is False
        assert dialog.cost.full_text.endswith("Moves 1 clip by 12 f.")
        QTest.mouseClick(dialog.keeping, LEFT, pos=dialog.keeping.part(0).center())
        assert dialog.frames == 68
        dialog.reject()

    run(story())


def test_queue_makes_one_clip_that_fills_the_gap(
    desk: GenerationDesk, session: Session, jobs: FakeJobs, run: Run
) -> None:
    async def story() -> None:
        dialog = opened(desk)
        QTest.mouseClick(dialog.queue_button, LEFT)
        (row,) = jobs.rows
        assert row.title == "Bridge: surf to bird, 2 s 20 f"
        assert isinstance(row.request, BridgeRequest)
        generation = session.document.timeline.clip(session.document.timeline.tracks[0].items[1].id).generation
        assert generation is not None
        assert (generation.task, generation.preset) == (Task.BRIDGE, "Natural")

    run(story())


def test_sides_that_differ_are_told_in_the_engines_words(desk: GenerationDesk, jobs: FakeJobs, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        await until(lambda: jobs.asked)
        jobs.answer(an_answer(APART))
        await until(lambda: dialog.verdict.lead.isVisible())
        assert dialog.verdict.lead.full_text == "Tried on both clips."
        assert dialog.verdict.words.full_text == "The two sides have too little in common."
        assert dialog.verdict.lamp.level == "bad"
        dialog.reject()

    run(story())


def test_another_length_of_a_bridge_is_tried_anew(desk: GenerationDesk, jobs: FakeJobs, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        await until(lambda: jobs.asked)
        dialog.set_frames(24)
        await until(lambda: len(jobs.asked) == 2)
        assert [request.duration for request in jobs.asked] == [Fraction(68, 24), Fraction(1)]
        dialog.reject()

    run(story())


def test_either_bracket_sets_the_context_of_both(desk: GenerationDesk, run: Run) -> None:
    async def story() -> None:
        dialog = opened(desk)
        dialog.set_frames(24)  # room in the window for more than one context
        strip, geometry = dialog.context_strip, dialog.context_strip.geometry_now
        assert geometry is not None
        grip = geometry.grip("after")
        QTest.mousePress(strip, LEFT, pos=grip)
        QTest.mouseMove(strip, QPoint(geometry.known("after").left() + 4, grip.y()))
        QTest.mouseRelease(strip, LEFT, pos=grip)
        assert isinstance(dialog.request, BridgeRequest)
        assert dialog.request.first_context.frames == dialog.request.second_context.frames == 1
        QTest.keyClick(strip, Qt.Key.Key_Left)
        assert dialog.request.first_context.frames == 5
        dialog.reject()

    run(story())


def test_at_a_cut_it_opens_it_by_the_length_chosen_last(
    tmp_path: Path, window: Window, jobs: FakeJobs, run: Run
) -> None:
    session = a_session(a_timeline(tmp_path, gap=0), tmp_path, jobs)
    desk = GenerationDesk(session, window, window.panel)

    async def story() -> None:
        dialog = opened(desk)
        assert dialog.title.full_text == "Bridge to next clip"
        assert dialog.frames == 48
        assert dialog.cost.full_text.endswith("Moves 1 clip by 2 s.")
        dialog.reject()

    run(story())


@pytest.mark.parametrize(
    ("rule", "track", "start", "left_ends", "right_begins"),
    [
        (Rule.RIPPLE, "v1", 120, 120, 120),  # the second clip as it stands now; it will move
        (Rule.OVERWRITE, "v1", 108, 108, 132),
        (Rule.ABOVE, "v2", 108, 108, 132),
    ],
)
def test_at_a_cut_the_timeline_shows_where_it_will_stand_and_what_is_seen_beside_it(
    tmp_path: Path,
    window: Window,
    jobs: FakeJobs,
    run: Run,
    rule: Rule,
    track: str,
    start: int,
    left_ends: int,
    right_begins: int,
) -> None:
    session = a_session(a_timeline(tmp_path, gap=0), tmp_path, jobs)
    desk = GenerationDesk(session, window, window.panel)

    async def story() -> None:
        dialog = opened(desk)
        dialog.set_frames(24)
        dialog.choose(rule=rule)
        intent = window.panel.intents[-1]
        assert intent is not None
        assert (intent.track_id, intent.start, intent.frames) == (track, start, 24)
        (_, left), (_, right) = intent.context
        assert (left.end, right.start) == (left_ends, right_begins)
        dialog.reject()

    run(story())


def test_a_short_clip_is_bridged_from_with_what_its_file_holds_before_it(
    desk: GenerationDesk, session: Session, run: Run
) -> None:
    async def story() -> None:
        timeline = session.document.timeline
        session.document.apply("Trim", edits.trim(timeline, SURF, edits.Edge.START, 115))
        dialog = opened(desk)
        dialog.set_frames(24)
        view = dialog.context_strip.view
        assert view is not None
        assert view.before is not None
        assert view.before.span > 5, "more than the clip plays"
        dialog.reject()

    run(story())


def test_the_selection_says_what_is_bridged(desk: GenerationDesk, session: Session, run: Run) -> None:
    async def story() -> None:
        for chosen in (GAP, SURF):
            session.document.select([chosen])
            dialog = desk.bridge_selected()
            assert dialog.subtitle.full_text == "surf to bird"
            dialog.reject()
        session.document.select([BIRD])
        with pytest.raises(EditError, match="No clip follows bird"):
            desk.bridge_selected()

    run(story())
