"""What --dry-run prints: where every latent and every picture stands, its noise, and what is said."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.asking import bridge_request, extend_request
from engine.cli import main
from engine.cli.planned import latent_table, plan_as_data, plan_in_words, stands
from engine.cli.said import said
from engine.cli.words import as_json
from engine.presets import CONTINUATION, NEGATIVE
from engine.requests import Plan, PlannedLatent
from tests.engine.fakes import FakeHost, some_request
from tests.engine.media.clips import make_film

LATENTS = (
    PlannedLatent(-5, -4, 0.0, True),
    PlannedLatent(-4, 0, 0.5, True),
    PlannedLatent(0, 4, 1.0, False),
    PlannedLatent(4, 8, 1.0, False),
)
SIGMAS = ((0.0, 0.5, 1.0, 1.0), (0.0, 0.4, 0.8, 0.8), (0.0, 0.0, 0.0, 0.0))


@pytest.fixture
def still(tmp_path):
    path = tmp_path / "still.png"
    assert cv2.imwrite(str(path), np.full((48, 64, 3), 100, np.uint8))
    return path


def a_plan(**changes) -> Plan:
    plan = Plan("A model", Fraction(8), 64, 48, 8, 5, 13, (), SIGMAS, "the window's own table", LATENTS)
    return replace(plan, **changes)


def asked(**settings):
    return extend_request("clip.mp4", seconds=1, output="film.mp4", **settings)


def test_every_latent_is_a_row_with_its_frames_its_noise_and_its_sigma_at_every_step():
    told = plan_in_words(a_plan(), asked()).splitlines()
    at = next(index for index, line in enumerate(told) if line.startswith("latent"))
    assert told[at].split() == ["latent", "frames", "free", "step", "1", "step", "2", "end"]
    assert [line.split() for line in told[at + 1 : at + 5]] == [
        ["0", "-5", "given", "0.00", "0.000", "0.000", "0.000"],
        ["1", "-4", "to", "-1", "given", "0.50", "0.500", "0.400", "0.000"],
        ["2", "0", "to", "3", "new", "1.00", "1.000", "0.800", "0.000"],
        ["3", "4", "to", "7", "new", "1.00", "1.000", "0.800", "0.000"],
    ]
    assert "the window's own table" not in told


def test_a_plan_that_tells_of_no_latents_shows_its_own_table():
    assert "the window's own table" in plan_in_words(a_plan(latents=()), asked())


def test_many_steps_go_on_below():
    long = (*[SIGMAS[0]] * 10, SIGMAS[-1])
    first, second = latent_table(LATENTS, long).split("\n\n")
    assert first.splitlines()[0].split()[-2:] == ["step", "8"]
    assert second.splitlines()[0].split()[-5:] == ["step", "9", "step", "10", "end"]
    assert len(second.splitlines()) == 5


@pytest.mark.parametrize(("at", "frame", "latent"), [(0, 0, 2), (0.4, 3, 2), (0.5, 4, 3), (0.99, 7, 3), (1, 7, 3)])
def test_a_picture_stands_in_the_latent_that_holds_its_frame(still, at, frame, latent):
    request = asked(keyframes=[(still, at, 0.25)])
    [told] = stands(a_plan(), request)
    assert (told.picture, told.frame, told.latent, told.noise) == ("still.png", frame, latent, 0.25)
    assert told.sigmas == tuple(row[latent] for row in SIGMAS)
    [row] = [line for line in plan_in_words(a_plan(), request).splitlines() if line.endswith("  still.png")]
    assert row.split()[0] == str(latent)


def test_a_clip_that_is_given_at_the_very_end_ends_there(tmp_path):
    clip = make_film(tmp_path / "two.mp4", 12)  # half a second: 4 of the new frames
    [told] = stands(a_plan(), asked(keyframes=[(clip, 1)]))
    assert (told.frame, told.latent) == (4, 3)


def test_what_a_later_window_holds_has_no_latent_yet(still):
    request = bridge_request("a.mp4", "b.mp4", seconds=4, output="film.mp4", keyframes=[(still, 3)])
    [told] = stands(a_plan(new_frames=32), request)
    assert (told.frame, told.latent, told.sigmas) == (24, None, ())


def test_what_a_model_is_really_told_is_shown_and_what_of_it_is_ours():
    told = plan_in_words(a_plan(), asked(model="wan"))
    assert f"Prompt (ours, since none was given): {CONTINUATION}" in told
    assert f"Negative prompt (ours, since none was given): {NEGATIVE}" in told
    told = plan_in_words(a_plan(), asked(model="wan", prompt="a wave", later=[(0.5, "foam")], negative="rain"))
    assert "Prompt: a wave\nPrompt from 0.5 s on: foam\nNegative prompt: rain" in told


def test_the_built_in_model_is_told_no_words_and_that_is_said():
    request = asked(prompt="a wave")
    assert said(request) is None
    assert "Words have no effect on the built-in model." in plan_in_words(a_plan(), request)
    assert "a wave" not in plan_in_words(a_plan(), request)


def test_the_same_as_data(still):
    data = json.loads(as_json(plan_as_data(a_plan(), asked(model="wan", keyframes=[(still, 0.5)], negative="rain"))))
    assert data["plan"]["latents"][0] == {"start": -5, "stop": -4, "noise": 0.0, "given": True}
    assert data["keyframes"] == [
        {"picture": "still.png", "frame": 4, "latent": 3, "noise": 0.0, "sigmas": [1.0, 0.8, 0.0]}
    ]
    assert data["said"] == {"prompt": CONTINUATION, "negative": "rain", "later": [], "ours": ["prompt"]}
    assert json.loads(as_json(plan_as_data(a_plan(), some_request())))["said"] is None


def test_a_real_plan_tells_of_every_latent(tmp_path, capsys):
    clip = make_film(tmp_path / "clip.mp4", 24)
    typed = ["extend", str(clip), "--seconds", "0.5", "--noise", "0,0.3", "--dry-run", "--json"]
    assert main([*typed, "-o", str(tmp_path / "film.mp4")]) == 0
    plan = json.loads(capsys.readouterr().out)["plan"]
    assert len(plan["latents"]) == len(plan["sigmas"][0])
    assert [latent["noise"] for latent in plan["latents"]] == pytest.approx(plan["sigmas"][0])
    given = [latent["given"] for latent in plan["latents"]]
    assert given == sorted(given, reverse=True)
    assert (plan["latents"][-1]["stop"], given[-1]) == (12, False)


def test_a_missing_picture_on_the_way_is_told_before_anything_is_made(tmp_path, capsys):
    clip, host = make_film(tmp_path / "clip.mp4", 24), FakeHost()
    typed = ["extend", str(clip), "--seconds", "1", "--keyframe", "gone.png@0.5", "-o", str(tmp_path / "film.mp4")]
    assert main(typed, host) == 3
    assert "gone.png" in capsys.readouterr().err
    assert (host.ran, list(Path(tmp_path).glob("film*"))) == ([], [])
