"""Tracks come, go and are named."""

import pytest

from editor.actions import tracks
from editor.timeline.errors import EditError
from editor.timeline.model import TrackKind
from tests.editor.actions.bench import on_bench
from tests.editor.timeline.drawing import scene


def test_a_new_picture_track_is_on_top_and_a_new_sound_track_at_the_bottom() -> None:
    bench = on_bench(scene(V1="A10", A1="a10"))
    tracks.add_track(bench.session, TrackKind.VIDEO)
    tracks.add_track(bench.session, TrackKind.AUDIO)
    assert bench.drawn == {"V1": "A10", "V2": "", "A1": "a10", "A2": ""}
    assert bench.steps == ["Add Track", "Add Track"]


def test_a_track_is_deleted_with_its_clips_and_comes_back_by_undo() -> None:
    bench = on_bench(scene(V1="A10", V2="B10"))
    before = bench.timeline
    bench.select("B")
    tracks.remove_track(bench.session, bench.track("V2").id)
    assert bench.drawn == {"V1": "A10"}
    assert not bench.selected
    bench.document.undo_stack.undo()
    assert bench.timeline is before


def test_the_last_track_of_a_kind_and_a_locked_one_stay() -> None:
    bench = on_bench(scene(V1="A10", A1="", A2="", locked="A2"))
    with pytest.raises(EditError, match="V1 is the last of its kind"):
        tracks.remove_track(bench.session, bench.track("V1").id)
    with pytest.raises(EditError, match="A2 is locked"):
        tracks.remove_track(bench.session, bench.track("A2").id)


def test_a_track_is_named_but_not_nothing() -> None:
    bench = on_bench(scene(V1="A10"))
    tracks.rename_track(bench.session, bench.track("V1").id, " Picture ")
    assert bench.track("V1").name == "Picture"
    with pytest.raises(EditError, match="needs a name"):
        tracks.rename_track(bench.session, bench.track("V1").id, "  ")
    assert bench.steps == ["Rename Track"]
