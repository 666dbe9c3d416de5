"""An adapter on a base stored in few bits: added while each block is made, or merged and stored in that form again.

Run: python -m tests.benchmarks.merging [--width W] [--layers L] [--rank R] [--seeds N]

Told for each form of the base and each size of the adapter's change (of the weights' own, root mean square), which is a
product of random factors. weight: how far the changed matrices are from those of the full base with the adapter merged
in float32, of their size. velocity: the same of what the transformer predicts. effect: the same of what the adapter
changes about that, of the size of this change. left: how much of the change the matrices still show, 1 = all of it:
what came out of few bits stands on their grid, and less than half a step is rounded away from every number at once. All
are means over seeds, with the least and most of the effect's.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from engine.generation.loaded.adapters.merging import Merges
from engine.generation.loaded.files.loading import load_transformer
from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.loaded.placing import placed_transformer
from engine.generation.memory.placement import Held, Placement, Precision
from engine.models.files.gguf_header import Kind
from engine.progress import Report
from tests.engine.generation.loaded.writing import eight_bits, saved, scaled, write_gguf

Tensors = dict[str, Tensor]

RESIDENT = Placement("cpu", Precision.FULL)
STREAMED = Placement("cpu", Precision.FULL, resident=0, held=Held.MEMORY)
SIZES = (0.005, 0.02, 0.05, 0.1)  # of the adapter's change, of the weights'
FORMS: dict[str, Callable[[Path, Tensors], Path]] = {
    "fp8": lambda folder, tensors: saved(folder / "w.safetensors", eight_bits(tensors)),
    "fp8 scaled": lambda folder, tensors: saved(folder / "w.safetensors", scaled(tensors)),
    "Q8_0": lambda folder, tensors: write_gguf(folder / "w.gguf", tensors, Kind.Q8_0),
    "Q5_0": lambda folder, tensors: write_gguf(folder / "w.gguf", tensors, Kind.Q5_0),
    "Q4_0": lambda folder, tensors: write_gguf(folder / "w.gguf", tensors, Kind.Q4_0),
}
FRAMES, SIZE, WORDS = 3, 8, 16  # latents, latents across, words


@dataclass(frozen=True, slots=True)
class Error:
    weight: float
    velocity: float
    effect: float
    left: float


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(1)
    print(f"{asked.width} wide, {asked.layers} blocks, rank {asked.rank}, float32 on the CPU, n = {asked.seeds} seeds")
    print(
        f"{'base':12}{'change':>7}  {'added':20}{'weight':>9}{'velocity':>10}{'effect (least to most)':>27}{'left':>8}"
    )
    for form in FORMS:
        for size in SIZES:
            found = [errors(form, size, seed, asked) for seed in range(asked.seeds)]
            for way in found[0]:
                print(f"{form:12}{size:7.1%}  {way:20}{_told([each[way] for each in found])}")


def errors(form: str, size: float, seed: int, asked: argparse.Namespace) -> dict[str, Error]:
    """By the way in which the adapter got there."""
    with TemporaryDirectory() as folder:
        network = _network(asked, seed)
        config, full = dict(network.config), network.state_dict()
        merges = adapter_of(Path(folder, "adapter.safetensors"), full, size, asked.rank)
        place = _written(
            Path(folder, "full"), config, full, lambda made, tensors: saved(made / "w.safetensors", tensors)
        )
        wanted = placed_transformer(place, merges, RESIDENT, Report())
        place = _written(Path(folder, "base"), config, full, FORMS[form])
        base, merged = load_transformer(place), placed_transformer(place, merges, RESIDENT, Report())
        streamed = placed_transformer(place, merges, STREAMED, Report())
        again = load_transformer(_written(Path(folder, "again"), config, merged.state_dict(), FORMS[form]))
        true, stood, change = _matrices(wanted), _matrices(base), _matrices(wanted) - _matrices(network)
        effect = _velocity(wanted) - _velocity(network)
        return {
            way: Error(
                weight=float((_matrices(held) - true).norm() / true.norm()),
                velocity=_off(_velocity(ran), _velocity(wanted)),
                effect=_off(_velocity(ran) - _velocity(base), effect),
                left=float((_matrices(held) - stood) @ change / (change @ change)),
            )
            for way, held, ran in (("while made (ours)", merged, streamed), ("and stored again", again, again))
        }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--seeds", type=int, default=3)
    return parser.parse_args()


def _told(found: list[Error]) -> str:
    weight, velocity, effect, left = (mean(getattr(each, name) for each in found) for name in Error.__slots__)
    effects = [each.effect for each in found]
    spread = f"{effect:.3f} ({min(effects):.3f} to {max(effects):.3f})"
    return f"{weight:9.5f}{velocity:10.5f}{spread:>27}{left:8.3f}"


def _network(asked: argparse.Namespace, seed: int) -> VTATransformer:
    torch.manual_seed(seed)
    heads = {"num_attention_heads": asked.width // 64, "attention_head_dim": 64}
    return VTATransformer(**heads, ffn_dim=2 * asked.width, num_layers=asked.layers, text_dim=256)


def _written(folder: Path, config: dict[str, Any], tensors: Tensors, write: Callable[[Path, Tensors], Path]) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config))
    write(folder, {name: tensor.contiguous() for name, tensor in tensors.items()})
    return folder


def _full(folder: Path, tensors: Tensors) -> Path:
    return saved(folder / "w.safetensors", tensors)


def adapter_of(path: Path, tensors: Tensors, size: float, rank: int) -> Merges:
    """Of such rank, for every matrix of the blocks' attention."""
    factors = {}
    for name, weight in _changed(tensors).items():
        down, up = torch.randn(rank, weight.shape[1]), torch.randn(len(weight), rank)
        layer = f"transformer.{name.removesuffix('.weight')}"
        factors[f"{layer}.lora_A.weight"] = down
        factors[f"{layer}.lora_B.weight"] = up * (size * weight.std() / (up @ down).std())
    save_file(factors, path)
    return ((path, 1.0),)


def _changed(tensors: Tensors) -> Tensors:
    return {name: tensor for name, tensor in tensors.items() if ".attn" in name and tensor.ndim == 2}


def _matrices(transformer: VTATransformer) -> Tensor:
    """The numbers of all that the adapter changes."""
    return torch.cat([tensor.flatten() for tensor in _changed(transformer.state_dict()).values()]).double()


@torch.no_grad()
def _velocity(transformer: VTATransformer) -> Tensor:
    random = torch.Generator().manual_seed(1)
    latents = torch.randn(1, 16, FRAMES, SIZE, SIZE, generator=random)
    return transformer(latents, torch.tensor([[0.0, 400.0, 900.0]]), torch.randn(1, WORDS, 256, generator=random))


def _off(found: Tensor, wanted: Tensor) -> float:
    return float((found - wanted).norm() / wanted.norm())


if __name__ == "__main__":
    main()
