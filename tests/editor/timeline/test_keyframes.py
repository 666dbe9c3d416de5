"""Keyframes: pictures given to a generated clip stay in order, within it, and together with its sound."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import (
    Clip,
    Generation,
    ItemId,
    Keyframe,
    Made,
    Media,
    Purpose,
    Take,
    Task,
    Timeline,
    TrackId,
)
from editor.timeline.otio_file import Project, from_bytes, to_bytes
from editor.timeline.rational_time import TimeRange
from tests.editor.timeline.drawing import RATE, film, generation, scene

STILL = replace(film("still"), duration=Fraction(0))
NEW = ItemId("new")


def asked(**changes: object) -> Timeline:
    """V1: a film A, then a clip of 24 frames that is asked for after it."""
    timeline = scene(V1="A10")
    made_from = replace(generation(Task.AFTER, source="A"), frames=24)
    return edits.insert_generated(timeline, ItemId("A"), 24, replace(made_from, **changes), NEW)  # type: ignore[arg-type]


def given(*places: int, noise: float = 0.0) -> Timeline:
    timeline = asked()
    for at in places:
        timeline = edits.place_keyframe(timeline, NEW, STILL, Keyframe(STILL.id, at, noise))
    check(timeline)
    return timeline


def keyframes(timeline: Timeline) -> list[tuple[int, float]]:
    generation = timeline.clip(NEW).generation
    assert generation is not None
    return [(each.at, each.noise) for each in generation.keyframes]


def test_keyframes_stand_in_order_of_time_and_one_takes_the_place_of_another_at_its_frame() -> None:
    timeline = given(12, 3)
    assert keyframes(timeline) == [(3, 0.0), (12, 0.0)]
    timeline = edits.place_keyframe(timeline, NEW, STILL, Keyframe(STILL.id, 3, 0.5))
    assert keyframes(timeline) == [(3, 0.5), (12, 0.0)]


def test_a_keyframe_is_moved_as_far_as_its_neighbours_and_the_new_frames_go() -> None:
    timeline = given(3, 12)
    assert keyframes(edits.move_keyframe(timeline, NEW, 3, 4)) == [(7, 0.0), (12, 0.0)]
    assert keyframes(edits.move_keyframe(timeline, NEW, 3, 40)) == [(11, 0.0), (12, 0.0)]
    assert keyframes(edits.move_keyframe(timeline, NEW, 12, 40)) == [(3, 0.0), (23, 0.0)]
    assert keyframes(edits.move_keyframe(timeline, NEW, 3, -40)) == [(0, 0.0), (12, 0.0)]


def test_a_keyframe_is_set_freer_and_taken_away() -> None:
    timeline = edits.set_keyframe_noise(given(3), NEW, 3, 0.35)
    assert keyframes(timeline) == [(3, 0.35)]
    assert keyframes(edits.set_keyframe_noise(timeline, NEW, 3, 7)) == [(3, 1.0)]
    assert keyframes(edits.remove_keyframe(timeline, NEW, 3)) == []
    assert edits.remove_keyframe(timeline, NEW, 4) is timeline, "there is none"


def test_what_a_clip_takes_no_keyframe_for_is_told() -> None:
    with pytest.raises(EditError, match="none of the new ones"):
        edits.place_keyframe(asked(), NEW, STILL, Keyframe(STILL.id, 24))
    with pytest.raises(EditError, match="has no picture"):
        edits.place_keyframe(asked(), NEW, replace(STILL, picture=None), Keyframe(STILL.id, 1))
    with pytest.raises(EditError, match="select a generated clip"):
        edits.place_keyframe(asked(), ItemId("A"), STILL, Keyframe(STILL.id, 1))
    with pytest.raises(EditError, match="no room for keyframes"):
        edits.place_keyframe(asked(purpose=Purpose.SLOW.value), NEW, STILL, Keyframe(STILL.id, 1))
    with pytest.raises(EditError, match="not there any more"):
        edits.move_keyframe(asked(), NEW, 5, 1)


def test_the_sound_that_is_asked_for_with_a_clip_asks_for_the_same_keyframes() -> None:
    timeline = scene(V1="A10=x", A1="A10=x")
    timeline = replace(timeline, tracks=(timeline.tracks[0], _as_sound(timeline.tracks[1])))
    made_from = replace(generation(Task.AFTER, source="A"), frames=24)
    timeline = edits.insert_generated(timeline, ItemId("A"), 24, made_from, NEW)
    timeline = edits.place_keyframe(timeline, NEW, STILL, Keyframe(STILL.id, 3))
    both = [clip.generation for track in timeline.tracks for clip in track.generated]
    assert len(both) == 2
    assert both[0] == both[1]


def _as_sound(track):  # type: ignore[no-untyped-def]
    (clip,) = track.items
    return replace(track, items=(replace(clip, id=ItemId("a")),))


def test_a_keyframes_picture_is_in_use_and_can_not_be_removed_from_the_pool() -> None:
    timeline = given(3)
    assert STILL.id in edits.used_media(timeline)
    with pytest.raises(EditError, match="used on the timeline"):
        edits.remove_media(timeline, STILL.id)
    assert STILL.id not in edits.remove_media(edits.remove_keyframe(timeline, NEW, 3), STILL.id).media_by_id


def test_a_trim_leaves_keyframes_at_their_moments() -> None:
    timeline = given(3)
    trimmed = edits.trim(timeline, NEW, edits.Edge.START, 2)
    assert edits.first_new_frame(timeline, timeline.clip(NEW)) == 10
    assert edits.first_new_frame(trimmed, trimmed.clip(NEW)) == 10
    assert keyframes(trimmed) == [(3, 0.0)]


def test_a_clip_whose_keyframes_changed_since_its_take_says_so() -> None:
    timeline = given(3)
    made = Made(timeline.clip(NEW).generation or Generation(Task.AFTER, ()), "model")
    media = replace(film("take"), made=made)
    timeline = edits.add_take(timeline, NEW, media, Take(media.id), choose=True)
    assert not edits.has_changed(timeline, timeline.clip(NEW))
    moved = edits.move_keyframe(timeline, NEW, 3, 1)
    assert edits.has_changed(moved, moved.clip(NEW))
    assert not edits.has_changed(given(3), given(3).clip(NEW)), "nothing is made of it yet"


def test_what_is_new_fills_an_empty_stretch_and_nothing_else() -> None:
    timeline, new = scene(V1="A10 .20 B10", A1="C10"), replace(generation(Task.NEW), frames=12)
    filled = edits.insert_new(timeline, TrackId("V1"), TimeRange(14, 12), "new", new, NEW)
    assert filled.range_of(NEW) == TimeRange(14, 12)
    assert filled.range_of(ItemId("B")) == timeline.range_of(ItemId("B"))
    after = edits.insert_new(timeline, TrackId("V1"), TimeRange(50, 12), "new", new, NEW)
    assert after.range_of(NEW) == TimeRange(50, 12)
    for start, label in ((20, "V1"), (0, "V1"), (50, "A1")):
        with pytest.raises(EditError):
            edits.insert_new(timeline, TrackId(label), TimeRange(start, 12), "new", new, NEW)
    check(filled)


def test_a_project_says_only_that_it_needs_a_newer_longtake_where_it_does() -> None:
    def version(timeline: Timeline) -> bool:
        return b'"version":2' in to_bytes(Project(timeline, "id", 1))

    timeline = given(3)
    new = edits.insert_new(timeline, TrackId("V1"), TimeRange(90, 12), "new", generation(Task.NEW), ItemId("other"))
    assert not version(timeline)
    assert version(new)
    assert from_bytes(to_bytes(Project(new, "id", 1))).timeline == new


def test_a_fresh_timeline_that_takes_the_rate_of_its_first_film_keeps_keyframes_at_their_moments() -> None:
    clip = Clip(NEW, "new", 24, generation=Generation(Task.NEW, (), frames=24, keyframes=(Keyframe(STILL.id, 12),)))
    timeline = scene(V1="")
    track = replace(timeline.tracks[0], items=(clip,))
    fresh = replace(timeline, tracks=(track,), media=(STILL,), is_fresh=True)
    media: Media = film("pal", rate=2 * RATE)
    after = edits.conform(edits.add_media(fresh, media), media)
    generation_now = after.clip(NEW).generation
    assert generation_now is not None
    assert (generation_now.frames, keyframes(after)) == (48, [(24, 0.0)])
