"""Keyframes by key, menu and slider; what the engine is told of them; and gaps that are filled."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.actions import filling, keyframing
from editor.actions.filling import Room
from editor.actions.keyframing import Shown
from editor.actions.placing_takes import generation_from
from editor.actions.requesting import Wishes, request_of
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Generation, ItemId, Keyframe, Made, Media, MediaId, Take, Task, Timeline, TrackId
from editor.timeline.rational_time import TimeRange
from editor.view_state import KeyframePlace
from engine import requests
from engine.requests import BUILT_IN, GenerateRequest, Source
from tests.editor.actions.bench import Bench, on_bench
from tests.editor.timeline.drawing import RATE, drawn, film, generation, scene

NEW, AFTER = ItemId("new"), 10


@pytest.fixture
def still(tmp_path: Path) -> Media:
    (tmp_path / "still.png").touch()
    return replace(film("still"), path=str(tmp_path / "still.png"), duration=Fraction(0))


def asked(**changes: object) -> Timeline:
    """V1: a film A of 10 frames, then a clip of 24 that is asked for after it; nothing is made of it yet."""
    made_from = replace(generation(Task.AFTER, source="A"), frames=24, model=BUILT_IN, **changes)  # type: ignore[arg-type]
    return edits.insert_generated(scene(V1="A10"), ItemId("A"), 24, made_from, NEW)


def made(folder: Path, **changes: object) -> Timeline:
    """The same with a take, whose first new frame is its 13th."""
    (folder / "take.mp4").touch()
    timeline = asked(**changes)
    media = replace(film("take", 60), path=str(folder / "take.mp4"), made=Made(Generation(Task.AFTER, ()), "model"))
    return edits.add_take(timeline, NEW, media, Take(media.id, 12 / RATE), choose=True)


def keyframes(bench: Bench) -> list[tuple[int, float, Fraction]]:
    generation = bench.timeline.clip(NEW).generation
    assert generation is not None
    return [(each.at, each.noise, each.start) for each in generation.keyframes]


def test_k_keeps_the_frame_that_is_shown_and_leaves_the_arrow_keys_to_the_playhead(tmp_path: Path) -> None:
    bench = on_bench(made(tmp_path))
    bench.playback.seek(AFTER + 5)
    place = keyframing.needed_under_playhead(bench.session)
    assert keyframing.place_shown(bench.session, place)
    assert keyframes(bench) == [(5, 0.0, 17 / RATE)]
    assert keyframing.chosen_keyframe(bench.document, bench.session.view) is None
    assert bench.steps == ["Add Keyframe"]


def test_k_selects_the_keyframe_that_stands_at_the_playhead_already(tmp_path: Path) -> None:
    bench = on_bench(made(tmp_path))
    bench.playback.seek(AFTER + 5)
    place = keyframing.needed_under_playhead(bench.session)
    for _ in range(2):
        assert keyframing.place_shown(bench.session, place)
    assert keyframing.chosen_keyframe(bench.document, bench.session.view) == place
    assert bench.steps == ["Add Keyframe"]


def test_where_nothing_is_made_yet_a_picture_has_to_be_asked_for() -> None:
    bench = on_bench(asked())
    bench.playback.seek(AFTER + 5)
    assert not keyframing.place_shown(bench.session, keyframing.needed_under_playhead(bench.session))
    assert bench.steps == []


def test_k_means_a_generated_clip_under_the_playhead_and_says_so_where_there_is_none(tmp_path: Path) -> None:
    bench = on_bench(made(tmp_path))
    bench.playback.seek(2)
    bench.select("new")
    assert keyframing.under_playhead(bench.session) is None
    with pytest.raises(EditError, match="No generated clip stands under the playhead"):
        keyframing.needed_under_playhead(bench.session)
    bench.change("V1", targeted=False)
    bench.playback.seek(AFTER)
    assert keyframing.under_playhead(bench.session) is None, "neither selected nor aimed at"
    bench.select("new")
    assert keyframing.under_playhead(bench.session) == KeyframePlace(NEW, 0)


def test_keys_move_the_selected_keyframe_and_free_it_in_one_undo_step_each(still: Media) -> None:
    bench = on_bench(asked())
    keyframing.place_picture(bench.session, KeyframePlace(NEW, 5), Shown(still))
    for _ in range(3):
        assert keyframing.move_chosen(bench.session, 1)
    for _ in range(2):
        assert keyframing.free_chosen(bench.session, 0.05)
    assert keyframes(bench) == [(8, 0.1, 0)]
    assert bench.steps == ["Add Keyframe", "Move Keyframe", "Keyframe Keep ↔ Free"]
    keyframing.delete(bench.session)
    assert keyframes(bench) == []
    assert not keyframing.move_chosen(bench.session, 1), "none is selected any more"
    keyframing.delete(bench.session)
    assert bench.drawn["V1"] == "A10", "without a keyframe, the clip"


def test_of_a_film_the_frame_it_is_marked_in_at_is_given(still: Media) -> None:
    bench = on_bench(edits.add_media(asked(), film("other")))
    keyframing.place_media(bench.session, KeyframePlace(NEW, 1), MediaId("other"))
    bench.open_in_source("other", start=7)
    keyframing.place_media(bench.session, KeyframePlace(NEW, 3), MediaId("other"))
    assert keyframes(bench) == [(1, 0.0, 0), (3, 0.0, 7 / RATE)]


def test_the_engine_is_told_of_keyframes_as_pictures_at_seconds_and_a_take_tells_the_same_back(
    still: Media, tmp_path: Path
) -> None:
    timeline = edits.place_keyframe(made(tmp_path), NEW, still, Keyframe(still.id, 6, 0.2))
    take = timeline.media_by_id[MediaId("take")]
    timeline = edits.place_keyframe(timeline, NEW, take, Keyframe(take.id, 12, 0.35, 17 / RATE))
    wanted = timeline.clip(NEW).generation
    assert wanted is not None
    request = request_of(timeline, wanted, 24, tmp_path)
    assert isinstance(request, requests.ExtendRequest)
    assert request.keyframes == (
        requests.Keyframe(Source(Path(still.path)), Fraction(1, 4), 0.2),
        requests.Keyframe(Source(Path(take.path), 17 / RATE, 18 / RATE), Fraction(1, 2), 0.35),
    )
    assert generation_from(timeline, request).keyframes == wanted.keyframes


def test_a_keyframe_whose_file_is_gone_is_told_before_anything_is_queued(still: Media, tmp_path: Path) -> None:
    timeline = edits.place_keyframe(asked(), NEW, still, Keyframe(still.id, 6))
    Path(still.path).unlink()
    wanted = timeline.clip(NEW).generation
    assert wanted is not None
    with pytest.raises(EditError, match="still, a keyframe, is offline"):
        request_of(timeline, wanted, 24, tmp_path)


def test_a_curve_makes_the_take_in_use_the_draft_and_without_a_take_nothing(tmp_path: Path) -> None:
    curve = (1.0, 0.35, 1.0)
    timeline = made(tmp_path, curve=curve)
    clip = timeline.clip(NEW)
    assert clip.generation is not None
    sampling = request_of(timeline, clip.generation, 24, tmp_path, clip).sampling
    assert sampling.draft == Source(tmp_path / "take.mp4", 12 / RATE, 36 / RATE)
    assert sampling.freedom == curve
    request = request_of(timeline, clip.generation, 24, tmp_path, clip)
    assert generation_from(timeline, request).curve == curve
    nothing = asked(curve=curve)
    assert request_of(nothing, clip.generation, 24, tmp_path, nothing.clip(NEW)).sampling.draft is None
    assert request_of(timeline, replace(clip.generation, curve=()), 24, tmp_path, clip).sampling.draft is None


def test_a_gap_is_filled_from_its_start_with_a_first_and_a_last_picture(still: Media, tmp_path: Path) -> None:
    timeline = edits.add_media(scene(V1="A10 .48 B10"), still)
    room = filling.room_of_gap(timeline, ItemId("V1.1"))
    assert room == Room(TrackId("V1"), 10, 48)
    laid = filling.filled(timeline, room, 24, Shown(still), Shown(still), Wishes(seed=7))
    assert drawn(laid.timeline)["V1"] == "A10 still,new24 .24 B10"
    assert laid.clip_id is not None
    assert laid.generation is not None
    request = request_of(laid.timeline, laid.generation, laid.new, tmp_path)
    assert isinstance(request, GenerateRequest)
    assert (request.duration, request.rate, request.width, request.height) == (1, RATE, 1920, 1080)
    assert [each.at for each in request.keyframes] == [0, 23 / RATE]
    assert request.sampling.seed == 7
    assert generation_from(laid.timeline, request) == replace(laid.generation, seed=0)


def test_of_one_frame_there_is_one_picture(still: Media) -> None:
    timeline = scene(V1="A10 .48 B10")
    laid = filling.filled(timeline, Room(TrackId("V1"), 10, 48), 1, Shown(still), Shown(still), Wishes())
    assert laid.generation is not None
    assert [each.at for each in laid.generation.keyframes] == [0]


def test_a_fresh_timeline_has_no_size_to_ask_for(still: Media, tmp_path: Path) -> None:
    timeline = replace(scene(V1=""), is_fresh=True)
    laid = filling.filled(timeline, Room(TrackId("V1"), 0, None), 24, Shown(still), None, Wishes())
    assert laid.generation is not None
    request = request_of(edits.add_media(laid.timeline, still), laid.generation, 24, tmp_path)
    assert isinstance(request, GenerateRequest)
    assert (request.width, request.height) == (None, None)


def test_the_room_that_is_meant_is_the_selected_gap_else_what_is_empty_at_the_playhead() -> None:
    bench = on_bench(scene(V1="A10 .48 B10", V2="C100"))
    bench.playback.seek(12)
    assert filling.room_meant(bench.session) == Room(TrackId("V1"), 10, 48)
    bench.playback.seek(90)
    assert filling.room_meant(bench.session) == Room(TrackId("V1"), 90, None)
    bench.playback.seek(5)
    assert filling.room_meant(bench.session) is None
    bench.select("V1.1")
    assert filling.room_meant(bench.session) == Room(TrackId("V1"), 10, 48)
    bench.change("V1", locked=True)
    bench.playback.seek(12)
    bench.select("V1.1")
    assert filling.room_meant(bench.session) is None


def test_what_is_beside_a_gap_and_every_still_is_offered_as_a_picture(still: Media, tmp_path: Path) -> None:
    timeline = scene(V1="A10 .48 B10")
    for name in ("A", "B"):
        (tmp_path / f"{name}.mp4").touch()
        media = replace(timeline.media_by_id[MediaId(name)], path=str(tmp_path / f"{name}.mp4"))
        timeline = edits.change_media(timeline, media)
    timeline = edits.add_media(timeline, still)
    offered = {key: shown for key, _, shown in filling.pictures(timeline, Room(TrackId("V1"), 10, 48))}
    assert list(offered) == ["before", "after", "still"]
    assert offered["before"].start == 29 / RATE, "the last frame that A plays"
    assert offered["after"].start == 20 / RATE, "the first one of B"
    (tmp_path / "A.mp4").unlink()
    assert "before" not in {key for key, _, _ in filling.pictures(timeline, Room(TrackId("V1"), 10, 48))}


def test_a_room_that_something_was_put_into_is_there_no_more() -> None:
    timeline, room = scene(V1="A10 .48 B10"), Room(TrackId("V1"), 10, 48)
    assert filling.is_there(timeline, room)
    new = edits.insert_new(timeline, room.track_id, TimeRange(10, 5), "new", generation(Task.NEW), NEW)
    assert not filling.is_there(new, room)
