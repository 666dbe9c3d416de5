"""`import engine`: extending from a script."""

import ast
import subprocess
import sys
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest

import engine
from engine.hosts.here import Here
from tests.engine.fakes import FakeHost


@pytest.fixture
def host(monkeypatch, tmp_path):
    """Whatever is run in this process lands in a fake; the working folder is empty."""
    fake = FakeHost()
    monkeypatch.setattr(Here, "run", lambda self, request, report: fake.run(request, report))
    monkeypatch.chdir(tmp_path)
    return fake


def test_a_clip_is_extended_in_two_lines(host):
    from engine import extend

    take = extend("clip.mp4", seconds=2)
    assert take.film is not None
    assert take.film.name == "clip-extended.mp4"


def test_settings_and_an_own_matrix_reach_the_request(host):
    engine.extend("clip.mp4", seconds=2, output="longer.mov", before=True, seed=3, sigmas=[[1, 1], [0, 0]])
    assert host.ran[0].sampling.seed == 3
    assert host.ran[0].sampling.sigmas == ((1, 1), (0, 0))


def test_two_clips_are_bridged(host):
    take = engine.bridge("a.mp4", "b.mp4", seconds=1, prompt="a wave")
    assert take.film.name == "a-b.mp4"
    assert host.ran[0].text.prompt == "a wave"


def test_pictures_on_the_way_and_freedom_reach_the_request(host):
    given = engine.Keyframe(engine.Source(Path("still.png")), Fraction(1))
    engine.extend("clip.mp4", seconds=2, keyframes=[("still.png", 1, 0.2)])
    engine.bridge("a.mp4", "b.mp4", seconds=2, keyframes=[given])
    engine.complete("clip.mp4", start=0, end=1, freedom=(0, 0.4, 0))
    engine.interpolate("clip.mp4", speed=0.5, freedom=0.3)
    extended, bridged, completed, slowed = host.ran
    assert (extended.keyframes[0].at, extended.keyframes[0].noise) == (1, 0.2)
    assert bridged.keyframes == (given,)
    assert completed.freedom == (0.0, 0.4, 0.0)
    assert slowed.sampling.freedom == (0.3,)


def test_everything_named_in_the_engine_is_there():
    assert sorted(engine.__all__) == engine.__all__
    assert set(engine.__all__) <= set(dir(engine))
    assert not hasattr(engine, "shorten")


def test_each_name_is_what_a_type_checker_takes_it_for():
    block = next(each for each in ast.parse(Path(engine.__file__).read_text("utf-8")).body if isinstance(each, ast.If))
    homes = {
        name.name: each.module for each in ast.walk(block) if isinstance(each, ast.ImportFrom) for name in each.names
    }
    assert sorted(homes) == engine.__all__
    assert all(getattr(engine, name) is getattr(import_module(home), name) for name, home in homes.items())


def test_progress_goes_to_the_report(host):
    heard = []
    engine.extend("clip.mp4", seconds=2, report=engine.Report(heard.append))
    assert [progress.step for progress in heard] == [1, 2]


def test_all_takes_of_a_request_come_back_from_run(host):
    assert len(engine.run(engine.extend_request("clip.mp4", seconds=1, output="film.mp4", takes=3))) == 3


def test_what_goes_wrong_is_one_of_our_errors(host):
    with pytest.raises(engine.LongtakeError):
        engine.extend("clip.mp4", seconds=0)


def test_importing_the_engine_stays_light():
    heavy = {"torch", "cv2", "av", "numpy", "rich", "engine.asking"}
    code = f"import sys, engine; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
