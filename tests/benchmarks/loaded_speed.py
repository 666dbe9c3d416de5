"""What merging adapters and smaller windows save a loaded model.

Run: python -m tests.benchmarks.loaded_speed [--runs N] [--threads T]

Unmerged adapters run as PEFT runs them: beside every linear layer of a block, y + strength * up(down(x)) for each. Two
of them, of rank 64 and 512 as LightX2V's and PUSA's are, and of ranks that are the same share of this network's width
as those are of the 14B model's. All take turns in one process; processor seconds.
"""

import argparse
import statistics
from collections.abc import Callable

import torch
from torch import Tensor, nn

from engine.generation.loaded.network.transformer import VTATransformer, predictor
from tests.benchmarks.transformer import Forward, interleaved

WIDTH, LAYERS, WORDS = 1024, 2, 512
PUBLISHED_WIDTH = 5120
RANKS = (64, 512)  # LightX2V's, PUSA's
STRENGTHS = (1.0, 1.4)
WINDOW, WHOLE = 10, 21  # latents
HEIGHT, ACROSS = 24, 26  # of latents: with 512 wide, attention's share is what it is for the 14B model at 832 x 480


class Unmerged(nn.Module):
    """A linear layer with adapters beside it."""

    def __init__(self, linear: nn.Linear, ranks: tuple[int, ...], strengths: tuple[float, ...]) -> None:
        super().__init__()
        self.linear, self._strengths = linear, strengths
        wide, narrow = linear.in_features, linear.out_features
        self.down = nn.ParameterList(0.02 * torch.randn(rank, wide) for rank in ranks)
        self.up = nn.ParameterList(0.02 * torch.randn(narrow, rank) for rank in ranks)

    def forward(self, hidden_states: Tensor) -> Tensor:
        result = self.linear(hidden_states)
        for down, up, strength in zip(self.down, self.up, self._strengths, strict=True):
            result = result + strength * nn.functional.linear(nn.functional.linear(hidden_states, down), up)
        return result

    def merged(self) -> nn.Linear:
        with torch.no_grad():
            for down, up, strength in zip(self.down, self.up, self._strengths, strict=True):
                self.linear.weight += strength * up @ down
        return self.linear


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.loaded_speed", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    print(f"CPU, {asked.threads} threads, float32, n = {asked.runs} interleaved; processor seconds: median (range)")
    scaled = tuple(rank * WIDTH // PUBLISHED_WIDTH for rank in RANKS)
    for ranks in (RANKS, scaled):
        adapters(ranks, asked.runs)
    windows(asked.runs)


@torch.no_grad()
def adapters(ranks: tuple[int, ...], runs: int) -> None:
    print(f"\nTwo adapters of rank {ranks[0]} and {ranks[1]}, {WIDTH} wide, {LAYERS} blocks:")
    latents, text = torch.randn(1, 16, 5, 32, 48), torch.randn(1, WORDS, 4096)
    apart, merged = network(WIDTH, LAYERS), network(WIDTH, LAYERS)
    each_linear(apart, lambda linear: Unmerged(linear, ranks, STRENGTHS))
    each_linear(merged, lambda linear: Unmerged(linear, ranks, STRENGTHS).merged())
    times = compare({"merged": forward(merged, latents, text), "unmerged": forward(apart, latents, text)}, 5, runs)
    print(f"  merged is {times['unmerged'] / times['merged']:.2f} x as fast")


def network(width: int, layers: int) -> VTATransformer:
    torch.manual_seed(0)
    config = {"num_attention_heads": width // 128, "ffn_dim": 4 * width, "num_layers": layers}
    return VTATransformer(**config).eval().requires_grad_(False)


def each_linear(transformer: VTATransformer, made: Callable[[nn.Linear], nn.Module]) -> None:
    """Puts what is made of every linear layer of the blocks in its place; random numbers are drawn alike."""
    torch.manual_seed(1)
    for name, module in list(transformer.blocks.named_modules()):
        if isinstance(module, nn.Linear):
            owner, _, leaf = name.rpartition(".")
            setattr(transformer.blocks.get_submodule(owner), leaf, made(module))


def forward(transformer: VTATransformer, latents: Tensor, text: Tensor) -> Forward:
    predict = predictor(transformer, lambda: None)
    return lambda timesteps: predict(latents, timesteps, text)


def windows(runs: int) -> None:
    print(f"\nA window of {WINDOW} latents against {WHOLE}, 512 wide, {LAYERS} blocks:")
    transformer, text = network(512, LAYERS), torch.randn(1, WORDS, 4096)
    paths = {f"{frames} latents": shown(transformer, frames, text) for frames in (WINDOW, WHOLE)}
    small, large = compare(paths, WHOLE, runs, alike=False).values()
    print(f"  {WINDOW} latents cost {small / large:.2f} of {WHOLE}")


def shown(transformer: VTATransformer, frames: int, text: Tensor) -> Forward:
    run = forward(transformer, torch.randn(1, 16, frames, HEIGHT, ACROSS), text)
    return lambda timesteps: run(timesteps[:frames])


def compare(paths: dict[str, Forward], frames: int, runs: int, alike: bool = True) -> dict[str, float]:
    """Median seconds of each. alike: they give the same but for rounding, which is printed."""
    timesteps = 1000 * torch.rand(frames, generator=torch.Generator().manual_seed(2))
    outputs = [run(timesteps) for run in paths.values()]  # also the warm-up
    times = interleaved(paths, timesteps, runs)
    for name, each in times.items():
        print(f"  {name:12} {statistics.median(each):7.3f} s ({min(each):.3f} to {max(each):.3f})")
    if alike:
        first, second = outputs
        print(f"  largest difference {(first - second).abs().max():.1e} where the largest value is {first.max():.1f}")
    return {name: statistics.median(each) for name, each in times.items()}


if __name__ == "__main__":
    main()
