"""Clips made longer by a model in every place it can have: two experts in 8 bits, with an adapter, tiny and random."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from safetensors.torch import load_file

import engine
from engine.asking import extend_request
from engine.generation.loaded import models
from engine.generation.memory.placement import Held, Placement, Precision
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film
from engine.requests import Adapter, ExtendRequest, Outputs
from engine.training.footage import HELD_OUT, make_clip
from tests.engine import tiny_wan as tiny
from tests.engine.generation.loaded.writing import saved, scaled


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> ExtendRequest:
    """A clip, to be made longer by a model of three blocks."""
    place = tmp_path_factory.mktemp("two")
    frames = timed(make_clip(HELD_OUT + 6, 12, 96, 64, 24.0).frames, Fraction(24))
    write_film(place / "clip.mp4", frames, VideoInfo(96, 64, Fraction(24)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(tiny.TRANSFORMER, "num_layers", 3)
        model = tiny.tiny_wan(place / "wan", experts=2)
    for file in model.glob("transformer*/*.safetensors"):
        saved(file, scaled(load_file(file)))
    adapter = Adapter(tiny.pusa_adapter(place / "pusa.safetensors"))
    return extend_request(
        place / "clip.mp4",
        seconds=Fraction(1, 6),
        output=place / "film.mp4",
        model=str(model),
        adapters=[adapter],
        prompt="a wave",
        steps=2,
    )


@pytest.mark.parametrize(
    ("precision", "tile", "waits"), [(Precision.FULL, 32, tuple(Held)), (Precision.HALF, None, (Held.DISK,))]
)
def test_a_clip_is_made_longer_by_the_same_frames_wherever_the_weights_wait(
    asked: ExtendRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    precision: Precision,
    tile: int | None,
    waits: tuple[Held, ...],
) -> None:
    resident = Placement("cpu", precision, tile=tile)
    less = replace(resident, encoder_resident=False, keeps_text=False)
    placements = [resident, *(replace(less, resident=number, held=held) for number, held in enumerate(waits))]
    films = []
    for number, placement in enumerate(placements):
        cache = tmp_path / f"cache {number}"  # so that each encodes the prompt itself
        monkeypatch.setattr("platformdirs.user_cache_path", lambda *names, cache=cache, **options: cache)
        found = SimpleNamespace(placement=placement, room=SimpleNamespace(seconds=None))
        monkeypatch.setattr(models, "placement_for", lambda request, found=found: found)
        [take] = engine.run(replace(asked, outputs=Outputs(tmp_path / f"{number}")))
        films.append(take.path.read_bytes())
    assert len(set(films)) == 1
