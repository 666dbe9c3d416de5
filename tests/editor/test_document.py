"""The open document: undo is the old value, amending changes facts in all of history."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.timeline import edits
from editor.timeline.model import ItemId, Take, Timeline
from tests.editor.timeline.drawing import film, scene

A, B = ItemId("A"), ItemId("B")


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    return Document(scene(V1="A10 B10 G10*", A1="a10"))


def trim(document: Document, clip_id: ItemId, by: int, merge: str | None = None) -> Timeline:
    document.apply("Trim", edits.ripple_trim(document.timeline, clip_id, edits.Edge.END, by), merge)
    return document.timeline


def test_undo_gives_back_the_very_same_timeline_and_redo_too(document: Document):
    first = document.timeline
    second = trim(document, A, -2)
    third = trim(document, B, -2)
    document.undo_stack.undo()
    assert document.timeline is second
    document.undo_stack.undo()
    assert document.timeline is first
    document.undo_stack.redo()
    document.undo_stack.redo()
    assert document.timeline is third
    assert document.undo_stack.undoText() == "Trim"


def test_the_history_knows_every_value_that_can_come_back(document: Document):
    values = [document.timeline, trim(document, A, -2), trim(document, B, -2)]
    document.undo_stack.undo()
    assert {id(value) for value in document.history} == {id(value) for value in values}


def test_every_change_is_told_once_with_before_and_after(document: Document):
    told: list[tuple[Timeline, Timeline]] = []
    document.timeline_changed.connect(lambda before, after: told.append((before, after)))
    first = document.timeline
    second = trim(document, A, -2)
    document.undo_stack.undo()
    assert [
        (before is one, after is other)
        for (before, after), (one, other) in zip(told, [(first, second), (second, first)], strict=True)
    ] == [(True, True)] * 2


def test_an_edit_that_changes_nothing_is_no_step(document: Document):
    document.apply("Nothing", document.timeline)
    assert document.undo_stack.count() == 0
    assert document.is_saved


def test_steps_of_one_gesture_are_one_step(document: Document):
    first = document.timeline
    trim(document, A, -1, merge="drag")
    last = trim(document, A, -1, merge="drag")
    trim(document, B, -1, merge="another drag")
    trim(document, B, -1)
    assert document.undo_stack.count() == 3
    for _ in range(2):
        document.undo_stack.undo()
    assert document.timeline is last
    document.undo_stack.undo()
    assert document.timeline is first


def test_a_timeline_that_was_saved_is_not_merged_over(document: Document):
    trim(document, A, -1, merge="drag")
    document.undo_stack.setClean()
    trim(document, A, -1, merge="drag")
    assert not document.is_saved
    document.undo_stack.undo()
    assert document.is_saved


def test_a_fact_is_in_all_of_history_and_steps_still_share_what_they_shared(document: Document):
    trim(document, A, -2)
    trim(document, B, -2)
    document.undo_stack.undo()
    media = film("take")
    document.amend(lambda timeline: edits.add_take(timeline, ItemId("G"), media, Take(media.id), choose=True))
    seen = [document.timeline]
    document.timeline_changed.connect(lambda before, after: seen.extend([before, after]))
    for _ in range(2):
        document.undo_stack.redo()
    for _ in range(3):
        document.undo_stack.undo()
    assert all(timeline.clip(ItemId("G")).takes for timeline in seen)
    assert len({id(timeline) for timeline in seen}) == 3  # one object for each state, however it is come to
    assert document.undo_stack.count() == 2
    assert not document.undo_stack.canUndo()


def test_a_fact_costs_no_redo_and_no_step(document: Document):
    trim(document, A, -2)
    document.undo_stack.undo()
    document.amend(lambda timeline: replace(timeline, name="Moved"))
    assert document.undo_stack.canRedo()
    document.undo_stack.redo()
    assert document.timeline.name == "Moved"
    assert document.timeline.clip(A).duration == 8


def test_amending_with_nothing_tells_nobody(document: Document, qtbot: QtBot):
    trim(document, A, -2)
    with qtbot.assertNotEmitted(document.timeline_changed):
        document.amend(lambda timeline: timeline)


def test_another_document_starts_its_own_history(document: Document, qtbot: QtBot):
    trim(document, A, -2)
    document.select([A])
    other = scene(V1="A10")
    with qtbot.waitSignals([document.replaced, document.timeline_changed, document.selection_changed]):
        document.replace(other)
    assert document.timeline is other
    assert document.selection == frozenset()
    assert document.is_saved
    assert not document.undo_stack.canUndo()


def test_the_selection_is_told_when_it_changes_and_drops_what_is_gone(document: Document, qtbot: QtBot):
    with qtbot.waitSignal(document.selection_changed) as told:
        document.select([A, B])
    assert told.args == [frozenset({A, B})]
    with qtbot.assertNotEmitted(document.selection_changed):
        document.select([B, A])
    document.apply("Delete", edits.lift(document.timeline, [B]))
    assert document.selection == {A}
