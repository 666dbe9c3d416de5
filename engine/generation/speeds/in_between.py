"""A clip's picture at any moments of it: its own frames where they stand, frames made of both neighbours between."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import cv2
import numpy as np

from engine.errors import MediaDamaged
from engine.finishing.rate.between import Between
from engine.generation.clips import Clip
from engine.media.read import Frame, read_frames
from engine.motion.carry import framed
from engine.motion.cuts import THUMBNAIL, cuts
from engine.motion.letterbox import Rect, picture_area

NEAR = Fraction(1, 50)  # of the way to the next frame: so near a frame it is that very frame
LONGEST = 4  # usual steps that a change may take; a frame that stands longer does so until then, as screens do
BEHIND, AHEAD = 6, 4  # frames before and after two between which a cut is looked for


@dataclass(slots=True)
class Shown:
    """How many frames of a film are what."""

    own: int = 0  # the clip's own
    made: int = 0
    cut: int = 0  # the nearer of two beside a cut
    ended: int = 0  # the clip's last one, after its time
    cuts: int = 0  # at which any were held
    lost: int = 0  # the nearer of two that have nothing in common

    @property
    def total(self) -> int:
        return self.own + self.made + self.cut + self.lost + self.ended


@dataclass(frozen=True, slots=True)
class Tick:
    """A frame of a film. made: of the two beside it; held: one of the clip's own, where none could be made."""

    image: np.ndarray
    made: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A frame and the one after it, None after the last."""

    first: Frame
    second: Frame | None
    around: tuple[np.ndarray, ...] = ()  # small pictures of those about them
    place: int = 0  # the first one's among these

    @property
    def is_cut(self) -> bool:
        return self.place + 1 in cuts(np.stack(self.around))


def read_through(clip: Clip) -> Iterator[Frame]:
    """The clip's frames and, where its file goes on, a few more: what comes next says how the last one moves on."""
    rate, last = clip.video.rate, None
    try:
        for frame in read_frames(clip.source.path, clip.start, clip.end + (AHEAD + 1) / rate):
            last = frame.time if clip.video.variable else round(frame.time * rate) / rate
            yield Frame(frame.image, last)
    except MediaDamaged:
        if last is None or last + Fraction(5, 4) / rate < clip.end:
            raise  # else what is damaged was not asked for


def in_pairs(frames: Iterable[Frame]) -> Iterator[Pair]:
    """Each frame with the one after it; AHEAD + 2 of them are held at a time."""
    coming = iter(frames)
    line = deque(islice(coming, AHEAD + 2))
    around = deque(_thumbnail(frame.image) for frame in line)
    place = 0
    while len(line) > 1:
        yield Pair(line[0], line[1], tuple(around), place)
        line.popleft()
        if place == BEHIND:
            around.popleft()
        place = min(place + 1, BEHIND)
        if (following := next(coming, None)) is not None:
            line.append(following)
            around.append(_thumbnail(following.image))
    if line:
        yield Pair(line[0], None)


def at_moments(
    frames: Iterable[Frame], moments: Iterable[Fraction], rate: Fraction, shown: Shown
) -> Iterator[np.ndarray]:
    """The picture [h, w, c] at each moment, seconds as the frames' own times, both in rising order; counted in `shown`.

    rate: the frames' usual one. Before the first frame and after the last it is that frame; beside a cut the nearer.
    """
    pairs = in_pairs(frames)
    pair = next(pairs, None)
    if pair is None:
        return
    making = _Making(pair, rate, shown)
    for moment in moments:
        while making.is_over(moment):
            making = _Making(next(pairs), rate, shown)
        yield making.at(moment)


def told_apart(film: Iterable[np.ndarray], shown: Shown) -> Iterator[Tick]:
    """What comes of `at_moments`, told apart by what it counts in `shown`."""
    made = held = 0
    for image in film:
        holding = shown.cut + shown.lost + shown.ended
        yield Tick(image, shown.made > made, holding > held)
        made, held = shown.made, holding


class _Making:
    """What is shown from one frame to the next."""

    def __init__(self, pair: Pair, rate: Fraction, shown: Shown) -> None:
        self._first, self._second, self._pair, self._shown = pair.first, pair.second, pair, shown
        self._begins = pair.first.time
        if pair.second is not None:
            self._begins = max(self._begins, pair.second.time - LONGEST / rate)
        self._near = NEAR / rate if pair.second is None else NEAR * (pair.second.time - self._begins)
        self._between: InPicture | None = None
        self._cut: bool | None = None

    def is_over(self, moment: Fraction) -> bool:
        return self._second is not None and moment >= self._second.time - self._near

    def at(self, moment: Fraction) -> np.ndarray:
        if moment <= self._begins + self._near:
            self._shown.own += 1
            return self._first.image
        if self._second is None:
            self._shown.ended += 1
            return self._first.image
        share = float((moment - self._begins) / (self._second.time - self._begins))
        if self._across_cut():
            self._shown.cut += 1
            return self._first.image if share < 0.5 else self._second.image
        self._between = self._between or InPicture.of(self._first.image, self._second.image)
        made = self._between.at(share)
        if made is self._first.image or made is self._second.image:
            self._shown.lost += 1
        else:
            self._shown.made += 1
        return made

    def _across_cut(self) -> bool:
        if self._cut is None:
            self._cut = self._pair.is_cut
            self._shown.cuts += self._cut
        return self._cut


@dataclass(frozen=True, slots=True)
class InPicture:
    """As Between, within the picture: letterbox bars stay as they are."""

    first: np.ndarray
    second: np.ndarray
    area: Rect
    between: Between

    @staticmethod
    def of(first: np.ndarray, second: np.ndarray) -> "InPicture":
        area = picture_area(np.stack([first[..., :3], second[..., :3]]))
        one, other = (np.ascontiguousarray(frame[area.rows, area.columns]) for frame in (first, second))
        return InPicture(first, second, area, Between.of(one, other))

    def at(self, share: float) -> np.ndarray:
        """Where the two have nothing in common it is the nearer one, that very array."""
        made = self.between.at(share)
        if made is self.between.first:
            return self.first
        return self.second if made is self.between.second else framed(self.first, self.area, made)


def _thumbnail(image: np.ndarray) -> np.ndarray:
    """As much of a frame as a cut is seen by."""
    step = max(1, image.shape[1] // 256)
    few = np.ascontiguousarray(image[::step, ::step, :3])
    return np.asarray(cv2.resize(few, THUMBNAIL[::-1], interpolation=cv2.INTER_AREA))
