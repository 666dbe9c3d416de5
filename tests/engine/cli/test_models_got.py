"""From the hub to an extended clip: what `models get` brings is whole, and `extend` runs it by its name."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sentencepiece
from safetensors.torch import load_file
from torch import Tensor

from engine.cli import main
from engine.media.origin import read_origin
from engine.media.read import read_frames
from engine.models.catalogue import catalogue
from engine.models.files.gguf_header import Kind
from engine.models.getting.wanted import Wanted, preset_called, wanted_for
from tests.engine.generation.loaded.writing import saved, scaled, write_k_gguf
from tests.engine.media.clips import make_film
from tests.engine.models.getting.conftest import hub as hub
from tests.engine.models.getting.conftest import unsummed as unsummed
from tests.engine.models.getting.server import LocalHub
from tests.engine.tiny_wan import LETTERS, comfy_wan, pusa_adapter

Tensors = dict[str, Tensor]
BLOCKS, WIDTH = 1, 256  # of the tiny transformer: a row is a block of GGUF's K kinds
Q4_K_M = {"attn.v.weight": Kind.Q6_K}
STORE: dict[str, Callable[[Path, Tensors], object]] = {
    "16-bit": lambda path, tensors: saved(path, {name: tensor.bfloat16() for name, tensor in tensors.items()}),
    "fp8": lambda path, tensors: saved(path, scaled(tensors)),
    "q4": lambda path, tensors: write_k_gguf(path, tensors, Q4_K_M),
    "any": saved,
}


@pytest.fixture(autouse=True)
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue knows models of 14B by their blocks and width: here those of the tiny one."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    for entries in (catalogue().bases, catalogue().adapters):
        for name, entry in entries.items():
            if (entry.blocks, entry.width) == (40, 5120):
                monkeypatch.setitem(entries, name, replace(entry, blocks=BLOCKS, width=WIDTH))


def published(wanted: Wanted, made: Path, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The paths of an entry, each with a tiny file in its form. made: a tree of `comfy_wan`."""
    sources = {"umt5-xxl": "text_encoders/*.safetensors", "wan2.1-vae": "vae/*"}
    base = sorted(made.glob("diffusion_models/*"))  # high before low, as the paths are
    for number, path in enumerate(wanted.files):
        file = folder / path.replace("/", "-")
        if wanted.entry.kind:
            pusa_adapter(file, number, width=WIDTH)
        elif wanted.entry.id == "umt5-xxl-tokenizer":
            file.write_bytes(next(made.rglob(path)).read_bytes() if path.endswith("json") else vocabulary())
        else:
            found = sorted(made.glob(sources[wanted.entry.id])) if wanted.entry.id in sources else base
            STORE[wanted.form](file, load_file(found[number]))
        yield path, file.read_bytes()


def vocabulary() -> bytes:
    """A spiece.model of letters."""
    content = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join(LETTERS)] * 9),
        model_writer=content,
        model_type="char",
        vocab_size=len(LETTERS) + 4,
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        minloglevel=2,
    )
    return content.getvalue()


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert main([*map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("preset", "form", "files", "stored"),
    [
        ("wan2.1-pusa", "16-bit", 6, "bf16"),
        ("wan2.2-pusa", "fp8", 8, "fp8 scaled"),
        ("wan2.2-pusa", "q4", 8, "GGUF Q4_K"),
    ],
)
def test_a_clip_is_extended_by_the_name_of_a_preset_that_was_fetched(
    hub: LocalHub, tmp_path: Path, capsys: pytest.CaptureFixture[str], preset: str, form: str, files: int, stored: str
) -> None:
    base = catalogue().bases[preset_called(preset).base]
    made = comfy_wan(tmp_path / "made", experts=base.experts, width=WIDTH)
    for wanted in wanted_for(preset_called(preset), form):
        hub.files.setdefault(wanted.repository, {}).update(published(wanted, made, tmp_path))
    got = answer(capsys, "models", "get", preset, "--form", form, "--into", tmp_path / "into")["got"]
    assert len(got["fetched"]) == files
    shelf = answer(capsys, "models", "list")
    assert [each["title"] for each in shelf["shelf"]["models"]] == [f"{base.title} ({stored})"]
    (choice,) = (each for each in shelf["choices"] if each["id"] == preset)
    assert choice["missing"] == []
    clip, film = make_film(tmp_path / "clip.mp4", 24), tmp_path / "film.mp4"
    quick = ("--steps", 2, "--guidance", 1, "--model-size", "32x32", "--context", 5)
    (take,) = answer(capsys, "extend", clip, "--frames", 4, "-o", film, "--model", preset, *quick)["takes"]
    assert take["model"] == f"{base.title} with PUSA"
    assert len(list(read_frames(Path(take["film"])))) == 28
    origin = read_origin(Path(take["path"]))
    assert origin is not None
    assert [each.path.name for each in origin.request.sampling.adapters] == [
        name.rpartition("/")[2] for each in wanted_for(preset_called(preset)) if each.entry.kind for name in each.files
    ]
