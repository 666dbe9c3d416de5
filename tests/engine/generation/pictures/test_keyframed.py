"""Extensions and bridges with pictures given on the way: where they stand, that they come out, by any model."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.asking import bridge_request, extend_request
from engine.errors import RequestError
from engine.generation import tasks
from engine.generation.clips import open_clip
from engine.generation.pictures.keyframes import known_frames, new_part_of
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from engine.progress import Report
from engine.requests import BUILT_IN, End, FrameRange, GapRequest, Keyframe, Source, Take
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.generation.small_clips import difference, images
from tests.engine.tiny_wan import tiny_wan

RATE = Fraction(24)
SIZE = (96, 64)
CODED = 3  # grey levels: as a take's codec changes a grainy picture


@pytest.fixture(scope="module")
def frames() -> np.ndarray:
    return make_clip(HELD_OUT + 6, 40, *SIZE, 24).frames


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_wan(tmp_path_factory.mktemp("models") / "Tiny"))


@pytest.fixture
def still(tmp_path: Path, frames: np.ndarray) -> Path:
    path = tmp_path / "still.png"
    assert cv2.imwrite(str(path), cv2.cvtColor(frames[30], cv2.COLOR_RGB2BGR))
    return path


def written(path: Path, frames: np.ndarray) -> Path:
    write_film(path, timed(frames, RATE), VideoInfo(*SIZE, RATE))
    return path


@pytest.fixture
def clip(tmp_path: Path, frames: np.ndarray) -> Path:
    return written(tmp_path / "clip.mp4", frames[:14])


def with_pictures(request: GapRequest, *keyframes: Keyframe) -> GapRequest:
    return replace(request, keyframes=keyframes)


def at(frame: int, still: Path, noise: float = 0.0) -> Keyframe:
    return Keyframe(Source(still), frame / RATE, noise)


def extended(clip: Path, model: str, **settings: object) -> GapRequest:
    steps = None if model == BUILT_IN else 1
    asked = {"seconds": Fraction(10, 24), "output": clip.with_name("film.mp4"), "model": model, "steps": steps}
    return without_film(extend_request(clip, **(asked | settings)), model)  # type: ignore[arg-type]


def without_film(request: GapRequest, model: str) -> GapRequest:
    """One film is enough, of the built-in model: it is joined the same."""
    return request if model == BUILT_IN else replace(request, outputs=replace(request.outputs, film=None))


def run(request: GapRequest) -> Take:
    [take] = tasks.run(request, Report())
    return take


@pytest.mark.parametrize("loaded", [False, True])
def test_a_take_is_the_clips_own_then_new_frames_with_the_picture_at_its_frame(
    clip: Path, still: Path, frames: np.ndarray, model: str, loaded: bool
) -> None:
    take = run(with_pictures(extended(clip, model if loaded else BUILT_IN), at(5, still)))
    made = images(take.path)
    assert take.new == FrameRange(14, 10)
    assert len(made) == 24
    assert difference(made[:14], images(clip)) < CODED
    assert difference(made[14 + 5], frames[30]) < CODED
    assert difference(made[14 + 4], frames[30]) > 0.3, "its neighbours are made"
    assert [join.end for join in take.joins] == [End.START]
    assert take.film_frames == (None if loaded else 24)
    assert (take.back_test is None) is loaded
    assert take.model == ("Tiny" if loaded else "Longtake built-in model")


@pytest.mark.parametrize("loaded", [False, True])
def test_before_a_clip_times_count_from_the_first_new_frame(
    clip: Path, still: Path, frames: np.ndarray, model: str, loaded: bool
) -> None:
    take = run(with_pictures(extended(clip, model if loaded else BUILT_IN, before=True), at(2, still)))
    made = images(take.path)
    assert take.new == FrameRange(0, 10)
    assert difference(made[2], frames[30]) < CODED
    assert difference(made[10:], images(clip)) < CODED
    assert [join.end for join in take.joins] == [End.END]


@pytest.mark.parametrize("loaded", [False, True])
def test_a_bridge_leads_from_clip_to_picture_to_clip(
    clip: Path, still: Path, frames: np.ndarray, tmp_path: Path, model: str, loaded: bool
) -> None:
    other = written(tmp_path / "other.mp4", frames[26:40])
    asked = {"seconds": Fraction(9, 24), "output": tmp_path / "film.mp4", "model": model if loaded else BUILT_IN}
    request = bridge_request(clip, other, **asked, **({"steps": 1} if loaded else {}))  # type: ignore[arg-type]
    take = run(with_pictures(without_film(request, model), at(4, still)))
    made = images(take.path)
    assert take.new == FrameRange(14, 9)
    assert difference(made[14 + 4], frames[30]) < CODED
    assert difference(made[14 + 9 :], images(other)[: len(made) - 23]) < CODED
    assert [join.end for join in take.joins] == [End.START, End.END]


def test_of_a_freed_picture_the_model_makes_its_own(clip: Path, still: Path, frames: np.ndarray, model: str) -> None:
    take = run(with_pictures(extended(clip, model, match=0), at(5, still, 0.6)))
    assert difference(images(take.path)[14 + 5], frames[30]) > 4


def test_frame_latent_and_sigma_are_told_beforehand(clip: Path, still: Path, model: str) -> None:
    request = with_pictures(extended(clip, model, seconds=2, steps=4, shift=5.0), at(24, still, 0.4))
    plan = tasks.plan(request)
    assert [len(row) for row in plan.sigmas] == [len(plan.latents)] * 5
    [holding] = [index for index, latent in enumerate(plan.latents) if latent.start <= 24 < latent.stop]
    assert (holding, plan.latents[holding].given) == (10, True)
    assert [row[holding] for row in plan.sigmas] == pytest.approx([0.4, 0.4 * 0.9375, 0.4 / 1.2, 0.25, 0])
    assert [latent.noise for latent in plan.latents[:5]] == [0, 0, 0, 0, 1]
    assert any("frame 24, latent 10 of window 1, noise 0.4" in note for note in plan.notes)
    assert list(clip.parent.glob("*.assets")) == []


def test_the_built_in_model_tells_the_same_places(clip: Path, still: Path) -> None:
    plan = tasks.plan(with_pictures(extended(clip, BUILT_IN, seconds=2), at(24, still, 0.4)))
    assert plan.sigmas[0][10] == pytest.approx(0.4)
    assert any("frame 24, latent 10 of window 1, noise 0.4" in note for note in plan.notes)


def test_an_own_matrix_holds_for_a_loaded_model_where_one_window_is_enough(clip: Path, still: Path, model: str) -> None:
    request = with_pictures(extended(clip, model, seconds=2), at(24, still))
    latents = len(tasks.plan(request).latents)
    rows = tuple((sigma,) * latents for sigma in (0.9, 0.3, 0.0))
    own = replace(request, sampling=replace(request.sampling, steps=None, sigmas=rows))
    assert tasks.plan(own).sigmas[0] == pytest.approx([0.9] * latents)
    with pytest.raises(RequestError, match="windows of the model, which one matrix does not fit"):
        tasks.run(replace(own, duration=Fraction(8)), Report())


@pytest.mark.parametrize("change", ["draft", "sigmas"])
def test_what_the_built_in_model_cannot_is_refused_before_anything_is_written(
    clip: Path, still: Path, change: str
) -> None:
    request = with_pictures(extended(clip, BUILT_IN), at(5, still))
    what = {"draft": Source(clip)} if change == "draft" else {"sigmas": ((1.0,) * 7, (0.0,) * 7)}
    with pytest.raises(RequestError, match=r"draft|matrix") as refused:
        tasks.run(replace(request, sampling=replace(request.sampling, **what)), Report())  # type: ignore[arg-type]
    assert refused.value.do
    assert list(clip.parent.glob("*.assets")) == []


@pytest.mark.parametrize(("frame", "words"), [(11, "runs from 0 to"), (-1, "runs from 0 to")])
def test_a_picture_beyond_the_new_frames_is_refused(clip: Path, still: Path, frame: int, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        tasks.plan(with_pictures(extended(clip, BUILT_IN), at(frame, still)))


def test_pictures_that_leave_nothing_to_make_are_refused(clip: Path, still: Path) -> None:
    request = extended(clip, BUILT_IN, seconds=Fraction(1, 24))
    with pytest.raises(RequestError, match="leave no frame"):
        tasks.plan(with_pictures(request, at(0, still)))


def test_progress_never_runs_back_and_reaches_the_end(clip: Path, still: Path) -> None:
    heard = []
    tasks.run(with_pictures(extended(clip, BUILT_IN), at(5, still)), Report(heard.append))
    shares = [progress.share for progress in heard]
    assert shares == sorted(shares)
    assert shares[-1] > 0.99


def test_a_picture_of_an_odd_clips_own_size_is_taken_as_it_is(tmp_path: Path) -> None:
    odd = make_clip(HELD_OUT + 6, 6, 51, 35, 24).frames
    write_film(tmp_path / "odd.mp4", timed(odd, RATE), VideoInfo(51, 35, RATE))
    assert cv2.imwrite(str(tmp_path / "odd.png"), cv2.cvtColor(odd[5], cv2.COLOR_RGB2BGR))
    request = with_pictures(extended(tmp_path / "odd.mp4", BUILT_IN), at(5, tmp_path / "odd.png"))
    new = new_part_of(request, open_clip(Source(tmp_path / "odd.mp4")), 10)
    assert np.array_equal(known_frames(new.placed[0], new)[0], odd[5])
    assert not any("fitted" in note for note in tasks.plan(request).notes)
