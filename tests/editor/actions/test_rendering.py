"""Render and Replace: what is rendered of a clip, and the film in its place."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.actions import rendering
from editor.actions.rendering import Rendering, rendering_of, replaced, why_no_rendering
from editor.timeline import edits
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.looks import Look, Transform
from editor.timeline.model import ItemId, Media, MediaId, Timeline
from editor.timeline.timing import SpeedPoint
from engine.errors import MediaError
from tests.editor.timeline.drawing import RATE, film, scene

A, HALF = ItemId("A"), Fraction(1, 2)


@pytest.fixture
def filmed(tmp_path: Path) -> Timeline:
    """A of 48 frames, with 20 of media on either side; its file is there."""
    timeline = scene(V1="A48=x B10", A1="a48=x b10")
    path = tmp_path / "A.mp4"
    path.touch()
    there = tuple(replace(each, path=str(path)) if each.id == "A" else each for each in timeline.media)
    return replace(timeline, media=there)


def bent(timeline: Timeline) -> Timeline:
    return edits.set_ramp(timeline, A, (SpeedPoint(0, HALF), SpeedPoint(40, Fraction(3, 2))))


@pytest.mark.parametrize("change", [bent, lambda timeline: edits.reverse(timeline, [A])])
def test_the_film_shows_what_the_clip_shows_with_handles_on_both_sides(change, filmed: Timeline, tmp_path: Path):  # type: ignore[no-untyped-def]
    timeline = change(filmed)
    asked = rendering_of(timeline, A, tmp_path)
    (alone,) = asked.timeline.tracks[0].clips
    clip = timeline.clip(A)
    assert 0 < asked.before <= 24
    for frame in range(-asked.before, alone.duration - asked.before):
        assert asked.timeline.moment(alone, asked.before + frame) == timeline.moment(clip, frame)
    check(asked.timeline)


def test_what_is_laid_over_the_clip_is_not_rendered_into_it(filmed: Timeline, tmp_path: Path) -> None:
    look = Look(transform=Transform(scale=2.0))
    looked = change_clips(edits.reverse(filmed, [A]), [A], lambda clip: replace(clip, look=look, fade_in=4))
    asked = rendering_of(looked, A, tmp_path)
    (alone,) = asked.timeline.tracks[0].clips
    assert (alone.look, alone.fade_in) == (None, 0)
    after = replaced(looked, asked, whole(asked))
    assert (after.clip(A).look, after.clip(A).fade_in) == (look, 4)


def whole(asked: Rendering) -> Media:
    return film("rendered", asked.timeline.duration)


def test_the_clip_plays_the_film_as_it_is_and_its_sound_stays(filmed: Timeline, tmp_path: Path) -> None:
    timeline = edits.reverse(filmed, [A])
    asked = rendering_of(timeline, A, tmp_path)
    after = replaced(timeline, asked, whole(asked))
    clip = after.clip(A)
    assert (clip.duration, clip.timing, clip.source_start) == (48, None, asked.before / RATE)
    assert clip.take is not None
    assert clip.take.media == MediaId("rendered")
    assert after.clip(ItemId("a")) is timeline.clip(ItemId("a"))
    assert after.range_of(ItemId("B")) == timeline.range_of(ItemId("B"))
    check(after)


def test_a_clip_that_was_changed_meanwhile_is_left_alone(filmed: Timeline, tmp_path: Path) -> None:
    timeline = edits.reverse(filmed, [A])
    asked = rendering_of(timeline, A, tmp_path)
    for later in (edits.trim(timeline, A, edits.Edge.END, -3), edits.lift(timeline, [A])):
        with pytest.raises(EditError, match="was changed while it was rendered"):
            replaced(later, asked, whole(asked))


def test_a_film_that_breaks_off_does_not_replace_anything(filmed: Timeline, tmp_path: Path) -> None:
    timeline = edits.reverse(filmed, [A])
    asked = rendering_of(timeline, A, tmp_path)
    with pytest.raises(MediaError, match="not whole"):
        replaced(timeline, asked, film("rendered", asked.before + 47))


def test_what_plays_as_filmed_or_is_not_there_is_not_rendered(filmed: Timeline) -> None:
    assert "nothing to render" in why_no_rendering(filmed, A)
    assert "Sound is not rendered" in why_no_rendering(edits.reverse(filmed, [A]), ItemId("a"))
    assert "offline" in why_no_rendering(edits.reverse(filmed, [ItemId("B")]), ItemId("B"))


def test_a_second_film_of_the_same_clip_has_another_name(filmed: Timeline, tmp_path: Path) -> None:
    timeline = edits.reverse(filmed, [A])
    first = rendering_of(timeline, A, tmp_path).path
    first.touch()
    second = rendering_of(timeline, A, tmp_path).path
    assert (first.name, second.name) == ("A, as it plays.mov", "A, as it plays 2.mov")
    assert first.suffix == rendering.SUFFIX
