"""The noise lane's numbers: what the engine plans for a clip, changed point by point, is what the engine plans next."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from editor.actions import extending, noise_lane
from editor.actions.extending import Laid
from editor.actions.noise_lane import Part, columns_of
from editor.actions.requesting import Wishes, request_of
from editor.presets import BY_HAND, freedom
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import (
    Clip,
    ItemId,
    Keyframe,
    Made,
    Media,
    MediaId,
    Picture,
    Purpose,
    Take,
    Task,
    Timeline,
    Track,
    TrackId,
    TrackKind,
)
from engine.generation.tasks import plan as plan_of
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from engine.requests import Plan, PlannedLatent

RATE, FRAMES, NEW = Fraction(24), 48, 24
SIZE = VideoInfo(64, 36, RATE)
FIRST, SECOND = ItemId("first"), ItemId("second")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rushes") / "pan.mp4"
    noise = np.random.default_rng(3).integers(0, 256, (24, 64, 3), dtype=np.uint8)
    scene = cv2.resize(noise, (256, 96), interpolation=cv2.INTER_CUBIC)
    images = [np.ascontiguousarray(scene[20 : 20 + SIZE.height, at : at + SIZE.width]) for at in range(FRAMES)]
    write_film(path, timed(images, RATE), SIZE)
    return path


@pytest.fixture
def timeline(film: Path) -> Timeline:
    """The film twice on one track."""
    media = Media(MediaId("pan"), str(film), "pan", FRAMES / RATE, Picture(SIZE.width, SIZE.height, RATE))
    clips = tuple(Clip(name, name, FRAMES, (Take(media.id),)) for name in (FIRST, SECOND))
    tracks = (Track(TrackId("v1"), TrackKind.VIDEO, items=clips), Track(TrackId("a1"), TrackKind.AUDIO))
    return Timeline("Cut", RATE, SIZE.width, SIZE.height, tracks, media=(media,))


def after(timeline: Timeline) -> Laid:
    return extending.extended(timeline, FIRST, NEW, Task.AFTER, Wishes(), real_first=False)


def before(timeline: Timeline) -> Laid:
    return extending.extended(timeline, SECOND, NEW, Task.BEFORE, Wishes(), real_first=False)


def between(timeline: Timeline) -> Laid:
    return extending.bridged(timeline, FIRST, SECOND, NEW, Wishes())


def made(laid: Laid) -> tuple[Timeline, ItemId]:
    """With a take, whose new frames are the film's first."""
    assert laid.clip_id is not None
    assert laid.generation is not None
    source = laid.timeline.media[0]
    media = replace(source, id=MediaId("take"), made=Made(laid.generation, "Longtake built-in model"))
    return edits.add_take(laid.timeline, laid.clip_id, media, Take(media.id), choose=True), laid.clip_id


def planned(timeline: Timeline, clip_id: ItemId) -> Plan:
    """By the engine."""
    clip = timeline.clip(clip_id)
    assert clip.generation is not None
    return plan_of(request_of(timeline, clip.generation, clip.generation.frames, Path("takes"), clip))


def noises(plan: Plan) -> list[float]:
    return [column.noise for column in columns_of(plan)]


@pytest.mark.parametrize("task", [after, before, between])
def test_every_point_that_is_moved_is_what_the_engine_plans_then_and_no_other_new_one_moves(
    task: Callable[[Timeline], Laid], timeline: Timeline
) -> None:
    document, clip_id = made(task(timeline))
    plan = planned(document, clip_id)
    assert noise_lane.asked(document, clip_id, plan) == pytest.approx(noises(plan))
    for place, column in enumerate(columns_of(plan)):
        before = noises(planned(document, clip_id))
        document = noise_lane.with_value(document, clip_id, plan, place, 0.1 + 0.05 * place)
        now = noises(planned(document, clip_id))
        assert now[place] == pytest.approx(0.1 + 0.05 * place), column
        assert noise_lane.asked(document, clip_id, plan) == pytest.approx(now)
        others = [other for other, each in enumerate(columns_of(plan)) if other != place and each.part is Part.NEW]
        assert [now[other] for other in others] == pytest.approx([before[other] for other in others])


def test_the_sigmas_are_the_values_times_the_schedule(timeline: Timeline) -> None:
    document, clip_id = made(after(timeline))
    document = noise_lane.with_value(document, clip_id, planned(document, clip_id), 5, 0.25)
    plan = planned(document, clip_id)
    for row in plan.sigmas:
        freest = max(row)
        assert [row[column.index] for column in columns_of(plan)] == pytest.approx(
            [column.noise * freest for column in columns_of(plan)], abs=1e-6
        )


def test_columns_stand_in_playing_order_whatever_the_engines_is(timeline: Timeline) -> None:
    document, clip_id = made(before(timeline))
    columns = columns_of(planned(document, clip_id))
    assert [column.start for column in columns] == sorted(column.start for column in columns)
    assert columns[0].part is Part.NEW
    assert columns[-1].part is Part.SEEN
    assert sorted(column.index for column in columns) == list(range(len(columns)))


def test_new_frames_are_free_until_there_is_a_take_to_keep_to(timeline: Timeline) -> None:
    laid = after(timeline)
    assert laid.clip_id is not None
    plan = planned(laid.timeline, laid.clip_id)
    reasons = [noise_lane.why_fixed(laid.timeline, laid.clip_id, plan, column) for column in columns_of(plan)]
    assert set(reasons) == {"", noise_lane.NO_TAKE}
    assert [bool(reason) for reason in reasons] == [column.part is Part.NEW for column in columns_of(plan)]
    document, clip_id = made(laid)
    assert not any(noise_lane.why_fixed(document, clip_id, plan, column) for column in columns_of(plan))


