"""Changes: what a view must redraw."""

from dataclasses import replace

from editor.timeline import edits
from editor.timeline.changes import NOTHING, changes
from editor.timeline.model import ItemId, Marker, MarkerId, TrackId, TrackKind
from tests.editor.timeline.drawing import film, scene


def test_nothing_differs_from_itself_or_its_equal():
    before = scene(V1="A10")
    assert changes(before, before) is NOTHING
    assert changes(before, scene(V1="A10")).nothing


def test_an_edit_on_one_track_is_one_splice_there():
    before = scene(V1="A10 B10 C10 D10", A1="a10")
    after = edits.ripple_trim(before, ItemId("B"), edits.Edge.END, -3)
    found = changes(before, after)
    (change,) = found.tracks_changed
    assert (change.before, change.after) == (before.tracks[0], after.tracks[0])
    assert change.fields == frozenset()
    assert change.splice
    assert change.splice.index == 1
    assert change.splice.removed == (before.clip(ItemId("B")),)
    assert change.splice.added == (after.clip(ItemId("B")),)
    assert not found.nothing
    (undone,) = changes(after, before).tracks_changed
    assert undone.splice
    assert undone.splice.added == change.splice.removed


def test_items_that_come_or_go_are_a_splice_of_nothing_or_for_nothing():
    before = scene(V1="A10 B10 C10")
    after = edits.extract(before, [ItemId("B")])
    splice = changes(before, after).tracks_changed[0].splice
    assert splice
    assert (splice.index, len(splice.removed), splice.added) == (1, 1, ())
    back = changes(after, before).tracks_changed[0].splice
    assert back
    assert (back.index, back.removed, len(back.added)) == (1, (), 1)
    cleared = changes(before, scene(V1="")).tracks_changed[0].splice
    assert cleared
    assert (cleared.index, len(cleared.removed)) == (0, 3)


def test_a_switch_of_a_track_is_a_field_and_no_splice():
    before = scene(V1="A10", A1="a10")
    (change,) = changes(before, edits.change_track(before, TrackId("A1"), muted=True)).tracks_changed
    assert change.splice is None
    assert change.fields == {"muted"}


def test_tracks_that_come_and_go_and_change_places():
    before = scene(V1="A10", A1="a10")
    after = edits.add_track(before, TrackKind.VIDEO, TrackId("new"))
    assert [track.id for track in changes(before, after).tracks_added] == ["new"]
    assert [track.id for track in changes(after, before).tracks_removed] == ["new"]
    assert not changes(before, after).order
    turned = replace(after, tracks=(after.tracks[1], after.tracks[0], after.tracks[2]))
    assert changes(after, turned).order
    assert not changes(after, turned).tracks_changed


def test_markers_media_and_settings_are_told_apart():
    before = scene(V1="A10")
    assert changes(before, edits.add_marker(before, Marker(MarkerId("m"), 3))).markers
    assert changes(before, edits.add_media(before, film("one"))).media
    assert changes(before, edits.set_marks(before, 1, 2)).settings == {"mark_in", "mark_out"}
