"""Groups, labels, pasted attributes, replaced media, tracks in another order: what is laid on clips or around them."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.timeline import edits
from editor.timeline.edits import Attribute
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.looks import Crop, Curve, Grade, Level, Look, Point
from editor.timeline.model import Clip, ItemId, Timeline, TrackId
from editor.timeline.timing import Timing
from tests.editor.timeline.drawing import RATE, drawn, film, scene

A, B, C, SOUND = ItemId("A"), ItemId("B"), ItemId("C"), ItemId("a")
EVERYTHING = frozenset(Attribute)
LOOK = Look(Curve(0.5, (Point(3, 0.2),)), crop=Crop(left=0.1), grade=Grade(exposure=1.0))


def with_clip(timeline: Timeline, clip_id: ItemId, **changes) -> Timeline:
    row, index = timeline.place(clip_id)
    track = timeline.tracks[row]
    items = (*track.items[:index], replace(track.items[index], **changes), *track.items[index + 1 :])
    tracks = (*timeline.tracks[:row], replace(track, items=items), *timeline.tracks[row + 1 :])
    return replace(timeline, tracks=tracks)


# Groups


def test_clips_of_any_tracks_make_a_group_and_one_of_them_stands_for_all():
    grouped = edits.group(scene(V1="A10 B10", V2="C10"), [A, C])
    assert edits.grouped(grouped, [C]) == {A, C}
    assert edits.grouped(grouped, [B]) == {B}
    assert edits.grouped(edits.ungroup(grouped, [C]), [A]) == {A}


def test_one_clip_makes_no_group_and_a_new_group_takes_clips_out_of_their_old_one():
    with pytest.raises(EditError, match="nothing to be grouped with"):
        edits.group(scene(V1="A10"), [A])
    first = edits.group(scene(V1="A10 B10 C10"), [A, B])
    assert edits.grouped(edits.group(first, [B, C]), [A]) == {A}


def test_both_halves_of_a_split_clip_stay_in_the_group_and_copies_make_one_of_their_own():
    grouped = edits.group(scene(V1="A10 B10"), [A, B])
    assert len(edits.grouped(edits.split(grouped, [A], 4), [B])) == 3
    copies = [each for each in edits.copied(grouped.tracks[0].items) if isinstance(each, Clip)]
    assert len({each.group for each in copies}) == 1
    assert copies[0].group != grouped.clip(A).group


def test_a_label_is_given_and_taken():
    labelled = edits.set_label(scene(V1="A10 B10"), [A, B], "moss")
    assert {clip.label for clip in labelled.tracks[0].clips} == {"moss"}
    assert edits.set_label(labelled, [A], "moss") is labelled
    assert edits.set_label(labelled, [A], "").clip(A).label == ""


# Attributes


def test_looks_go_over_picture_levels_over_sound_and_what_both_have_over_either():
    timeline = scene(V1="A10 B10", A1="a10")
    picture = replace(timeline.clip(A), look=LOOK, fade_in=4, label="sky")
    sound = replace(timeline.clip(SOUND), level=Level(Curve(-6.0)))
    pasted = edits.paste_attributes(timeline, [B, SOUND], picture, sound, EVERYTHING)
    check(pasted)
    assert (pasted.clip(B).look, pasted.clip(B).fade_in, pasted.clip(B).label) == (LOOK, 4, "sky")
    assert (pasted.clip(SOUND).level, pasted.clip(SOUND).look, pasted.clip(SOUND).fade_in) == (sound.level, None, 0)
    alone = edits.paste_attributes(timeline, [SOUND], picture, None, EVERYTHING)
    assert (alone.clip(SOUND).level, alone.clip(SOUND).fade_in) == (None, 4)


def test_only_what_is_wanted_is_pasted():
    timeline = with_clip(scene(V1="A10 B10"), B, look=Look(grade=Grade(contrast=2.0)))
    picture = replace(timeline.clip(A), look=LOOK, fade_in=4)
    pasted = edits.paste_attributes(timeline, [B], picture, None, {Attribute.CROP})
    assert pasted.clip(B).look == Look(crop=LOOK.crop, grade=Grade(contrast=2.0))
    assert pasted.clip(B).fade_in == 0
    plain = edits.paste_attributes(pasted, [B], timeline.clip(A), None, EVERYTHING)
    assert plain.clip(B).look is None
    assert edits.paste_attributes(plain, [B], timeline.clip(A), None, EVERYTHING) is plain


def test_at_another_speed_a_clip_is_no_longer_than_its_media():
    timeline = scene(V1="A10 B10~4", V2="C10")
    fast = replace(timeline.clip(A), timing=Timing(Fraction(2)))
    pasted = edits.paste_attributes(timeline, [B, C], fast, None, {Attribute.SPEED})
    check(pasted)
    assert drawn(pasted) == {"V1": "A10 B7@-16", "V2": "C10"}


def test_with_the_speed_of_a_reversed_clip_another_one_plays_what_it_plays_from_its_end():
    timeline = scene(V1="A10 B10~0 C10~")
    backward = replace(timeline.clip(A), timing=Timing(Fraction(-1)))
    pasted = edits.paste_attributes(timeline, [B, C], backward, None, {Attribute.SPEED})
    clip = pasted.clip(B)
    assert [pasted.moment(clip, frame) * RATE for frame in range(clip.duration)] == list(range(9, -1, -1))
    assert pasted.clip(C) is timeline.clip(C)  # a still has no speed


# Replacing


def test_another_file_plays_in_the_same_place_with_the_same_look():
    timeline = edits.add_media(with_clip(scene(V1="A10 B10"), B, look=LOOK), film("wide"))
    replaced = edits.replace_media(timeline, B, film("wide"), 5 / RATE)
    check(replaced)
    clip = replaced.clip(B)
    assert (clip.name, clip.duration, clip.source_start, clip.look) == ("wide", 10, 5 / RATE, LOOK)
    with pytest.raises(EditError, match="too little media for the 10 frames"):
        edits.replace_media(timeline, B, film("wide"), 40 / RATE)


# Tracks


def test_a_track_changes_places_with_the_next_one_of_its_kind():
    before = scene(V1="A10", V2="B10", A1="a10", A2="b10")
    moved = edits.move_track(edits.move_track(before, TrackId("V1"), 1), TrackId("A2"), -1)
    check(moved)
    assert drawn(moved) == {"V1": "B10", "V2": "A10", "A1": "b10", "A2": "a10"}
    with pytest.raises(EditError, match="outermost"):
        edits.move_track(before, TrackId("V2"), 1)


def test_empty_tracks_go_save_locked_ones_and_the_last_of_a_kind():
    left = edits.remove_empty_tracks(scene(V1="", V2="A10", V3="", A1="", A2="", locked="V3"))
    assert drawn(left) == {"V1": "A10", "V2": "", "A1": ""}
    assert edits.remove_empty_tracks(left) is left


# Sync


def test_a_clip_is_moved_or_slipped_to_play_with_its_partner_again():
    timeline = scene(V1=".5 A10~9=x", A1="a10~9=x")
    sound = replace(timeline.clip(SOUND), takes=timeline.clip(A).takes)
    timeline = with_clip(timeline, SOUND, takes=sound.takes)
    assert drawn(edits.move_into_sync(timeline, A))["V1"] == "A10@-11"
    slipped = edits.slip_into_sync(timeline, A)
    assert edits.sync_offset(slipped, slipped.clip(A)) == 0
    assert slipped.range_of(A).start == 5
    assert drawn(edits.move_into_sync(timeline, SOUND))["A1"] == ".5 a10@-11"
    assert edits.slip_into_sync(slipped, A) is slipped


# Joining


def test_what_was_split_becomes_one_again_with_its_sound():
    before = scene(V1="A20=x B10", A1="a20=x")
    before = with_clip(before, A, look=LOOK, fade_in=2, fade_out=3)
    split = edits.split(before, [A], 8)
    right = split.tracks[0].items[1].id
    assert edits.join(split, A, right) == before
    with pytest.raises(EditError, match="does not go on here"):
        edits.join(split, right, B)


def test_what_was_changed_since_stays_a_cut():
    split = edits.split(scene(V1="A20"), [A], 8)
    right = split.tracks[0].items[1].id
    assert edits.plays_on(split, A, right)
    assert not edits.plays_on(edits.slip(split, right, 2), A, right)
    assert not edits.plays_on(with_clip(split, right, look=LOOK), A, right)
