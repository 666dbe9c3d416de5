"""At which cadence the built-in network is best shown a clip: python -m tests.benchmarks.cadence [--help].

Frames that are known are held out and foreseen: from a context sampled at about 6, 8 or 12 frames a second, on which
the network was trained, and from the clip's own frames one after the other. Told are the PSNR of the last frame seen,
moved along the motion foreseen, and how far that motion is from the true one, where it is known.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from unittest.mock import patch

import cv2
import numpy as np

from engine.generation.ask import NOTHING_SPECIAL, Ask
from engine.generation.pocket import window
from engine.generation.pocket.model import PocketModel
from engine.motion.backtest import warped
from engine.motion.flow import chained, in_fractions, inverse, length, resized, shrunk, working_size
from engine.motion.motion import Motion
from engine.training.footage import HELD_OUT, make_clip
from tests.benchmarks.cases import SEEN, Case, footage
from tests.benchmarks.measures import psnr

CADENCES = {"6 a second": 6.0, "8 a second": 8.0, "12 a second": 12.0, "as shot": None}
RATES = (24.0, 30.0, 60.0)  # of procedural clips; footage has its own
MISSING = 0.45  # seconds: so many frames fit one window at any cadence, up to 60 a second
SIZE = (320, 180)


@dataclass(frozen=True, slots=True)
class Score:
    psnr: float  # dB
    motion: float  # frame widths / 1000 off the true place, mean over pixels and frames; nan where that is not known


def main() -> None:
    options = _arguments().parse_args()
    cv2.setNumThreads(1)
    model = PocketModel.load()
    for name, cases in [("footage", list(footage(options.clips, MISSING))), *procedural(options.clips)]:
        if cases:
            scores = [[_score(model, case, cadence) for cadence in CADENCES.values()] for case in cases]
            print(table(name, scores, list(CADENCES), "8 a second"))


def procedural(clips: int) -> Iterator[tuple[str, list[Case]]]:
    """Scenes never trained on, at several rates."""
    for rate in RATES:
        known, missing = round(SEEN * rate), round(MISSING * rate)
        made = (make_clip(seed, known + missing, *SIZE, rate) for seed in range(HELD_OUT, HELD_OUT + clips))
        cases = [
            Case(clip.caption, rate, clip.frames[:known], clip.frames[known:], clip.frames[:0], clip.flow[known:])
            for clip in made
        ]
        yield f"procedural at {rate:g}", cases


def table(name: str, scores: list[list[Score]], ways: list[str], usual: str) -> str:
    """Mean ± standard deviation over the clips, and of the difference from the usual way.

    scores: [clip][way].
    """
    lines = [
        f"{name}, n = {len(scores)}",
        f"{'':14}{'PSNR dB':>14}{'difference':>16}{'motion off':>16}{'difference':>16}",
    ]
    for index, way in enumerate(ways):
        columns = ""
        for measure in ("psnr", "motion"):
            values = np.array([[getattr(each, measure) for each in case] for case in scores])
            columns += _spread(values[:, index], 14 if measure == "psnr" else 16)
            columns += _spread(values[:, index] - values[:, ways.index(usual)], 16)
        lines.append(f"{way:14}{columns}")
    return "\n".join([*lines, ""])


def _spread(values: np.ndarray, width: int) -> str:
    return f"{'-' if np.isnan(values).any() else f'{values.mean():.2f} ±{values.std():.2f}':>{width}}"


def _score(model: PocketModel, case: Case, cadence: float | None) -> Score:
    with patch.object(window, "CADENCE", cadence or case.rate):
        return foreseen(model, case)


def foreseen(model: PocketModel, case: Case, ask: Ask = NOTHING_SPECIAL) -> Score:
    size = working_size(*case.truth.shape[1:3])
    known, truth = (np.stack([shrunk(frame, size) for frame in frames]) for frames in (case.before, case.truth))
    motion = model.continue_motion(known, case.rate, len(truth), ask)
    return Score(psnr(truth, np.stack(list(warped(known, motion)))), _off(motion, case.flow))


def _off(motion: Motion, exact: np.ndarray | None) -> float:
    """exact: [frame, h, w, 2] backward flow in pixels."""
    if exact is None:
        return nan
    true = chained([inverse(in_fractions(-flow)) for flow in exact])
    pairs = zip(motion.displacement, true, strict=True)
    return 1000 * float(np.mean([length(found - resized(place, found.shape[:2])).mean() for found, place in pairs]))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.cadence", description=__doc__)
    parser.add_argument("--clips", type=int, default=12, help="most clips per set")
    return parser


if __name__ == "__main__":
    main()
