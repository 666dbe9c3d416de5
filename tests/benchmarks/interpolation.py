"""How near frames made between a clip's own come to the true ones: python -m tests.benchmarks.interpolation [--help].

Every second, or two of three, or three of four frames of footage are left out and made anew of those that stay. Told
are their PSNR, how it compares with a cross-fade at the same frames, and how many are made in a second.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import cv2
import numpy as np

from engine.finishing.rate.between import Between
from engine.generation.pocket.model import PocketModel
from engine.media.read import read_frames
from engine.motion import floor
from engine.motion.carry import carry_between
from tests.benchmarks.cases import FOOTAGE, STRETCHES
from tests.benchmarks.measures import psnr
from tests.benchmarks.methods import Connect

FILES = ("surf.mp4", "snow.mp4", "bunny.webm", "planes_failing_audio.mp4")
RATE = 24.0  # of all of them, about
BESIDE = 6  # frames that stay on each side, for makers that look at several

Make = Callable[[np.ndarray, np.ndarray, int, float], list[np.ndarray]]


@dataclass(frozen=True, slots=True)
class Gap:
    """before, after: [n, h, w, 3], what stays on each side, in playing order; truth: [count, h, w, 3] between them."""

    before: np.ndarray
    truth: np.ndarray
    after: np.ndarray


def main() -> None:
    options = _arguments().parse_args()
    cv2.setNumThreads(1)
    makers = {name: maker() for name, maker in MAKERS.items() if name in (options.makers or MAKERS)}
    for file in options.files:
        for apart in options.apart:
            gaps = list(held_out(file, apart, options.gaps, options.width))
            print(table(f"{file}, 1 of {apart} frames stays", gaps, makers, apart), flush=True)


def held_out(file: str, apart: int, most: int, width: int) -> Iterator[Gap]:
    """Spread over the file's shots. Frames wider than `width` are averaged down to it."""
    shots = [(start, end) for name, start, end, _, _ in STRETCHES if name == file]
    for start, end in shots:
        frames = [_fitted(frame.image, width) for frame in read_frames(FOOTAGE / file, Fraction(start), Fraction(end))]
        places = np.arange(apart, len(frames) - 2 * apart, apart)
        chosen = places[np.linspace(0, len(places) - 1, max(1, most // len(shots))).round().astype(int)]
        for place in np.unique(chosen):
            before = np.stack(frames[place % apart : place + 1 : apart][-BESIDE:])
            after = np.stack(frames[place + apart :: apart][:BESIDE])
            yield Gap(before, np.stack(frames[place + 1 : place + apart]), after)


def table(name: str, gaps: list[Gap], makers: dict[str, Make], apart: int) -> str:
    """Mean ± standard deviation over the gaps, of the difference from a cross-fade too; the worst beside holding."""
    height, width = gaps[0].truth.shape[1:3]
    made = apart - 1
    lines = [
        f"{name}; n = {len(gaps)} gaps of {made}, {width}x{height}",
        f"{'':24}{'PSNR dB':>16}{'against a fade':>16}{'worst to held':>15}{'a second':>10}",
    ]
    held, faded = (
        np.array([psnr(gap.truth, np.stack(make(gap.before, gap.after, made, RATE))) for gap in gaps])
        for make in (hold, fade)
    )
    for each, make in makers.items():
        began = time.monotonic()
        results = [make(gap.before, gap.after, made, RATE / apart) for gap in gaps]
        pace = made * len(gaps) / (time.monotonic() - began)
        found = np.array([psnr(gap.truth, np.stack(result)) for gap, result in zip(gaps, results, strict=True)])
        worst = (found - held).min()
        lines.append(f"{each:24}{_spread(found):>16}{_spread(found - faded):>16}{worst:15.2f}{pace:10.1f}")
    return "\n".join([*lines, ""])


def hold(before: np.ndarray, after: np.ndarray, count: int, rate: float) -> list[np.ndarray]:
    return [before[-1] if share < 0.5 else after[0] for share in _shares(count)]


def fade(before: np.ndarray, after: np.ndarray, count: int, rate: float) -> list[np.ndarray]:
    return [cv2.addWeighted(before[-1], 1 - share, after[0], share, 0) for share in _shares(count)]


def between(before: np.ndarray, after: np.ndarray, count: int, rate: float) -> list[np.ndarray]:
    pair = Between.of(before[-1], after[0])
    return [pair.at(share) for share in _shares(count)]


def carried(connect: Connect, before: np.ndarray, after: np.ndarray, count: int, rate: float) -> list[np.ndarray]:
    return list(carry_between(before, after, connect(before, after, rate, count)))


MAKERS: dict[str, Callable[[], Make]] = {
    "nearer frame held": lambda: hold,
    "cross-fade": lambda: fade,
    "flow between two": lambda: between,
    "floor, carried": lambda: partial(carried, floor.connect),
    "network, carried": lambda: partial(carried, PocketModel.load().connect),
}


def _shares(count: int) -> list[float]:
    return [number / (count + 1) for number in range(1, count + 1)]


def _fitted(frame: np.ndarray, width: int) -> np.ndarray:
    if frame.shape[1] <= width:
        return frame
    return cv2.resize(frame, (width, round(frame.shape[0] * width / frame.shape[1])), interpolation=cv2.INTER_AREA)


def _spread(values: np.ndarray) -> str:
    return f"{values.mean():.2f} ±{values.std():.2f}"


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.interpolation", description=__doc__)
    parser.add_argument("--files", nargs="*", default=FILES, choices=FILES)
    parser.add_argument("--apart", nargs="*", type=int, default=(2, 3, 4), help="one frame of so many stays")
    parser.add_argument("--gaps", type=int, default=12, help="most of them in each file")
    parser.add_argument("--width", type=int, default=640, help="wider footage is averaged down to it")
    parser.add_argument("--makers", nargs="*", choices=MAKERS, help="all if left out")
    return parser


if __name__ == "__main__":
    main()