def test_all_new_frames_wholly_free_again_ask_for_no_draft(timeline: Timeline) -> None:
    document, clip_id = made(after(timeline))
    plan = planned(document, clip_id)
    kept = noise_lane.with_value(document, clip_id, plan, len(columns_of(plan)) - 1, 0.5)
    assert request_of(kept, kept.clip(clip_id).generation, NEW, Path(), kept.clip(clip_id)).sampling.draft is not None
    freed = noise_lane.with_value(kept, clip_id, plan, len(columns_of(plan)) - 1, 1.0)
    assert freed.clip(clip_id).generation == document.clip(clip_id).generation


def test_a_preset_sets_the_known_frames_and_frees_the_new_ones(timeline: Timeline) -> None:
    document, clip_id = made(after(timeline))
    plan = planned(document, clip_id)
    by_hand = noise_lane.with_value(noise_lane.with_value(document, clip_id, plan, 1, 0.9), clip_id, plan, 5, 0.4)
    generation = by_hand.clip(clip_id).generation
    assert generation is not None
    assert noise_lane.preset_now(generation) == BY_HAND
    assert noise_lane.preset_before(by_hand, by_hand.clip(clip_id)) == "Natural"
    strict = noise_lane.with_preset(by_hand, clip_id, "Strict").clip(clip_id).generation
    assert strict is not None
    assert (strict.noise, strict.curve, noise_lane.preset_now(strict)) == (freedom("Strict").noise, (), "Strict")


def test_numbers_by_hand_from_no_take_came_from_the_nearest_preset(timeline: Timeline) -> None:
    laid = after(timeline)
    assert laid.clip_id is not None
    plan = planned(laid.timeline, laid.clip_id)
    document = noise_lane.with_preset(laid.timeline, laid.clip_id, "Strict")
    document = noise_lane.with_value(document, laid.clip_id, plan, 3, 0.1)
    assert noise_lane.preset_before(document, document.clip(laid.clip_id)) == "Strict"


def test_a_point_with_a_keyframe_sets_how_free_that_is(timeline: Timeline) -> None:
    document, clip_id = made(after(timeline))
    keyframe = Keyframe(MediaId("pan"), 14, 0.0)
    document = edits.place_keyframe(document, clip_id, document.media[0], keyframe)
    plan = some_plan(given=(4,))
    assert [column.part for column in columns_of(plan)] == [Part.SEEN, Part.NEW, Part.KEYFRAME, Part.NEW]
    document = noise_lane.with_value(document, clip_id, plan, 2, 0.35)
    generation = document.clip(clip_id).generation
    assert generation is not None
    assert generation.keyframes == (replace(keyframe, noise=0.35),)
    assert generation.curve == ()
    assert noise_lane.asked(document, clip_id, plan)[2] == 0.35


def test_frames_that_are_made_in_more_than_one_go_stay_free(timeline: Timeline) -> None:
    document, clip_id = made(after(timeline))
    plan = replace(some_plan(), new_frames=90)
    assert noise_lane.why_fixed(document, clip_id, plan, columns_of(plan)[1]) == noise_lane.IN_MORE_GOES
    assert noise_lane.why_fixed(document, clip_id, plan, columns_of(plan)[0]) == ""
    last = replace(
        plan, latents=tuple(replace(each, start=each.start + 66, stop=each.stop + 66) for each in plan.latents)
    )
    assert noise_lane.why_fixed(document, clip_id, last, columns_of(last)[1]) == noise_lane.IN_MORE_GOES


def test_what_has_no_lane_says_why(timeline: Timeline) -> None:
    laid = after(timeline)
    assert laid.clip_id is not None
    assert noise_lane.why_no_lane(laid.timeline, FIRST) == noise_lane.NOT_GENERATED
    assert noise_lane.why_no_lane(laid.timeline, laid.clip_id) == ""
    generation = laid.generation
    assert generation is not None
    slow = edits.insert_generated(timeline, FIRST, 5, replace(generation, purpose=Purpose.SLOW), ItemId("slow"))
    assert "measured" in noise_lane.why_no_lane(slow, ItemId("slow"))


def test_nothing_is_changed_on_a_locked_track(timeline: Timeline) -> None:
    document, clip_id = made(after(timeline))
    plan = planned(document, clip_id)
    locked = edits.change_track(document, TrackId("v1"), locked=True)
    assert noise_lane.why_fixed(locked, clip_id, plan, columns_of(plan)[0]) == "The track is locked."
    with pytest.raises(EditError, match="locked"):
        noise_lane.with_value(locked, clip_id, plan, 0, 0.5)


def test_the_same_value_again_is_no_step(timeline: Timeline) -> None:
    document, clip_id = made(after(timeline))
    plan = planned(document, clip_id)
    assert noise_lane.with_value(document, clip_id, plan, 1, columns_of(plan)[1].noise) is document


def some_plan(given: tuple[int, ...] = ()) -> Plan:
    """Four known frames and three groups of eight new ones; given: the numbers, from 3, of those with a picture."""
    ends = ((-4, 0), (0, 8), (8, 16), (16, 24))
    latents = tuple(
        PlannedLatent(*span, 0.0 if at == 2 or at in given else 1.0, at == 2 or at in given)
        for at, span in enumerate(ends, 2)
    )
    return Plan("A model", RATE, 64, 36, 24, 4, 28, (), ((0.0, 1.0, 1.0, 1.0), (0.0,) * 4), "", latents)
