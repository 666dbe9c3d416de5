"""A transformer out of a file of each format: how large it is, and how far its velocity is from full precision's.

Run: python -m tests.benchmarks.formats [--width W] [--layers L] [--seeds N]

size: of the file, of that in float32. alone: without an adapter. The others are with one, merged in float32 and then
stored so (before), or stored without and merged when read (after, as is done here); each against both in full, of the
velocity's size. All are means over seeds, with the most. GGUF's K kinds are not here, since no library at hand writes
them; tests hold what is read of them against the format's own library.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

import torch
from torch import Tensor

from engine.generation.loaded.adapters.lora import merge, read_adapter
from engine.generation.loaded.files.loading import load_transformer
from engine.generation.loaded.network.transformer import VTATransformer
from engine.models.files.gguf_header import Kind
from tests.benchmarks.merging import adapter_of
from tests.engine.generation.loaded.writing import eight_bits, newly_scaled, row_scaled, saved, scaled, write_gguf

Tensors = dict[str, Tensor]
Write = Callable[[Path, Tensors], Path]

HEAD, TEXT = 64, 256
CHANGE, RANK = 0.05, 64  # of the adapter: its size, of the weights', and its rank
KINDS = (Kind.F16, Kind.BF16, Kind.Q8_0, Kind.Q5_1, Kind.Q5_0, Kind.Q4_1, Kind.Q4_0)


def as_type(dtype: torch.dtype) -> Write:
    return lambda path, tensors: saved(path, {name: tensor.to(dtype) for name, tensor in tensors.items()})


def as_kind(kind: Kind) -> Write:
    return lambda path, tensors: write_gguf(path, tensors, kind)


FORMATS: dict[str, Write] = {
    **{"fp32": as_type(torch.float32), "fp16": as_type(torch.float16), "bf16": as_type(torch.bfloat16)},
    "fp8 e4m3fn": lambda path, tensors: saved(path, eight_bits(tensors)),
    "fp8, scale_weight": lambda path, tensors: saved(path, scaled(tensors)),
    "fp8, weight_scale": lambda path, tensors: saved(path, newly_scaled(tensors)),
    "fp8, scale a row": lambda path, tensors: saved(path, row_scaled(tensors)),
    **{f"GGUF {kind.name}": as_kind(kind) for kind in KINDS},
}


@dataclass(frozen=True, slots=True)
class Found:
    size: float
    alone: float
    before: float
    after: float


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(1)
    print(f"{asked.width} wide, {asked.layers} blocks, adapter of rank {RANK} that changes {CHANGE:.0%},")
    print(f"random weights, float32 on the CPU, n = {asked.seeds} seeds: mean (most)")
    print(f"{'format':20}{'size':>6}{'alone':>20}{'before':>20}{'after':>20}")
    found = [measured(asked, seed) for seed in range(asked.seeds)]
    for form in FORMATS:
        print(f"{form:20}{_told([each[form] for each in found])}")


def measured(asked: argparse.Namespace, seed: int) -> dict[str, Found]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        network = _network(asked, seed)
        full = {name: tensor.contiguous() for name, tensor in network.state_dict().items()}
        (folder / "config.json").write_text(json.dumps(dict(network.config) | {"_class_name": "WanTransformer3DModel"}))
        ((adapter, _),) = adapter_of(folder / "adapter.safetensors", full, CHANGE, RANK)
        whole = FORMATS["fp32"](folder / "whole", full)
        merged = _merged(whole, adapter)
        changed = {name: tensor.contiguous() for name, tensor in merged.state_dict().items()}
        wanted, alone = _velocity(merged), _velocity(load_transformer(whole))
        found = {}
        for form, write in FORMATS.items():
            base = write(folder / "base", full)
            found[form] = Found(
                base.stat().st_size / whole.stat().st_size,
                _off(_velocity(load_transformer(base)), alone),
                _off(_velocity(load_transformer(write(folder / "changed", changed))), wanted),
                _off(_velocity(_merged(base, adapter)), wanted),
            )
        return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=3)
    return parser.parse_args()


def _network(asked: argparse.Namespace, seed: int) -> VTATransformer:
    torch.manual_seed(seed)
    heads = {"num_attention_heads": asked.width // HEAD, "attention_head_dim": HEAD}
    return VTATransformer(**heads, ffn_dim=2 * asked.width, num_layers=asked.layers, text_dim=TEXT)


def _merged(base: Path, adapter: Path) -> VTATransformer:
    transformer = load_transformer(base)
    merge(transformer, read_adapter(adapter), 1.0)
    return transformer


@torch.no_grad()
def _velocity(transformer: VTATransformer) -> Tensor:
    random = torch.Generator().manual_seed(1)
    latents = torch.randn(1, 16, 3, 8, 8, generator=random)
    return transformer(latents, torch.tensor([[0.0, 400.0, 900.0]]), torch.randn(1, 16, TEXT, generator=random))


def _off(found: Tensor, wanted: Tensor) -> float:
    return float((found - wanted).norm() / wanted.norm())


def _told(found: list[Found]) -> str:
    columns = [[getattr(each, name) for each in found] for name in ("alone", "before", "after")]
    errors = [f"{mean(column):.5f} ({max(column):.5f})" for column in columns]
    return f"{found[0].size:6.3f}" + "".join(f"{error:>20}" for error in errors)


if __name__ == "__main__":
    main()
