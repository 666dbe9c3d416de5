"""Sync: how far picture and sound of one recording are apart."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.model import Clip, ItemId, MediaId, Take, Timeline, TrackId
from tests.editor.timeline.drawing import drawn, scene

A, SOUND = ItemId("A"), ItemId("a")


def recorded(locked: str = "") -> Timeline:
    """Picture A and its sound a, of one file, at frame 20, with 20 frames of media on either side; and more behind."""
    timeline = scene(V1="P20 A10=x Q20", A1="p20 a10=x", A2=".20 b10=x", locked=locked)
    return swapped(timeline, replace(timeline.clip(SOUND), takes=timeline.clip(A).takes))


def swapped(timeline: Timeline, clip: Clip) -> Timeline:
    """With another value for the clip of that id."""
    tracks = (
        replace(track, items=tuple(clip if item.id == clip.id else item for item in track.items))
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tuple(tracks))


def offsets(timeline: Timeline) -> tuple[int, int]:
    return edits.sync_offset(timeline, timeline.clip(A)), edits.sync_offset(timeline, timeline.clip(SOUND))


def test_clips_that_play_together_are_in_sync():
    assert offsets(recorded()) == (0, 0)


def test_a_picture_that_is_moved_without_its_sound_is_that_many_frames_out_of_sync():
    assert offsets(edits.move(recorded(), [A], 72)) == (72, -72)
    assert offsets(edits.move(recorded(), [A], -5)) == (-5, 5)


def test_a_trim_of_one_of_them_keeps_sync_and_a_slip_does_not():
    assert offsets(edits.trim(recorded(), A, Edge.START, 3, linked=False)) == (0, 0)
    assert offsets(edits.slip(recorded(), A, 3, linked=False)) == (-3, 3)
    assert offsets(edits.ripple_trim(recorded(locked="A1 A2"), A, Edge.START, 3)) == (-3, 3)


def test_what_is_not_linked_or_of_another_file_or_not_made_yet_is_never_out_of_sync():
    moved = edits.move(recorded(), [A], 72)
    assert offsets(edits.unlink(moved, [A])) == (0, 0)
    timeline = scene(V1="A10=x", A1=".30 a10=x")
    assert offsets(timeline) == (0, 0)
    timeline = scene(V1="A10*=x", A1=".30 a10=x")
    assert offsets(timeline) == (0, 0)


def test_less_than_half_a_frame_is_in_sync():
    timeline = recorded()
    clip = timeline.clip(SOUND)
    for share, expected in ((Fraction(2, 5), (0, 0)), (Fraction(3, 5), (1, -1))):
        nearly = replace(clip, source_start=clip.source_start + share / timeline.rate)
        assert offsets(swapped(timeline, nearly)) == expected


def test_of_two_sounds_the_one_furthest_away_counts():
    timeline = recorded()
    other = Clip(ItemId("b"), "b", 10, timeline.clip(A).takes, source_start=timeline.clip(A).source_start, link="x")
    timeline = edits.overwrite(timeline, 90, {TrackId("A2"): [other]})
    assert offsets(timeline) == (-70, 0)


def test_another_take_of_the_picture_that_begins_elsewhere_counts_from_there():
    timeline = recorded()
    clip = timeline.clip(A)
    half = Fraction(1, 2)
    assert offsets(swapped(timeline, replace(clip, takes=(Take(MediaId("A"), half),)))) == (-12, 12)
    same = replace(clip, takes=(Take(MediaId("A"), half),), source_start=clip.source_start - half)
    assert offsets(swapped(timeline, same)) == (0, 0)


@pytest.mark.parametrize(
    ("verb", "picture"),
    [
        ("lift", "P20 .10 Q20"),
        ("ripple", "P20 Q20"),
        ("trim", "P20 A8 .2 Q20"),
        ("ripple trim", "P20 A8 Q20"),
        ("slip", "P20 A10@4 Q20"),
        ("split", "P20 A4 A6@4 Q20"),
    ],
)
def test_where_the_sound_is_locked_the_picture_is_edited_alone(verb: str, picture: str):
    before = recorded(locked="A1 A2")
    done = {
        "lift": lambda: edits.lift(before, [A]),
        "ripple": lambda: edits.extract(before, [A]),
        "trim": lambda: edits.trim(before, A, Edge.END, -2),
        "ripple trim": lambda: edits.ripple_trim(before, A, Edge.END, -2),
        "slip": lambda: edits.slip(before, A, 4),
        "split": lambda: edits.split(before, [A], 24),
    }[verb]()
    assert drawn(done)["V1"] == picture
    assert done.tracks[1:] == before.tracks[1:]
