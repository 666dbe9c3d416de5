"""One timestep per frame: our path against diffusers' per-token and scalar paths.

Run: python -m tests.benchmarks.transformer [SIZE ...] [--runs N] [--threads T] [--device cuda]

The paths take turns in one process, in another order each round, on the same weights and inputs. On the CPU, times are
processor seconds, which other work on the machine disturbs less; on a GPU they are wall-clock seconds. Memory is
measured in a run of its own: the highest sum of what torch's allocator gave out and had not got back, above what stood
before. "in a run": as sampling does it, where what attention makes of the text was made by an earlier step and stands
before; "known frames" leave the last block out, which the other paths cannot.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from diffusers.models.transformers.transformer_wan import WanTransformer3DModel
from torch import Tensor
from torch.profiler import ProfilerActivity, profile

from engine.generation.loaded.network.transformer import VTATransformer, predictor

HEIGHT, WIDTH, WORDS = 32, 48, 512  # of the latents; 512 words are what Wan always sees
TOKENS_PER_FRAME = (HEIGHT // 2) * (WIDTH // 2)
IN_A_RUN, ALONE, PER_TOKEN, SCALAR = "in a run (ours)", "alone (ours)", "per token", "scalar"

Forward = Callable[[Tensor], Tensor]  # of timesteps [1, frame]


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    layers: int
    frames: int
    known: int = 0  # of the frames: their timestep is 0


SIZES = {"small": Size(512, 4, 5), "medium": Size(1024, 4, 5), "known": Size(512, 4, 9, 4)}


def main() -> None:
    """Print, for per-frame and for equal timesteps: median time, extra peak memory, and difference of the outputs."""
    asked = arguments()
    torch.set_num_threads(asked.threads)
    clock = "processor" if asked.device == "cpu" else "wall-clock"
    print(f"{asked.device}, {asked.threads} threads, float32, n = {asked.runs} interleaved")
    print(f"{clock} seconds: median (least to most); MB: more than stood before")
    for name in asked.sizes:
        measure(name, SIZES[name], asked.device, asked.runs)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.transformer", description=__doc__)
    parser.add_argument("sizes", nargs="*", default=list(SIZES), metavar="SIZE", help=", ".join(SIZES))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    return parser.parse_args()


def measure(name: str, size: Size, device: str, runs: int) -> None:
    tokens = size.frames * TOKENS_PER_FRAME
    print(f"\n{name}: {size.width} wide, {size.layers} blocks, {size.frames} latent frames, {tokens} tokens")
    paths = build(size, device)
    vector = 1000 * torch.rand(1, size.frames, generator=torch.Generator().manual_seed(2)).to(device)
    if size.known:
        vector[:, : size.known] = 0
        print(f" {size.known} of the frames are known:")
        compare({path: paths[path] for path in (IN_A_RUN, ALONE, PER_TOKEN)}, vector, runs, size.known)
        return
    print(" A different timestep for every frame:")
    compare({path: paths[path] for path in (IN_A_RUN, ALONE, PER_TOKEN)}, vector, runs)
    print(" The same timestep for all:")
    same = torch.full_like(vector, 640.0)
    compare({path: paths[path] for path in (IN_A_RUN, ALONE, SCALAR)}, same, runs)


def build(size: Size, device: str) -> dict[str, Forward]:
    """Each path as a function of timesteps [1, frame], on one set of weights."""
    config = {"num_attention_heads": size.width // 128, "ffn_dim": 4 * size.width, "num_layers": size.layers}
    torch.manual_seed(0)
    ours = VTATransformer(**config).to(device).eval()
    stock = WanTransformer3DModel(**config).to(device).eval()
    stock.load_state_dict(ours.state_dict(), assign=True)  # one set of weights, so caches treat both alike
    latents = torch.randn(1, 16, size.frames, HEIGHT, WIDTH).to(device)
    text = torch.randn(1, WORDS, 4096).to(device)
    predict = predictor(ours, lambda: None)
    return {
        IN_A_RUN: lambda vector: predict(latents, vector[0], text),
        ALONE: lambda vector: ours(latents, vector, text),
        PER_TOKEN: lambda vector: stock(
            latents, vector.repeat_interleave(TOKENS_PER_FRAME, 1), text, return_dict=False
        )[0],
        SCALAR: lambda vector: stock(latents, vector[:, 0], text, return_dict=False)[0],
    }


@torch.no_grad()
def compare(paths: dict[str, Forward], vector: Tensor, runs: int, known: int = 0) -> None:
    """known: how many first frames are not compared."""
    outputs = {name: forward(vector)[:, :, known:] for name, forward in paths.items()}  # also the warm-up
    memory = {name: peak_memory(forward, vector) for name, forward in paths.items()}
    times = interleaved(paths, vector, runs)
    *ours, other = paths
    for name in paths:
        median = statistics.median(times[name])
        spread = f"{min(times[name]):.3f} to {max(times[name]):.3f}"
        print(f"  {name:17} {median:7.3f} s ({spread})  {memory[name] / 1e6:8.1f} MB")
    for name in ours:
        faster = statistics.median(times[other]) / statistics.median(times[name])
        difference = (outputs[name] - outputs[other]).abs().max().item()
        print(
            f"  {name} against {other}: {faster:.2f} x the speed, {memory[name] / memory[other]:.2f} x the memory; "
            f"largest difference {difference:.1e} where the largest value is {outputs[other].abs().max():.1f}"
        )


def interleaved(paths: dict[str, Forward], vector: Tensor, runs: int) -> dict[str, list[float]]:
    """Seconds of each run; whoever goes first changes from round to round."""
    times: dict[str, list[float]] = {name: [] for name in paths}
    order = list(paths)
    for _ in range(runs):
        for name in order:
            times[name].append(seconds(paths[name], vector))
        order = [*order[1:], order[0]]
    return times


def seconds(forward: Forward, vector: Tensor) -> float:
    clock = time.perf_counter if vector.is_cuda else time.process_time
    wait(vector)
    began = clock()
    forward(vector)
    wait(vector)
    return clock() - began


def wait(vector: Tensor) -> None:
    if vector.is_cuda:
        torch.cuda.synchronize()


def peak_memory(forward: Forward, vector: Tensor) -> int:
    """Bytes, above what stood before."""
    if vector.is_cuda:
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        forward(vector)
        return torch.cuda.max_memory_allocated() - before
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True, acc_events=True) as profiler:
        forward(vector)
    held = peak = 0
    for event in profiler.profiler.kineto_results.events():
        if event.name() == "[memory]":
            held += event.nbytes()
            peak = max(peak, held)
    return peak


if __name__ == "__main__":
    main()
