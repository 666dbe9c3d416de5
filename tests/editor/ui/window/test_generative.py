"""Everything that makes frames, hidden by one switch; and handles that are made where a dissolve was refused."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import Made, Transition
from editor.ui.generation.handles_dialog import HandlesDialog
from editor.ui.inspector.clip_page import ClipPage
from editor.ui.inspector.generated_page import GeneratedPage
from editor.ui.pool.media_model import Kind
from editor.ui.window.main_window import MainWindow
from editor.view_state import Tool
from tests.editor.ui.generation.scene import BIRD, GAP, SURF
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage
from tests.editor.ui.window.test_commands import generated
from tests.editor.ui.window.test_menus import labels, opened


def bird_made(session: Session) -> None:
    """bird is a generated clip, and so is its file."""
    generated(session)
    timeline = session.document.timeline
    asked = timeline.clip(BIRD).generation
    assert asked is not None
    media = replace(timeline.media[1], made=Made(asked, "Longtake built-in model"))
    session.document.replace(replace(timeline, media=(timeline.media[0], media)))
    session.document.select([BIRD])


def test_one_switch_hides_all_of_it_and_what_was_made_stays_an_ordinary_clip(
    window: MainWindow, session: Session
) -> None:
    bird_made(session)
    session.view.set_tool(Tool.EXTEND)
    assert isinstance(window.inspector.page, GeneratedPage)
    window.actions_by_id["generative"].trigger()
    assert session.view.tool is Tool.SELECT
    assert "Generate" not in [each.text() for each in window.top.menus.actions() if each.isVisible()]
    assert not any(widget.isVisible() for widget in (window.jobs, window.top.model, window.card.machine))
    assert Kind.GENERATED not in window.pool.chips
    assert isinstance(window.inspector.page, ClipPage)
    clip, gap = labels(opened(window, "clip", SURF)), labels(opened(window, "gap", GAP))
    assert "Generative Extend" not in clip
    assert "Bridge Gap…" not in gap
    facts = window.timeline_panel.surface._clips.facts.of(
        session.document.timeline, session.document.timeline.clip(BIRD), session.document.timeline.tracks[0].kind
    )
    assert (facts.facts.look, facts.facts.icon) == ("picture", "")
    session.playback.seek(session.document.timeline.range_of(BIRD).start + 5)
    window.actions_by_id["stop"].trigger()
    assert not window.performer.tasks.running, "K stops, and places no keyframe"


def test_its_keys_are_asleep_while_it_is_hidden_and_the_same_switch_brings_it_back(
    window: MainWindow, session: Session, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        session.document.select([SURF])
        window.actions_by_id["generative"].trigger()
        await hands.press(Qt.Key.Key_G)
        await hands.press(Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
        assert (session.view.tool, window.desk.dialog) == (Tool.SELECT, None)
        window.actions_by_id["generative"].trigger()
        await hands.press(Qt.Key.Key_G)
        assert session.view.tool is Tool.EXTEND
        assert window.jobs.isVisible()

    run(story())


def test_it_is_remembered(stage: Stage, window: MainWindow) -> None:
    window.actions_by_id["generative"].trigger()
    again = stage.open()
    assert not again.session.view.generative
    assert again.actions_by_id["generative"].isChecked()
    assert not again.jobs.isVisible()


@pytest.fixture
def bare(window: MainWindow, session: Session) -> None:
    """surf and bird meet, and neither has more media there; surf is selected."""
    timeline = edits.close_gap(session.document.timeline, GAP)
    items = [replace(each, source_start=Fraction(0)) if each.id == BIRD else each for each in timeline.tracks[0].items]  # type: ignore[type-var]
    tracks = (replace(timeline.tracks[0], items=tuple(items)), *timeline.tracks[1:])
    session.document.replace(replace(timeline, tracks=tracks))
    session.document.select([SURF])
    session.playback.seek(119)


@pytest.mark.usefixtures("bare")
def test_where_a_dissolve_lacks_media_the_refusal_offers_to_make_it(
    window: MainWindow, session: Session, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        await hands.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        (toast,) = window.toasts.standing
        assert toast.button.text() == "Generate Handles…"
        hands.click(toast.button)
        dialog = window.desk.dialog
        assert isinstance(dialog, HandlesDialog)
        assert dialog.cost.full_text.endswith("Nothing else moves.")
        before = session.document.timeline.duration
        await hands.press(Qt.Key.Key_Return, widget=dialog)
        (dissolve,) = [each for each in session.document.timeline.tracks[0].items if isinstance(each, Transition)]
        assert (dissolve.in_offset, dissolve.out_offset) == (24, 0)
        assert session.document.timeline.duration == before
        assert [row.title for row in session.jobs.rows] == ["Extend after: surf, 1 s"]

    run(story())


@pytest.mark.usefixtures("bare")
def test_hidden_nothing_is_offered(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        window.actions_by_id["generative"].trigger()
        await hands.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        (toast,) = window.toasts.standing
        assert toast.button.text() == ""

    run(story())


def test_pulled_with_the_mouse_an_edge_is_extended_in_one_step(
    window: MainWindow, session: Session, hands: Hands, run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        await hands.press(Qt.Key.Key_G)
        track = hands.track("V1")
        start, end = hands.point(track, 119) + QPoint(2, 0), hands.point(track, 160)
        QTest.mousePress(hands.lanes, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(hands.lanes, end)
        for key in "+68":
            QTest.keyClick(hands.lanes, key)
        QTest.mouseRelease(hands.lanes, Qt.MouseButton.LeftButton, pos=end)
        assert [row.title for row in session.jobs.rows] == ["Extend after: surf, 2 s 20 f"]
        made = hands.clips("V1")[1]
        assert (made.name, made.duration, made.is_pending) == ("surf, after", 68, True)
        await hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert [clip.name for clip in hands.clips("V1")] == ["surf", "bird"]

    run(story())
