"""What stands along frames that are to be made: given pictures on the way, a clip's own frames at either end."""

from dataclasses import dataclass

import numpy as np

from engine.finishing.colours.encodings import Encoding
from engine.generation.gap import READING, Gap
from engine.generation.pictures.keyframes import NewClip, Placed, Stretch, known_frames
from engine.progress import Report


@dataclass(frozen=True, slots=True)
class Passage:
    """pictures: of new.placed, in their order, [n, height, width, 3 or 4] each. before, after: [n, height, width,
    3 or 4] known frames that the new ones follow and lead to, in playing order; None where there are none."""

    new: NewClip
    pictures: tuple[np.ndarray, ...]
    before: np.ndarray | None = None
    after: np.ndarray | None = None

    @property
    def encoding(self) -> Encoding:
        return self.new.like.encoding

    @property
    def whole(self) -> Gap:
        """As if nothing were given on the way."""
        return Gap(self.before, self.after, self.new.video.rate, self.new.count, self.encoding)

    def of(self, placed: Placed) -> np.ndarray:
        return self.pictures[self.new.placed.index(placed)]

    def gap(self, part: Stretch) -> Gap:
        """What is missing there, and what is known beside it."""
        before = self.before if part.before is None else self.of(part.before)
        after = self.after if part.after is None else self.of(part.after)
        return Gap(before, after, self.new.video.rate, len(part.frames), self.encoding)


def read_passage(
    new: NewClip, report: Report, before: np.ndarray | None = None, after: np.ndarray | None = None
) -> Passage:
    """Raises MediaError types and ContextTooShort."""
    pictures = []
    for done, placed in enumerate(new.placed):
        report(READING, done, len(new.placed))
        pictures.append(known_frames(placed, new))
    report(READING, len(pictures), max(1, len(pictures)))
    return Passage(new, tuple(pictures), before, after)
