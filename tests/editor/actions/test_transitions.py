"""Transitions over cuts: where the default one goes, and what the inspector and the menus change about one."""

import pytest

from editor.actions import transitions
from editor.timeline.edits import Alignment, Edge
from editor.timeline.errors import EditError
from editor.timeline.model import DIP_TO_WHITE, ItemId, TrackKind, Transition
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import scene


def dissolves(bench: Bench, label: str) -> list[tuple[int, int]]:
    return [(each.in_offset, each.out_offset) for each in bench.track(label).items if isinstance(each, Transition)]


def test_with_nothing_selected_a_dissolve_lies_at_the_nearer_end_of_the_clip_under_the_playhead() -> None:
    bench = on_bench(scene(V1="A48 B48 C48", V2="S90 T30"), aimed="V1")
    bench.playback.seek(88)
    transitions.add_default(bench.session)
    assert bench.drawn == {"V1": "A48 B48 +12/12 C48", "V2": "S90 T30"}
    assert bench.steps == ["Cross Dissolve"]


def test_a_dissolve_lies_beside_the_selected_clip_and_over_picture_where_sound_is_selected_too() -> None:
    bench = on_bench(scene(V1="A48=x B48 C48", A1="a48=x b48 c48"))
    bench.playback.seek(130)
    bench.select("a", "A")
    transitions.add_default(bench.session)
    assert bench.drawn == {"V1": "A48 +12/12 B48 C48", "A1": "a48 b48 c48"}


def test_a_dissolve_lies_on_the_selected_clips_own_track_under_the_playhead() -> None:
    bench = on_bench(scene(V1="A48 B48 C48", V2="S96 T30"), aimed="V2")
    bench.playback.seek(96)
    bench.select("A")
    transitions.add_default(bench.session)
    assert bench.drawn == {"V1": "A48 B48 +12/12 C48", "V2": "S96 T30"}


def test_a_dissolve_lies_on_the_cut_between_two_selected_clips_wherever_the_playhead_is() -> None:
    bench = on_bench(scene(V1="A48 B48 C48"))
    bench.playback.seek(96)
    bench.select("A", "B")
    transitions.add_default(bench.session)
    assert bench.drawn == {"V1": "A48 +12/12 B48 C48"}


def test_a_sound_alone_gets_its_own() -> None:
    bench = on_bench(scene(V1="A48 B48", A1="a48 b48"))
    bench.select("a")
    transitions.add_default(bench.session)
    assert bench.drawn == {"V1": "A48 B48", "A1": "a48 +12/12 b48"}


def test_a_cut_that_cannot_have_a_dissolve_is_not_changed_for_another_one() -> None:
    bench = on_bench(scene(V1="A48=x +2/2 B48~0=y C48~0", A1="a48=x b48=y c48"))
    before = bench.timeline
    bench.playback.seek(96)
    bench.select("B", "b")
    with pytest.raises(EditError, match=r"Insufficient media: “B” has 0 frames for it after the cut, “C” 0 before"):
        transitions.add_default(bench.session)
    bench.playback.seek(50)
    with pytest.raises(EditError, match="a dissolve on this cut already"):
        transitions.add_default(bench.session)
    bench.select()
    with pytest.raises(EditError, match="a dissolve on this cut already"):
        transitions.add_default(bench.session)
    assert bench.timeline is before


def test_where_the_clip_under_the_playhead_meets_none_no_far_cut_and_no_sound_gets_the_dissolve() -> None:
    bench = on_bench(scene(V1="A48 .5 B48 C48", A1="a48 b48"))
    bench.playback.seek(40)
    with pytest.raises(EditError, match="no cut between two clips"):
        transitions.add_default(bench.session)
    bench.select("A")
    bench.playback.seek(140)
    with pytest.raises(EditError, match="no cut between two clips"):
        transitions.add_default(bench.session)
    bench.select()
    bench.playback.seek(900)
    with pytest.raises(EditError, match="no cut between two clips"):
        transitions.add_default(bench.session)


