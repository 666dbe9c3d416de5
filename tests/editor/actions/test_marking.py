"""In and out points, markers, and the ways from one place to the next."""

from dataclasses import replace

import pytest

from editor.actions import marking
from editor.timeline.errors import EditError
from editor.timeline.model import Marker, MarkerId
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import scene


@pytest.fixture
def bench() -> Bench:
    return on_bench(scene(V1="A10 .5 B10=x", A1=".15 b10=x"))


def marks(bench: Bench) -> tuple[int | None, int | None]:
    return bench.timeline.mark_in, bench.timeline.mark_out


def test_the_frame_marked_out_is_the_last_one_of_the_range(bench: Bench) -> None:
    bench.playback.seek(3)
    marking.mark_in(bench.session)
    bench.playback.seek(7)
    marking.mark_out(bench.session)
    assert marks(bench) == (3, 8)
    assert bench.steps == ["Mark In", "Mark Out"]


def test_in_and_out_on_one_frame_are_a_range_of_one_frame(bench: Bench) -> None:
    bench.playback.seek(5)
    marking.mark_in(bench.session)
    marking.mark_out(bench.session)
    assert marks(bench) == (5, 6)


def test_a_mark_on_the_wrong_side_of_the_other_takes_its_place(bench: Bench) -> None:
    bench.mark(5, 8)
    bench.playback.seek(8)
    marking.mark_in(bench.session)
    assert marks(bench) == (8, None)
    bench.mark(5, 8)
    bench.playback.seek(4)
    marking.mark_out(bench.session)
    assert marks(bench) == (None, 5)


def test_out_behind_the_end_is_the_last_frame_there_is(bench: Bench) -> None:
    bench.playback.seek(25)
    marking.mark_out(bench.session)
    assert marks(bench) == (None, 25)


def test_an_empty_timeline_can_be_marked_too() -> None:
    bench = on_bench(scene(V1=""))
    bench.playback.seek(4)
    marking.mark_out(bench.session)
    assert marks(bench) == (None, 5)


def test_marks_are_cleared_as_one_step_and_come_back_by_undo(bench: Bench) -> None:
    bench.mark(3, 8)
    marking.clear_marks(bench.session)
    assert marks(bench) == (None, None)
    bench.document.undo_stack.undo()
    assert marks(bench) == (3, 8)


def test_what_is_selected_is_marked_a_gap_too(bench: Bench) -> None:
    bench.select("V1.1", "B")
    marking.mark_clip(bench.session)
    assert marks(bench) == (10, 25)


def test_without_a_selection_the_clip_under_the_playhead_is_marked(bench: Bench) -> None:
    bench.playback.seek(16)
    marking.mark_clip(bench.session)
    assert marks(bench) == (15, 25)
    bench.playback.seek(12)
    with pytest.raises(EditError, match="no clip under the playhead"):
        marking.mark_clip(bench.session)


def test_a_dissolve_has_no_length_to_mark() -> None:
    bench = on_bench(scene(V1="A10 +2/2 B10"))
    bench.select("V1.1")
    with pytest.raises(EditError, match="cannot be marked"):
        marking.mark_clip(bench.session)


def test_the_playhead_goes_to_the_first_and_to_the_last_marked_frame(bench: Bench) -> None:
    bench.mark(3, 8)
    marking.go_to_in(bench.session)
    assert bench.playback.frame == 3
    marking.go_to_out(bench.session)
    assert bench.playback.frame == 7


def test_without_marks_it_goes_to_the_first_and_to_the_last_frame_of_all(bench: Bench) -> None:
    marking.go_to_out(bench.session)
    assert bench.playback.frame == 24
    marking.go_to_in(bench.session)
    assert bench.playback.frame == 0


def test_home_and_end_are_the_start_and_the_place_behind_the_last_frame(bench: Bench) -> None:
    marking.go_to_end(bench.session)
    assert bench.playback.frame == 25
    marking.go_to_start(bench.session)
    assert bench.playback.frame == 0


def test_the_playhead_steps_from_edit_to_edit_and_stays_at_the_ends(bench: Bench) -> None:
    places = []
    for _ in range(5):
        marking.next_edit(bench.session)
        places.append(bench.playback.frame)
    assert places == [10, 15, 25, 25, 25]
    bench.playback.seek(12)
    marking.previous_edit(bench.session)
    assert bench.playback.frame == 10


def test_markers_are_set_named_gone_to_and_removed(bench: Bench) -> None:
    for frame in (12, 4):
        bench.playback.seek(frame)
        marking.add_marker(bench.session)
    assert [marker.at for marker in bench.timeline.markers] == [4, 12]
    marking.next_marker(bench.session)
    assert bench.playback.frame == 12
    marking.previous_marker(bench.session)
    assert bench.playback.frame == 4
    first = replace(bench.timeline.markers[0], name="Landing", colour="moss", note="Wait for it", duration=6)
    marking.change_marker(bench.session, first)
    assert bench.timeline.markers[0] == first
    marking.remove_marker(bench.session, first.id)
    assert [marker.at for marker in bench.timeline.markers] == [12]
    assert bench.steps == ["Add Marker", "Add Marker", "Edit Marker", "Delete Marker"]


def test_one_frame_has_one_marker() -> None:
    bench = on_bench(scene(V1="A10", markers=(Marker(MarkerId("m"), 0),)))
    with pytest.raises(EditError, match="a marker on this frame already"):
        marking.add_marker(bench.session)


def test_editing_a_marker_that_was_deleted_meanwhile_changes_nothing(bench: Bench) -> None:
    marking.change_marker(bench.session, Marker(MarkerId("gone"), 3, "Landing"))
    assert bench.steps == []


def test_all_markers_go_in_one_step() -> None:
    bench = on_bench(scene(V1="A10", markers=(Marker(MarkerId("m"), 0), Marker(MarkerId("n"), 4))))
    marking.clear_markers(bench.session)
    assert bench.timeline.markers == ()
    assert bench.steps == ["Delete All Markers"]
