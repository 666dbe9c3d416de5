"""A GPU's own numbers: Wan's 14B model with random weights, ours beside diffusers', and what the machine can do at all.

Run: python -m tests.benchmarks.gpu [PART ...] [--device cuda] [--tiny] [--json FILE] [--most SECONDS]

Nothing is downloaded; weights are made where they compute. Parts come in the order of what they are worth, and none is
begun when less than a minute of --most is left. One that runs out of memory, or fails, says so, and the next goes on.
Goals are for an H200. --tiny runs everything on tiny networks, on a CPU too, which shows that it runs and nothing else.
"""

import argparse
import gc
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import torch

from tests.benchmarks.gpu_parts import PARTS, Row
from tests.benchmarks.gpu_scale import Scale, full, tiny

MOST = 570.0  # seconds
LEAST = 60.0  # seconds that a part may take


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _arguments().parse_args(arguments)
    device = torch.device(asked.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        raise SystemExit("There is no CUDA device here. --device cpu --tiny shows that every part runs.")
    torch.manual_seed(0)
    began = time.monotonic()
    print(_machine(device), flush=True)
    rows: list[Row] = []
    for row in _measured(asked.parts, tiny(device) if asked.tiny else full(device), began + asked.most):
        print(row.told(), flush=True)
        rows.append(row)
        if asked.json is not None:  # after each: whoever lends the device may end this at any time
            told = {"machine": _machine(device), "rows": [asdict(each) for each in rows]}
            asked.json.write_text(json.dumps(told, indent=2), encoding="utf-8")
    print(f"{time.monotonic() - began:.0f} s used")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.gpu", description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(PARTS), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--most", type=float, default=MOST)
    return parser


def _machine(device: torch.device) -> str:
    if device.type != "cuda":
        return f"{device.type}, torch {torch.__version__}"
    found = torch.cuda.get_device_properties(device)
    return f"{found.name}, {found.total_memory / 1e9:.0f} GB, torch {torch.__version__}, CUDA {torch.version.cuda}"


@torch.no_grad()
def _measured(parts: Sequence[str], scale: Scale, end: float) -> Iterator[Row]:
    for part in parts:
        began = time.monotonic()
        if end - began < LEAST:
            yield Row(part, note="left out: no time")
            continue
        try:
            yield from PARTS[part](scale)
        except torch.OutOfMemoryError:
            yield Row(part, note="out of memory")
        except Exception as error:  # whatever it is, the other parts are measured
            yield Row(part, note=f"failed: {type(error).__name__}: {error}")
        _free(scale.device)
        yield Row(f"(part {part})", seconds=time.monotonic() - began)


def _free(device: torch.device) -> None:
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()


if __name__ == "__main__":
    main()