def test_a_dissolve_is_as_long_as_the_media_allows_and_says_so() -> None:
    bench = on_bench(scene(V1="A48~3 B48~4"))
    bench.playback.seek(40)
    transitions.add_default(bench.session)
    assert dissolves(bench, "V1") == [(4, 3)]
    assert bench.steps == ["Cross Dissolve (7 Frames)"]


def test_the_dissolve_beside_it_leaves_less_room_for_one() -> None:
    bench = on_bench(scene(V1="A48 B10 +6/6 C48"))
    bench.playback.seek(47)
    transitions.add_default(bench.session)
    assert bench.drawn == {"V1": "A48 +20/4 B10 +6/6 C48"}


def test_of_less_than_two_frames_no_dissolve_is_made() -> None:
    bench = on_bench(scene(V1="A48~0/1 B48~0"))
    bench.playback.seek(40)
    with pytest.raises(EditError, match=r"“A” has 1 frame for it after the cut, “B” 0 before.*Trim the clips"):
        transitions.add_default(bench.session)


def test_a_dissolve_gets_another_length_under_its_own_id() -> None:
    bench = on_bench(scene(V1="A48 +2/2 B48"))
    transitions.set_length(bench.session, ItemId("V1.1"), 10)
    assert bench.drawn == {"V1": "A48 +5/5 B48"}
    assert bench.timeline.has(ItemId("V1.1"))
    with pytest.raises(EditError, match="transition of 40 frames, not 50"):
        transitions.set_length(bench.session, ItemId("V1.1"), 50)


def test_a_dissolve_is_taken_away() -> None:
    bench = on_bench(scene(V1="A10 +2/2 B10"))
    transitions.remove(bench.session, ItemId("V1.1"))
    assert bench.drawn == {"V1": "A10 B10"}


def test_every_cut_between_selected_clips_gets_one_in_one_step() -> None:
    bench = on_bench(scene(V1="A48 B48 C48~0 D48~0 E48", A1="a48 b48"))
    bench.select("A", "B", "C", "D", "E", "a", "b")
    transitions.add_default(bench.session)
    assert bench.drawn == {"V1": "A48 +12/12 B48 +0/20 C48@-20 D48@-20 +20/0 E48", "A1": "a48 b48"}
    assert bench.steps == ["Cross Dissolve (3 Cuts)"]


def test_sound_alone_gets_cross_fades_where_they_are_asked_for() -> None:
    bench = on_bench(scene(V1="A48=x B48=y", A1="a48=x b48=y"))
    bench.select("A", "B", "a", "b")
    transitions.add_default(bench.session, TrackKind.AUDIO)
    assert bench.drawn == {"V1": "A48 B48", "A1": "a48 +12/12 b48"}
    assert bench.steps == ["Cross Fade"]


def test_a_length_that_was_made_the_default_is_that_of_the_next_one() -> None:
    bench = on_bench(scene(V1="A48 +2/4 B48 C48"))
    transitions.make_default_length(bench.session, ItemId("V1.1"))
    bench.select("B", "C")
    transitions.add_default(bench.session)
    assert bench.drawn == {"V1": "A48 +2/4 B48 +3/3 C48"}


def test_one_that_starts_at_the_cut_goes_on_doing_so_at_another_length() -> None:
    bench = on_bench(scene(V1="A48 +0/6 B48"))
    transitions.set_length(bench.session, ItemId("V1.1"), 12)
    assert bench.drawn == {"V1": "A48 +0/12 B48"}
    transitions.move_edge(bench.session, ItemId("V1.1"), Edge.START, 5)
    assert bench.drawn == {"V1": "A48 +5/12 B48"}


def test_a_cut_becomes_a_dip_under_its_own_name() -> None:
    bench = on_bench(scene(V1="A48 +6/6 B48"))
    transitions.set_kind(bench.session, ItemId("V1.1"), DIP_TO_WHITE)
    transitions.align(bench.session, ItemId("V1.1"), Alignment.END)
    assert bench.drawn == {"V1": "A48 +12/0 B48"}
    assert transitions.name_of(bench.timeline, ItemId("V1.1")) == "Dip to White"
    assert bench.steps == ["Dip to White", "Transition Alignment"]
