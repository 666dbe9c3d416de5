"""The selected edit point: which one a key chooses, and what moves it."""

import pytest

from editor.actions import edit_points, editing
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId
from editor.view_state import EditPoint, Trimming
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import scene

A, B = ItemId("A"), ItemId("B")


@pytest.fixture
def bench() -> Bench:
    return on_bench(scene(V1="A20 B20 C20", A1="a60"))


def choose(bench: Bench, left: ItemId | None, right: ItemId | None, trimming: Trimming) -> None:
    bench.session.view.choose_edit_point(EditPoint(left, right, trimming))


def test_a_key_chooses_the_nearest_cut_and_then_each_way_to_trim_there(bench: Bench) -> None:
    bench.playback.seek(23)
    seen = []
    for _ in range(6):
        edit_points.choose_nearest(bench.session)
        seen.append(bench.session.view.edit_point)
    assert seen[:5] == edit_points.ways_at(A, B)
    assert seen[5] == seen[0] == EditPoint(A, B, Trimming.ROLL)
    assert bench.playback.frame == 20


@pytest.mark.parametrize(
    ("left", "right", "trimming", "after"),
    [
        (A, B, Trimming.ROLL, "A24 B16@4 C20"),
        (A, None, Trimming.RIPPLE, "A24 B20 C20"),
        (None, B, Trimming.TRIM, "A20 .4 B16@4 C20"),
    ],
)
def test_a_number_moves_it_as_it_trims(
    bench: Bench, left: ItemId | None, right: ItemId | None, trimming: Trimming, after: str
) -> None:
    choose(bench, left, right, trimming)
    edit_points.move_typed(bench.session, 4)
    assert bench.drawn["V1"] == after
    assert bench.steps == [edit_points.NAMES[trimming]]


def test_steps_of_a_held_key_are_one_and_one_that_cannot_move_says_why(bench: Bench) -> None:
    choose(bench, A, B, Trimming.ROLL)
    for _ in range(19):
        edit_points.move(bench.session, 1, merge=True)
    assert bench.drawn["V1"] == "A39 B1@19 C20"
    assert bench.steps == ["Roll"]
    with pytest.raises(EditError, match="cannot go there"):
        edit_points.move(bench.session, 1, merge=True)


def test_extend_edit_takes_it_to_the_playhead(bench: Bench) -> None:
    choose(bench, A, B, Trimming.ROLL)
    bench.playback.seek(15)
    editing.extend_edit(bench.session)
    assert bench.drawn["V1"] == "A15 B25@-5 C20"


def test_without_one_a_number_moves_the_selected_clips_or_else_the_playhead(bench: Bench) -> None:
    bench.select("C")
    edit_points.move_typed(bench.session, 24)
    assert bench.drawn["V1"] == "A20 B20 .24 C20"
    bench.select()
    edit_points.move_typed(bench.session, 24)
    assert bench.playback.frame == 24


def test_one_whose_clip_is_gone_is_none(bench: Bench) -> None:
    choose(bench, A, B, Trimming.ROLL)
    bench.select("B")
    editing.delete(bench.session)
    with pytest.raises(EditError, match="No edit point is selected"):
        edit_points.move(bench.session, 1)
