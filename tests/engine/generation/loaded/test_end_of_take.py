"""A clip that a model has made goes on from the latents it ended with: tiny networks with random weights."""

import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from safetensors.torch import load_file

import engine
from engine.asking import extend_request, take_info
from engine.errors import MediaMissing
from engine.generation.onward import place_beside
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from engine.requests import Take
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.tiny_wan import tiny_wan

RATE = Fraction(24)
GOES_ON = "goes on from the latents that clip, after, take 1"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    tiny_wan(folder / "wan")
    tiny_wan(folder / "other", seed=9)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Take:
    """Eight new frames after a clip: whole groups, so that none of its latents goes unused."""
    clip = tmp_path_factory.mktemp("clips") / "clip.mp4"
    frames = timed(make_clip(HELD_OUT + 6, 13, 96, 64, float(RATE)).frames, RATE)
    write_film(clip, frames, VideoInfo(96, 64, RATE))
    return longer(clip, models / "wan")


@pytest.fixture
def first(made: Take) -> Iterator[Take]:
    """Whose latents are again as they were when the test is over."""
    latents = place_beside(made.path).read_bytes()
    yield made
    place_beside(made.path).write_bytes(latents)


def longer(clip: Path, model: Path, frames: int = 8, **settings: object) -> Take:
    film, wishes = clip.with_name(f"{clip.stem}.film.mp4"), {"model": str(model), "steps": 1, **settings}
    return engine.run(extend_request(clip, seconds=Fraction(frames, 24), output=film, **wishes))[0]  # type: ignore[arg-type]


def told(take: Take) -> bool:
    return any(GOES_ON in note for note in take.notes)


def test_a_take_is_gone_on_from_by_its_latents_and_made_again_to_the_last_bit(first: Take, models: Path) -> None:
    [latents] = load_file(place_beside(first.path)).values()
    assert latents.shape == (1, 16, 6, 8, 12)
    second = longer(first.path, models / "wan")
    assert told(second)
    assert not told(first)
    assert place_beside(first.path) in [mark.path for mark in take_info(second.path).origin.sources]
    assert engine.again(second.path).path.read_bytes() == second.path.read_bytes()
    from_pictures = shutil.move(place_beside(first.path), first.path.with_suffix(".away"))
    third = longer(first.path, models / "wan")
    assert not told(third)
    assert third.path.read_bytes() != second.path.read_bytes()
    with pytest.raises(MediaMissing):
        engine.again(second.path)
    shutil.move(from_pictures, place_beside(first.path))
    assert engine.again(second.path).path.read_bytes() == second.path.read_bytes()


def test_pictures_are_gone_on_from_where_the_latents_are_not_of_them(first: Take, models: Path) -> None:
    assert not told(longer(first.path, models / "other"))
    assert not told(longer(first.path, models / "wan", end=Fraction(18, 24)))
    assert not told(longer(first.path, models / "wan", model_size=(64, 32)))
    place = place_beside(first.path)
    damaged = bytearray(place.read_bytes())
    damaged[-5] ^= 1
    place.write_bytes(damaged)
    assert not told(longer(first.path, models / "wan"))


def test_latents_of_another_take_that_had_the_name_are_left_alone(first: Take, models: Path) -> None:
    another = longer(first.path.parent.parent / "clip.mp4", models / "wan", seed=5)
    place_beside(another.path).replace(place_beside(first.path))
    assert not told(longer(first.path, models / "wan"))


def test_a_last_window_that_is_cut_short_leaves_none(first: Take, models: Path) -> None:
    short = longer(first.path, models / "wan", frames=6)
    assert not place_beside(short.path).exists()
