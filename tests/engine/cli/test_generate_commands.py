"""`generate` and `animate` as they are typed."""

import json
from fractions import Fraction

import cv2
import numpy as np
import pytest

import engine
from engine.cli import main
from engine.hosts.here import Here
from engine.requests import Keyframe, Source
from tests.engine.fakes import FakeHost


@pytest.fixture
def stills(tmp_path):
    """Two pictures; the second one's name holds the signs that times and noise are told by."""
    paths = [tmp_path / "one.png", tmp_path / "two@2~b.png"]
    for level, path in enumerate(paths):
        assert cv2.imwrite(str(path), np.full((48, 64, 3), 100 + level, np.uint8))
    return paths


@pytest.fixture
def asked(tmp_path, capsys):
    """Types a command with a fake host; returns the request it became."""

    def typed(*words, code=0):
        host = FakeHost()
        assert main([*map(str, words), "-o", str(tmp_path / "out" / "film.mp4")], host) == code
        return host.ran[0] if code == 0 else capsys.readouterr().err

    return typed


def test_pictures_stand_where_and_as_freely_as_was_typed(asked, stills):
    request = asked("animate", f"{stills[0]}@0.5~0.2", f"{stills[1]}@0:01.5", "--seconds", "2", "--prompt", "pan left")
    assert request.keyframes == (
        Keyframe(Source(stills[0]), Fraction(1, 2), 0.2),
        Keyframe(Source(stills[1]), Fraction(3, 2), 0.0),
    )
    assert (request.duration, request.rate, request.width, request.text.prompt) == (2, None, None, "pan left")


def test_without_times_the_first_is_at_the_start_and_the_last_at_the_end(asked, stills):
    one, two = stills
    assert [each.at for each in asked("animate", one, two, one, "--seconds", "3").keyframes] == [0, Fraction(3, 2), 3]
    assert [each.at for each in asked("animate", one, "--seconds", "3").keyframes] == [0]


def test_pusas_own_words_are_understood(asked, stills):
    typed = ["--image_paths", *stills, "--cond_position", "0,20", "--noise_multipliers", "0.2,0.5", "--frames", "81"]
    request = asked("animate", *typed, "--num_inference_steps", "4", "--cfg_scale", "1.5")
    assert [(each.at, each.noise) for each in request.keyframes] == [(0, 0.2), (Fraction(80, 24), 0.5)]
    assert request.duration == Fraction(81, 24)
    assert (request.sampling.steps, request.sampling.guidance) == (4, 1.5)


def test_frames_and_timecode_count_at_the_rate_that_is_asked_for(asked, stills):
    request = asked("animate", f"{stills[0]}@00:00:01:10", "--frames", "50", "--rate", "25", "--size", "128x64")
    assert (request.duration, request.rate, request.keyframes[0].at) == (2, 25, Fraction(35, 25))
    assert (request.width, request.height) == (128, 64)


def test_words_come_first_in_generate(asked, stills):
    request = asked("generate", "a slow pan left", "--image_paths", stills[0], "--seconds", "1", "--takes", "2")
    assert (request.text.prompt, len(request.keyframes), request.takes) == ("a slow pan left", 1, 2)
    assert asked("generate", "a cat", "--seconds", "1").keyframes == ()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--size", "wide"], "no size"),
        (["--rate", "fast"], "no rate"),
        (["--cond_position", "0,40"], "Latent 40"),
        (["--cond_position", "a"], "latents' numbers"),
        (["--noise_multipliers", "0,0,0"], "3 noise values"),
        (["--context", "5"], "Unrecognized"),
    ],
)
def test_what_cannot_be_asked_ends_with_2_and_a_remedy(asked, stills, options, told):
    assert told in asked("animate", *stills, "--seconds", "2", *options, code=2)


def test_a_missing_picture_is_told_by_its_name(asked, tmp_path):
    assert "gone.png" in asked("animate", tmp_path / "gone.png@1", "--seconds", "2", code=3)


def test_a_dry_run_shows_frames_latents_and_noise(stills, tmp_path, capsys):
    typed = [
        "animate",
        f"{stills[0]}~0.2",
        str(stills[1]),
        "--frames",
        "81",
        "-o",
        str(tmp_path / "f.mp4"),
        "--dry-run",
    ]
    assert main(typed) == 0
    out = capsys.readouterr().out
    assert "one.png stands at 0.00 s: frame 0, latent 0 of a model's window, noise 0.2." in out
    assert "two@2~b.png stands at 3.33 s: frame 80, latent 20 of a model's window, noise 0." in out
    assert main([*typed, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["plan"]["sigmas"][0]) == 21
    assert [(each["frame"], each["latent"], each["noise"]) for each in told["keyframes"]] == [(0, 0, 0.2), (80, 20, 0)]
    assert told["keyframes"][0]["sigmas"] == [row[0] for row in told["plan"]["sigmas"]]
    assert not (tmp_path / "f.assets").exists()


def test_a_script_animates_in_one_call(stills, monkeypatch, tmp_path):
    fake = FakeHost()
    monkeypatch.setattr(Here, "run", lambda self, request, report: fake.run(request, report))
    monkeypatch.chdir(tmp_path)
    take = engine.animate(*stills, seconds=2, noise=(0.1, 0.4), at=(None, 1), prompt="zoom in", seed=3)
    assert take.film.name == "one-animated.mp4"
    assert [(each.at, each.noise) for each in fake.ran[0].keyframes] == [(0, 0.1), (1, 0.4)]
    assert engine.generate("a cat", seconds=1).film.name == "generated.mp4"
    assert fake.ran[1].text.prompt == "a cat"
