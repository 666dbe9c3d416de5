"""Where a bridge of several windows is to be at the end of each: seen beforehand in one window over all of it."""

from dataclasses import dataclass, replace

import numpy as np

from engine.generation.ask import Ask
from engine.generation.gap import Gap
from engine.generation.sampling.latent_video import Given, VideoModel, latent_times
from engine.generation.sampling.latents import FRAMES_PER_LATENT
from engine.generation.sampling.layout import USUAL_CONTEXT, Layout, between_clips, held
from engine.generation.sampling.rendering import Extra, rendering
from engine.progress import Report

NOISE = 0.4  # of what a window is to arrive at: a direction, not a picture. Ours; unmeasured with real weights


@dataclass(frozen=True, slots=True)
class Way:
    """frames: [n, h, w, 3] coded as the gap's; the gap's frames that they stand for: every `stride`th."""

    stride: int
    frames: np.ndarray

    def at_end_of(self, layout: Layout, start: int) -> tuple[Given, ...]:
        """The last of them within the new frames of a window, of which the first is the gap's frame `start`."""
        last = start + len(layout.new) - 1
        index = (last + 1) // self.stride - 1
        at = layout.new.start + (index + 1) * self.stride - 1 - start
        if index < 0 or at < layout.new.start:
            return ()
        return (Given(at, self.frames[index : index + 1], (NOISE,)),)


def way(gap: Gap, model: VideoModel, size: tuple[int, int], ask: Ask, report: Report) -> Way:
    """The gap at so low a rate that one window holds all of it and both sides. Raises as `rendering`.

    gap: with both sides, of one shot each.
    """
    assert gap.before is not None
    assert gap.after is not None
    stride, layout = _sparse(gap, model.defaults.frames, ask)
    assert layout.before is not None
    assert layout.after is not None
    before = gap.before[::-1][::stride][::-1][-layout.before.count :]
    first_after = (len(layout.new) + 1) * stride - 1 - gap.count + layout.after.skipped * stride
    after = held(gap.after[min(first_after, len(gap.after) - 1) :: stride], layout.after.count)
    times = latent_times(layout.frames, -layout.new.start, gap.rate / stride)
    own = replace(ask, sampling=replace(ask.sampling, sigmas=None))
    made = rendering(model, layout, [before, after], size, own, report, Extra(gap.encoding, times))
    return Way(stride, np.stack(list(made.new())))


def _sparse(gap: Gap, most: int, ask: Ask) -> tuple[int, Layout]:
    """The smallest stride at which one window of at most `most` frames holds the gap, and that window."""
    assert gap.before is not None
    for stride in range(2, gap.count + 1):
        there = 1 + (len(gap.before) - 1) // stride
        known = min(ask.first.frames or USUAL_CONTEXT, there)
        second = min(ask.second.frames or USUAL_CONTEXT, there)
        layout = between_clips(gap.count // stride, known, second, max(second, FRAMES_PER_LATENT) + FRAMES_PER_LATENT)
        if layout.frames <= most:
            return stride, layout
    raise AssertionError("one frame between the sides fits where windows have room for any")
