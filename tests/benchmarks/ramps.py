"""How free known frames should be: python -m tests.benchmarks.ramps [--help].

The last half second of clips is held out and foreseen by the built-in network, with the noise of the known frames
rising towards the join, falling, and the same for all. Then the last two seconds are, in so many steps, whose new
latents lose their noise together or one after another. Told are the same figures as by tests/benchmarks/cadence.py; how
a model of pictures fares is not.
"""

import argparse
from dataclasses import replace

import cv2

from engine.generation.ask import Ask
from engine.generation.pocket.model import PocketModel
from engine.requests import Context, Sampling
from tests.benchmarks.cadence import MISSING, foreseen, procedural, table
from tests.benchmarks.cases import Case, footage
from tests.benchmarks.cases import procedural as scenes

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
IN_TURN = {
    f"{steps}, {name}": Sampling(steps=steps, ramp=ramp)
    for steps in (2, 8)
    for name, ramp in (("together", 0.0), ("half", 0.5), ("in turn", 1.0))
}
LONG = 2.0  # seconds: four new latents


def main() -> None:
    options = _arguments().parse_args()
    cv2.setNumThreads(1)
    model = PocketModel.load()
    for name, cases in [("footage", list(footage(options.clips, MISSING))), *procedural(options.clips)]:
        scores = [[foreseen(model, case, _ask(noise, options.seed)) for noise in RAMPS.values()] for case in cases]
        if scores:
            print(table(name, scores, list(RAMPS), "strict"), flush=True)
    for name, longer in (("footage", footage(options.clips, LONG)), ("procedural", scenes(options.clips, LONG))):
        scores = [
            [foreseen(model, _cut(case), _in_turn(way, options.seed)) for way in IN_TURN.values()] for case in longer
        ]
        if scores:
            print(table(f"{name}, {LONG:g} s", scores, list(IN_TURN), next(iter(IN_TURN))), flush=True)


def _cut(case: Case) -> Case:
    """Its exact motion no further than the missing frames go."""
    return replace(case, flow=None if case.flow is None else case.flow[: len(case.truth)])


def _in_turn(sampling: Sampling, seed: int) -> Ask:
    return Ask(sampling=replace(sampling, seed=seed))


def _ask(noise: tuple[float, ...], seed: int) -> Ask:
    return Ask(sampling=Sampling(seed=seed), first=Context(13, noise))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ramps", description=__doc__)
    parser.add_argument("--clips", type=int, default=12, help="most clips per set")
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    main()
