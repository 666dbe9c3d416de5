"""Requests from plain values: what is understood, and what is refused before anything is read."""

import math
from fractions import Fraction
from pathlib import Path

import pytest

from engine.asking import bridge_request, extend_request, open_outputs
from engine.errors import OutputError, RequestError
from engine.requests import Adapter, Direction, Expert, Keyframe, LaterText, Outputs, Quality, Source


def ask(**changes):
    return extend_request(**{"clip": "clip.mp4", "seconds": 2, "output": "out/film.mp4"} | changes)


def test_takes_go_to_the_folder_of_the_films_name():
    assert ask().outputs == Outputs(Path("out/film.assets"), Path("out/film.mp4"))


def test_a_tenth_of_a_second_is_exactly_that():
    assert ask(seconds=0.1).duration == Fraction(1, 10)


def test_every_setting_arrives_in_the_request():
    request = ask(
        before=True, start=1, end=3, prompt="a wave", negative="text", seed=7, steps=4, guidance=1.5,
        shift=5.0, sigmas=[[1, 0.5], [0, 0]], context=9, noise=(0, 0.3), takes=3, model="other",
    )  # fmt: skip
    assert request.direction is Direction.BEFORE
    assert (request.source.start, request.source.end) == (1, 3)
    assert (request.text.prompt, request.text.negative) == ("a wave", "text")
    assert (request.sampling.seed, request.sampling.steps, request.sampling.guidance, request.sampling.shift) == (
        7,
        4,
        1.5,
        5.0,
    )
    assert request.sampling.sigmas == ((1.0, 0.5), (0.0, 0.0))
    assert (request.context.frames, request.context.noise) == (9, (0.0, 0.3))
    assert (request.takes, request.model) == (3, "other")


def test_what_a_loaded_model_takes_arrives_too():
    pusa = Adapter(Path("/models/pusa.pt"), 1.5, Expert.HIGH)
    request = ask(
        model=Path("elsewhere/wan"), later=[(1.5, "foam"), (Fraction(1, 2), "spray")], low_guidance=2, boundary=0.9,
        ramp=0.5, quality="Draft", model_size=(832, 480), adapters=["one.pt", pusa], preset="Loose",
        keyframes=[("b.png", 1.5, 0.3), Keyframe(Source(Path("a.png")), Fraction(1))],
    )  # fmt: skip
    assert request.model == str(Path("elsewhere/wan"))
    assert request.text.later == (LaterText(Fraction(1, 2), "spray"), LaterText(Fraction(3, 2), "foam"))
    sampling = request.sampling
    assert (sampling.low_guidance, sampling.boundary, sampling.ramp) == (2.0, 0.9, 0.5)
    assert (sampling.quality, sampling.width, sampling.height) == (Quality.DRAFT, 832, 480)
    assert sampling.adapters == (Adapter(Path("one.pt").absolute()), pusa)
    assert request.context.noise == (0.2, 0.4, 0.4, 0.4)
    assert [(each.source.path.name, each.at, each.noise) for each in request.keyframes] == [
        ("a.png", 1, 0.0), ("b.png", Fraction(3, 2), 0.3)
    ]  # fmt: skip


def test_nothing_is_asked_of_the_built_in_model_by_leaving_things_out():
    assert ask(adapters=[], lightx2v=False, boundary=None).sampling == ask().sampling


def test_noise_of_a_bridge_runs_mirrored_on_its_second_side():
    request = bridge_request("a.mp4", "b.mp4", seconds=1, output="film.mp4", noise=(0, 0.3, 0.5))
    assert request.first_context.noise == (0, 0.3, 0.5)
    assert request.second_context.noise == (0.5, 0.3, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"seconds": 0}, {"seconds": -1}, {"seconds": math.nan}, {"seconds": math.inf},
        {"noise": (0, 1.5)}, {"noise": (-0.1,)}, {"noise": (math.nan,)}, {"noise": ()}, {"noise": (True,)},
        {"takes": 0}, {"steps": 0}, {"steps": 2.5}, {"seed": -1}, {"context": 0},
        {"guidance": math.nan}, {"guidance": math.inf}, {"guidance": -1}, {"shift": 0},
        {"sigmas": []}, {"sigmas": [[1]]}, {"sigmas": [[], []]}, {"sigmas": [[1, 1], [0]]}, {"sigmas": [[2], [0]]},
        {"sigmas": [["1"], [0]]}, {"sigmas": [[math.nan], [0]]},
        {"start": -1}, {"start": 3, "end": 3}, {"end": 0},
        {"later": [(0, "a")]}, {"later": [(2, "a")]}, {"later": [(1, "a"), (1, "b")]}, {"later": [(math.nan, "a")]},
        {"preset": "free"}, {"preset": "Strict", "noise": (0,)}, {"quality": "best"}, {"ramp": 1.5},
        {"keyframes": [("a.png", 3)]}, {"keyframes": [("a.png", -1)]}, {"keyframes": [("a.png", 1, 2)]},
        {"keyframes": [Keyframe(Source(Path("a.png")), Fraction(1), 2.0)]}, {"keyframes": [("out/film.mp4", 1)]},
        {"adapters": ["a.pt"]}, {"boundary": 0}, {"model": "wan", "adapters": [Adapter(Path("a.pt"), math.nan)]},
        {"model": "wan", "model_size": (1, 480)}, {"model": "wan", "lightx2v": True},
        {"output": "film"}, {"output": "film.txt"}, {"output": "clip.mp4"}, {"output": "./x/../clip.mp4"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_remedy(wrong):
    with pytest.raises(RequestError) as refused:
        ask(**wrong)
    assert refused.value.what
    assert refused.value.do


def test_the_clip_is_not_written_over_under_another_name(tmp_path):
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"picture")
    (tmp_path / "alias.mp4").hardlink_to(clip)
    with pytest.raises(RequestError, match="the clip itself"):
        ask(clip=clip, output=tmp_path / "alias.mp4")
    with pytest.raises(RequestError, match="the clip itself"):
        bridge_request("other.mp4", clip, seconds=1, output=tmp_path / "alias.mp4")


def test_a_folder_of_the_films_name_is_no_film(tmp_path):
    (tmp_path / "film.mp4").mkdir()
    with pytest.raises(RequestError, match="folder"):
        ask(output=tmp_path / "film.mp4")


def test_missing_output_folders_are_made_and_nothing_is_left_in_them(tmp_path):
    film = tmp_path / "new" / "deep" / "film.mp4"
    open_outputs(ask(output=film).outputs)
    assert list(film.parent.iterdir()) == []


def test_a_folder_that_cannot_be_is_told_before_the_run(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError) as refused:
        open_outputs(ask(output=tmp_path / "file" / "film.mp4").outputs)
    assert refused.value.exit_code == 4
    assert refused.value.do
