"""How free known frames should be: python -m tests.benchmarks.ramps [--help].

The last half second of clips is held out and foreseen by the built-in network, with the noise of the known frames
rising towards the join, falling, and the same for all. Told are the same figures as by tests/benchmarks/cadence.py; how
a model of pictures fares is not.
"""

import argparse

import cv2

from engine.generation.pocket.model import Ask, PocketModel
from engine.requests import Context, Sampling
from tests.benchmarks.cadence import MISSING, foreseen, procedural, table
from tests.benchmarks.cases import footage

# Of four latents, from far to near.
RAMPS = {
    "strict": (0.0, 0.0, 0.0, 0.0),
    "natural": (0.0, 0.3, 0.4, 0.5),
    "loose": (0.2, 0.4, 0.4, 0.4),
    "rising": (0.0, 0.3, 0.5, 0.7),
    "falling": (0.5, 0.4, 0.3, 0.0),
    "steep falling": (0.7, 0.5, 0.3, 0.0),
    "even": (0.3, 0.3, 0.3, 0.3),
}


def main() -> None:
    options = _arguments().parse_args()
    cv2.setNumThreads(1)
    model = PocketModel.load()
    for name, cases in [("footage", list(footage(options.clips, MISSING))), *procedural(options.clips)]:
        scores = [[foreseen(model, case, _ask(noise, options.seed)) for noise in RAMPS.values()] for case in cases]
        if scores:
            print(table(name, scores, list(RAMPS), "strict"), flush=True)


def _ask(noise: tuple[float, ...], seed: int) -> Ask:
    return Ask(sampling=Sampling(seed=seed), first=Context(13, noise))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ramps", description=__doc__)
    parser.add_argument("--clips", type=int, default=12, help="most clips per set")
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    main()
