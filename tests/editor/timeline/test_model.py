"""The timeline as a value: where things stand, and exact time."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.timeline.model import Clip, ItemId, MediaId, Take, TrackId, TrackKind, new_timeline
from editor.timeline.rational_time import (
    MediaRange,
    TimeRange,
    covering_frames,
    to_frames,
    to_seconds,
    whole_frames,
)
from tests.editor.timeline.drawing import film, generation, scene


def test_a_new_timeline_has_two_tracks_of_each_kind_and_takes_edits_on_the_first():
    timeline = new_timeline()
    assert [timeline.label(track) for track in timeline.tracks] == ["V1", "V2", "A1", "A2"]
    assert [track.targeted for track in timeline.tracks] == [True, False, True, False]
    assert timeline.is_fresh
    assert timeline.duration == 0
    assert replace(timeline, tracks=()).duration == 0


def test_items_are_found_with_their_place():
    timeline = scene(V1="A10 .5 B10", A1=".3 c4")
    assert timeline.duration == 25
    assert timeline.place(ItemId("B")) == timeline.places[ItemId("B")] == (0, 2)
    assert timeline.range_of(ItemId("B")) == TimeRange(15, 10)
    assert timeline.track_of(ItemId("c")) is timeline.tracks[1]
    assert timeline.track(TrackId("A1")) is timeline.tracks[1]
    assert timeline.has(ItemId("A"))
    assert not timeline.has(ItemId("z"))
    assert timeline.item(ItemId("V1.1")).duration == 5


def test_what_is_not_there_is_a_key_error():
    timeline = scene(V1=".5 A10")
    for look in (timeline.item, timeline.place, timeline.range_of, timeline.clip, timeline.track_of):
        with pytest.raises(KeyError):
            look(ItemId("z"))
    with pytest.raises(KeyError):
        timeline.clip(ItemId("V1.0"))
    with pytest.raises(KeyError):
        timeline.track(TrackId("V9"))


def test_every_frame_falls_on_one_item():
    track = scene(V1="A10 +1/1 B10 .5 C1").tracks[0]
    assert [track.index_at(frame) for frame in (-1, 0, 9, 10, 19, 20, 25, 26)] == [None, 0, 0, 2, 2, 3, 4, None]
    assert scene(V1="").tracks[0].index_at(0) is None


def test_linked_clips_know_each_other():
    timeline = scene(V1="A10=x B10", A1="a10=x b10=y")
    assert timeline.linked(timeline.clip(ItemId("A"))) == ("A", "a")
    assert timeline.linked(timeline.clip(ItemId("B"))) == ("B",)
    assert timeline.links == {"x": ("A", "a"), "y": ("b",)}


def test_a_clip_plays_its_take_from_where_that_starts():
    timeline = scene(V1="A10")
    clip = timeline.clip(ItemId("A"))
    assert timeline.source_range(clip) == MediaRange(Fraction(20, 24), Fraction(10, 24))
    later = replace(clip, takes=(*clip.takes, Take(MediaId("A"), Fraction(1, 2))), active=1)
    assert timeline.source_range(later).start == Fraction(20, 24) + Fraction(1, 2)
    assert timeline.source_range(later).end == Fraction(30, 24) + Fraction(1, 2)
    assert timeline.available_range(clip) == MediaRange(Fraction(0), Fraction(50, 24))


def test_a_clip_yet_to_be_made_has_no_media_and_no_end():
    timeline = scene(V1="A10~")
    pending = Clip(ItemId("p"), "p", 5, generation=generation())
    assert pending.is_pending
    assert pending.is_generated
    assert pending.take is None
    assert timeline.media_of(pending) is None
    assert timeline.available_range(pending) is None
    assert timeline.source_range(pending).start == 0
    still = timeline.clip(ItemId("A"))
    assert timeline.available_range(still) is None
    assert timeline.media[0].is_still
    assert not film("one").is_still


def test_time_ranges_are_half_open():
    range_ = TimeRange(2, 3)
    assert [frame for frame in range(8) if range_.contains(frame)] == [2, 3, 4]
    assert range_.overlaps(TimeRange(4, 1))
    assert not range_.overlaps(TimeRange(5, 1))
    assert range_.intersection(TimeRange(4, 9)) == TimeRange(4, 1)
    assert range_.intersection(TimeRange(7, 1)).duration == 0
    assert range_.moved(-2) == TimeRange(0, 3)
    assert sorted([TimeRange(3, 1), range_]) == [range_, TimeRange(3, 1)]


def test_frames_and_seconds_are_exact():
    rate = Fraction(30000, 1001)
    assert to_seconds(30, rate) == Fraction(1001, 1000)
    assert to_frames(Fraction(1001, 1000), rate) == 30
    assert to_frames(Fraction(1, 48), Fraction(24)) == 1
    assert whole_frames(Fraction(99, 100), Fraction(24)) == 23
    assert covering_frames(Fraction(99, 100), Fraction(24)) == 24


def test_kinds_carry_opentimelineio_names():
    assert [str(kind) for kind in TrackKind] == ["Video", "Audio"]
