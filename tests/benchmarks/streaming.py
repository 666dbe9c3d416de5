"""Blocks brought one after another against blocks that are all there.

Run: python -m tests.benchmarks.streaming [--runs N] [--frames F] [--width W] [--layers L] [--threads T]
[--form "fp8 scaled"] [--rank R] [--device cuda]

A random transformer in a file, in full or in another form, with an adapter for the attention of all blocks if a rank is
told; it computes in float32, or in bfloat16 on a GPU. Streamed, none of its blocks is resident. All take turns in one
process, in another order each round, on the same inputs. On the CPU two clocks are told: processor seconds count what
bringing costs in all, wall-clock seconds what of it computing does not hide, if a core is free for it. The goal is that
streaming takes at most 1.05 times as long. A clip of 81 frames at 480p has 32,760 tokens: the more there are, the less
it matters what making a block costs.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import Tensor

from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.loaded.placing import placed_transformer
from engine.generation.memory.placement import Held, Placement, Precision
from engine.progress import Report
from tests.benchmarks.merging import FORMS, adapter_of
from tests.engine.generation.loaded.writing import saved

HEIGHT, WIDTH, WORDS = 32, 48, 512  # of the latents; 512 words are what Wan always sees
CHANGE = 0.02  # of the adapter, of the weights' size
HELD = {"memory": Held.MEMORY, "disk": Held.DISK, "device": Held.DEVICE}

Run = Callable[[], Tensor]
Times = tuple[float, float]  # processor and wall-clock seconds


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(asked.threads)
    with TemporaryDirectory() as folder:
        place = Path(folder, "model")
        place.mkdir()
        runs = _runs(place, asked)
        outputs = {name: run() for name, run in runs.items()}  # also the warm-up
        times = interleaved(runs, asked.runs)
    tokens = asked.frames * HEIGHT * WIDTH // 4
    kind = f"{asked.form}, adapter of rank {asked.rank}"
    print(
        f"{asked.width} wide, {asked.layers} blocks, {kind}, {tokens} tokens, {asked.device}, {asked.threads} threads"
    )
    print(f"n = {asked.runs} interleaved; median (least to most) in seconds, and of resident's")
    for name in runs:
        off = (outputs[name] - outputs["resident"]).abs().max().item()
        processor, wall = (_told(name, times, clock) for clock in (0, 1))
        print(f"  {name:9}processor {processor}   wall clock {wall}   largest difference {off:.1e}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--frames", type=int, default=5)
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--form", choices=("full", *FORMS), default="full")
    parser.add_argument("--rank", type=int, default=0)
    parser.add_argument("--device", default="cpu")
    return parser.parse_args()


def _runs(folder: Path, asked: argparse.Namespace) -> dict[str, Run]:
    """A forward of each."""
    torch.manual_seed(0)
    heads = {"num_attention_heads": asked.width // 128, "attention_head_dim": 128}
    network = VTATransformer(**heads, ffn_dim=4 * asked.width, num_layers=asked.layers)
    (folder / "config.json").write_text(json.dumps(dict(network.config)))
    precision = Precision.FULL if asked.device == "cpu" else Precision.HALF
    dtype = torch.float32 if asked.device == "cpu" else torch.bfloat16
    tensors = network.state_dict()
    (FORMS | {"full": partial(_full, dtype)})[asked.form](folder, tensors)
    merges = adapter_of(folder.parent / "adapter.safetensors", tensors, CHANGE, asked.rank) if asked.rank else ()
    resident = Placement(asked.device, precision)
    placements = {"resident": resident} | {
        name: Placement(asked.device, precision, resident=0, held=held) for name, held in HELD.items()
    }
    inputs = _inputs(asked, dtype)
    return {
        name: partial(_forward, placed_transformer(folder, merges, placement, Report()), inputs)
        for name, placement in placements.items()
    }


def _full(dtype: torch.dtype, folder: Path, tensors: dict[str, Tensor]) -> Path:
    return saved(folder / "w.safetensors", {name: tensor.to(dtype) for name, tensor in tensors.items()})


def _inputs(asked: argparse.Namespace, dtype: torch.dtype) -> tuple[Tensor, Tensor, Tensor]:
    """Latents, timesteps, text."""
    latents, text = torch.randn(1, 16, asked.frames, HEIGHT, WIDTH), torch.randn(1, WORDS, 4096)
    timesteps = 1000 * torch.rand(1, asked.frames)
    return latents.to(asked.device, dtype), timesteps.to(asked.device), text.to(asked.device, dtype)


@torch.no_grad()
def _forward(transformer: VTATransformer, inputs: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    made = transformer(*inputs)
    if made.is_cuda:
        torch.cuda.synchronize()
    return made


def interleaved(runs: dict[str, Run], count: int) -> dict[str, list[Times]]:
    """Seconds of each; whoever goes first changes from round to round."""
    times: dict[str, list[Times]] = {name: [] for name in runs}
    order = list(runs)
    for _ in range(count):
        for name in order:
            processor, wall = time.process_time(), time.perf_counter()
            runs[name]()
            times[name].append((time.process_time() - processor, time.perf_counter() - wall))
        order = [*order[1:], order[0]]
    return times


def _told(name: str, times: dict[str, list[Times]], clock: int) -> str:
    own, resident = ([each[clock] for each in times[of]] for of in (name, "resident"))
    ratio = statistics.median(each / beside for each, beside in zip(own, resident, strict=True))
    return f"{statistics.median(own):6.3f} ({min(own):.3f} to {max(own):.3f}) x {ratio:.3f}"


if __name__ == "__main__":
    main()
