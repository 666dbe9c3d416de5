"""Looks are changed on picture tracks, and go on in what is generated beside a clip."""

from dataclasses import replace

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.looks import Curve, Grade, Look, Point
from editor.timeline.model import ItemId, Task
from editor.timeline.rational_time import TimeRange
from tests.editor.timeline.drawing import generation, scene

A, B, SOUND, NEW = ItemId("A"), ItemId("B"), ItemId("a"), ItemId("new")
GREY = Grade(saturation=0)
FADING = Look(Curve(1.0, (Point(0, 1.0), Point(10, 0.0))), grade=GREY)


def grey(look: Look) -> Look:
    return replace(look, grade=GREY)


def test_pictures_are_changed_and_sounds_are_not():
    before = scene(V1="A10=x B5", A1="a10=x")
    after = edits.change_look(before, [A, B, SOUND], grey)
    check(after)
    assert after.clip(A).look == after.clip(B).look == Look(grade=GREY)
    assert after.clip(SOUND) is before.clip(SOUND)


def test_what_changes_nothing_gives_back_the_very_same_timeline():
    before = scene(V1="A10 B5")
    assert edits.change_look(before, [A], lambda look: look) is before
    there_and_back = edits.change_look(edits.change_look(before, [A], grey), [A], lambda _: Look())
    assert there_and_back.clip(A) == before.clip(A)


def test_on_a_locked_track_it_is_refused():
    before = scene(V1="A10")
    locked = edits.change_track(before, before.tracks[0].id, locked=True)
    with pytest.raises(EditError, match="locked"):
        edits.change_look(locked, [A], grey)


def test_new_frames_look_as_the_clip_does_where_they_join_it():
    before = edits.change_look(scene(V1="A10 .5 B5"), [A], lambda _: FADING)
    after = edits.insert_generated(before, A, 4, generation(Task.AFTER), NEW)
    assert after.clip(NEW).look == Look(Curve(FADING.opacity.at(9)), grade=GREY)
    ahead = edits.insert_generated(before, A, 4, generation(Task.BEFORE), NEW)
    assert ahead.clip(NEW).look == Look(grade=GREY)
    bridged = edits.insert_bridge(before, A, B, 5, generation(Task.BRIDGE), NEW)
    assert bridged.clip(NEW).look == after.clip(NEW).look
    anew = edits.replace_within(before, A, TimeRange(4, 2), generation(Task.BRIDGE), NEW)
    assert anew.clip(NEW).look == Look(Curve(FADING.opacity.at(4)), grade=GREY)
