"""One timestep per frame: our path against diffusers' per-token and scalar paths.

Run: python -m tests.benchmarks.transformer [--runs N] [--frames F] [--width W] [--layers L] [--device cuda]

The paths take turns in one process, in another order each round, on the same weights and inputs. On the CPU, times are
processor seconds, which other work on the machine disturbs less; on a GPU they are wall-clock seconds. Memory is
measured in a run of its own: the highest sum of what torch's allocator gave out and had not got back, above what stood
before.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import torch
from diffusers.models.transformers.transformer_wan import WanTransformer3DModel
from torch import Tensor
from torch.profiler import ProfilerActivity, profile

from engine.generation.loaded.transformer import VTATransformer

HEIGHT, WIDTH, WORDS = 32, 48, 512  # of the latents; 512 words are what Wan always sees
TOKENS_PER_FRAME = (HEIGHT // 2) * (WIDTH // 2)

Forward = Callable[[Tensor], Tensor]


def main() -> None:
    """Print, for per-frame and for equal timesteps: median time, extra peak memory, and difference of the outputs."""
    asked = arguments()
    torch.set_num_threads(asked.threads)
    paths = build(asked)
    generator = torch.Generator().manual_seed(2)
    vector = 1000 * torch.rand(1, asked.frames, generator=generator)
    tokens = asked.frames * TOKENS_PER_FRAME
    print(f"{asked.width} wide, {asked.layers} blocks, {asked.frames} latent frames, {tokens} tokens, float32")
    clock = "processor" if asked.device == "cpu" else "wall-clock"
    print(
        f"{asked.device}, {asked.threads} threads, n = {asked.runs} interleaved; {clock} seconds: median (min to max)"
    )
    print("\nA different timestep for every frame:")
    compare({name: paths[name] for name in ("per frame (ours)", "per token")}, vector.to(asked.device), asked.runs)
    print("\nThe same timestep for all:")
    compare(paths, torch.full_like(vector, 640.0).to(asked.device), asked.runs)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--frames", type=int, default=5)
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    return parser.parse_args()


def build(asked: argparse.Namespace) -> dict[str, Forward]:
    """Each path as a function of timesteps [1, frame], on one set of weights."""
    config = {"num_attention_heads": asked.width // 128, "ffn_dim": 4 * asked.width, "num_layers": asked.layers}
    torch.manual_seed(0)
    ours = VTATransformer(**config).to(asked.device)
    stock = WanTransformer3DModel(**config).to(asked.device)
    stock.load_state_dict(ours.state_dict(), assign=True)  # one set of weights, so caches treat both alike
    latents = torch.randn(1, 16, asked.frames, HEIGHT, WIDTH).to(asked.device)
    text = torch.randn(1, WORDS, 4096).to(asked.device)
    return {
        "per frame (ours)": lambda vector: ours(latents, vector, text),
        "per token": lambda vector: stock(
            latents, vector.repeat_interleave(TOKENS_PER_FRAME, 1), text, return_dict=False
        )[0],
        "scalar": lambda vector: stock(latents, vector[:, 0], text, return_dict=False)[0],
    }


@torch.no_grad()
def compare(paths: dict[str, Forward], vector: Tensor, runs: int) -> None:
    outputs = {name: forward(vector) for name, forward in paths.items()}  # also the warm-up
    memory = {name: peak_memory(forward, vector) for name, forward in paths.items()}
    times = interleaved(paths, vector, runs)
    ours, *others = paths
    for name in paths:
        median = statistics.median(times[name])
        spread = f"{min(times[name]):.3f} to {max(times[name]):.3f}"
        print(f"  {name:17} {median:7.3f} s ({spread})  {memory[name] / 1e6:8.1f} MB")
    for name in others:
        faster = statistics.median(times[name]) / statistics.median(times[ours])
        less = memory[name] / memory[ours]
        difference = (outputs[name] - outputs[ours]).abs().max().item()
        scale = outputs[name].abs().max().item()
        print(
            f"  against {name}: {faster:.2f} x the speed, 1/{less:.2f} of the memory; "
            f"largest difference {difference:.1e} where the largest value is {scale:.1f}"
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
