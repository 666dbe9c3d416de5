"""What a run of a loaded model needs, told by its files' headers and the window alone."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path

from engine.errors import ModelError
from engine.models.files.headers import Piece, read_any_header
from engine.models.files.weight_files import read_settings, some, weight_files
from engine.models.folder_layouts import Layout

FORMS = {"F32": "fp32", "F16": "fp16", "BF16": "bf16", "F8_E4M3": "fp8", "F8_E5M2": "fp8"}
EXACT = {"fp32", "fp16", "bf16"}
BLOCK = re.compile(r"(?:^|\.)(?:blocks?|blk)\.(\d+)\.")  # of either transformer, under any program's names
VAE_WIDTHS = {8: (96, 96), 16: (160, 256)}  # of Wan's encoders and decoders, by pixels of a latent


@dataclass(frozen=True, slots=True)
class Weights:
    """numbers: how many. stored: bytes in their file."""

    numbers: int
    stored: int


@dataclass(frozen=True, slots=True)
class Network:
    """A stack of equal blocks and what lies around them. block: the largest one. form: "bf16", "fp8", "Q4_0"; is_exact:
    its weights are plain numbers of 16 bits or more."""

    blocks: int
    block: Weights
    rest: Weights
    width: int
    ffn: int
    form: str
    is_exact: bool

    @property
    def numbers(self) -> int:
        return self.blocks * self.block.numbers + self.rest.numbers

    @property
    def stored(self) -> int:
        return self.blocks * self.block.stored + self.rest.stored


@dataclass(frozen=True, slots=True)
class VAE:
    """scale: pixels of a latent, across. widths: channels of its encoder and decoder where pictures are largest."""

    numbers: int
    scale: int
    widths: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """What a model sees at once. latents: in time. height, width: pixels. passes: of the network a step, 2 with
    guidance. prompts: rows of text of both. windows: how many there are."""

    latents: int
    height: int
    width: int
    steps: int
    passes: int = 1
    prompts: int = 1
    windows: int = 1


@dataclass(frozen=True, slots=True)
class Needs:
    """experts: transformers, of which one works at a time. adapters: bytes of those of one expert."""

    transformer: Network
    experts: int
    adapters: int
    encoder: Network
    vae: VAE
    window: Window


def needs_of(found: Layout, scale: int, adapters: Iterable[Path], window: Window) -> Needs:
    """Of a model's parts. scale: pixels of a latent, across. adapters: those of one expert. Raises ModelError."""
    return Needs(
        transformer=network_of(found.transformers[0], "Wan transformer"),
        experts=len(found.transformers),
        adapters=sum(path.stat().st_size for path in adapters),
        encoder=network_of(found.text_encoder, "text encoder"),
        vae=_vae(found.vae, scale),
        window=window,
    )


def network_of(place: Path, what: str) -> Network:
    """Of a file or a folder. what: it should be. Raises ModelError."""
    files = _files(place)
    return _network(tuple((file, file.stat().st_size, file.stat().st_mtime_ns) for file in files), what)


@lru_cache(64)
def _network(stamps: tuple[tuple[Path, int, int], ...], what: str) -> Network:
    files = [file for file, _, _ in stamps]
    tensors = {name: tensor for file in files for name, tensor in read_any_header(file).pieces.items()}
    blocks: dict[int, list[Piece]] = defaultdict(list)
    rest: list[Piece] = []
    for name, tensor in tensors.items():
        match = BLOCK.search(name)
        (blocks[int(match[1])] if match else rest).append(tensor)
    if not blocks:
        raise ModelError(
            f"{files[0].name} holds no {what}; its keys are {some(tensors)}.", do=f"Choose the weights of a {what}."
        )
    sizes = [_weights(block) for block in blocks.values()]
    largest = max(blocks[min(blocks)], key=lambda tensor: prod(tensor.shape))
    matrices = [tensor.shape for tensor in blocks[min(blocks)] if len(tensor.shape) == 2]
    width, ffn = max(map(min, matrices), default=1), max(map(max, matrices), default=1)
    block = Weights(max(each.numbers for each in sizes), max(each.stored for each in sizes))
    form = FORMS.get(largest.stored, largest.stored)
    return Network(len(blocks), block, _weights(rest), width, ffn, form, form in EXACT)


def _weights(tensors: Iterable[Piece]) -> Weights:
    held = list(tensors)
    return Weights(sum(prod(each.shape) for each in held), sum(each.bytes for each in held))


def _files(place: Path) -> tuple[Path, ...]:
    return weight_files(place) if place.is_dir() else (place,)


def _vae(place: Path, scale: int) -> VAE:
    """Narrow ones say so in their settings."""
    encoder, decoder = VAE_WIDTHS.get(scale, VAE_WIDTHS[8])
    if place.is_dir():
        settings = read_settings(place / "config.json")
        encoder = int(settings.get("base_dim", encoder))
        decoder = int(settings.get("decoder_base_dim") or encoder)
    return VAE(sum(map(_numbers, _files(place))), scale, (encoder, decoder))


def _numbers(file: Path) -> int:
    return sum(prod(piece.shape) for piece in read_any_header(file).pieces.values())
