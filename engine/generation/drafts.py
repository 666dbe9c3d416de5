"""A take made after another one, its draft: the draft's frames read, and how alike both move."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np

from engine.errors import RequestError
from engine.finishing.colours.encodings import Encoding
from engine.generation.clips import at_rate
from engine.generation.gap import SEEN_WIDTH, Gap
from engine.media.probe import probe
from engine.media.read import read_frames
from engine.media.write import shifted
from engine.motion.flow import flow, grey, shrunk, working_size
from engine.requests import Source


def read_draft(draft: Source | None, gap: Gap) -> np.ndarray | None:
    """[count, h, w, 3] as a model sees them, small, in playing order; None of none. Raises RequestError where they are
    not as many new frames as the gap has, and MediaError types."""
    if draft is None:
        return None
    end = probe(draft.path).duration if draft.end is None else draft.end
    there = round((end - (draft.start or 0)) * gap.rate)
    frames = [_small(frame) for frame in draft_frames(draft, gap.rate)(range(there))]
    if len(frames) != gap.count:
        raise RequestError(
            f"The draft {draft.path.name} has {len(frames)} new frames; {gap.count} are to be made.",
            do="Ask for as many as it has, or make a new draft.",
        )
    return gap.encoding.to_rec709(np.stack(frames))


def draft_frames(draft: Source, rate: Fraction) -> Callable[[range], Iterator[np.ndarray]]:
    """Reads [h, w, 3 or 4] of those frames of a draft that a range counts, at `rate` and as the file has them."""
    video, start = probe(draft.path).video, draft.start or Fraction(0)

    def frames(part: range) -> Iterator[np.ndarray]:
        first, end = start + part.start / rate, start + part.stop / rate
        coming = read_frames(draft.path, first, end)
        if video is not None and video.variable:
            coming = at_rate(shifted(coming, -first), rate, len(part))
        return (frame.image for frame in coming)

    return frames


def _small(image: np.ndarray) -> np.ndarray:
    return shrunk(np.ascontiguousarray(image[..., :3]), working_size(image.shape[0], image.shape[1], SEEN_WIDTH))


class Likeness:
    """How alike new frames move to a draft, found while they pass."""

    def __init__(self, draft: np.ndarray, encoding: Encoding) -> None:
        """draft: see read_draft. encoding: of the new frames' colours."""
        self._draft, self._encoding = [grey(frame) for frame in draft], encoding
        self._made: list[np.ndarray] = []

    def passing(self, frames: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        self._made = []  # they may come more than once
        for frame in frames:
            self._made.append(grey(self._encoding.to_rec709(_small(frame))))
            yield frame

    @property
    def correlation(self) -> float | None:
        """Pearson's r of the flow from frame to frame, all places and both directions; None where nothing moves."""
        first, second = (_flows(frames) for frames in (self._draft, self._made))
        if min(first.std(), second.std()) < 1e-6:
            return None
        return float(np.corrcoef(first, second)[0, 1])


def _flows(greys: list[np.ndarray]) -> np.ndarray:
    """One row of all."""
    return np.concatenate([flow(*pair).ravel() for pair in pairwise(greys)] or [np.zeros(1)])
