"""Slow motion from the command line, and from a script."""

import json
from fractions import Fraction

import pytest

import engine
from engine.cli import main
from engine.hosts.here import Here
from engine.media.probe import probe
from engine.requests import Sound, SpeedPoint
from tests.engine.fakes import FakeHost
from tests.engine.media.clips import make_film


@pytest.fixture
def clip(tmp_path):
    return make_film(tmp_path / "clip.mp4", 8)


@pytest.fixture
def interpolate(clip, tmp_path):
    """Runs the command on a small clip; returns the exit code."""

    def typed(*options, host=None):
        return main(["interpolate", str(clip), "-o", str(tmp_path / "out" / "film.mp4"), *options], host)

    return typed


def asked(interpolate, *options):
    host = FakeHost()
    assert interpolate(*options, host=host) == 0
    return host.ran[0]


def test_a_clip_is_slowed_down_in_one_command(interpolate, tmp_path, capsys):
    assert interpolate("--speed", "0.5") == 0
    told = capsys.readouterr().out
    assert "16 frames at 24 fps, 128 x 96." in told
    assert "8 of 16 frames are the clip's own" in told
    assert "handles" not in told
    assert probe(tmp_path / "out" / "film.mp4").duration == Fraction(16, 24)


def test_what_was_typed_reaches_the_request(interpolate):
    request = asked(interpolate, "--speed", "0.25", "--rate", "59.94", "--from", "00:00:00:01", "--to", "0.3")
    assert request.speed == (SpeedPoint(Fraction(0), Fraction(1, 4)),)
    assert request.rate == Fraction(60000, 1001)
    assert (request.source.start, request.source.end) == (Fraction(1, 24), Fraction(3, 10))
    assert request.sound is not Sound.SILENCE
    assert asked(interpolate, "--rate", "60", "--silent").sound is Sound.SILENCE


def test_a_speed_curve_takes_times_of_any_kind(interpolate):
    points = asked(interpolate, "--speed-curve", "0:1, 2:0.25,0:02.5:1/2,00:00:03:12:1").speed
    assert [point.at for point in points] == [0, 2, Fraction(5, 2), Fraction(7, 2)]
    assert [point.speed for point in points] == [1, Fraction(1, 4), Fraction(1, 2), 1]


def test_the_plan_tells_how_many_frames_are_the_clips_own(interpolate, tmp_path, capsys):
    assert interpolate("--speed", "0.25", "--dry-run") == 0
    told = capsys.readouterr().out
    assert "32 new frames at 24 fps" in told
    assert "8 of 32 frames are the clip's own" in told
    assert "There is no noise" in told
    assert "Noise in each latent frame" not in told
    assert not (tmp_path / "out").exists()
    assert interpolate("--speed", "0.25", "--dry-run", "--json") == 0
    assert json.loads(capsys.readouterr().out)["plan"]["sigmas"] == []


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--rate", "24"),
        ("--speed", "fast"),
        ("--speed", "1e999999999"),
        ("--speed", "30"),
        ("--rate", "1/0"),
        ("--rate", "nan"),
        ("--speed-curve", "0.5"),
        ("--speed-curve", "2:1,1:0.5"),
        ("--speed", "0.5", "--speed-curve", "0:1"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_made(interpolate, tmp_path, capsys, options):
    assert interpolate(*options) == 2
    assert capsys.readouterr().err.startswith("Error: ")
    assert not list(tmp_path.rglob("film*.mp4"))


def test_a_clip_is_slowed_down_in_two_lines_of_python(monkeypatch, tmp_path):
    fake = FakeHost()
    monkeypatch.setattr(Here, "run", lambda self, request, report: fake.run(request, report))
    monkeypatch.chdir(tmp_path)
    take = engine.interpolate("clip.mp4", speed=0.25)
    assert take.film.name == "clip-retimed.mp4"
    assert fake.ran[0].speed == (SpeedPoint(Fraction(0), Fraction(1, 4)),)
