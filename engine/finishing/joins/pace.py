"""How the picture's motion goes on across a join: as fast as before, the same way, or not at all."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import copysign, log2

import numpy as np

from engine.finishing.joins.looks import Change

STILL_STEP = 0.5  # grey levels: what re-encoding alone changes between the frames of a still picture
STILL_FLOW = 0.05  # pixels at 320x180: flow found in a still picture
HARDLY = 0.15  # the same: slower than that, how fast it moves is not seen
FROZEN_STEP = 0.1  # grey levels: less is the same frame again
STEADY = 0.15  # log2 of a speed: what its measurement alone varies by
WAVERS = 0.3  # the same of three frames to the next three, where it neither gets faster nor slower
ALONE = 2  # steps away from a flash, which is two itself
AT_ONCE = 3  # changes on either side of a join
SOON, LATELY = 6, 8  # new steps, and steps of the clip, whose speeds are compared


def ratio(value: float, own: float, still: float) -> float:
    """Of values raised to what a still picture shows."""
    return max(value, still) / max(own, still)


def median(values: Iterable[float]) -> float:
    """0 of nothing."""
    values = np.asarray(list(values))
    return float(np.median(values)) if len(values) else 0.0


def flow_ratio(own: Sequence[Change], new: Sequence[Change]) -> float:
    """Median speed, new / own; 1 where either side is a single frame: there is no speed to compare."""
    if not own or not new:
        return 1.0
    return ratio(median(each.speed for each in new), median(each.speed for each in own), STILL_FLOW)


def freeze(own: Sequence[Change], new: Sequence[Change]) -> float:
    """The least of three steps / the largest of the next three, where that is most: at once it moves no more.

    What comes to rest by itself does so over several frames. Looked for up to the last place that is known well enough.
    """
    steps = [each.step for each in (*own[-AT_ONCE:], *new)]
    places = range(min(AT_ONCE, len(own)), max(len(steps) - AT_ONCE, min(AT_ONCE, len(own))) + 1)
    found = [_drop(steps[max(0, at - AT_ONCE) : at], steps[at : at + AT_ONCE]) for at in places]
    return max(found, default=1.0)


def _drop(before: Sequence[float], after: Sequence[float]) -> float:
    return ratio(min(before), max(after), FROZEN_STEP) if before and after else 1.0


def stall(own: Sequence[Change], new: Sequence[Change]) -> float:
    """What moves on both sides of a step and moved all the time before / that step, where that is most.

    Large where a frame is shown twice, as the clip itself does not.
    """
    steps = [own[-1].step if own else 0.0, *(each.step for each in new)]
    least = min((each.step for each in own), default=0.0)
    found = [
        ratio(min(least, a, b), step, FROZEN_STEP) for a, step, b in zip(steps, steps[1:], steps[2:], strict=False)
    ]
    return max(found, default=1.0)


def later_jump(across: Change, after: Sequence[Change], own: Sequence[Change]) -> float:
    """The largest step after the join that stands alone / what is usual before and after it, and in the clip.

    A flash is two large steps and a jump one, with small ones on both sides; where a movement begins, the steps after
    it are large too. So the last two, of which that is not known, are left out.
    """
    steps = [across.step, *(each.step for each in after)]
    most = max((each.step for each in own), default=across.step)
    alone = [
        ratio(steps[at], max(most, *steps[:at][-ALONE:-1], steps[0], *steps[at + 2 : at + 2 + ALONE]), STILL_STEP)
        for at in range(1, len(steps) - ALONE)
    ]
    return max(alone, default=1.0)


def turn(own: Sequence[Change], across: Change) -> float:
    """How much less alike two flows one after the other are at the join than they ever were: cosines' difference.

    0 where it turns no more than the clip does, up to 2 where a steady motion runs back.
    """
    alike = [_cosine(*pair) for pair in pairwise((*own, across))]
    return max(0.0, min(alike[:-1]) - alike[-1]) if len(alike) > 2 else 0.0


def _cosine(first: Change, second: Change) -> float:
    """1 where either is still."""
    if min(first.speed, second.speed) < 2 * STILL_FLOW:
        return 1.0
    a, b = first.flow, second.flow
    return float((a * b).sum() / np.sqrt(np.square(a).sum() * np.square(b).sum()))


def speed_jump(own: Sequence[Change], across: Change) -> float:
    """log2 of the speed across the join / just before it, without sign, less the most that it changes by in the clip.

    Below 0 it is within what the clip does itself; -1 where too little is known to say.
    """
    if len(own) < 3:
        return -1.0
    speeds = np.log2([max(each.speed, HARDLY) for each in (*own, across)])
    steps = np.abs(np.diff(speeds))
    return float(steps[-1] - steps[:-1].max())


def speed_step(own: Sequence[Change], new: Sequence[Change]) -> float:
    """log2 of the speed of the first three changes / the last three of the clip, as far as it is more than it changed
    there already: what gets faster goes on getting faster."""
    if not own:
        return 0.0
    thirds = own[-2 * AT_ONCE : -AT_ONCE] or own, own[-AT_ONCE:], new[:AT_ONCE]
    earlier, before, after = (max(median(each.speed for each in third), HARDLY) for third in thirds)
    found, usual = log2(after / before), log2(before / earlier)
    if found * usual <= 0 or abs(usual) < WAVERS:
        return found
    return copysign(max(0.0, abs(found) - (abs(usual) - WAVERS)), found)


def hesitation(own: Sequence[Change], across: Change) -> float:
    """The step across the join / the smallest of the clip, that one less as much as the last was less than the one
    before it: what slows down goes on slowing down."""
    least = min((each.step for each in own), default=across.step)
    slowing = min(1.0, ratio(own[-1].step, own[-2].step, STILL_STEP)) if len(own) > 1 else 1.0
    return ratio(across.step, least * slowing, FROZEN_STEP)


def speed_change(own: Sequence[Change], new: Sequence[Change]) -> float:
    """How far the speed of the new frames lies from the clip's, in spreads of the clip's own; faster is positive.

    The sum of two: by the flow, and by the steps' size. 0 where too little is known to say.
    """
    if len(own) < 3 or len(new) < 3:
        return 0.0
    by_flow = _spreads([each.speed for each in own], [each.speed for each in new], HARDLY)
    by_step = _spreads([each.step for each in own], [each.step for each in new], STILL_STEP)
    return by_flow + by_step


def _spreads(own: Sequence[float], new: Sequence[float], still: float) -> float:
    before, after = (np.log2(np.maximum(values, still)) for values in (own[-LATELY:], new[:SOON]))
    return float((after.mean() - before.mean()) / (before.std() + STEADY))
