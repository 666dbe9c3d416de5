"""Which frames stand where in a model's window, so that known ones fill whole latents and new ones come out exact.

A causal VAE keeps a window's first frame alone and then packs four at a time (see latents.py). What comes before a gap
therefore begins the window; what comes after it begins where a group begins, up to three of its frames later than it
would. Those few are made anew with the rest and never shown: the clip has its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np
import torch
from torch import Tensor

from engine.errors import RequestError
from engine.generation.sampling.conditioning import spread_noise
from engine.generation.sampling.latents import FRAMES_PER_LATENT, fit_frames, latent_frames, latent_holding

USUAL_CONTEXT = 13  # frames: four latents, PUSA's own for extension


@dataclass(frozen=True, slots=True)
class Known:
    """Known frames in a window. at: the window's frame that the first of them is; skipped: how many of their clip lie
    between them and the gap."""

    at: int
    count: int
    skipped: int = 0

    @property
    def latents(self) -> range:
        """Those that they fill."""
        return range(latent_holding(self.at), latent_holding(self.at + self.count - 1) + 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """frames: 1 + 4n, of the whole window. new: those that were asked for."""

    frames: int
    new: range
    before: Known | None = None
    after: Known | None = None

    @property
    def latents(self) -> int:
        return latent_frames(self.frames)

    @property
    def new_latents(self) -> range:
        """Those that hold new frames and no known ones."""
        start = self.before.latents.stop if self.before else 0
        return range(start, self.after.latents.start if self.after else self.latents)

    @property
    def sides(self) -> tuple[Known, ...]:
        """In playing order."""
        return tuple(side for side in (self.before, self.after) if side is not None)

    def noise(self, before: Sequence[float], after: Sequence[float], new: Sequence[float] = (1.0,)) -> Tensor:
        """[latent], 0 keep to 1 free: the values of each side and of what is new spread over their latents in playing
        order."""
        noise = torch.ones(self.latents)
        noise[self.new_latents.start : self.new_latents.stop] = spread_noise(new, len(self.new_latents))
        for side, values in ((self.before, before), (self.after, after)):
            if side is not None:
                noise[side.latents.start : side.latents.stop] = spread_noise(values, len(side.latents))
        return noise


def after_clip(new: int, context: int) -> Layout:
    """`new` frames after at most `context` known ones, in the smallest window that holds both."""
    known = fit_frames(context)
    return Layout(fit_frames(known + new, up=True), range(known, known + new), before=Known(0, known))


def before_clip(new: int, context: int) -> Layout:
    """`new` frames that lead to at most `context` known ones: these end the window."""
    start = fit_frames(new, up=True)
    known = _whole_groups(context)
    return Layout(start + known, range(start - new, start), after=Known(start, known))


def between_clips(new: int, first: int, second: int, available: int) -> Layout:
    """`new` frames between at most `first` known ones and about `second`, one group at least, of the `available`."""
    known = fit_frames(first)
    start = fit_frames(known + new, up=True)
    skipped = start - known - new
    asked = max(second, FRAMES_PER_LATENT)
    after = Known(start, _whole_groups(min(asked, available - skipped)), skipped)
    return Layout(start + after.count, range(known, known + new), before=Known(0, known), after=after)


def held(frames: np.ndarray, count: int) -> np.ndarray:
    """The first `count` of [n, ...], the last one held where there are fewer."""
    return frames[np.minimum(np.arange(count), len(frames) - 1)]


def _whole_groups(frames: int) -> int:
    groups = frames // FRAMES_PER_LATENT
    if groups < 1:
        raise RequestError(
            f"Only {max(frames, 0)} frames are known after the new ones; a model needs {FRAMES_PER_LATENT} of them.",
            do="Show it more of the clip that follows.",
        )
    return groups * FRAMES_PER_LATENT


def windows(new: int, most: int, first: int, second: int, available: int) -> tuple[Layout, ...]:
    """Those that `new` frames take, none of more than `most` frames, in the order in which they are made: from the
    first clip onwards, or where there is none from the second one backwards.

    first, second: known frames of either clip that are looked at, 0 of one that is not there. available: of the second.
    """
    if not first:
        return tuple(before_clip(part, second) for part in rolling(new, second, most))
    parts = rolling(new, first, most, second)
    if not second:
        return tuple(after_clip(part, first) for part in parts)
    *others, last = parts
    return (*(after_clip(part, first) for part in others), between_clips(last, first, second, available))


def looks_ahead(layouts: Sequence[Layout]) -> bool:
    """Whether a gap without a draft is looked at as a whole first: several windows on the way to another clip."""
    return len(layouts) > 1 and layouts[-1].before is not None and layouts[-1].after is not None


def rolling(new: int, context: int, most: int, second: int = 0) -> tuple[int, ...]:
    """How many new frames each window makes, so that none holds more than `most` frames and all are about as long.

    second: known frames of another clip that the last window has to meet.
    """
    room = fit_frames(most) - fit_frames(context)
    last = room - (second + FRAMES_PER_LATENT - 1 if second else 0)  # what the second clip's frames may skip
    if last < 1:
        raise RequestError(
            f"A window of {most} frames has no room beside {fit_frames(context) + second} known ones.",
            do="Let the model look at fewer of them.",
        )
    if not second:
        return _evenly(new, ceil(new / room))
    before = max(0, new - last)
    before = min(new - 1, before + -before % FRAMES_PER_LATENT)
    return (*_evenly(before, ceil(before / room)), new - before)


def _evenly(frames: int, windows: int) -> tuple[int, ...]:
    """Whole groups; what is missing in the last one, the last window has less."""
    groups = ceil(frames / FRAMES_PER_LATENT)
    reached = [FRAMES_PER_LATENT * (groups * index // max(windows, 1)) for index in range(windows + 1)]
    return tuple(min(end, frames) - start for start, end in pairwise(reached))
