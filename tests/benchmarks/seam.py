"""How well new frames are brought to the clip's own: python -m tests.benchmarks.seam [--help]."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from tests.benchmarks.cases import FOOTAGE
from tests.benchmarks.seam_controls import controls
from tests.benchmarks.seam_ends import ends
from tests.benchmarks.seam_figures import measure
from tests.benchmarks.seam_footage import Continuation, finished, published
from tests.benchmarks.seam_recovery import recovery, untouched
from tests.benchmarks.seam_rolling import rolling
from tests.benchmarks.seam_sheet import save_sheet
from tests.benchmarks.seam_speed import CORES, speed
from tests.benchmarks.seam_table import Line, compared, heading

Part = Callable[[Path, bool], list[Line]]  # footage, quick


def main() -> None:
    asked = _arguments().parse_args()
    cv2.setNumThreads(CORES)
    if not asked.footage.is_dir():
        raise SystemExit(f"There is no footage at {asked.footage}; name its folder with --footage.")
    if asked.sheet:
        save_sheet(asked.sheet, *_surf(asked.footage))
        return
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}: what else runs slows the speeds below\n")
    found = {part: _run(part, asked.footage, asked.quick) for part in asked.only}
    print(_summary(found))
    if asked.output:
        asked.output.write_text(json.dumps({name: [asdict(line) for line in lines] for name, lines in found.items()}))
    if asked.strict and any(line.met is False for lines in found.values() for line in lines):
        raise SystemExit(1)


def table(footage: Path, quick: bool) -> list[Line]:
    continuation, new = _surf(footage)
    given = continuation.generated
    return compared(*(measure(continuation.context, frames, given) for frames in (given, new)))


def failing(footage: Path, quick: bool) -> list[Line]:
    return controls(*_surf(footage))


# Name on the command line; what is printed above its lines; what makes them.
PARTS: dict[str, tuple[tuple[str, Part], ...]] = {
    "surf": (("surf.mp4 + PUSA on Wan 2.1: what is judged  median [least most] of so many frames", table),),
    "controls": (("Continuations that have to fail that table", failing),),
    "damage": (
        ("A perfect continuation changes by 0.5 grey levels at most", untouched),
        (
            "Damaged continuations: every figure within 1.5 times the undamaged one (+ 0.3 dE, 0.5 grey levels)",
            recovery,
        ),
        ("The same for new frames before a clip and between two", ends),
    ),
    "rolling": (("A generator that leans by 1 dE a window: every frame within 2 dE of the truth", rolling),),
    "speed": (("Speed and memory, generation not counted; median [least most] of n runs", speed),),
}


def _run(part: str, footage: Path, quick: bool) -> list[Line]:
    lines = []
    for title, make in PARTS[part]:
        began = time.monotonic()
        found = make(footage, quick)
        print(title, *([heading()] if make is table else []), *found, "", sep="\n", flush=True)
        print(f"{time.monotonic() - began:5.0f} s  {title}", file=sys.stderr, flush=True)
        lines += found
    return lines


def _summary(found: dict[str, list[Line]]) -> str:
    promised = [(part, line) for part, lines in found.items() for line in lines if line.met is not None]
    misses = [f"  MISSED {part}: {line.name}" for part, line in promised if not line.met]
    return "\n".join([f"{len(promised) - len(misses)} of {len(promised)} promises are met", *misses])


@cache
def _surf(footage: Path) -> tuple[Continuation, np.ndarray]:
    continuation = published(footage)
    return continuation, finished(continuation)


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose among {', '.join(PARTS)}")
    return names


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.seam", description=__doc__)
    parser.add_argument("--only", type=_names, default=list(PARTS), help=",".join(PARTS))
    parser.add_argument(
        "--quick", action="store_true", help="less footage, fewer windows and runs: a minute and a half"
    )
    parser.add_argument("--footage", type=Path, default=FOOTAGE)
    parser.add_argument("-o", "--output", type=Path, help="write every number to this JSON file")
    parser.add_argument("--strict", action="store_true", help="end with 1 where a promise is missed")
    parser.add_argument("--sheet", type=Path, help="only draw the join before and after, into this JPEG file")
    return parser


if __name__ == "__main__":
    main()
