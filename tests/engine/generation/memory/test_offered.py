"""What a preset would need before anything of it is fetched: as near as makes no difference to what its files tell."""

from pathlib import Path

import pytest

from engine.errors import ModelError
from engine.generation.memory.machine import imagined
from engine.generation.memory.needs import network_of
from engine.generation.memory.offered import offered_needs, offered_outline, offered_request
from engine.generation.memory.plan import Sight as Sight
from engine.generation.memory.plan import rooms, window_of
from engine.models.getting.offers import is_offer, offers
from engine.models.on_disk.shelf import Shelf
from tests.engine.models.files import LARGE, PUBLISHED, safetensors

NAME = "wan2.2-pusa-lightx2v@fp8"


def test_it_is_as_large_as_the_published_files_are(tmp_path: Path) -> None:
    file = safetensors(tmp_path / "wan2.2_t2v_high_noise_14B_fp8_scaled.safetensors", PUBLISHED[LARGE], "F8_E4M3")
    told, window = network_of(file, "transformer"), window_of(offered_request(NAME), offered_outline(NAME), Sight())
    said = offered_needs(NAME, window)
    assert (said.experts, said.window.steps, said.window.passes) == (2, 4, 1)
    assert (said.transformer.blocks, said.transformer.width, said.transformer.ffn) == (40, told.width, told.ffn)
    assert said.transformer.stored == pytest.approx(told.stored, rel=0.01)
    assert said.transformer.block.stored == pytest.approx(told.block.stored, rel=0.03)


def test_the_smaller_form_is_as_large_as_its_files_and_its_text_encoder_is_in_the_next_one() -> None:
    name = "wan2.2-pusa-lightx2v@q4"
    said = offered_needs(name, window_of(offered_request(name), offered_outline(name), Sight()))
    assert said.transformer.stored == pytest.approx(9_650_090_496, rel=0.001)
    assert (said.transformer.form, said.transformer.is_exact, said.encoder.form) == ("Q4_K", False, "fp8")


def test_a_larger_card_holds_more_of_what_is_offered_and_is_quicker() -> None:
    small, large = (rooms((NAME,), imagined(gpu, 64)).rooms[0] for gpu in (12, 80))
    assert (small.fits, large.fits) == (True, True)
    assert large.seconds is not None
    assert small.seconds is not None
    assert large.seconds < small.seconds / 2


def test_every_offer_has_an_answer() -> None:
    found = offers(Shelf())
    told = rooms(tuple(each.model for each in found), imagined(24, 64))
    assert all(each.words and each.peak for each in told.rooms)


def test_only_an_offer_is_taken_for_one() -> None:
    assert is_offer(NAME)
    assert not is_offer("wan2.2-pusa")
    assert not is_offer("/models/me@home/file.safetensors")
    with pytest.raises(ModelError, match="no preset"):
        offered_outline("sora@fp8")
