"""Frames shown twice, as generators and resampling leave them, made anew so that motion goes on evenly.

How far the motion has come is told by its path: the mean flow from frame to frame, added up. A repeat is a stop in it.
While frames repeat at short intervals the path is walked evenly, and most frames are made anew; a repeat that stands
alone is put between its neighbours, which stay as they are.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import cv2
import numpy as np

from engine.finishing.rate.between import Between, reduced
from engine.motion.flow import flow, length, working_size

WIDTH = 240  # at which frames are compared
LONGEST = 3  # frames that may repeat one; more is a picture that stands
FAR_BELOW = 0.2  # share of its neighbours' changes that a repeat's stays below: re-encoded, up to 0.14 was measured
NONE = 0.02  # share of its neighbours' changes below which nothing changed, however slowly they move
BARELY_MOVES = 0.25  # and of their speed
LEAST_CHANGE = 0.35  # grey levels: what re-encoding alone changes
LEAST_SPEED = 0.06 / 320  # widths a frame: the flow found in a still picture
KNOWN = 13  # known frames looked at
OWN = 0.1  # share of them that repeat from which that is the clip's own way
APART = 6  # frames: repeats no further apart belong together
AHEAD = 8  # frames looked ahead for them
BEHIND = LONGEST + 2  # frames kept: the path may lag behind by a run of repeats
SNAP = 0.12  # of the way between two frames: nearer than this it is that very frame


def without_repeats(frames: Iterable[np.ndarray], context: np.ndarray) -> Iterator[np.ndarray]:
    """As many frames, none shown twice while the picture moves; all others untouched where no repeat is near.

    frames: [h, w, 3 or 4] each, one size and type, leading away from `context`: [n, H, W, 3 or 4], the known frames up
    to the first of them, any size and depth; n may be 0. A picture that stands, and a clip that repeats frames itself,
    stay as they are. It looks 12 frames ahead and holds 20 at most.
    """
    known = list(_steps(context[-KNOWN:], None))
    if _repeats_itself(known):
        return iter(frames)
    return _evenly(_judged(_joined(known, frames)))


@dataclass(frozen=True, slots=True)
class _Step:
    """A frame and the step to it."""

    image: np.ndarray
    small: np.ndarray  # [h, w] uint8, grey
    change: float = 0.0  # mean absolute difference, grey levels
    speed: float = 0.0  # mean flow, frame widths
    known: bool = False
    repeats: bool = False
    place: float = 0.0  # how far the motion has come


def _steps(frames: Iterable[np.ndarray], last: _Step | None) -> Iterator[_Step]:
    for image in frames:
        small = _small(image)
        if last is None:
            last = _Step(image, small)
        else:
            before = cv2.resize(last.small, small.shape[::-1])
            change, speed = float(cv2.absdiff(small, before).mean()), float(length(flow(before, small)).mean())
            last = _Step(image, small, change, speed)
        yield last


def _small(image: np.ndarray) -> np.ndarray:
    height, width = image.shape[:2]
    return cv2.cvtColor(reduced(image, working_size(height, width, WIDTH)), cv2.COLOR_RGB2GRAY)


def _joined(known: list[_Step], frames: Iterable[np.ndarray]) -> Iterator[_Step]:
    """The last known frame, where there is one, and the new ones."""
    new = _steps(frames, known[-1] if known else None)
    if known:
        yield replace(known[-1], known=True)
        own = float(np.median([step.change for step in known[1:]])) if len(known) > 1 else np.inf
        for first in islice(new, 1):  # its colours may be others yet: that is no step larger than the clip's own
            yield replace(first, change=min(first.change, own))
    yield from new


def _repeats_itself(known: list[_Step]) -> bool:
    return sum(step.repeats for step in _judged(iter(known))) > max(1, OWN * len(known))


def _judged(steps: Iterator[_Step]) -> Iterator[_Step]:
    """The same, told which repeat the frame before them and how far the motion has come; the first is at 0."""
    last = next(steps, None)
    window = deque(islice(steps, LONGEST + 1))
    place = 0.0
    while last is not None:
        yield replace(last, place=place)
        run = _run_of_repeats(last, window)
        for _ in range(run):
            yield replace(window.popleft(), repeats=True, place=place)
        last = window.popleft() if window else None
        place += last.speed if last is not None else 0.0
        window.extend(islice(steps, LONGEST + 1 - len(window)))


def _run_of_repeats(last: _Step, following: Sequence[_Step]) -> int:
    """How many of the frames that follow repeat the last one: the step before them and the one after are far larger."""
    for run in range(1, len(following)):
        inner, after = list(islice(following, run)), following[run]
        change, speed = min(last.change, after.change), min(last.speed, after.speed)
        most = max(step.change for step in inner)
        if (
            change > LEAST_CHANGE
            and (speed > LEAST_SPEED or most < NONE * change)
            and most < FAR_BELOW * change
            and max(step.speed for step in inner) < BARELY_MOVES * speed
        ):
            return run
    return 0


def _evenly(steps: Iterator[_Step]) -> Iterator[np.ndarray]:
    walk = _Walk()
    window = deque(islice(steps, AHEAD + 1))
    while window:
        if not window[0].known:
            yield walk.next(window)
        walk.behind.append(window.popleft())
        window.extend(islice(steps, 1))


class _Walk:
    """The path walked frame by frame: on each frame itself, or evenly towards the end of repeats in sight."""

    def __init__(self) -> None:
        self.behind: deque[_Step] = deque(maxlen=BEHIND)
        self._place = 0.0
        self._even = False
        self._between: tuple[_Step, _Step, Between] | None = None

    def next(self, ahead: Sequence[_Step]) -> np.ndarray:
        end = self._end_of_repeats(ahead)
        self._even = end > 0
        if not self._even:
            self._place = ahead[0].place
            return ahead[0].image
        self._place += (ahead[end].place - self._place) / (end + 1)
        return self._picture([step for step in (*self.behind, *ahead) if not step.repeats])

    def _end_of_repeats(self, ahead: Sequence[_Step]) -> int:
        """The frame ahead that ends repeats which belong together; 0 where none has to do with the next frame."""
        repeats = [index for index in range(len(ahead) - 1) if ahead[index].repeats]
        if not repeats or repeats[0] > APART:
            return 0
        at_join = len(self.behind) == 1 and self.behind[0].known and len(repeats) > 1
        if repeats[0] > 0 and not self._even and not at_join:
            return 0
        last = repeats[0]
        for index in repeats[1:]:
            last = index if index - last <= APART else last
        return last + 1

    def _picture(self, frames: list[_Step]) -> np.ndarray:
        """At the place reached, of the frames before and after it."""
        before = max((step for step in frames if step.place <= self._place), key=_place, default=frames[0])
        after = min((step for step in frames if step.place > self._place), key=_place, default=before)
        if after is before:
            return before.image
        share = (self._place - before.place) / (after.place - before.place)
        if share > 1 - SNAP:
            return after.image
        if before.known:
            return self._of(before, after).of_second(share)
        return before.image if share < SNAP else self._of(before, after).at(share)

    def _of(self, before: _Step, after: _Step) -> Between:
        if self._between is None or self._between[0] is not before or self._between[1] is not after:
            self._between = before, after, Between.of(before.image, after.image)
        return self._between[2]


def _place(step: _Step) -> float:
    return step.place
