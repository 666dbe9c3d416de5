"""A run begun where an earlier one of the same job was cut off."""

from collections.abc import Callable, Sequence

from engine.generation import claims, previews
from engine.progress import Report
from engine.requests import Request, Take


def resumed(request: Request, report: Report, make: Callable[[Sequence[int]], dict[int, Take]]) -> tuple[Take, ...]:
    """All takes in their order. make: makes those of the numbers it is given, and tells each as soon as it is finished.

    Those that an earlier run of the same job had finished are told first, and not made again. Those that whoever asks
    has already are neither made nor told.
    """
    previews.clear(request.outputs)
    claims.sweep(request.outputs)
    made = claims.made(request.outputs)
    for take in made.values():
        report.take(take)
    missing = [number for number in range(request.takes) if number not in (*made, *request.outputs.had)]
    made |= make(missing) if missing else {}
    return tuple(made[number] for number in sorted(made))
