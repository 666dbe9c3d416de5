"""What is wanted of the pictures: which frames, how soon, and in which order they are best made."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from PySide6.QtGui import QImage

from editor.render.layers import Layer, Shot, Showing
from editor.render.placement import Size
from editor.timeline.model import Timeline

PASSED = 24  # frames that may have gone by before a picture is there, and it is still shown: three at 8 times the speed
Key = tuple[Size, tuple[Layer, ...]]


class Seen(NamedTuple):
    """A picture, and how it was made."""

    image: QImage
    by_proxy: bool = False  # some of it was read from a proxy
    is_fine: bool = True  # else there is a finer one to be had


@dataclass(frozen=True, slots=True)
class Wanted:
    """The frames to have, the most urgent first. Each wish replaces the one before."""

    timeline: Timeline
    size: Size
    frames: tuple[int, ...]
    block: int = 0  # see in_making_order
    rough: bool = False  # the first one is wanted soon rather than exactly; it is made exactly after that
    quick: bool = False  # all of them are wanted soon rather than finely
    passing: bool = False  # so are all but the first one

    @property
    def others(self) -> tuple[int, ...]:
        """All but the first one, as they are best made."""
        return tuple(frame for frame in in_making_order(self.frames, self.block) if frame != self.frames[0])

    def is_met_by(self, seen: Seen | None) -> bool:
        return seen is not None and (seen.is_fine or self.quick)


class Task(NamedTuple):
    """A picture to be made for a wish."""

    frame: int
    key: Key
    wanted: Wanted
    quick: bool
    waits: bool = False  # until the playhead has rested: something like it is seen already

    @property
    def is_rough(self) -> bool:
        return self.wanted.rough and not self.quick and not self.waits and self.frame == self.wanted.frames[0]

    @property
    def shots(self) -> list[Shot]:
        """Of media files."""
        found = (shot for layer in self.key[1] for shot, _ in layer.shots)
        return [shot for shot in found if shot.path and shot.showing is Showing.MEDIA]

    def is_wanted_by(self, wish: Wanted) -> bool:
        """Whether a later wish is for its picture as well; or still shows it, though late, since it plays."""
        own = self.wanted
        if wish.timeline is not own.timeline or wish.size != own.size:
            return False
        plays = wish.quick and own.quick and abs(self.frame - wish.frames[0]) <= PASSED
        return plays or self.frame in wish.frames


def in_making_order(frames: Iterable[int], block: int = 0) -> tuple[int, ...]:
    """Frames in the order they are needed, as they are best decoded.

    block: going backward they are decoded forward, so many at a time; 0 = they go forward. A last block that is not
    whole yet is left for later: with each frame that came to it, it would be decoded from its key frame on again.
    """
    needed = list(frames)
    if not block:
        return tuple(needed)
    numbers = list(dict.fromkeys(frame // block for frame in needed))
    if len(numbers) > 1 and needed[-1] % block >= abs(needed[-2] - needed[-1]):
        numbers.pop()
    return tuple(frame for number in numbers for frame in sorted(f for f in needed if f // block == number))


def lies_between(task: Task, begins: list[Fraction], later: Task) -> bool:
    """Whether its pictures are decoded on the way from there to the later one."""
    shots, ends = task.shots, later.shots
    if [shot.path for shot in shots] != [shot.path for shot in ends]:
        return False
    return all(start <= shot.time < end.time for start, shot, end in zip(begins, shots, ends, strict=True))
