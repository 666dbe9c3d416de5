"""Whole runs with models that are loaded: Wan with tiny random weights, and a toy whose errors are known."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.asking import (
    bridge_request,
    complete_request,
    extend_request,
    finalise_request,
    loop_request,
    repair_request,
    smooth_request,
    take_info,
)
from engine.errors import Cancelled, ModelError, RequestError
from engine.generation import loaded_maker, tasks
from engine.generation.tasks import plan, run
from engine.media.info import ColourTags, VideoInfo
from engine.media.probe import probe
from engine.media.read import read_frames
from engine.media.write import timed, write_film, write_take
from engine.models.folder import outline
from engine.progress import Progress, Report
from engine.requests import Finish, FrameRange, Quality, Request, Take
from tests.engine.generation.sampling.test_latent_video import AS_MADE, Toy
from tests.engine.generation.small_clips import RATE, difference, files, images, scene, written
from tests.engine.tiny_wan import tiny_wan

QUARTER = 6 / RATE
HLG = ColourTags(primaries=9, transfer=18, matrix=9)


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_wan(tmp_path_factory.mktemp("models") / "tiny"))


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch, wan: str) -> Toy:
    """Behind the folder of the other one."""
    made = Toy(frames=33)
    drawn = replace(outline(Path(wan)), name=made.name, scale=made.scale, defaults=made.defaults)
    monkeypatch.setattr(loaded_maker, "outline_for", lambda request: drawn)
    monkeypatch.setattr(loaded_maker, "video_model", lambda request, report: made)
    return made


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("clips") / "clip.mp4", scene())


def by(model: str, request: Request, steps: int = 1) -> Any:
    sampling = replace(request.sampling, steps=steps, guidance=1.0)
    return replace(request, model=model, sampling=sampling, finish=AS_MADE)


def new_of(take: Take) -> np.ndarray:
    return images(take.path)[take.new.start :][: take.new.count]


def test_extending_with_a_model_folder_keeps_every_frame_of_the_clip_and_adds_the_model_s(
    wan: str, clip: Path, tmp_path: Path
) -> None:
    request = by(wan, extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4", takes=2))
    request = replace(request, finish=Finish())
    told: list[Progress] = []
    shown: list[int] = []
    first, second = run(request, Report(told.append, on_preview=lambda index, image: shown.append(index)))
    film, source = images(tmp_path / "film.mp4"), images(clip)
    assert (len(film), first.film_new) == (46, FrameRange(40, 6))
    assert difference(film[:40], source) < 3
    assert difference(images(first.path)[: first.new.start], source[-first.new.start :]) < 3
    assert (first.model, first.back_test, second.seed) == ("tiny", None, first.seed + 1)
    assert difference(new_of(first), new_of(second)) > 1
    assert [join.end for join in first.joins] == ["start"]
    assert set(shown) == set(range(6))
    assert told[-1].share == pytest.approx(1)
    shares = [progress.share for progress in told if progress.share is not None]
    assert shares == sorted(shares)


def test_its_plan_says_what_the_run_then_does_and_no_verdict_is_claimed(wan: str, clip: Path, tmp_path: Path) -> None:
    request = by(wan, extend_request(clip, seconds=1, output=tmp_path / "film.mp4", noise=(0.0, 0.3)), steps=3)
    answer = tasks.tested(request, Report())
    assert answer.back_test is None
    told = answer.plan
    assert replace(told, room=None) == replace(plan(request), room=None), "what is free changes by the moment"
    assert told.room is not None
    assert (told.model, told.new_frames, told.window_frames) == ("tiny", 24, 37)
    assert len(told.latents) == len(told.sigmas[0]) == 10
    assert [latent.noise for latent in told.latents[:4]] == pytest.approx([0, 0.1, 0.2, 0.3])
    assert (told.latents[4].start, told.latents[-1].stop) == (0, 24)
    assert "The model sees 37 frames at 24 a second, 13 of them known." in told.notes
    assert files(tmp_path) == set()


def requests(clip: Path, folder: Path) -> Iterator[tuple[str, Request, int]]:
    """Every task on gaps, and the frames its film has."""
    film = folder / "film.mp4"
    yield "before", extend_request(clip, seconds=QUARTER, output=film, before=True), 46
    yield "bridge", bridge_request(clip, clip, seconds=QUARTER, output=film), 86
    yield "long bridge", bridge_request(clip, clip, seconds=Fraction(2), output=film), 128
    yield "loop", loop_request(clip, seconds=QUARTER, output=film), 46
    yield "smooth", smooth_request(clip, clip, each_side=3 / RATE, output=film), 80
    yield "complete", complete_request(clip, start=17 / RATE, end=20 / RATE, output=film), 40
    yield "repair", repair_request(clip, marked=[10, 25, 26], output=film), 40


@pytest.mark.parametrize("index", range(7))
def test_every_task_comes_out_frame_for_frame(toy: Toy, wan: str, clip: Path, tmp_path: Path, index: int) -> None:
    task, request, count = list(requests(clip, tmp_path))[index]
    takes = run(by(wan, request), Report())
    film = tmp_path / "film.mp4"
    assert len(images(film)) == count, task
    assert {take.model for take in takes} == {"Toy"}
    assert all(take.motion == "made by Toy" for take in takes)
    assert toy.timesteps
    known = images(clip)
    assert difference(images(film)[-1 if task == "before" else 0], known[-1 if task == "before" else 0]) < 4


@pytest.mark.parametrize(
    ("size", "depth", "tags"),
    [((64, 97), 8, None), ((33, 31), 8, None), ((96, 64), 10, HLG)],
)
def test_odd_sizes_upright_pictures_and_deep_colours_come_out_as_the_clip_is(
    toy: Toy, wan: str, tmp_path: Path, size: tuple[int, int], depth: int, tags: ColourTags | None
) -> None:
    video = VideoInfo(*size, RATE, bit_depth=depth)
    if tags:
        video = replace(video, colour=tags)
    frames = np.stack([np.resize(frame, (size[1], size[0], 3)) for frame in scene()[:16]])
    deep = frames.astype(np.uint16) * 257 if depth > 8 else frames
    clip = tmp_path / "clip.mov"
    write_take(clip, iter(deep), video, [])
    [take] = run(by(wan, extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mov")), Report())
    made = [frame.image for frame in read_frames(take.path)][take.new.start :]
    assert (len(made), made[0].shape, made[0].dtype) == (6, (size[1], size[0], 3), deep.dtype)
    written_as = probe(take.path).video
    assert written_as is not None
    assert written_as.bit_depth == depth


def test_a_part_that_is_wholly_kept_comes_back_as_the_clip_and_a_freer_middle_changes_most(
    toy: Toy, wan: str, clip: Path, tmp_path: Path
) -> None:
    part, source = slice(14, 26), images(clip)[14:26]
    request = complete_request(clip, start=14 / RATE, end=26 / RATE, output=tmp_path / "film.mp4")

    def errors(*freedom: float) -> np.ndarray:
        [take] = run(by(wan, replace(request, freedom=freedom)), Report())
        assert [join.end for join in take.joins] == ["start", "end"]
        return np.abs(new_of(take).astype(int) - source).mean((1, 2, 3))

    kept, middle, anew = errors(0.0, 0.0, 0.0), errors(0.0, 0.4, 0.0), errors(1.0)
    assert part.stop - part.start == len(kept)
    held = toy.decode(toy.encode(source[:9] / np.float32(255)), lambda: None)
    assert kept.max() < 1.5 * np.abs(np.stack(list(held)) * 255 - source[:9]).mean() + 2, (
        "as well as the toy's latents hold it"
    )
    changed = np.abs(middle - kept)
    assert changed[4:8].mean() > 0.3
    assert changed[[0, -1]].max() < 0.3 * changed[4:8].mean()
    assert anew.mean() > kept.mean() + 0.3


def test_a_draft_is_finalised_with_the_same_frames(toy: Toy, wan: str, clip: Path, tmp_path: Path) -> None:
    request = by(wan, extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4", end=1))
    draft = run(replace(request, outputs=replace(request.outputs, film=None)), Report())[0]
    final = run(finalise_request(take_info(draft.path), steps=1, freedom=0.0), Report())[0]
    assert final.path != draft.path
    assert toy.timesteps[-1] == [0] * 6, "all of it is given, the draft's frames too"
    assert difference(new_of(final), new_of(draft)) < 5
    assert final.like_draft is not None
    assert final.like_draft > 0.8


def test_a_draft_of_a_large_clip_takes_few_steps_and_a_smaller_picture(wan: str, tmp_path: Path) -> None:
    clip = tmp_path / "large.mp4"
    write_film(clip, timed(np.zeros((8, 720, 1280, 3), np.uint8), RATE), VideoInfo(1280, 720, RATE))
    request = replace(extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4"), model=wan)
    final, draft = (
        plan(replace(request, sampling=replace(request.sampling, quality=quality))) for quality in reversed(Quality)
    )
    assert len(draft.sigmas) < len(final.sigmas)
    sizes = [next(note for note in told.notes if "works at" in note) for told in (draft, final)]
    assert "works at 480x272" in sizes[0]
    assert "works at 848x480" in sizes[1]


def test_what_cannot_be_done_is_said_before_anything_is_written(wan: str, clip: Path, tmp_path: Path) -> None:
    request = by(wan, extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4"))
    own = replace(request, sampling=replace(request.sampling, sigmas=((1.0, 1.0), (0.0, 0.0))))
    with pytest.raises(RequestError, match="latent frames"):
        run(own, Report())
    with pytest.raises(RequestError, match="windows of different lengths"):
        run(replace(own, duration=Fraction(9)), Report())
    with pytest.raises(ModelError, match="no model"):
        run(by(str(tmp_path / "nowhere"), request), Report())
    assert files(tmp_path) == set()


def test_a_run_that_is_stopped_while_it_samples_leaves_nothing(wan: str, clip: Path, tmp_path: Path) -> None:
    report = Report(lambda progress: report.stop() if progress.stage == "Making new frames" else None)
    with pytest.raises(Cancelled):
        run(by(wan, extend_request(clip, seconds=QUARTER, output=tmp_path / "film.mp4"), steps=3), report)
    assert files(tmp_path) == set()
