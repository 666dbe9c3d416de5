"""Clips on a timeline become requests with exact times, and what can't be continued says why."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.actions.known import known_frames, stretch_of, take_frames
from editor.actions.model_view import seen
from editor.actions.requesting import (
    Wishes,
    generation_of,
    request_of,
    why_no_bridge,
    why_no_source,
)
from editor.timeline.model import Generation, ItemId, Media, MediaRange, Stretch, Take, Task, Timeline
from engine.requests import BridgeRequest, Direction, ExtendRequest
from tests.editor.ui.generation.scene import BIRD, SURF, SURF_SOUND, a_media, a_timeline

FILM = Fraction(24000, 1001)


def with_clip(timeline: Timeline, clip_id: ItemId, **changes: object) -> Timeline:
    """The same with one clip changed."""
    tracks = tuple(
        replace(
            track,
            items=tuple(replace(item, **changes) if item.id == clip_id else item for item in track.items),  # type: ignore[arg-type]
        )
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tracks)


def with_media(timeline: Timeline, media: Media) -> Timeline:
    return replace(timeline, media=tuple(media if each.id == media.id else each for each in timeline.media))


def extension(timeline: Timeline, frames: int, task: Task = Task.AFTER, wishes: Wishes = Wishes()) -> ExtendRequest:  # noqa: B008
    request = request_of(timeline, generation_of(timeline, task, (timeline.clip(SURF),), wishes), frames, Path("takes"))
    assert isinstance(request, ExtendRequest)
    return request


def test_the_source_ends_where_the_clip_does_to_the_exact_second(tmp_path: Path) -> None:
    request = extension(a_timeline(tmp_path, surf_ends=False), 48)
    assert request.source.path == tmp_path / "surf.mp4"
    assert request.source.end == Fraction(5)
    assert (request.duration, request.direction) == (Fraction(2), Direction.AFTER)
    assert request.outputs.film is None


def test_the_model_may_look_at_the_footage_on_the_far_side_of_the_clips_other_end(tmp_path: Path) -> None:
    timeline = with_clip(a_timeline(tmp_path), SURF, source_start=Fraction(4), duration=24)
    after, before = extension(timeline, 48).source, extension(timeline, 48, Task.BEFORE).source
    assert (after.start, after.end) == (0, Fraction(5))
    assert (before.start, before.end) == (Fraction(4), Fraction(10))


@pytest.mark.parametrize("timeline_rate", [Fraction(24), Fraction(25), FILM, Fraction(30000, 1001), Fraction(60)])
@pytest.mark.parametrize("media_rate", [Fraction(24), Fraction(25), FILM, Fraction(50), Fraction(15)])
def test_a_take_is_never_shorter_than_its_clip_and_less_than_a_frame_longer(
    tmp_path: Path, timeline_rate: Fraction, media_rate: Fraction
) -> None:
    timeline = a_timeline(tmp_path, rate=timeline_rate)
    timeline = with_media(timeline, a_media(tmp_path, "surf", rate=media_rate))
    source = stretch_of(timeline, timeline.clip(SURF), Task.AFTER)
    for frames in (1, 7, 48, 49, 100):
        made = round(extension(timeline, frames).duration * media_rate)  # as the engine counts
        assert 0 <= made / media_rate - frames / timeline_rate < 1 / media_rate
        assert made == take_frames(timeline, source, frames)


def test_a_clip_that_ends_between_two_frames_of_its_file_stops_at_the_files_end(tmp_path: Path) -> None:
    timeline = with_clip(a_timeline(tmp_path), SURF, source_start=Fraction(5) + Fraction(1, 100))
    assert extension(timeline, 48).source.end == Fraction(10)


def with_generated(timeline: Timeline, folder: Path) -> Timeline:
    """SURF is 16 new frames of a take that shows the model's 39 known ones before them."""
    take = a_media(folder, "take", duration=Fraction(55, 24))
    made = Generation(Task.AFTER, (Stretch(timeline.media[0].id, MediaRange(Fraction(5), Fraction(5))),))
    timeline = replace(timeline, media=(*timeline.media, take))
    takes = (Take(take.id, Fraction(39, 24)),)
    return with_clip(timeline, SURF, takes=takes, source_start=Fraction(0), duration=16, generation=made)


