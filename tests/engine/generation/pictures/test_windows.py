"""Windows of a model of latents with pictures on the way, by a toy whose errors are known."""

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.finishing.joins.seam import colour_distance
from engine.generation.ask import Ask
from engine.generation.clips import Clip
from engine.generation.pictures.keyframes import NewClip, Placed
from engine.generation.pictures.passage import Passage
from engine.generation.pictures.windows import Windows
from engine.generation.sampling.latent_video import VideoModel
from engine.media.info import MediaInfo, VideoInfo
from engine.progress import Report
from engine.requests import Context, Finish, Sampling, Source
from tests.engine.finishing import panning
from tests.engine.generation.sampling.test_latent_video import Toy
from tests.engine.generation.small_clips import difference

HEIGHT, WIDTH, RATE = 32, 48, Fraction(24)
AS_MADE = Finish(0.0, 0.0, 0.0, 0.0)
Given = tuple[int, np.ndarray, float]  # frame, pictures, noise


@pytest.fixture(scope="module")
def film() -> np.ndarray:
    return panning.clip(80, height=HEIGHT, width=WIDTH)


def passage(
    count: int, *given: Given, before: np.ndarray | None = None, after: np.ndarray | None = None, **video_has: int
) -> Passage:
    video = VideoInfo(WIDTH, HEIGHT, RATE, **video_has)  # type: ignore[arg-type]
    clip = Clip(Source(Path("x.png")), MediaInfo(Path("x.png"), video, None, Fraction(0)), video)
    placed = [Placed(clip, True, range(frame, frame + len(images)), noise) for frame, images, noise in given]
    return Passage(NewClip(clip, count, tuple(placed)), tuple(images for _, images, _ in given), before, after)


def made(
    model: VideoModel, way: Passage, settings: Finish = AS_MADE, draft: np.ndarray | None = None, **sampling: object
) -> np.ndarray:
    ask = Ask(sampling=Sampling(**({"steps": 1} | sampling)), first=Context(13), second=Context(13))  # type: ignore[arg-type]
    return np.stack(list(Windows(way, model, ask, settings, draft).frames(Report())))


def test_a_kept_picture_comes_out_bit_by_bit_and_a_freed_one_as_the_model_has_it(film: np.ndarray) -> None:
    way = passage(20, (0, film[:1], 0.0), (9, film[40:41], 0.0), (17, film[60:61], 0.2))
    frames = made(Toy(lean=3), way)
    assert frames.shape == (20, HEIGHT, WIDTH, 3)
    assert np.array_equal(frames[0], film[0])
    assert np.array_equal(frames[9], film[40])
    assert not np.array_equal(frames[17], film[60])


def test_each_picture_takes_its_own_share_of_the_schedule(film: np.ndarray) -> None:
    toy = Toy(frames=33)
    made(toy, passage(33, (0, film[:1], 0.0), (24, film[40:41], 0.4)), steps=4)
    assert toy.timesteps[0] == [0, *[1000] * 5, 400, 1000, 1000]
    assert toy.timesteps[1] == [0, *[937] * 5, 375, 937, 937]


def test_a_long_way_rolls_and_every_picture_stands_at_its_frame(film: np.ndarray) -> None:
    toy = Toy(frames=33)
    way = passage(70, (30, film[40:41], 0.0), (69, film[70:71], 0.0), before=film[:13])
    frames = made(toy, way)
    assert len(frames) == 70
    assert len(toy.timesteps) == 4
    assert np.array_equal(frames[30], film[40])
    assert np.array_equal(frames[69], film[70])
    assert 400 <= toy.timesteps[0][-1] < 1000, "the first window is told what comes"
    assert toy.timesteps[-1][-1] in (0, 1000)


def test_a_kept_stretch_passes_as_it_is_and_the_next_window_goes_on_from_it(film: np.ndarray) -> None:
    toy = Toy()
    frames = made(toy, passage(40, (10, film[20:40], 0.0)))
    assert np.array_equal(frames[10:30], film[20:40])
    assert len(toy.timesteps) == 2
    assert difference(frames[30], film[39]) < difference(frames[30], film[20])


def test_a_clip_that_follows_is_arrived_at(film: np.ndarray) -> None:
    frames = made(Toy(frames=81), passage(9, (2, film[20:21], 0.0), before=film[:13], after=film[40:56]))
    assert np.array_equal(frames[2], film[20])
    assert difference(frames[-1], film[40]) < difference(frames[-1], film[12])


def test_what_a_model_adds_is_taken_away_beside_every_picture() -> None:
    """The toy leans by 8 levels."""
    picture = cv2.GaussianBlur(panning.clip(1, height=HEIGHT, width=WIDTH)[0], (0, 0), 8)
    way = passage(40, (0, picture[None], 0.0), (25, picture[None], 0.2))
    raw, matched = made(Toy(frames=33, lean=8), way), made(Toy(frames=33, lean=8), way, Finish())
    assert max(colour_distance(frame, picture) for frame in raw) > 2.5
    assert max(colour_distance(frame, picture) for frame in matched) < 1


def test_deep_clips_stay_deep(film: np.ndarray) -> None:
    frames = made(Toy(), passage(8, (0, film[:1].astype(np.uint16) * 257, 0.0), bit_depth=10))
    assert frames.dtype == np.uint16


def test_transparent_clips_stay_so_where_nothing_is_known_yet(film: np.ndarray) -> None:
    clear = np.concatenate([film[:1], np.full_like(film[:1, ..., :1], 9)], axis=-1)
    frames = made(Toy(frames=17), passage(30, (0, clear, 0.0), (28, clear, 0.0), alpha=True))
    assert frames.shape == (30, HEIGHT, WIDTH, 4)
    assert np.array_equal(frames[28], clear[0])


def test_a_draft_that_is_kept_is_what_comes_out(film: np.ndarray) -> None:
    """The toy gives back what it is given, as small as its latents are."""
    draft, way = film[20:45], passage(25, (0, film[20:21], 0.0))
    kept, free = (made(Toy(frames=33), way, draft=draft, freedom=(freedom,)) for freedom in (0.0, 1.0))
    assert difference(kept[20], draft[20]) < 0.7 * difference(free[20], draft[20])


def test_the_same_seed_makes_the_same_frames(film: np.ndarray) -> None:
    way = passage(12, (0, film[:1], 0.5), (11, film[30:31], 0.0))
    assert np.array_equal(made(Toy(), way, seed=3), made(Toy(), way, seed=3))
