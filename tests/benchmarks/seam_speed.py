"""How fast frames are finished, in how much memory, and that the result does not depend on how they are delivered.

Run: python -m tests.benchmarks.seam_speed --size 1280x720 --frames 81, in a process of its own, prints seconds of wall
and processor and the megabytes its memory grew by.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import psutil

from engine.finishing.finish import Side, finish
from tests.benchmarks.seam_footage import EXTENDED, KNOWN, read, small
from tests.benchmarks.seam_rolling import to_and_fro
from tests.benchmarks.seam_table import Line, spread

ROOT = Path(__file__).resolve().parents[2]
CORES = 2
HELD = 24  # different frames; they come again, to and fro, so that what feeds the run stays small
FRAMES, MORE_FRAMES = 81, 243
FASTEST = 6.0  # frames a second at 1280x720, at least
GROWTH = 0.1  # of a frame, for each frame more
SAMPLED = 0.01  # seconds between looks at the memory
BLOCKS = (1, 7, 81)

# Size of the clip, of the generator's frames, how many of them, and how often it is run.
RUNS = (
    ("1280x720", "1280x720", FRAMES, 3),
    ("1280x720", "1280x720", MORE_FRAMES, 1),
    ("1280x720", "832x480", FRAMES, 1),
    ("1920x1080", "1920x1080", FRAMES, 1),
)
QUICK_RUNS = (("1280x720", "1280x720", 24, 1),)


def speed(folder: Path, quick: bool) -> list[Line]:
    """One line a size, then how memory grows with the number of frames, then chunks."""
    lines, peaks = [], {}
    for size, generator, frames, runs in QUICK_RUNS if quick else RUNS:
        done = [_run(folder, size, generator, frames) for _ in range(runs)]
        lines.append(_told(size, generator, frames, done))
        peaks[size, generator, frames] = max(run["megabytes"] for run in done)
    if not quick:
        lines.append(_bounded(peaks))
    return [*lines, chunks(folder, 24 if quick else FRAMES)]


def chunks(folder: Path, count: int) -> Line:
    """Frames that come one by one or as parts of blocks, none of which may be written to, give equal bytes."""
    shown = small(read(folder / EXTENDED, HELD + KNOWN))
    context = small(read(folder / "surf.mp4", KNOWN))
    before = Side(context, shown[:KNOWN])
    frames = to_and_fro(shown[KNOWN:], count)
    digests = [_digest(finish(_in_blocks(frames, block), count, Fraction(24), before, None)) for block in BLOCKS]
    same = len(set(digests)) == 1
    told = f"{count} frames in blocks of {', '.join(map(str, BLOCKS))}: {'equal' if same else 'different'} bytes"
    return Line("however it is chunked", told, {"digests": digests}, same)


def main() -> None:
    """One run, measured."""
    asked = _arguments().parse_args()
    cv2.setNumThreads(CORES)
    size, generator = (_size(text) for text in (asked.size, asked.generator or asked.size))
    shown = _resized(read(asked.footage / EXTENDED, KNOWN + HELD), generator)
    context = _resized(read(asked.footage / "surf.mp4", KNOWN), size)
    before = Side(context, shown[:KNOWN])
    with Watched() as memory:
        began, processor = time.perf_counter(), time.process_time()
        made = sum(1 for _ in finish(_coming(shown[KNOWN:], asked.frames), asked.frames, Fraction(24), before, None))
        seconds, processor = time.perf_counter() - began, time.process_time() - processor
    assert made == asked.frames
    print(json.dumps({"seconds": seconds, "processor": processor, "megabytes": memory.grown / 1e6}))


class Watched:
    """The most memory this process holds while it is watched, above what it held before; in bytes."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._before = self._highest = self._process.memory_info().rss

    @property
    def grown(self) -> int:
        return self._highest - self._before

    def __enter__(self) -> "Watched":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(SAMPLED):
            self._highest = max(self._highest, self._process.memory_info().rss)


def _run(folder: Path, size: str, generator: str, frames: int) -> dict[str, float]:
    asked = ["--footage", str(folder.resolve()), "--size", size, "--generator", generator, "--frames", str(frames)]
    command = [sys.executable, "-m", "tests.benchmarks.seam_speed", *asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stderr)
    run: dict[str, float] = json.loads(done.stdout)
    return {**run, "rate": frames / run["seconds"]}


def _told(size: str, generator: str, frames: int, done: list[dict[str, float]]) -> Line:
    rates = [run["rate"] for run in done]
    grown = spread([run["megabytes"] for run in done], 0)
    busy = spread([run["processor"] / frames for run in done])
    told = f"{spread(rates)} frames/s on {CORES} cores, {busy} processor s a frame; memory grows by {grown} MB"
    name = f"{frames} of {generator}" + (f" to {size}" if generator != size else "")
    promised = size == generator == "1280x720"
    return Line(name, told, {"runs": done}, float(np.median(rates)) >= FASTEST if promised else None)


def _bounded(peaks: dict[tuple[str, str, int], float]) -> Line:
    less, more = (peaks["1280x720", "1280x720", frames] for frames in (FRAMES, MORE_FRAMES))
    growth = (more - less) * 1e6 / (MORE_FRAMES - FRAMES) / (1280 * 720 * 3)
    told = f"{growth:+.3f} frames of memory for each frame more, {FRAMES} to {MORE_FRAMES}"
    return Line("memory is bounded", told, {"frames a frame": growth}, growth <= GROWTH)


def _coming(frames: np.ndarray, count: int) -> Callable[[], Iterator[np.ndarray]]:
    """Views, to and fro, so nothing is made for them."""
    turn = 2 * (len(frames) - 1)
    places = [min(place % turn, turn - place % turn) for place in range(count)]
    return lambda: (frames[place] for place in places)


def _in_blocks(frames: np.ndarray, block: int) -> Callable[[], Iterator[np.ndarray]]:
    def delivered() -> Iterator[np.ndarray]:
        coming = iter(frames)
        while taken := list(islice(coming, block)):
            whole = np.stack(taken)
            whole.setflags(write=False)
            yield from whole

    return delivered


def _digest(frames: Iterator[np.ndarray]) -> str:
    digest = hashlib.sha256()
    for frame in frames:
        digest.update(np.ascontiguousarray(frame).tobytes())
    return digest.hexdigest()


def _resized(frames: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.stack([cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in frames])


def _size(text: str) -> tuple[int, int]:
    width, height = text.split("x")
    return int(width), int(height)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--footage", type=Path, required=True)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--generator", help="the size its frames come in; the clip's own by default")
    parser.add_argument("--frames", type=int, default=FRAMES)
    return parser


if __name__ == "__main__":
    main()
