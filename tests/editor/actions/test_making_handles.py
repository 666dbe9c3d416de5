"""Media made for a dissolve that there was none for."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions.making_handles import make_handles, side_to_make, why_no_handles, with_handles_made
from editor.actions.requesting import Wishes
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError, InsufficientMedia
from editor.timeline.invariants import check
from editor.timeline.model import ItemId, Made, MediaId, Take, Task, Timeline, Transition
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, a_media, a_session, a_timeline

N = 24  # frames of the dissolve


@pytest.fixture
def bare(tmp_path: Path) -> Timeline:
    """surf and bird meet, and neither has more media there."""
    timeline = a_timeline(tmp_path, gap=0)
    track = timeline.tracks[0]
    bird = replace(track.items[1], source_start=Fraction(0))  # type: ignore[type-var]
    return replace(timeline, tracks=(replace(track, items=(track.items[0], bird)), *timeline.tracks[1:]))


def test_without_media_a_dissolve_is_refused_and_says_at_which_cut(bare: Timeline) -> None:
    with pytest.raises(InsufficientMedia) as refused:
        edits.add_transition(bare, SURF, BIRD, N, ItemId("x"))
    assert (refused.value.left, refused.value.right) == (SURF, BIRD)


def test_the_clip_before_the_cut_is_continued_under_the_dissolve(bare: Timeline) -> None:
    laid = with_handles_made(bare, SURF, BIRD, N, Task.AFTER, Wishes())
    check(laid.timeline)
    surf, made, dissolve, bird = laid.timeline.tracks[0].items
    assert isinstance(dissolve, Transition)
    assert (surf, made.id, bird.id) == (bare.clip(SURF), laid.clip_id, BIRD)
    assert (dissolve.in_offset, dissolve.out_offset, made.duration) == (N, 0, N)
    assert laid.timeline.duration == bare.duration
    shown = laid.timeline.range_of(BIRD).start
    assert laid.timeline.moment(laid.timeline.clip(BIRD), 0) == Fraction(shown - 120, 24), "every frame where it was"


def test_or_the_one_behind_it_is_begun_earlier(bare: Timeline) -> None:
    laid = with_handles_made(bare, SURF, BIRD, N, Task.BEFORE, Wishes())
    check(laid.timeline)
    surf, dissolve, made, bird = laid.timeline.tracks[0].items
    assert isinstance(dissolve, Transition)
    assert (surf.id, made.id, bird) == (SURF, laid.clip_id, bare.clip(BIRD))
    assert (dissolve.in_offset, dissolve.out_offset, made.duration) == (0, N, N)
    assert laid.timeline.range_of(BIRD) == bare.range_of(BIRD)


def test_a_take_of_those_frames_and_no_more_is_enough_for_it(bare: Timeline, tmp_path: Path) -> None:
    laid = with_handles_made(bare, SURF, BIRD, N, Task.AFTER, Wishes())
    assert laid.clip_id is not None
    assert laid.generation is not None
    media = a_media(tmp_path, "take", made=Made(laid.generation, "a model"))
    media = replace(media, id=MediaId("take"), duration=Fraction(39 + N, 24))
    after = edits.add_take(laid.timeline, laid.clip_id, media, Take(media.id, Fraction(39, 24)), choose=True)
    check(after)
    dissolve = next(item for item in after.tracks[0].items if isinstance(item, Transition))
    assert edits.transition_at(after, dissolve.id)[0].takes


def test_it_is_one_undo_step_and_one_job(bare: Timeline, tmp_path: Path, qtbot: QtBot) -> None:
    jobs = FakeJobs()
    session: Session = a_session(bare, tmp_path, jobs)
    made = make_handles(session, SURF, BIRD, N, Task.AFTER, Wishes())
    assert session.document.undo_stack.undoText() == "Generate Handles"
    assert [row.clip_id for row in jobs.rows] == [made]
    session.document.undo_stack.undo()
    assert session.document.timeline is bare


def test_the_other_clip_has_to_be_longer_than_the_dissolve(bare: Timeline) -> None:
    with pytest.raises(EditError, match="bird is too short"):
        with_handles_made(bare, SURF, BIRD, 120, Task.AFTER, Wishes())


def test_a_side_that_cannot_be_continued_is_left_to_the_other(bare: Timeline, tmp_path: Path) -> None:
    assert side_to_make(bare, SURF, BIRD) is Task.AFTER
    (tmp_path / "surf.mp4").unlink()
    assert side_to_make(bare, SURF, BIRD) is Task.BEFORE
    assert why_no_handles(bare, SURF, BIRD, Task.AFTER) == "surf is offline: relink it first."


def test_a_cut_that_has_one_needs_no_more(bare: Timeline) -> None:
    laid = with_handles_made(bare, SURF, BIRD, N, Task.AFTER, Wishes())
    assert laid.clip_id is not None
    assert why_no_handles(laid.timeline, laid.clip_id, BIRD, Task.AFTER) == "There is a transition on this cut already."
