"""Requests from plain values: what is understood, and what is refused before anything is read."""

import math
from fractions import Fraction
from pathlib import Path

import pytest

from engine.asking import bridge_request, extend_request, open_outputs
from engine.errors import OutputError, RequestError
from engine.requests import Direction, Outputs


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
