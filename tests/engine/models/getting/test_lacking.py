"""What is asked for where a model that is here lacks a part."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import ModelError
from engine.models.adapters import Kind
from engine.models.folder_layouts import Layout
from engine.models.getting.lacking import lacking
from engine.models.getting.wanted import preset_called, wanted_for
from engine.models.on_disk.choices import chosen
from engine.models.on_disk.shelf import Known, KnownAdapter, Shelf
from engine.requests import Expert

WHOLE = Layout((Path("t"),), Path("vae"), Path("encoder"), Path("tokenizer"))
BARE = replace(WHOLE, vae=Path(), text_encoder=Path(), tokenizer=Path())
LARGE = Known("large", "Wan 2.1 T2V 14B", "wan2.1-t2v-14b", BARE, "GGUF Q4_K", 9, ("VAE", "text encoder"))


def only(choice: str, *models: Known, adapters: tuple[KnownAdapter, ...] = ()) -> tuple[str, tuple[str, ...]]:
    shelf = Shelf(models, adapters)
    found = chosen(choice, shelf)
    assert found is not None
    lacks = lacking(found, shelf)
    return ("", ()) if lacks is None else (f"{lacks.preset} {lacks.form}", lacks.only)


def test_the_parts_that_are_not_there_are_meant_in_the_form_that_is_nearest_to_the_models() -> None:
    assert only("large", LARGE) == ("wan2.1 fp8", ("umt5-xxl", "wan2.1-vae", "umt5-xxl-tokenizer"))
    other = replace(LARGE, layout=replace(WHOLE, tokenizer=Path()), stored="bf16", missing=("tokenizer",))
    assert only("large", other) == ("wan2.1 16-bit", ("umt5-xxl-tokenizer",))


def test_a_preset_lacks_the_adapters_that_are_not_there_too() -> None:
    whole = replace(LARGE, layout=WHOLE, missing=())
    pusa = KnownAdapter(Path("pusa"), "PUSA", Kind.PUSA, "pusa-2.1", Expert.BOTH, 5, ("large",), "")
    assert only("wan2.1-pusa-lightx2v", whole, adapters=(pusa,)) == ("wan2.1-pusa-lightx2v fp8", ("lightx2v-2.1",))
    assert only("wan2.1-pusa", whole, adapters=(pusa,)) == ("", ())


def test_nothing_is_offered_where_fetching_would_not_make_it_whole() -> None:
    """A second expert of a form that nobody publishes, and a transformer that nobody knows."""
    half = replace(LARGE, entry="wan2.2-t2v-a14b", missing=("the low expert, of the same form",))
    assert only("large", half) == ("", ())
    assert only("large", replace(LARGE, entry="")) == ("", ())


def test_what_a_preset_is_not_made_of_is_refused() -> None:
    with pytest.raises(ModelError, match=r"has no wan2\.2-vae"):
        wanted_for(preset_called("wan2.1"), "fp8", ["wan2.2-vae"])
