"""What would fit where a run does not: a shorter one, or another model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from editor.jobs import Jobs
from engine.errors import LongtakeError
from engine.models.chosen import is_built_in
from engine.models.on_disk.store import Choice
from engine.requests import Request

SHARES = (Fraction(1, 2), Fraction(1, 4), Fraction(1, 8))  # of a length, that are tried


@dataclass(frozen=True, slots=True)
class WaysOut:
    """share: of the length that was asked for; None where none of them fits either."""

    share: Fraction | None
    other: Choice | None


async def ways_out(jobs: Jobs, request: Request, choices: Sequence[Choice]) -> WaysOut:
    """choices: the built-in model first. Nothing is loaded."""
    return WaysOut(await _shorter(jobs, request), await _other(jobs, request, choices))


async def _shorter(jobs: Jobs, request: Any) -> Fraction | None:
    for share in SHARES if hasattr(request, "duration") else ():
        try:
            plan = await jobs.plan(replace(request, duration=request.duration * share))
        except LongtakeError:  # too short to be made at all
            return None
        if plan.room is not None and plan.room.fits:
            return share
    return None


async def _other(jobs: Jobs, request: Request, choices: Sequence[Choice]) -> Choice | None:
    """A loaded one that fits, else the built-in."""
    ready = [each for each in choices if not each.missing and each.model != request.model]
    loaded = [each for each in ready if not is_built_in(each.model)]
    try:
        rooms = (await jobs.rooms(tuple(each.model for each in loaded))).rooms if loaded else ()
    except LongtakeError:  # the engine has died: what needs nothing can still be advised
        rooms = ()
    fitting = (choice for choice, room in zip(loaded, rooms, strict=False) if room.fits)
    return next(fitting, next((each for each in ready if is_built_in(each.model)), None))
