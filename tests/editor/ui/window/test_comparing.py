"""Comparing takes in the window: by mouse and key, and without touching the edit until one is used."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from editor.actions import generating
from editor.jobs import JobState
from editor.timeline import edits
from editor.timeline.model import ItemId, Join, Made, Take, Task
from editor.ui.comparing import Mode
from editor.ui.window.main_window import MainWindow
from editor.ui.window.take_rows import take_rows
from tests.editor.ui.generation.scene import SURF, a_media
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands

ALT, LEFT, NONE = Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
HOLDS = Join("start", "good", "The join holds", "")
BLUER = Join("start", "check", "3.0 ΔE bluer after the cut", "another-take")


@pytest.fixture
def clip_id(window: MainWindow, tmp_path: Path) -> ItemId:
    """surf, after: selected, with three takes, of which the second plays; a fourth waits to be made."""
    session = window.session
    session.jobs.set_paused(True)
    made = generating.extend_after(session, SURF, 48, window.desk.wishes(Task.AFTER))
    assert made is not None
    asked = session.document.timeline.clip(made).generation
    assert asked is not None
    for number, join in enumerate((BLUER, HOLDS, BLUER), 1):
        told = Made(asked, "Longtake built-in model", seed=40 + number, joins=(join,))
        media = replace(a_media(tmp_path, f"take {number}", made=told), duration=Fraction(87, 24))
        take = Take(media.id, Fraction(39, 24))
        session.document.amend(
            lambda timeline, media=media, take=take: edits.add_take(timeline, made, media, take, True)
        )
    generating.choose_take(session, made, 2)
    session.document.select([made])
    return made


def test_takes_are_compared_by_keys_and_only_use_changes_the_edit_by_one_step(
    window: MainWindow, clip_id: ItemId, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        document, comparing = window.session.document, window.comparing
        comparison, before, steps = comparing.comparison, document.timeline, document.undo_stack.index()
        await hands.press(Qt.Key.Key_Backslash, ALT)
        assert (comparison.is_open, comparison.clip.active, comparison.other) == (True, 1, 2)
        assert window.program.isVisible()
        assert not window.source.isVisible()
        assert comparing.cards is not None
        cards = comparing.cards.cards
        await hands.until(lambda: [card.isVisible() for card in cards] == [True] * 3, "the cards")
        await hands.press(Qt.Key.Key_1)
        assert (comparison.other, document.timeline) == (0, before)
        await hands.press(Qt.Key.Key_Down, ALT)
        assert comparison.other == 2, "the one that plays is left out"
        await hands.press(Qt.Key.Key_Escape)
        assert (comparison.is_open, document.timeline, window.source.isVisible()) == (False, before, True)
        assert window.session.playback.loop is False
        await hands.press(Qt.Key.Key_Backslash, ALT)
        await hands.press(Qt.Key.Key_3)
        await hands.press(Qt.Key.Key_Return)
        assert (document.timeline.clip(clip_id).active, document.undo_stack.index()) == (2, steps + 1)
        assert comparison.other == 1, "what was used is compared with now"
        document.undo_stack.undo()
        assert document.timeline is before

    run(story())


def test_the_line_is_dragged_over_the_picture_and_the_other_ways_have_none(
    window: MainWindow, clip_id: ItemId, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        window.perform(window.comparing.toggle)
        area, overlay = window.program.area, window.comparing.overlay
        await hands.until(lambda: area.picture_rect().width() > 100, "the picture's place")
        place = area.picture_rect()
        start, end = place.center(), QPoint(place.left() + place.width() // 4, place.center().y())
        for step in (QTest.mousePress, QTest.mouseMove, QTest.mouseRelease):
            at = start if step is QTest.mousePress else end
            step(area, at) if step is QTest.mouseMove else step(area, LEFT, NONE, at)
        assert overlay.wipe == pytest.approx(0.25, abs=0.01)
        window.actions_by_id["wipe-right"].trigger()
        assert overlay.wipe == pytest.approx(0.27, abs=0.01)
        window.comparing.comparison.set_mode(Mode.SIDE)
        assert overlay.cursor_at(end.toPointF(), place) is None

    run(story())


def test_each_card_tells_its_take_and_helps_it_and_the_loop_is_around_the_join(
    window: MainWindow, clip_id: ItemId, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        window.perform(window.comparing.toggle)
        session, cards = window.session, window.comparing.cards
        assert cards is not None
        assert cards.cards[1].accessibleName() == "Take 2, side A, in use, The join holds, Seed 42"
        assert cards.cards[0].particulars == "Seed 41"
        helped = [True, False, True]
        await hands.until(lambda: [card.button.isVisible() for card in cards.cards] == helped, "the remedies")
        waiting = len(session.jobs.rows)
        hands.click(cards.cards[0].button)
        assert [row.title for row in session.jobs.rows[waiting:]] == ["New take: surf, after"]
        assert session.jobs.rows[-1].state is JobState.QUEUED
        hands.click(cards.cards[0], QPoint(20, 90))
        assert window.comparing.comparison.other == 0
        join = window.comparing.comparison.join
        assert session.playback.loop_range is not None
        assert session.playback.loop_range.contains(join)
        session.playback.loop = False
        window.actions_by_id["loop"].trigger()
        assert session.playback.loop_range == window.comparing.comparison.span

    run(story())


def test_it_ends_by_itself_when_its_clip_goes(window: MainWindow, clip_id: ItemId, hands: Hands, run: Run) -> None:
    async def story() -> None:
        window.perform(window.comparing.toggle)
        window.session.document.undo_stack.setIndex(0)
        assert not window.comparing.is_open
        assert not window.actions_by_id["use-take"].isEnabled(), "Return is nobody's then"

    run(story())


def test_return_in_a_field_enters_what_is_typed_and_uses_no_take(
    window: MainWindow, clip_id: ItemId, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        window.perform(window.comparing.toggle)
        field = window.program.transport.timecode
        await hands.active()
        field.setFocus()
        await hands.press(Qt.Key.Key_Return, widget=field)
        assert window.session.document.timeline.clip(clip_id).active == 1
        assert window.comparing.is_open

    run(story())


def test_the_menu_of_a_take_compares_uses_and_sends_that_one(window: MainWindow, clip_id: ItemId) -> None:
    timeline = window.session.document.timeline
    rows = {row.label: row for row in take_rows(window, clip_id, 2)}
    assert [label for label in rows if label] == [
        "Compare with Take 3", "Use Take 3", "New Take Like This One", "Finalise This Take", "Copy Settings",
        "Take Settings…", "Send Take Back…", "Show in Folder",
    ]  # fmt: skip
    media = timeline.media_by_id[timeline.clip(clip_id).takes[2].media]
    assert all(row.enabled for label, row in rows.items() if label != "Finalise This Take")
    Path(media.path).unlink()
    lost = f"{media.name} is offline: relink it first."
    rows = {row.label: row for row in take_rows(window, clip_id, 2)}
    assert {rows[label].reason for label in ("Take Settings…", "Send Take Back…", "Show in Folder")} == {lost}
    window.perform(rows["Compare with Take 3"].run)
    assert (window.comparing.comparison.clip_id, window.comparing.comparison.other) == (clip_id, 2)
    window.perform(rows["Use Take 3"].run)
    assert window.session.document.timeline.clip(clip_id).active == 2
    assert [row.reason for row in take_rows(window, clip_id, 2)][1] == "It plays already."
    window.session.view.set_generative(False)
    assert "New Take Like This One" not in [row.label for row in take_rows(window, clip_id, 2)]
