"""A camera move for a picture that nothing moves: by words of the prompt, else by the seed."""

import math
import re
from dataclasses import dataclass

import numpy as np

from engine.generation.gap import Gap, Motions
from engine.motion.camera import camera_matrix, moved_by
from engine.motion.flow import working_size
from engine.motion.motion import Motion

# Steps are those of engine.motion.camera a second: shifts in frame widths, zoom in e-folds; the camera going right
# takes what it sees to the left.
TOWARDS = {
    "left": (1, 0, 0),
    "right": (-1, 0, 0),
    "up": (0, 1, 0),
    "down": (0, -1, 0),
    "in": (0, 0, 1),
    "out": (0, 0, -1),
}
SPEEDS = (0.06, 0.045, 0.07)
FARTHEST = (0.3, 0.2, 0.45)  # of the whole move: beyond it a long clip moves more slowly
LOOSE = (0.008, 0.006, 0.012)  # a second; no two seeds give the same move, whatever the words say
PUSH = 0.8  # of a pan's speed is a zoom in that goes with it: so less is seen of what lies beyond the border
INSIDE = 0.42  # of the zoom's speed: so fast can a zoom drift without anything from beyond the border being seen
PACE = {"slow": 0.5, "fast": 2.0, "quick": 2.0}
WORDS = re.compile(r"\b(pan|tilt|zoom|push|pull|dolly)\w*(?:\s+\w+){0,2}?\s+(left|right|up|down|in|out)\b")
FINEST = 160  # cells across of a motion's grid; more make no difference to what is carried
EXCURSION = 1 / 3  # of its time goes a move that comes back, so that it is never faster than one that does not


@dataclass(frozen=True, slots=True)
class CameraMove:
    """step: as engine.motion.camera's, a second. words: what it does, for the user."""

    step: tuple[float, ...]
    words: str

    def at(self, seconds: np.ndarray) -> np.ndarray:
        """Maps [n, 3, 3] of the picture, for times [n]; before 0 it comes from where it would have come."""
        return camera_matrix(seconds[:, None] * np.array(self.step))


def camera_move(prompt: str, seed: int, seconds: float) -> CameraMove:
    """The move that the prompt names, or a gentle zoom towards some side of the picture."""
    rng = np.random.default_rng(seed)
    named = [match.groups() for match in WORDS.finditer(prompt.lower())]
    step = _named([towards for _, towards in named], rng) if named else _drifting_in(rng)
    pace = math.prod(factor for word, factor in PACE.items() if re.search(rf"\b{word}(ly)?\b", prompt.lower()))
    speed = pace * step
    speed /= max(1.0, *(np.abs(speed) * seconds / (np.array(FARTHEST) * max(1.0, pace))))
    words = " and ".join(f"{verb} {towards}" for verb, towards in named) or "slow zoom in"
    return CameraMove((*speed.tolist(), 0.0, 0.0, 0.0), words)


def _named(towards: list[str], rng: np.random.Generator) -> np.ndarray:
    """[3] shift x, shift y, zoom."""
    asked = np.sum([TOWARDS[name] for name in towards], axis=0) * np.array(SPEEDS)
    if not {"in", "out"} & set(towards):
        asked[2] = PUSH * np.hypot(*asked[:2])
    return asked * rng.uniform(0.8, 1.2) + np.array(LOOSE) * rng.uniform(-1, 1, 3)


def _drifting_in(rng: np.random.Generator) -> np.ndarray:
    zoom, heading = rng.uniform(0.05, 0.09), rng.uniform(0, 2 * np.pi)
    drift = INSIDE * zoom * rng.uniform(0.4, 1.0)
    return np.array([drift * np.cos(heading), 9 / 16 * drift * np.sin(heading), zoom])


def moved(gap: Gap, move: CameraMove) -> Motions:
    """A gap's known sides moved by the camera alone, each from where it stands."""
    before = None if gap.before is None else _alone(gap, move, onward_times(gap))
    after = None if gap.after is None else _alone(gap, move, arriving_times(gap))
    return Motions(before, after)


def onward_times(gap: Gap) -> np.ndarray:
    """[count] seconds since the last known frame before the gap."""
    return np.arange(1, gap.count + 1) / float(gap.rate)


def arriving_times(gap: Gap) -> np.ndarray:
    """[count] seconds, below 0, up to the first known frame after it."""
    return np.arange(-gap.count, 0) / float(gap.rate)


def _alone(gap: Gap, move: CameraMove, times: np.ndarray) -> Motion:
    known = gap.after if gap.before is None else gap.before
    assert known is not None, "a gap has a side"
    height, width = known.shape[1:3]
    still = np.zeros((len(times), *working_size(height, width, FINEST), 2), np.float32)
    return along(Motion(still, f"a camera move ({move.words})"), move.at(times))


def along(motion: Motion, maps: np.ndarray) -> Motion:
    """The motion, seen by a camera that moves too. maps: [n, 3, 3]."""
    fields = zip(maps, motion.displacement, strict=True)
    return Motion(np.stack([moved_by(matrix, field) for matrix, field in fields]).astype(np.float32), motion.maker)


def there_and_back(gap: Gap, move: CameraMove, share: float = 1.0) -> np.ndarray:
    """Maps [count, 3, 3] of a move that begins and ends at rest, where the known frames are."""
    whole = (gap.count + 1) / float(gap.rate)
    return move.at(share * EXCURSION * whole * np.sin(np.pi * onward_times(gap) / whole) ** 2)
