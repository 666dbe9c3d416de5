"""Looks are changed on all selected pictures, one undo step each."""

from dataclasses import replace

import pytest

from editor.actions import by_kind, fading, looks
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.looks import Grade, Look, Transform
from editor.timeline.model import ItemId, Timeline, TrackKind
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import scene


def high(timeline: Timeline, width: int, height: int) -> Timeline:
    """P's file is of that size."""
    media = [
        replace(each, picture=replace(each.picture, width=width, height=height))
        if each.name == "P" and each.picture
        else each
        for each in timeline.media
    ]
    return replace(timeline, media=tuple(media))


@pytest.fixture
def bench() -> Bench:
    """Three pictures, one of them on a locked track, and a sound; all are selected."""
    bench = on_bench(high(scene(V1="P20=x Q10", V2="R20", A1="S20=x", locked="V2"), 1440, 1080))
    bench.select("P", "Q", "R", "S")
    return bench


def look(bench: Bench, clip_id: str) -> Look | None:
    return bench.timeline.clip(ItemId(clip_id)).look


def grey(of: Look) -> Look:
    return replace(of, grade=Grade(saturation=0))


def test_selected_pictures_are_changed_but_for_those_on_locked_tracks(bench: Bench) -> None:
    looks.change(bench.session, "Saturation", grey)
    assert look(bench, "P") == look(bench, "Q") == Look(grade=Grade(saturation=0))
    assert look(bench, "R") is None
    assert bench.steps == ["Saturation"]


def test_where_only_locked_ones_are_selected_it_says_so(bench: Bench) -> None:
    bench.select("R")
    with pytest.raises(EditError, match="V2 is locked"):
        looks.change(bench.session, "Saturation", grey)
    assert by_kind.why_locked(bench.session, by_kind.pictures(bench.session)) == "V2 is locked"


def test_filling_the_frame_leaves_no_bars(bench: Bench) -> None:
    bench.select("P")
    looks.fill_frame(bench.session)
    assert look(bench, "P") == Look(transform=Transform(scale=4 / 3))  # 4:3 in 16:9
    with pytest.raises(EditError, match="fills the frame already"):
        looks.fill_frame(bench.session)


def test_flipping_twice_is_nothing(bench: Bench) -> None:
    looks.flip(bench.session)
    assert look(bench, "P") == Look(transform=Transform(flip_x=True))
    looks.flip(bench.session)
    assert look(bench, "P") is None


def test_reset_leaves_the_file_as_it_is_and_keeps_the_fades(bench: Bench) -> None:
    bench.select("P")
    fading.set_fade(bench.session, TrackKind.VIDEO, Edge.END, 6)
    looks.change(bench.session, "Saturation", grey)
    looks.reset(bench.session)
    assert look(bench, "P") is None
    assert bench.timeline.clip(ItemId("P")).fade_out == 6
