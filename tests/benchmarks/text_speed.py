"""What encoding a prompt's own words alone saves: the rest of the 512 that Wan's transformers see are zeros.

Run: python -m tests.benchmarks.text_speed [--runs N] [--threads T] [--words W]

A random encoder of umT5's kind, medium in size, reads W words alone, and the same padded to 512 and masked as other
programs have it. Both take turns in one process; processor seconds.
"""

import argparse
import statistics

import torch
from torch import Tensor, nn
from transformers import UMT5Config, UMT5EncoderModel

from engine.generation.loaded.words.tokens import WORDS
from tests.benchmarks.transformer import interleaved

MEDIUM = {"d_model": 1024, "d_kv": 64, "d_ff": 2560, "num_heads": 16, "num_layers": 6, "vocab_size": 1000}
PAD = 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.text_speed", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--words", type=int, default=40)
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(0)
    encoder = UMT5EncoderModel(UMT5Config(**MEDIUM, feed_forward_proj="gated-gelu")).eval()
    ids = torch.randint(1, MEDIUM["vocab_size"], (1, asked.words))
    print(f"CPU, {asked.threads} threads, float32, n = {asked.runs} interleaved; processor seconds: median (range)")
    print(f"{MEDIUM['d_model']} wide, {MEDIUM['num_layers']} blocks, a prompt of {asked.words} words:")
    compare(encoder, ids, asked.runs)


@torch.no_grad()
def alone(encoder: nn.Module, ids: Tensor) -> Tensor:
    """[1, 512, width], as engine.generation.loaded.words.text makes it."""
    made = encoder(input_ids=ids).last_hidden_state
    return nn.functional.pad(made, (0, 0, 0, WORDS - ids.shape[1]))


@torch.no_grad()
def padded(encoder: nn.Module, ids: Tensor) -> Tensor:
    words = nn.functional.pad(ids, (0, WORDS - ids.shape[1]), value=PAD)
    mask = (torch.arange(WORDS) < ids.shape[1])[None]
    made = encoder(input_ids=words, attention_mask=mask.long()).last_hidden_state
    return made * mask[..., None]


def compare(encoder: nn.Module, ids: Tensor, runs: int) -> None:
    first, second = alone(encoder, ids), padded(encoder, ids)  # also the warm-up
    paths = {"alone": lambda ids: alone(encoder, ids), f"as {WORDS}": lambda ids: padded(encoder, ids)}
    times = interleaved(paths, ids, runs)
    for name, each in times.items():
        print(f"  {name:8} {statistics.median(each):7.3f} s ({min(each):.3f} to {max(each):.3f})")
    own, whole = (statistics.median(each) for each in times.values())
    print(f"  alone is {whole / own:.1f} x as fast")
    print(
        f"  largest difference {(first - second).abs().max():.1e} where the largest value is {second.abs().max():.1f}"
    )


if __name__ == "__main__":
    main()
