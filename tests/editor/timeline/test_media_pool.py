"""The media pool: what is in use stays, and the first film says what the timeline is like."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import Clip, ItemId, MediaId, Transition, new_timeline
from tests.editor.timeline.drawing import drawn, film, generation, scene


def test_media_goes_to_the_end_of_the_pool_once():
    before = scene(V1="A10")
    after = edits.add_media(before, film("one"), film("two"), film("one"))
    assert [media.id for media in after.media] == ["A", "one", "two"]
    assert after.tracks is before.tracks
    assert edits.add_media(after, film("two", 99)) is after


def test_media_in_use_is_not_removed():
    before = edits.add_media(scene(V1="A10"), film("one"), film("source"))
    after = edits.remove_media(before, MediaId("one"))
    assert [media.id for media in after.media] == ["A", "source"]
    assert edits.remove_media(after, MediaId("one")) is after
    with pytest.raises(EditError, match="“A” is used on the timeline"):
        edits.remove_media(after, MediaId("A"))
    pending = Clip(ItemId("p"), "p", 5, generation=generation(source="source"))
    asking = edits.overwrite(after, 20, {after.tracks[0].id: [pending]})
    assert edits.used_media(asking) == {"A", "source"}
    with pytest.raises(EditError, match="“source” is used"):
        edits.remove_media(asking, MediaId("source"))


def test_media_found_elsewhere_has_a_new_path_and_leaves_every_track_as_it_is():
    before = scene(V1="A10 +2/2 B10")
    moved = replace(before.media[0], path="/elsewhere/A.mp4")
    after = edits.change_media(before, moved)
    assert after.media[0] is moved
    assert after.tracks[0] is before.tracks[0]
    assert edits.change_media(after, replace(moved)) is after
    assert edits.change_media(after, film("unknown")) is after


def test_media_that_turns_out_shorter_drops_the_transition_it_cannot_serve():
    before = scene(V1="A10 +2/2 B10")
    shorter = replace(before.media[0], duration=Fraction(31, 24))
    assert drawn(edits.change_media(before, shorter))["V1"] == "A10 B10"


def test_the_first_film_gives_a_fresh_timeline_its_size_and_rate():
    after = edits.conform(new_timeline(), film("one", rate=Fraction(30000, 1001), width=1280))
    assert (after.width, after.height, after.rate, after.is_fresh) == (1280, 1080, Fraction(30000, 1001), False)
    assert edits.conform(after, film("two", rate=Fraction(25))) is after


def test_a_still_or_a_sound_leaves_the_timeline_fresh():
    fresh = new_timeline()
    assert edits.conform(fresh, replace(film("still"), duration=Fraction(0))) is fresh
    assert edits.conform(fresh, replace(film("sound"), picture=None)) is fresh


def test_a_rate_that_varies_or_that_no_camera_has_becomes_the_nearest_standard_one():
    def rate(picture_rate: Fraction, variable: bool) -> Fraction:
        media = film("one", rate=picture_rate)
        assert media.picture
        return edits.conform(new_timeline(), replace(media, picture=replace(media.picture, variable=variable))).rate

    assert rate(Fraction(2991, 100), variable=True) == Fraction(30000, 1001)
    assert rate(Fraction(1000), variable=False) == 60
    assert rate(Fraction(1, 3), variable=False) == Fraction(24000, 1001)
    assert rate(Fraction(12), variable=False) == 12


def test_sound_and_stills_that_were_there_first_keep_their_time_at_the_new_rate():
    still = replace(scene(V1=".12 S24~", A1="A12 .12 B24~0"), is_fresh=True, mark_in=24)
    after = edits.conform(still, film("one", rate=Fraction(25), width=1280))
    assert (after.width, after.rate, after.is_fresh, after.mark_in) == (1280, 25, False, 25)
    placed = [(clip.id, after.range_of(clip.id).start, clip.duration) for track in after.tracks for clip in track.clips]
    assert placed == [("S", 13, 25), ("A", 0, 13), ("B", 25, 25)]
    check(after)


def test_a_first_film_of_the_same_rate_moves_nothing_and_of_another_keeps_dissolves_between_stills():
    stills = replace(scene(V1="S24~ +2/2 T24~"), is_fresh=True)
    same = edits.conform(stills, film("one", rate=stills.rate))
    assert same.tracks is stills.tracks
    other = edits.conform(stills, film("two", rate=Fraction(25)))
    assert [type(item) for item in other.tracks[0].items] == [Clip, Transition, Clip]
    assert [item.duration for item in other.tracks[0].items] == [25, 0, 25]
