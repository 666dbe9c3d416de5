"""How often a join's verdict is right: python -m tests.benchmarks.verdicts [--help].

True continuations, forwards and backwards in time, have to read as good; planted faults must not, where there is
anything to see: a picture that stands still may be held, and one whose speed changes all the time be played faster.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from engine.finishing.joins.report import told
from engine.finishing.joins.seam import Known, Seam, known_side, seam_beside
from engine.media.read import read_frames
from engine.requests import End, Join, Verdict
from engine.training.footage import HELD_OUT, make_clip
from tests.benchmarks.cases import FOOTAGE, STRETCHES
from tests.benchmarks.verdict_faults import AHEAD, FAULTS, KNOWN, OF_SPEED, true

LARGEST = 640  # pixels wide; wider footage is halved until it fits
EVERY = 10  # frames from one join to the next
SCENES = 6  # procedural
MOVES = 0.7  # grey levels a step: below it there is nothing to see of a fault in the motion
FLOWS = 0.15  # pixels a frame at 320 wide: the same for its speed
STEADY = 0.6  # octaves that the speed of one step may differ from the last


@dataclass(frozen=True, slots=True)
class Place:
    """A join: 13 known frames, and the 18 that follow them."""

    clip: str
    known: np.ndarray
    following: np.ndarray
    backwards: bool


@dataclass(frozen=True, slots=True)
class Judged:
    clip: str
    fault: str  # "" where there is none
    verdict: Verdict
    words: str
    moves: bool
    steady: bool


def main() -> None:
    options = _arguments().parse_args()
    cv2.setNumThreads(1)
    judged = [
        each for clip, frames in clips(options.clips) for each in judge(clip, frames, options.every, options.shift)
    ]
    print(table(judged))
    if options.output:
        options.output.write_text(json.dumps([[each.clip, each.fault, each.verdict, each.words] for each in judged]))


def clips(most: int) -> Iterator[tuple[str, np.ndarray]]:
    """Shots without cuts, [frame, height, width, 3] uint8."""
    shots = {stretch[:3]: stretch for stretch in STRETCHES} if FOOTAGE.is_dir() else {}
    for file, start, end, _, shows in list(shots.values())[:most]:
        found = read_frames(FOOTAGE / file, Fraction(start), Fraction(min(end, start + 10)))
        yield f"{Path(file).stem}: {shows}", np.stack([fitted(frame.image) for frame in found])
    for seed in range(HELD_OUT, HELD_OUT + min(SCENES, most)):
        clip = make_clip(seed, 60, 640, 360, 24.0)
        yield f"procedural: {clip.caption}", clip.frames


def fitted(frame: np.ndarray) -> np.ndarray:
    while frame.shape[1] > LARGEST:
        frame = cv2.resize(frame, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return frame


def places(clip: str, frames: np.ndarray, every: int, shift: int = 0) -> Iterator[Place]:
    for backwards in (False, True):
        shown = frames[::-1] if backwards else frames
        for at in range(KNOWN + shift, len(shown) - AHEAD, every):
            yield Place(clip, shown[at - KNOWN : at], shown[at : at + AHEAD], backwards)


def judge(clip: str, frames: np.ndarray, every: int, shift: int = 0) -> Iterator[Judged]:
    """Faults at every second join, forwards."""
    for number, place in enumerate(places(clip, frames, every, shift)):
        known = known_side(place.known)
        yield _judged(place, known, "", true(place.known, place.following))
        if number % 2 == 0 and not place.backwards:
            for name, fault in FAULTS.items():
                yield _judged(place, known, name, fault(place.known, place.following))


def _judged(place: Place, known: Known, fault: str, new: np.ndarray) -> Judged:
    join = verdict_of(seam_beside(known, new))
    speeds = np.log2([max(each.speed, 0.05) for each in known.changes])
    moves = float(np.median([each.step for each in known.changes])) > MOVES
    flows = float(np.median([each.speed for each in known.changes])) > FLOWS
    steady = flows and float(np.abs(np.diff(speeds)).max()) < STEADY
    return Judged(place.clip, fault, join.verdict, join.words, moves, steady)


def verdict_of(seam: Seam) -> Join:
    return told(End.START, seam, seam)


def table(judged: list[Judged]) -> str:
    alarms = [each for each in judged if not each.fault and each.verdict is not Verdict.GOOD]
    known_good = sum(not each.fault for each in judged)
    lines = [f"True continuations called anything but good: {share(len(alarms), known_good)} (goal: at most 5 %)"]
    lines += [f"    {count} in {clip}" for clip, count in Counter(each.clip for each in alarms).most_common()]
    lines += [f"    {count} times: {words}" for words, count in Counter(each.words for each in alarms).most_common()]
    lines += ["", "Faults called anything but good (goal: at least 95 % of the joins where they can be seen)", HEAD]
    return "\n".join([*lines, *(_line(fault, [each for each in judged if each.fault == fault]) for fault in FAULTS)])


HEAD = f"{'':28}{'can be seen':>18}{'of them poor':>18}{'of all':>18}"


def _line(fault: str, judged: list[Judged]) -> str:
    seen = [each for each in judged if each.moves and (each.steady or fault not in OF_SPEED)]
    caught, poor = (
        sum(each.verdict is not Verdict.GOOD for each in seen),
        sum(each.verdict is Verdict.POOR for each in seen),
    )
    everywhere = sum(each.verdict is not Verdict.GOOD for each in judged)
    shares = share(caught, len(seen)), share(poor, len(seen)), share(everywhere, len(judged))
    return f"{fault:28}{shares[0]:>18}{shares[1]:>18}{shares[2]:>18}"


def share(some: int, of: int) -> str:
    return f"{some} of {of} ({100 * some / of:.0f} %)" if of else "none"


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.verdicts", description=__doc__)
    parser.add_argument("--clips", type=int, default=100, metavar="N", help="at most that many of each kind")
    parser.add_argument("--every", type=int, default=EVERY, metavar="N", help=f"frames between joins; {EVERY}")
    parser.add_argument("--shift", type=int, default=0, metavar="N", help="of all joins, in frames; 0")
    parser.add_argument("-o", dest="output", type=Path, metavar="FILE", help="every verdict, as JSON")
    return parser


if __name__ == "__main__":
    main()