def test_a_generated_clip_is_continued_from_its_own_take_and_what_that_came_from(tmp_path: Path) -> None:
    timeline = with_generated(a_timeline(tmp_path), tmp_path)
    source = extension(timeline, 24).source
    assert (source.path, source.start, source.end) == (tmp_path / "take.mp4", 0, Fraction(55, 24))
    assert known_frames(timeline, timeline.clip(SURF), Task.AFTER) == 55
    assert seen(Fraction(24), 55, 24).frames == 13, "as many as of any other clip"


def test_noise_runs_from_far_to_near_on_both_sides_of_a_bridge(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    sides = timeline.clip(SURF), timeline.clip(BIRD)
    generation = generation_of(timeline, Task.BRIDGE, sides, Wishes(noise=(0.0, 0.3, 0.4, 0.5), context=9, seed=7))
    request = request_of(timeline, generation, 68, Path("takes"))
    assert isinstance(request, BridgeRequest)
    assert request.first_context.noise == (0.0, 0.3, 0.4, 0.5)
    assert request.second_context.noise == (0.5, 0.4, 0.3, 0.0)
    assert request.first_context.frames == request.second_context.frames == 9
    assert (request.second.start, request.second.end) == (Fraction(2), Fraction(10))
    assert (request.sampling.seed, request.takes) == (7, 3)


def test_everything_that_was_wished_is_in_the_request(tmp_path: Path) -> None:
    wishes = Wishes("spray", "rain", "Strict", (0.0,), 5, 2, 11, "Final", 2, "built-in-network")
    request = extension(a_timeline(tmp_path), 48, Task.BEFORE, wishes)
    assert request.direction is Direction.BEFORE
    assert (request.text.prompt, request.text.negative) == ("spray", "rain")
    assert (request.context.noise, request.context.frames) == ((0.0,), 5)
    assert (request.sampling.seed, request.sampling.steps) == (11, 2)
    assert (request.takes, request.model) == (2, "built-in-network")


def test_what_can_be_continued_gives_no_reason_against_it(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    assert why_no_source(timeline, SURF) == ""
    assert why_no_bridge(timeline, SURF, BIRD) == ""


def test_sound_is_not_generated(tmp_path: Path) -> None:
    assert "Sound" in why_no_source(a_timeline(tmp_path), SURF_SOUND)


def test_nothing_is_generated_on_a_locked_track(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    locked = replace(timeline, tracks=(replace(timeline.tracks[0], locked=True), *timeline.tracks[1:]))
    assert "locked" in why_no_source(locked, SURF)


def test_a_clip_without_a_take_has_to_be_waited_for(tmp_path: Path) -> None:
    made = Generation(Task.AFTER, ())
    assert "still being made" in why_no_source(with_clip(a_timeline(tmp_path), SURF, takes=(), generation=made), SURF)


def test_a_missing_file_has_to_be_relinked(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    (tmp_path / "surf.mp4").unlink()
    assert "relink" in why_no_source(timeline, SURF)


def test_a_still_does_not_move(tmp_path: Path) -> None:
    assert "still" in why_no_source(with_media(a_timeline(tmp_path), a_media(tmp_path, "surf", seconds=0)), SURF)


def test_four_frames_are_too_few_to_see_how_it_moves(tmp_path: Path) -> None:
    short = with_clip(a_timeline(tmp_path), SURF, duration=4, source_start=Fraction(0))
    assert "5 frames" in why_no_source(short, SURF, Task.AFTER)
    assert why_no_source(short, SURF, Task.BEFORE) == "", "the file goes on after them"
    assert why_no_source(short, SURF) == ""
    assert why_no_source(with_clip(short, SURF, duration=5), SURF, Task.AFTER) == ""
    four = with_media(short, a_media(tmp_path, "surf", duration=Fraction(4, 24)))
    assert "5 frames" in why_no_source(four, SURF)


def test_the_far_side_of_a_bridge_has_to_be_there_too(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path)
    (tmp_path / "bird.mp4").unlink()
    assert why_no_bridge(timeline, SURF, BIRD) == "bird is offline: relink it first."
