"""What may go to the trash: what was fetched, and nothing that another model needs."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.models.adapters import Kind
from engine.models.folder_layouts import Layout
from engine.models.getting.hub import Remote
from engine.models.getting.leaving import leaving
from engine.models.getting.origin import note
from engine.models.getting.sums import SHA256, Sum
from engine.models.on_disk.shelf import Known, KnownAdapter, Shelf
from engine.requests import Expert

SIZE = 1000  # bytes of each file


def fetched(folder: Path, name: str, repository: str = "a/b") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(bytes(SIZE))
    note(path, Remote(repository, "0" * 40, name, SIZE, Sum(SHA256, "0" * 64)), "0" * 64, "", "")
    return path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Two models that share all but their transformers; the VAE is the user's own."""
    vae = tmp_path / "vae"
    vae.write_bytes(bytes(SIZE))
    tokenizer = fetched(tmp_path / "google", "tokenizer.json", "google/umt5-xxl")
    fetched(tmp_path / "google", "spiece.model", "google/umt5-xxl")
    layout = Layout((fetched(tmp_path, "one"),), vae, fetched(tmp_path, "encoder"), tokenizer)
    one = Known("one", "One", "wan2.1-t2v-14b", layout, "bf16", 4 * SIZE)
    two = replace(one, name="two", title="Two", entry="", layout=replace(layout, transformers=(tmp_path / "two",)))
    pusa = KnownAdapter(fetched(tmp_path, "pusa"), "PUSA", Kind.PUSA, "pusa-2.1", Expert.BOTH, SIZE, ("one",), "")
    return Shelf((one, two), (pusa,))


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def test_what_another_model_needs_stays_and_so_does_what_is_the_users_own(shelf: Shelf) -> None:
    going = leaving(shelf.models[0], shelf)
    assert (names(going.files), names(going.staying)) == (["one"], ["encoder", "tokenizer.json", "spiece.model"])
    assert going.bytes == SIZE
    assert going.needing == ("Two",)
    assert len(going.lost) == 1
    assert "PUSA" in going.lost[0], "a preset of it"


def test_the_last_model_takes_its_parts_along(shelf: Shelf) -> None:
    alone = Shelf(shelf.models[:1])
    going = leaving(alone.models[0], alone)
    assert names(going.files) == ["one", "encoder", "tokenizer.json", "spiece.model"]
    assert (going.staying, going.needing, going.lost) == ((), (), ())


def test_an_adapter_goes_with_the_presets_that_are_made_of_it(shelf: Shelf) -> None:
    going = leaving(shelf.adapters[0], shelf)
    assert names(going.files) == ["pusa"]
    assert len(going.lost) == 1
    assert leaving(shelf.models[1], Shelf(shelf.models)).files == (), "what was not fetched is not touched"
