"""Duplicates, groups, labels, replaced clips, and what is selected next."""

from fractions import Fraction

import pytest

from editor.actions import clipboard, editing, grouping, placing, replacing, selecting, shifting, tracks
from editor.timeline import edits
from editor.timeline.edits import Attribute
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, MediaId, TrackKind
from editor.timeline.rational_time import MediaRange
from tests.editor.actions.bench import on_bench
from tests.editor.actions.files import stocked
from tests.editor.timeline.drawing import scene


def test_a_duplicate_stands_right_behind_where_it_is_free_and_is_linked_anew() -> None:
    bench = on_bench(scene(V1="A10=x .20 B10", A1="a10=x"))
    bench.select("A", "a")
    clipboard.duplicate(bench.session)
    assert bench.drawn == {"V1": "A10 A10 .10 B10", "A1": "a10 a10"}
    first, second, _ = bench.clips("V1")
    assert second.link not in (None, first.link)
    assert bench.selected == {second.id, bench.clips("A1")[1].id}


def test_where_something_stands_there_a_duplicate_pushes_it_on() -> None:
    bench = on_bench(scene(V1="A10 B10", V2=".10 T10"))
    bench.select("A")
    clipboard.duplicate(bench.session)
    assert bench.drawn == {"V1": "A10 A10 B10", "V2": ".20 T10"}


def test_attributes_of_a_copied_clip_go_over_the_selected_ones() -> None:
    bench = on_bench(scene(V1="A10 B10 C10"))
    bench.select("A")
    grouping.set_label(bench.session, "moss")
    clipboard.copy(bench.session)
    bench.select("B", "C")
    clipboard.paste_attributes(bench.session, {Attribute.LABEL})
    assert [clip.label for clip in bench.clips("V1")] == ["moss"] * 3
    assert grouping.label_of(bench.session) == "moss"
    bench.select("A")
    grouping.select_label_group(bench.session)
    assert bench.selected == {"A", "B", "C"}


def test_a_group_is_made_and_undone_with_the_sound_of_its_clips() -> None:
    bench = on_bench(scene(V1="A10=x B10", A1="a10=x"))
    bench.select("A", "B")
    grouping.group(bench.session)
    assert edits.grouped(bench.timeline, [ItemId("a")]) == {"A", "B", "a"}
    bench.select("B")
    assert grouping.has_group(bench.session)
    grouping.ungroup(bench.session)
    assert not grouping.has_group(bench.session)
    assert bench.steps == ["Group", "Ungroup"]


def test_what_is_marked_in_the_source_replaces_picture_and_sound_of_a_clip() -> None:
    bench = on_bench(stocked(V1="A20=x", A1="a20=x"))
    bench.open_in_source("film", 12, None)
    bench.select("A")
    replacing.replace_from_source(bench.session)
    picture, sound = bench.clips("V1")[0], bench.clips("A1")[0]
    assert {picture.take.media, sound.take.media} == {"film"}  # type: ignore[union-attr]
    assert picture.source_start == sound.source_start == Fraction(1, 2)
    assert bench.steps == ["Replace With Clip"]


def test_a_replacement_can_match_the_frame_at_the_playhead() -> None:
    bench = on_bench(stocked(V1="A20", A1="a20"))
    bench.open_in_source("film")
    bench.source_playback.seek(30)
    bench.playback.seek(6)
    bench.select("A")
    replacing.replace_matching(bench.session)
    assert bench.clips("V1")[0].source_start == Fraction(1)


def test_only_the_picture_or_the_sound_of_an_excerpt_is_dropped() -> None:
    span = MediaRange(Fraction(1), Fraction(1, 2))
    bench = on_bench(stocked(V1="", V2="", A1="", A2=""))
    for kind, label in ((TrackKind.VIDEO, "V2"), (TrackKind.AUDIO, "A2")):
        track_id, excerpt = bench.track(label).id, placing.Excerpt(kind, span)
        placing.drop(bench.session, [MediaId("film")], track_id, 4, insert=False, excerpt=excerpt)
    assert {label: len(bench.clips(label)) for label in ("V1", "V2", "A1", "A2")} == {
        "V1": 0,
        "V2": 1,
        "A1": 0,
        "A2": 1,
    }
    assert [(clip.duration, clip.source_start) for clip in bench.clips("V2")] == [(12, Fraction(1))]


def test_selecting_goes_from_clip_to_clip_and_to_the_next_gap() -> None:
    bench = on_bench(scene(V1="A10=x .5 B10 C10", A1="a10=x"))
    selecting.select_under_playhead(bench.session)
    assert bench.selected == {"A", "a"}
    selecting.select_neighbour(bench.session, 1)
    assert (bench.selected, bench.playback.frame) == ({"B"}, 15)
    selecting.select_neighbour(bench.session, -1)
    assert bench.selected == {"A", "a"}
    with pytest.raises(EditError, match="No clip comes before it on V1"):
        selecting.select_neighbour(bench.session, -1)
    selecting.select_gap(bench.session)
    assert (bench.selected, bench.playback.frame) == ({"V1.1"}, 10)


def test_a_clip_goes_up_a_track_while_its_sound_stays() -> None:
    bench = on_bench(scene(V1="A10=x", V2="", A1="a10=x", A2=""))
    bench.select("A", "a")
    shifting.move_to_track(bench.session, 1)
    assert bench.drawn == {"V1": "", "V2": "A10", "A1": "a10", "A2": ""}
    bench.session.view.set_linked(False)
    bench.select("a")
    shifting.move_to_track(bench.session, -1)
    assert bench.drawn["A2"] == "a10"


def test_empty_tracks_are_deleted_in_one_step_and_tracks_change_places() -> None:
    bench = on_bench(scene(V1="A10", V2="B10", V3="", A1=""))
    tracks.remove_empty_tracks(bench.session)
    tracks.move_track(bench.session, bench.track("V1").id, 1)
    assert bench.drawn == {"V1": "B10", "V2": "A10", "A1": ""}
    with pytest.raises(EditError, match="No track is empty"):
        tracks.remove_empty_tracks(bench.session)


def test_all_gaps_of_the_tracks_aimed_at_are_closed_in_one_step() -> None:
    bench = on_bench(scene(V1=".4 A10 .5 B10", A1=".4 a10 .5 b10"))
    editing.close_gaps(bench.session)
    assert bench.drawn == {"V1": "A10 B10", "A1": "a10 b10"}
    assert bench.steps == ["Close All Gaps"]
    with pytest.raises(EditError, match="no gap on a track that is aimed at"):
        editing.close_gaps(bench.session)


def test_keys_slip_and_slide_the_selected_clip_with_its_sound_in_one_step_each() -> None:
    bench = on_bench(scene(V1="A10 B10=x C10", A1="a10 b10=x c10"))
    bench.select("B", "b")
    for _ in range(3):
        shifting.slip(bench.session, 1)
    assert bench.drawn == {"V1": "A10 B10@-3 C10", "A1": "a10 b10@-3 c10"}
    for _ in range(2):
        shifting.slide(bench.session, 1)
    assert bench.drawn == {"V1": "A12 B10@-3 C8@2", "A1": "a12 b10@-3 c8@2"}
    assert bench.steps == ["Slip", "Slide"]
    with pytest.raises(EditError, match="ends there"):
        shifting.slip(bench.session, 0)
