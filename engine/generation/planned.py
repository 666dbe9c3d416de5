"""Which frames each column of a sigma matrix is about."""

from collections.abc import Iterable

from torch import Tensor

from engine.generation.pocket.window import Window
from engine.generation.sampling.latents import frames_held
from engine.generation.sampling.layout import Layout
from engine.requests import PlannedLatent


def planned_latents(
    window: Window | Layout, noise: Tensor, count: int, *, backwards: bool = False
) -> tuple[PlannedLatent, ...]:
    """One for each latent of the window of a gap of `count` frames, in the window's order. noise: [latent].

    backwards: the gap is before a clip, and the built-in model's window goes from the clip to it. New latents that
    reach beyond the gap are cut off at its ends, those that are wholly beyond it are not.
    """
    free = noise.tolist()
    if isinstance(window, Layout):
        start = window.new.start if window.before else len(window.new) - count + window.new.start
        held = ((part.start - start, part.stop - start) for part in map(frames_held, range(window.latents)))
        return tuple(_cut(held, free, set(window.new_latents), count))
    new = set(range(window.before, window.before + window.new))
    held = (_strided(window, latent) for latent in range(window.latents))
    if backwards:
        held = ((count - stop, count - start) for start, stop in held)
    return tuple(_cut(held, free, new, count))


def _strided(window: Window, latent: int) -> tuple[int, int]:
    """Frames of the clip from the first new one, half-open; a frame of the window stands for those since the last one.

    The first latent holds one frame and looks at no other.
    """
    part = frames_held(latent)
    stop = (part.stop - 1 - window.join) * window.stride
    return (stop - 1 if latent == 0 else (part.start - 1 - window.join) * window.stride), stop


def _cut(held: Iterable[tuple[int, int]], noise: list[float], new: set[int], count: int) -> Iterable[PlannedLatent]:
    for latent, (start, stop) in enumerate(held):
        inside = max(start, 0), min(stop, count)
        if latent in new and inside[0] < inside[1]:
            start, stop = inside
        yield PlannedLatent(start, stop, noise[latent], latent not in new)
