"""Continuations to finish: known frames, the same as a generator rendered them, and the new frames it made after them.

In those from real footage and procedural scenes the new frames are the true ones, so what was done to them is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from engine.finishing.finish import Side, finish
from engine.media.probe import probe
from engine.media.read import read_head
from engine.training.footage import HELD_OUT, make_clip

KNOWN, NEW = 13, 24  # frames: what PUSA was given, and a second after it
SMALL = 640  # wide, in pixels
EXTENDED = "surf_extended_by_pusa_wan21.mp4"

# File; second it starts at; whether it is halved, so that a run takes minutes; what it shows. None crosses a cut.
STRETCHES = (
    ("planes_failing_audio.mp4", Fraction("1.5"), False, "plane and field"),
    ("surf.mp4", Fraction("5.5"), False, "surfer"),
    ("snow.mp4", Fraction(0), True, "snow"),
    ("bunny.webm", Fraction("17.2"), True, "bird"),
    ("bunny.webm", Fraction("13.2"), True, "stream"),
)
QUICK_STRETCHES = 1
SCENES = (HELD_OUT + 3, HELD_OUT + 7)  # never trained on


@dataclass(frozen=True, slots=True)
class Continuation:
    """Frames are [frame, height, width, 3] uint8, in playing order; the generated ones may be of another size.

    rendered: the last known frames as the generator rendered them; None: it rendered none.
    original: the clip's own frames, where the known ones were made by a generator themselves; passed: so many ago.
    """

    name: str
    rate: Fraction
    context: np.ndarray
    rendered: np.ndarray | None
    generated: np.ndarray
    original: np.ndarray | None = None
    passed: int = 0


def finished(continuation: Continuation) -> np.ndarray:
    """[frame, height, width, 3] uint8: its new frames as they are shown."""
    generated = continuation.generated
    before = Side(continuation.context, continuation.rendered, continuation.original, continuation.passed)
    return np.stack(list(finish(lambda: iter(generated), len(generated), continuation.rate, before, None)))


def published(folder: Path) -> Continuation:
    """What PUSA on Wan 2.1 made of the first 13 frames of surf.mp4: of its 81 frames the first 13 show the same."""
    shown = read(folder / EXTENDED, 81)
    context = read(folder / "surf.mp4", KNOWN)
    return Continuation("surf.mp4 by PUSA", Fraction(24), context, shown[:KNOWN], shown[KNOWN:])


def filled_gaps(folder: Path, quick: bool) -> Iterator[tuple[Continuation, np.ndarray]]:
    """13 frames and the 24 true ones after them, and the 13 after those."""
    for file, at in () if quick else (("surf.mp4", Fraction(3)), ("bunny.webm", Fraction(8))):
        frames = small(read(folder / file, KNOWN + NEW + KNOWN, at))
        yield _continued(f"{Path(file).stem} {at} s", rate_of(folder / file), frames[:-KNOWN]), frames[-KNOWN:]
    clip = make_clip(SCENES[0], KNOWN + NEW + KNOWN, SMALL, 360, 24.0)
    yield _continued(f"{SCENES[0]}: {clip.caption}", Fraction(24), clip.frames[:-KNOWN]), clip.frames[-KNOWN:]


def true_continuations(folder: Path, quick: bool) -> Iterator[Continuation]:
    """13 frames and the 24 true ones after them."""
    for file, at, halved, shows in STRETCHES[:QUICK_STRETCHES] if quick else STRETCHES:
        frames = read(folder / file, KNOWN + NEW, at)
        name = f"{Path(file).stem} {float(at):g} s: {shows}"
        yield _continued(name, rate_of(folder / file), small(frames) if halved else frames)
    for seed in SCENES[:1] if quick else SCENES:
        clip = make_clip(seed, KNOWN + NEW, SMALL, 360, 24.0)
        yield _continued(f"{seed}: {clip.caption}", Fraction(24), clip.frames)


def at_two_thirds(folder: Path, quick: bool) -> Iterator[tuple[Continuation, np.ndarray, np.ndarray]]:
    """True continuations, what a generator of two thirds their rate shows by repeating frames, 16 fps in 24, and what
    the true one shows half a frame earlier: repeats made anew evenly are at such moments.

    Scenes are drawn at 48 fps, of which every second is the clip's and every third the generator's. Footage has no
    frames between its own, so every second of those is the clip's: 8 fps in 12.
    """
    for seed in SCENES[:1] if quick else SCENES:
        clip = make_clip(seed, 2 * (KNOWN + NEW), SMALL, 360, 48.0)
        yield thinned(f"{seed}: {clip.caption}, 16 fps in 24", Fraction(24), clip.frames)
    for file, at in () if quick else (("bunny.webm", Fraction(8)), ("surf.mp4", Fraction(4))):
        frames = small(read(folder / file, 2 * (KNOWN + NEW), at))
        yield thinned(f"{Path(file).stem} {at} s, 8 fps in 12", rate_of(folder / file) / 2, frames)


def read(path: Path, count: int, start: Fraction = Fraction(0)) -> np.ndarray:
    return np.stack([frame.image[..., :3] for frame in read_head(path, count, start)])


def rate_of(path: Path) -> Fraction:
    video = probe(path).video
    assert video is not None
    return video.rate


def small(frames: np.ndarray) -> np.ndarray:
    height = round(frames.shape[1] * SMALL / frames.shape[2])
    return np.stack([cv2.resize(frame, (SMALL, height), interpolation=cv2.INTER_AREA) for frame in frames])


def _continued(name: str, rate: Fraction, frames: np.ndarray) -> Continuation:
    """As a generator without a fault would do it."""
    return Continuation(name, rate, frames[:KNOWN], frames[:KNOWN], frames[KNOWN:])


def thinned(name: str, rate: Fraction, frames: np.ndarray) -> tuple[Continuation, np.ndarray, np.ndarray]:
    truth = _continued(name, rate, frames[::2])
    last = 2 * (KNOWN - 1)  # the last known frame, where both rates agree
    shown = [last + 3 * (tick // 3) for tick in range(2, 2 * NEW + 1, 2)]
    return truth, frames[shown], frames[last + 1 :: 2][:NEW]
