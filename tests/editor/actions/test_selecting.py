"""The selection, the playhead and the tracks aimed at: what a verb will work on."""

import pytest

from editor.actions import selecting
from editor.timeline.errors import EditError
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import scene


def a_cut() -> Bench:
    return on_bench(scene(V1="A10=x B10=y", V2="T20", A1="a10=x b10=y"))


def ids(clips: list) -> list[str]:
    return [clip.id for clip in clips]


def test_selected_clips_come_in_the_order_of_tracks_and_time_and_gaps_are_none() -> None:
    bench = on_bench(scene(V1="A10 .5 B10", A1="a10"))
    bench.select("a", "B", "V1.1", "A")
    assert ids(selecting.selected_clips(bench.session)) == ["A", "B", "a"]


def test_picture_and_its_sound_count_as_one_clip_and_the_picture_stands_for_both() -> None:
    bench = a_cut()
    bench.select("a", "A")
    clip = selecting.only_clip(bench.session)
    assert clip is not None
    assert clip.id == "A"
    bench.select("A", "B")
    assert selecting.only_clip(bench.session) is None
    bench.select()
    assert selecting.only_clip(bench.session) is None


def test_an_edit_takes_linked_clips_along_unless_links_are_off() -> None:
    bench = a_cut()
    bench.select("A")
    assert selecting.chosen(bench.session) == {"A", "a"}
    bench.session.view.set_linked(False)
    assert selecting.chosen(bench.session) == {"A"}


def test_linked_sound_on_a_locked_track_stays_out_of_it() -> None:
    bench = a_cut()
    bench.change("A1", locked=True)
    bench.select("A", "a")
    assert selecting.chosen(bench.session) == {"A"}


def test_where_only_locked_clips_are_selected_the_edit_gets_them_and_says_so() -> None:
    bench = a_cut()
    bench.change("V2", locked=True)
    bench.select("T")
    assert selecting.chosen(bench.session) == {"T"}


def test_nothing_selected_is_told() -> None:
    with pytest.raises(EditError, match=r"Nothing is selected\. Select a clip first\."):
        selecting.chosen(a_cut().session)


def test_under_the_playhead_are_the_clips_of_the_tracks_aimed_at() -> None:
    bench = a_cut()
    bench.playback.seek(10)
    assert ids(selecting.clips_under_playhead(bench.session)) == ["B", "b"]


def test_a_selected_clip_under_the_playhead_comes_before_those_aimed_at() -> None:
    bench = a_cut()
    bench.select("T")
    assert ids(selecting.clips_under_playhead(bench.session)) == ["T"]


def test_a_selection_elsewhere_does_not_count() -> None:
    bench = a_cut()
    bench.select("B")
    assert ids(selecting.clips_under_playhead(bench.session)) == ["A", "a"]


def test_locked_tracks_are_not_aimed_at() -> None:
    bench = a_cut()
    bench.change("V1", locked=True)
    assert ids(selecting.clips_under_playhead(bench.session)) == ["a"]


def test_gaps_and_the_time_behind_the_end_hold_no_clip() -> None:
    bench = on_bench(scene(V1=".5 A10", A1=""))
    for frame in (0, 4, 15, 99):
        bench.playback.seek(frame)
        with pytest.raises(EditError, match="no clip under the playhead"):
            selecting.needed_under_playhead(bench.session)


def test_edit_points_are_where_clips_begin_and_end_each_once() -> None:
    timeline = scene(V1="A10 .5 B10", A1="a10 .2 b6 +2/2 c6")
    assert selecting.edit_points(timeline) == [0, 10, 12, 15, 18, 24, 25]


def test_select_all_leaves_out_what_is_locked() -> None:
    bench = a_cut()
    bench.change("V2", locked=True)
    selecting.select_all(bench.session)
    assert bench.selected == {"A", "B", "a", "b"}
    selecting.deselect(bench.session)
    assert not bench.selected
