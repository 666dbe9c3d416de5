"""`finalise` as it is typed, of every kind of take."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import engine
from engine.asking import (
    animate_request,
    complete_request,
    extend_request,
    interpolate_request,
    loop_request,
    repair_request,
    smooth_request,
)
from engine.cli import main
from engine.generation.mending.remaking import parts_of
from engine.generation.origins import origin_of, part_of
from engine.media.info import VideoInfo
from engine.media.origin import written_into_takes
from engine.media.write import timed, write_film, write_take
from engine.presets import freedom
from engine.requests import (
    BUILT_IN_NETWORK,
    BridgeRequest,
    CompleteRequest,
    LoopRequest,
    Quality,
    Request,
    SmoothRequest,
    Source,
)
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.fakes import FakeHost
from tests.engine.media.clips import SMALL, make_film, moving_square

DRAFT = {"seed": 3, "quality": "draft", "steps": 1}


@pytest.fixture
def clip(tmp_path):
    return make_film(tmp_path / "clip.mp4", 24)


@pytest.fixture
def finalised(tmp_path, capsys):
    """Types the command for a take that says it was made so; returns the request, or what was said instead."""

    def typed(asked: Request, *words: str, film: bool = False, frames: int = 30, code: int = 0):
        take = a_take(asked, tmp_path, frames)
        output = ("-o", str(tmp_path / "final.mp4")) if film else ()
        host = FakeHost()
        assert main(["finalise", str(take), *words, *output], host) == code
        return host.ran[0] if code == 0 else capsys.readouterr().err

    return typed


def a_take(asked: Request, folder: Path, frames: int) -> Path:
    """Of the first hole, where there are holes."""
    path = folder / "draft.mp4"
    if hasattr(asked, "marked") or isinstance(asked, LoopRequest | SmoothRequest | CompleteRequest):
        part = parts_of(asked).holes[0].request
        with part_of(asked):
            origin = origin_of(replace(part, sampling=asked.sampling), 0)
    else:
        origin = origin_of(asked, 0)
    with written_into_takes(origin):
        write_take(path, moving_square(frames), SMALL)
    return path


def test_a_final_has_its_own_steps_and_is_natural_where_nothing_is_said(clip, finalised):
    request = finalised(extend_request(clip, seconds=0.25, output="film.mp4", **DRAFT))
    assert (request.sampling.steps, request.sampling.quality) == (None, Quality.FINAL)
    assert request.sampling.freedom == freedom("finalise", "Natural").noise
    assert request.sampling.draft.path.name == "draft.mp4"
    assert (request.sampling.draft.start, request.sampling.draft.end) == (1, Fraction(5, 4))  # the last 6 of 30 frames
    assert request.sampling.seed == 3


@pytest.mark.parametrize(
    ("words", "free"),
    [(("--freedom", "0.1"), (0.1,)), (("--freedom", "0,0.4"), (0.0, 0.4)), (("--preset", "loose"), (0.5,))],
)
def test_freedom_from_the_draft_is_told_in_numbers_or_by_name(clip, finalised, words, free):
    request = finalised(extend_request(clip, seconds=0.25, output="film.mp4", **DRAFT), *words, "--steps", "3")
    assert (request.sampling.freedom, request.sampling.steps) == (free, 3)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--freedom", "2"), "Freedom"),
        (("--freedom", "x"), "Freedom"),
        (("--preset", "free"), "no preset"),
        (("--preset", "Strict", "--freedom", "0.1"), "not allowed with"),
        (("--steps", "0"), "number of steps"),
    ],
)
def test_what_cannot_be_is_refused(clip, finalised, words, told):
    assert told in finalised(extend_request(clip, seconds=0.25, output="film.mp4", **DRAFT), *words, code=2)


def between(task: str, clip: Path) -> Request:
    if task == "loop":
        return loop_request(clip, seconds=0.25, output="film.mp4", **DRAFT)
    if task == "smooth":
        return smooth_request(clip, clip, each_side=0.125, output="film.mp4", **DRAFT)
    return complete_request(clip, start=0.5, end=0.75, output="film.mp4", freedom=(0, 0.4, 0), **DRAFT)


@pytest.mark.parametrize("task", ["loop", "smooth", "complete"])
def test_takes_between_known_frames_are_finalised_alone_or_as_the_film_they_stand_in(clip, finalised, task):
    alone = finalised(between(task, clip))
    assert isinstance(alone, BridgeRequest)
    whole = finalised(between(task, clip), film=True)
    assert type(whole) is type(between(task, clip))
    assert whole.sampling.draft == alone.sampling.draft
    known = parts_of(between(task, clip)).holes[0].before.most_context
    assert alone.sampling.draft.start == Fraction(known, 24)
    if isinstance(whole, CompleteRequest):
        assert whole.freedom == (1.0,)  # the draft is what it is free from


def test_one_of_several_repairs_is_finalised_alone(clip, finalised):
    asked = repair_request(clip, marked=[6, 15], output="film.mp4", **DRAFT)
    assert isinstance(finalised(asked), BridgeRequest)
    assert "without a film" in finalised(asked, film=True, code=2)


def test_of_a_new_clip_all_is_the_draft(clip, finalised):
    asked = animate_request(clip, seconds=2, output="film.mp4", **DRAFT)
    request = finalised(asked, frames=48)
    assert (request.sampling.draft.path.name, request.sampling.draft.start) == ("draft.mp4", None)
    assert isinstance(request.sampling.draft, Source)


def test_frames_between_a_clips_own_have_no_draft(clip, finalised):
    asked = interpolate_request(clip, speed=0.5, output="film.mp4")
    assert "in full at once" in finalised(asked, code=2)


def test_the_final_of_a_loop_moves_as_its_draft_and_stands_in_the_film(tmp_path):
    clip, rate = tmp_path / "clip.mp4", Fraction(24)
    write_film(clip, timed(make_clip(HELD_OUT + 6, 24, 128, 80, 24.0).frames, rate), VideoInfo(128, 80, rate))
    made = engine.loop(clip, seconds=0.25, output=tmp_path / "loop.mp4", model=BUILT_IN_NETWORK, **DRAFT)
    final = engine.finalise(made.path, output=tmp_path / "final.mp4", preset="Strict")
    assert final.like_draft is not None
    assert final.like_draft >= 0.9
    assert (final.new, final.film_new, final.film_frames) == (made.new, made.film_new, made.film_frames)
