"""Which page the inspector shows, and the pages of gaps, dissolves and several clips."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.timeline import edits
from editor.timeline.edits import Alignment
from editor.timeline.model import DIP_TO_BLACK, ItemId, TrackId, Transition
from editor.timeline.timing import PLAIN
from editor.ui.inspector.clip_page import ClipPage
from editor.ui.inspector.dissolve_page import DissolvePage
from editor.ui.inspector.gap_page import GapPage
from editor.ui.inspector.generated_page import GeneratedPage
from editor.ui.inspector.several_page import SeveralPage
from editor.ui.widgets import EmptyState
from tests.editor.timeline.drawing import scene
from tests.editor.ui.generation.scene import BIRD, GAP, SURF, SURF_SOUND
from tests.editor.ui.inspector.conftest import Hand


def test_the_page_is_that_of_what_is_selected(hand: Hand) -> None:
    seen = []
    for ids in ((), (SURF,), (SURF, SURF_SOUND), (SURF, BIRD), (GAP,), (GAP, SURF), ()):
        hand.select(*ids)
        seen.append(type(hand.page))
    assert seen == [EmptyState, ClipPage, ClipPage, SeveralPage, GapPage, ClipPage, EmptyState]
    hand.generate()
    assert isinstance(hand.page, GeneratedPage)


def test_nothing_selected_says_what_to_do(hand: Hand) -> None:
    assert hand.words() == ["Select a clip or a gap to see its settings"]


def test_another_clip_gets_a_page_of_its_own_and_the_same_one_keeps_its(hand: Hand) -> None:
    hand.select(SURF)
    page = hand.page
    hand.select(SURF, SURF_SOUND)
    assert hand.page is page
    hand.select(BIRD)
    assert hand.page is not page
    assert hand.words()[0] == "bird"


def test_a_clip_that_is_deleted_leaves_the_inspector_empty_and_undo_does_not_bring_the_page_back(hand: Hand) -> None:
    hand.select(BIRD)
    hand.document.apply("Delete", edits.lift(hand.timeline, [BIRD]))
    assert isinstance(hand.page, EmptyState)
    hand.document.undo_stack.undo()
    assert isinstance(hand.page, EmptyState)


def test_another_project_empties_it(hand: Hand) -> None:
    hand.select(SURF)
    hand.document.replace(scene(V1="A10"))
    assert isinstance(hand.page, EmptyState)


# A gap


def test_a_gap_tells_where_it_lies_by_the_timelines_timecode(hand: Hand) -> None:
    hand.document.replace(replace(hand.timeline, start_frame=86_400))
    hand.select(GAP)
    assert hand.words() == [
        "Gap on V1", "Between surf and bird", "Start", "01:00:05:00", "End", "01:00:07:19",
        "Duration", "00:00:02:20", "68 frames",
    ]  # fmt: skip


def test_a_gap_is_closed_by_its_button(hand: Hand) -> None:
    hand.select(GAP)
    hand.click(hand.page.close_gap)
    assert hand.timeline.range_of(BIRD).start == 120
    assert hand.undo == "Close Gap"
    assert isinstance(hand.page, EmptyState)


def test_a_gap_is_bridged_by_the_window(hand: Hand) -> None:
    hand.select(GAP)
    hand.click(hand.page.bridge)
    assert hand.bridged == [GAP]
    hand.click(hand.page.fill)
    assert hand.filled == [GAP]


def test_a_gap_at_the_start_or_between_sounds_cannot_be_bridged(show: Callable[..., Hand]) -> None:
    hand = show(scene(V1=".5 A10", A1="a10 .5 b10"))
    hand.select("V1.0")
    assert "At the start of the track" in hand.words()
    assert not hand.page.bridge.isVisible()
    hand.select("A1.1")
    assert "Gap on A1" in hand.words()
    assert not hand.page.bridge.isVisible()
    assert not hand.page.fill.isVisible()


def test_a_gap_on_a_locked_track_says_why_nothing_can_be_done(hand: Hand) -> None:
    hand.select(GAP)
    hand.document.apply("Lock", edits.change_track(hand.timeline, TrackId("v1"), locked=True))
    assert not hand.page.close_gap.isEnabled()
    assert hand.page.bridge.tip_words.reason == "V1 is locked"


def test_a_gap_that_cannot_be_closed_is_told_by_the_window(show: Callable[..., Hand]) -> None:
    hand = show(scene(V1="A10 .5 B10", V2=".12 T10"))
    hand.select("V1.1")
    hand.click(hand.page.close_gap)
    assert [error.what for error in hand.errors] == ["“T” on V2 stands in the way: it has no room to move up."]


# A dissolve


def dissolving(show: Callable[..., Hand]) -> Hand:
    hand = show(scene(V1="A48 +4/6 B48"))
    hand.select("V1.1")
    return hand


def test_a_dissolve_tells_its_clips_and_its_length(show: Callable[..., Hand]) -> None:
    hand = dissolving(show)
    assert isinstance(hand.page, DissolvePage)
    assert hand.words() == [
        "Cross Dissolve", "Between A and B", "Kind", "Duration", "00:00:00:10", "10 frames",
        "Alignment", "Before cut", "00:00:00:04", "Behind cut", "00:00:00:06",
    ]  # fmt: skip


def test_a_dissolve_gets_another_length_as_far_as_there_is_media(show: Callable[..., Hand]) -> None:
    hand = dissolving(show)
    hand.enter(hand.page.length, "+10")
    assert (hand.page.before.frame, hand.page.after.frame) == (10, 10)
    assert hand.undo == "Transition Length"
    hand.enter(hand.page.length, "+5.")
    assert hand.page.length.text() == "00:00:00:20"
    assert [error.what for error in hand.errors] == ["The clips have media for a transition of 40 frames, not 140."]


def test_a_dissolve_becomes_a_dip_that_ends_at_the_cut(show: Callable[..., Hand]) -> None:
    hand = dissolving(show)
    hand.page.kind.chosen.emit(DIP_TO_BLACK)
    hand.page.alignment.chosen.emit(Alignment.END)
    _, transition, _ = hand.timeline.tracks[0].items
    assert isinstance(transition, Transition)
    assert (transition.kind, transition.in_offset, transition.out_offset) == (DIP_TO_BLACK, 10, 0)
    hand.enter(hand.page.before, "6")
    assert hand.page.length.frame == 6


def test_a_dissolve_is_deleted_by_its_button(show: Callable[..., Hand]) -> None:
    hand = dissolving(show)
    hand.click(hand.page.delete)
    assert len(hand.timeline.tracks[0].items) == 2
    assert isinstance(hand.page, EmptyState)


# Several


def test_several_clips_are_counted_without_their_sound(hand: Hand) -> None:
    hand.select(SURF, SURF_SOUND, BIRD)
    assert hand.words() == [
        "2 clips selected", "On V1, A1", "Start", "00:00:00:00", "End", "00:00:12:19",
        "Duration", "00:00:12:20", "308 frames", "Speed",
    ]  # fmt: skip


def test_one_clip_less_is_counted_at_once(show: Callable[..., Hand]) -> None:
    hand = show(scene(V1="A10 B10 C10"))
    hand.select("A", "B", "C")
    hand.document.apply("Delete", edits.lift(hand.timeline, [ItemId("A")]))
    assert "2 clips selected" in hand.words()


def test_clips_of_several_speeds_show_a_dash_and_get_one_in_one_step(hand: Hand) -> None:
    hand.document.apply("Slow", edits.set_speed(hand.timeline, [BIRD], Fraction(2)))
    hand.select(SURF, SURF_SOUND, BIRD)
    field = hand.page.speed.field
    assert field.text() == "–"
    field.setText("200")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert {(hand.timeline.clip(each).timing or PLAIN).speed for each in (SURF, SURF_SOUND, BIRD)} == {Fraction(2)}
    assert field.text() == "200 %"
    hand.document.undo_stack.undo()
    assert field.text() == "–"
