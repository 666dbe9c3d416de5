"""Whether every tensor of a model's files has its place and, where asked, every number in them is one."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from engine.errors import ModelError
from engine.generation.loaded.adapters.lora import changes_for, read_adapter
from engine.generation.loaded.files import original
from engine.generation.loaded.files.loading import check_state, stored_transformer
from engine.generation.loaded.files.stored import Plain, Stored
from engine.generation.loaded.files.weights import read_config, read_weights
from engine.generation.loaded.vae.wan_vae import empty_vae
from engine.generation.loaded.words.text import stored_encoder
from engine.generation.loaded.words.tokens import load_tokenizer
from engine.models.contents.found import Part
from engine.models.files.weight_files import some, weight_files
from engine.models.folder_layouts import Layout

States = Mapping[str, Stored]
TRY = "a wave breaks"  # read by a tokenizer that is tried


@dataclass(frozen=True, slots=True)
class Checked:
    """part: what `path` was checked as. tensors: how many have their place. fault: what is wrong, by key; "" = sound.

    sha256: of each of its files, where every byte was read.
    """

    path: Path
    part: Part
    tensors: int
    fault: str = ""
    sha256: Mapping[str, str] | None = None


def checked_model(where: Layout, full: bool) -> Iterator[Checked]:
    """Each part in turn. full: every byte is read. Raises nothing for what is wrong with a file."""
    for path in where.transformers:
        yield checked_part(path, Part.TRANSFORMER, full)
    yield checked_part(where.vae, Part.VAE, full)
    yield checked_part(where.text_encoder, Part.TEXT_ENCODER, full)
    yield checked_part(where.tokenizer, Part.TOKENIZER, full)


def checked_part(path: Path, kind: Part, full: bool) -> Checked:
    """Of any kind but an adapter, which needs a transformer to be held against."""
    return _checked(path, kind, partial(READERS[kind], path), full)


def checked_adapter(path: Path, transformer: Path, full: bool) -> Checked:
    """Whether every change has its parameter in that transformer."""
    return _checked(path, Part.ADAPTER, partial(_changed, path, transformer, full), full)


def _changed(path: Path, transformer: Path, full: bool) -> States:
    """What the adapter changes: by how much where `full`, else only which tensors."""
    network = stored_transformer(transformer)[0]
    shapes = {name: tuple(weight.shape) for name, weight in network.state_dict().items()}
    found = changes_for(read_adapter(path), shapes)
    if not full:
        return {name: Plain(torch.zeros(1)) for name in found}
    zeros = {name: torch.zeros(shapes[name]) for name in found}
    return {
        name: Plain(torch.stack([change.delta(zeros[name]) for change in changes]).sum(0))
        for name, changes in found.items()
    }


def _vae(path: Path) -> States:
    settings, state = (read_config(path), read_weights(path)) if path.is_dir() else original.read_vae(path)
    check_state(state, empty_vae(settings, path), str(path))
    return {name: Plain(tensor) for name, tensor in state.items()}


def _tokenizer(path: Path) -> States:
    if not load_tokenizer(path)(TRY):
        raise ModelError(f"{path.name} reads nothing.")
    return {}


READERS: dict[Part, Callable[[Path], States]] = {
    Part.TRANSFORMER: lambda path: stored_transformer(path)[1],
    Part.VAE: _vae,
    Part.TEXT_ENCODER: lambda path: stored_encoder(path)[1],
    Part.TOKENIZER: _tokenizer,
}


def _checked(path: Path, part: Part, states: Callable[[], States], full: bool) -> Checked:
    try:
        found = states()
        strange = _strange(found) if full else []
        told = f"It holds numbers that are none: {some(strange)}." if strange else ""
        return Checked(path, part, len(found), told, _sums(path) if full else None)
    except ModelError as error:
        return Checked(path, part, 0, error.what)
    except OSError as error:
        return Checked(path, part, 0, f"It cannot be read: {error.strerror}.")


def _strange(found: States) -> list[str]:
    """Each tensor that holds infinities or what is no number, with how many; one at a time is in memory."""
    told = []
    for name, stored in found.items():
        plain = stored.plain(torch.device("cpu"), torch.float32)
        count = plain.numel() - int(plain.isfinite().sum())
        told += [f"{name} ({count} of {plain.numel()})"] if count else []
    return told


def _sums(path: Path) -> dict[str, str]:
    sums = {}
    for file in weight_files(path) if path.is_dir() else (path,):
        with file.open("rb") as opened:
            sums[str(file)] = hashlib.file_digest(opened, "sha256").hexdigest()
    return sums
