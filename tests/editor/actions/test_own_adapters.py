"""Adapters that the user adds to a model: which are offered, which are refused, and which go along to another model."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from editor.actions.asked_models import adapters_in_words
from editor.actions.own_adapters import carried, of_file, of_shelf, offered
from editor.model_shelf import ModelShelf, meant
from engine.errors import ModelError
from engine.models.adapters import Kind
from engine.models.on_disk.choices import BUILT_INS
from engine.models.on_disk.shelf import KnownAdapter, Shelf
from engine.models.on_disk.store import Choice, Store, choices
from engine.requests import Adapter, Expert
from tests.editor.model_store import a_model, a_shelf
from tests.engine.tiny_wan import pusa_adapter, tiny_wan

PUSA, STYLE, GRAIN = (Path(f"/loras/{name}.safetensors") for name in ("pusa", "style_low_noise", "grain"))
ONE, TWO, OTHER = a_model("one", "Wan 2.1"), a_model("two", "Wan 2.2"), a_model("other", "Wan 2.2 5B")


def known(path: Path, expert: Expert, *fits: str) -> KnownAdapter:
    return KnownAdapter(path, path.stem, Kind.OTHER, "", expert, 1, fits, "")


TWO_EXPERTS = replace(TWO, layout=replace(TWO.layout, transformers=(Path("/high"), Path("/low"))))
SHELF = Shelf((ONE, TWO_EXPERTS, OTHER), (known(STYLE, Expert.LOW, "one", "two"), known(GRAIN, Expert.BOTH, "one")))
PRESET = Choice("two+pusa", "Wan 2.2 + PUSA", "two", (Adapter(PUSA),))


@pytest.fixture
def models() -> ModelShelf:
    shelf = a_shelf()
    shelf.shelf, shelf.choices = SHELF, (*choices(SHELF), PRESET)
    return shelf


def choice(models: ModelShelf, name: str) -> Choice:
    return next(each for each in models.choices if each.id == name)


def test_those_of_the_models_size_are_offered_each_for_its_expert_where_there_are_two() -> None:
    assert [each.path for each in offered(SHELF, "one", ())] == [STYLE, GRAIN]
    assert [each.path for each in offered(SHELF, "one", (Adapter(STYLE),))] == [GRAIN]
    assert offered(SHELF, "other", ()) == ()
    experts = [of_shelf(SHELF, model, SHELF.adapters[0]).expert for model in ("one", "two")]
    assert experts == [Expert.BOTH, Expert.LOW]


def test_the_preset_that_holds_most_of_what_is_asked_for_is_meant_and_the_rest_is_ones_own(models: ModelShelf) -> None:
    asked = (Adapter(PUSA), Adapter(STYLE, 0.8))
    assert models.meant("two", asked) == (PRESET, (asked[1],))
    assert models.meant("two", asked[1:])[0] == choice(models, "two")
    assert models.title("two", asked) == "Wan 2.2 + PUSA with style_low_noise"
    assert meant(BUILT_INS, "two", asked) == (None, asked)


def test_ones_own_go_along_to_another_model_where_they_fit_it(models: ModelShelf) -> None:
    own = (Adapter(STYLE, 0.8, Expert.BOTH), Adapter(GRAIN))
    at_two = carried(models, "one", own, PRESET)
    assert at_two == (Adapter(PUSA), Adapter(STYLE, 0.8, Expert.LOW)), "grain does not fit"
    assert carried(models, "two", at_two, choice(models, "two")) == at_two[1:], "the preset's own go with it"
    assert carried(models, "two", at_two, choice(models, "one")) == (Adapter(STYLE, 0.8),), "it has no experts"
    assert carried(models, "two", at_two, BUILT_INS[0]) == ()


def test_a_file_is_added_where_it_fits_and_else_refused_with_what_it_is(tmp_path: Path) -> None:
    folder = tiny_wan(tmp_path / "models" / "tiny")
    store = Store(tmp_path / "store")
    store.add(folder)
    shelf = store.shelf()
    (model,) = shelf.models
    style = pusa_adapter(tmp_path / "style.safetensors")
    assert asyncio.run(of_file(shelf, model.name, style)) == Adapter(style)
    with pytest.raises(ModelError, match="is no adapter, but a VAE"):
        asyncio.run(of_file(shelf, model.name, next((folder / "vae").glob("*.safetensors"))))
    (tmp_path / "notes.safetensors").write_text("notes")
    with pytest.raises(ModelError, match=r"notes\.safetensors cannot be used"):
        asyncio.run(of_file(shelf, model.name, tmp_path / "notes.safetensors"))


def test_they_are_told_with_strength_and_expert() -> None:
    asked = (Adapter(STYLE, 0.8, Expert.LOW), Adapter(GRAIN))
    assert adapters_in_words(asked) == "style_low_noise at 0.8 (low-noise expert), grain"
