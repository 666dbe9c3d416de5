"""Louder, faded, with points: one undo step each."""

import pytest

from editor.actions import fading, levels, lines
from editor.timeline.edits import OPACITY, PAN, VOLUME, Edge
from editor.timeline.errors import EditError
from editor.timeline.looks import Curve
from editor.timeline.model import ItemId, TrackKind
from editor.view_state import CurvePoint, Line
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import scene


@pytest.fixture
def bench() -> Bench:
    """A picture and its sound, and another sound; the picture's are selected."""
    bench = on_bench(scene(V1="P20=x", A1="S20=x T20"))
    bench.select("P", "S")
    return bench


def volume(bench: Bench, clip_id: str = "S") -> Curve:
    return VOLUME.curve_of(bench.timeline.clip(ItemId(clip_id)))


def test_steps_of_loudness_in_a_row_are_one_undo_step(bench: Bench) -> None:
    for _ in range(3):
        levels.louder(bench.session, -1.0)
    assert volume(bench) == Curve(-3.0)
    assert bench.steps == ["Volume"]
    bench.select("T")
    levels.louder(bench.session, 2.0)
    assert bench.steps == ["Volume", "Volume"]


def test_a_picture_alone_has_no_volume(bench: Bench) -> None:
    bench.select("P")
    with pytest.raises(EditError, match="No clip with sound"):
        levels.louder(bench.session, 1.0)


def test_a_value_set_where_there_are_points_is_one_more_at_the_playhead(bench: Bench) -> None:
    lines.set_value(bench.session, PAN, -0.5)
    lines.add_point(bench.session)
    bench.playback.seek(10)
    lines.set_value(bench.session, VOLUME, -6.0)
    assert PAN.curve_of(bench.timeline.clip(ItemId("S"))) == Curve(-0.5)
    assert [(point.at, point.value) for point in volume(bench).points] == [(0, 0.0), (10, -6.0)]
    assert lines.value_at(bench.session, bench.timeline.clip(ItemId("S")), VOLUME) == -6.0
    levels.reset(bench.session)
    assert bench.timeline.clip(ItemId("S")).level is None


def test_fades_go_to_the_playhead_on_sound_and_picture(bench: Bench) -> None:
    bench.playback.seek(6)
    fading.fade_to_playhead(bench.session, Edge.START)
    fading.fade_to_playhead(bench.session, Edge.END)
    fades = [(clip.fade_in, clip.fade_out) for label in ("V1", "A1") for clip in bench.clips(label)]
    assert fades == [(6, 14), (6, 14), (0, 0)]
    assert bench.steps == ["Fade In", "Fade Out"]
    bench.playback.seek(30)
    with pytest.raises(EditError):
        fading.fade_to_playhead(bench.session, Edge.START)


def test_the_key_adds_points_to_the_lines_that_are_shown_and_delete_takes_the_chosen_one(bench: Bench) -> None:
    bench.session.view.show_line(TrackKind.VIDEO, Line.OPACITY)
    bench.playback.seek(5)
    lines.add_point(bench.session)
    assert [point.at for point in OPACITY.curve_of(bench.timeline.clip(ItemId("P"))).points] == [5]
    assert bench.session.view.point == CurvePoint(ItemId("S"), Line.VOLUME, 5)
    lines.delete(bench.session)
    assert not volume(bench).points
    assert bench.steps[-1] == "Delete Volume Point"
    lines.delete(bench.session)
    assert bench.drawn == {"V1": "", "A1": ".20 T20"}


def test_keys_move_the_chosen_point_in_steps_that_are_undone_together(bench: Bench) -> None:
    bench.playback.seek(5)
    assert not lines.move_chosen(bench.session, 1)
    lines.add_point(bench.session)
    for _ in range(3):
        assert lines.move_chosen(bench.session, 1)
        assert lines.raise_chosen(bench.session, -1)
    assert [(point.at, point.value) for point in volume(bench).points] == [(8, -3.0)]
    assert bench.session.view.point == CurvePoint(ItemId("S"), Line.VOLUME, 8)
    assert bench.steps == ["Add Volume Point", "Move Volume Point"]


def test_without_a_line_under_the_playhead_there_is_no_point(bench: Bench) -> None:
    bench.session.view.show_line(TrackKind.AUDIO, Line.NOTHING)
    with pytest.raises(EditError, match="shows a line"):
        lines.add_point(bench.session)
