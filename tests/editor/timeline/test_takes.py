"""Takes: another rendering of a clip, with its place in the edit as it is."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import ItemId, Made, Media, Take, Task
from tests.editor.timeline.drawing import drawn, film, generation, scene

G = ItemId("G")


def rendering(name: str, frames: int = 48, seed: int = 0) -> tuple[Media, Take]:
    made = Made(generation(Task.AFTER, seed), "Longtake built-in model")
    media = replace(film(name, frames), made=made)
    return media, Take(media.id, Fraction(1, 2))


def test_a_first_take_plays_and_later_ones_when_chosen():
    before = scene(V1="A10 G10* B10")
    first = edits.add_take(before, G, *rendering("one"), choose=False)
    second = edits.add_take(first, G, *rendering("two"), choose=False)
    third = edits.add_take(second, G, *rendering("three"), choose=True)
    for after in (first, second, third):
        check(after)
    assert [timeline.clip(G).active for timeline in (first, second, third)] == [0, 0, 2]
    assert [media.id for media in third.media][-3:] == ["one", "two", "three"]
    assert third.clip(ItemId("A")) is before.clip(ItemId("A"))


def test_a_take_that_comes_twice_is_there_once():
    before = edits.add_take(scene(V1="G10*"), G, *rendering("one"), choose=True)
    assert edits.add_take(before, G, *rendering("one"), choose=True) is before


def test_a_take_for_a_clip_that_is_gone_goes_to_the_pool():
    before = scene(V1="A10", locked="V1")
    after = edits.add_take(before, G, *rendering("one"), choose=True)
    assert after.tracks is before.tracks
    assert after.media[-1].id == "one"


def test_a_take_arrives_on_a_locked_track():
    assert edits.add_take(scene(V1="G10*", locked="V1"), G, *rendering("one"), choose=True).clip(G).takes


def test_parts_of_a_clip_that_was_split_before_it_was_made_all_get_the_take():
    before = edits.split(scene(V1="G10*"), [G], 4)
    after = edits.add_take(before, G, *rendering("one"), choose=True)
    assert [clip.is_pending for clip in after.tracks[0].clips] == [False, False]
    assert drawn(after)["V1"] == "G4@-20 G6@-16"  # half a second of context first, then frames 0 and 4
    left_deleted = edits.lift(before, [G])
    after = edits.add_take(left_deleted, G, *rendering("one"), choose=True)
    assert not after.tracks[0].items[1].is_pending
    other = edits.add_take(left_deleted, G, *rendering("one", seed=7), choose=True)
    assert other.tracks is left_deleted.tracks


def test_a_new_take_of_one_part_is_there_for_the_other_but_plays_in_one():
    before = edits.add_take(edits.split(scene(V1="G10*"), [G], 4), G, *rendering("one"), choose=True)
    after = edits.add_take(before, G, *rendering("two"), choose=True)
    assert [(len(clip.takes), clip.active) for clip in after.tracks[0].clips] == [(2, 1), (2, 0)]


def test_the_trim_and_the_place_survive_a_change_of_take():
    before = edits.add_take(scene(V1="A10 G10*"), G, *rendering("one"), choose=True)
    before = edits.ripple_trim(edits.add_take(before, G, *rendering("two", 24), choose=False), G, edits.Edge.START, 3)
    after = edits.choose_take(before, G, 1)
    assert replace(after.clip(G), active=0) == before.clip(G)
    assert after.media_of(after.clip(G)).id == "two"
    assert edits.choose_take(after, G, 1) is after


def test_a_take_with_shorter_handles_drops_the_transition_that_needs_them():
    before = edits.add_take(scene(V1="G10* +2/2 B10"), G, *rendering("one"), choose=True)
    assert drawn(before)["V1"] == "G10@-20 +2/2 B10"
    after = edits.choose_take(edits.add_take(before, G, *rendering("two", 22), choose=False), G, 1)
    check(after)
    assert drawn(after)["V1"] == "G10@-20 B10"


def test_there_are_no_takes_but_those_made_and_none_are_chosen_on_locked_tracks():
    with pytest.raises(EditError, match="has no take 1"):
        edits.choose_take(scene(V1="G10*"), G, 0)
    with pytest.raises(EditError, match="V1 is locked"):
        edits.choose_take(scene(V1="G10", locked="V1"), G, 0)


def test_a_take_without_a_story_for_a_clip_that_is_gone_goes_to_the_pool_only():
    before = scene(V1="A10 P5*")
    after = edits.add_take(before, G, film("one"), Take(film("one").id), choose=True)
    assert after.tracks is before.tracks


def test_an_imported_clip_may_get_a_take_too():
    after = edits.add_take(scene(V1="A10 B10"), ItemId("A"), *rendering("one"), choose=True)
    assert after.clip(ItemId("A")).active == 1
    assert len(after.clip(ItemId("B")).takes) == 1
