"""Takes that a model folder made, and made again: tiny networks with random weights."""

import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import engine
from engine.asking import extend_request, take_info
from engine.errors import ModelError
from engine.generation import tasks
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from engine.requests import Adapter, ExtendRequest, Take
from engine.training.footage import HELD_OUT, make_clip
from tests.engine.tiny_wan import pusa_adapter, tiny_wan

RATE = Fraction(24)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Take:
    """By a folder called "wan" and an adapter beside it."""
    folder = tmp_path_factory.mktemp("made")
    frames = timed(make_clip(HELD_OUT + 6, 12, 96, 64, float(RATE)).frames, RATE)
    write_film(folder / "clip.mp4", frames, VideoInfo(96, 64, RATE))
    model, adapter = tiny_wan(folder / "wan", experts=2), pusa_adapter(folder / "pusa.safetensors")
    request = extend_request(
        folder / "clip.mp4",
        seconds=Fraction(1, 6),
        output=folder / "film.mp4",
        model=str(model),
        adapters=[Adapter(adapter)],
        prompt="a wave",
        steps=4,
        seed=3,
    )
    [take] = engine.run(request)
    return take


def test_a_take_tells_the_model_and_every_file_it_came_from(made: Take) -> None:
    info = take_info(made.path)
    assert info.origin.model == made.model == "wan with PUSA"
    assert info.origin.weights is None
    assert [mark.path.name for mark in info.origin.files] == [
        *["diffusion_pytorch_model.safetensors"] * 3,
        *("model.safetensors", "tokenizer.json", "pusa.safetensors"),
    ]
    assert all(mark.sha256 for mark in info.origin.files)
    assert info.notes == ()


def test_a_prompt_longer_than_the_model_reads_is_told_before_the_run(made: Take) -> None:
    asked = take_info(made.path).origin.request
    assert isinstance(asked, ExtendRequest)
    long = tasks.plan(replace(asked, text=replace(asked.text, prompt="a wave " * 300)))
    [told] = set(long.notes) - set(tasks.plan(asked).notes)
    assert told.startswith("“a wave a wave")
    assert told.endswith("the model reads the first 512 and not the rest.")


def test_it_is_made_again_to_the_last_bit(made: Take) -> None:
    again = engine.again(made.path)
    assert again.path != made.path
    assert again.path.read_bytes() == made.path.read_bytes()


def test_files_of_its_model_that_are_others_now_are_told_and_one_that_is_gone_cannot_make_it(
    made: Take, tmp_path: Path
) -> None:
    model = Path(take_info(made.path).origin.request.model)
    kept = shutil.copytree(model, tmp_path / "kept")
    try:
        tiny_wan(model, experts=2, seed=7)
        [note] = take_info(made.path).notes
        assert note.startswith("Its model is not as it was then (transformer/diffusion_pytorch_model.safetensors, ")
        shutil.rmtree(model)
        with pytest.raises(ModelError, match="There is no model at"):
            engine.again(made.path)
    finally:
        shutil.copytree(kept, model, dirs_exist_ok=True)
