"""How known frames and new ones are laid out in the built-in model's window.

It is shown a clip at the cadence it was trained on, whatever the clip's own rate. Shown every frame of 24 to 60 a
second it foresees the next 0.45 s worse by 4.5 dB on footage and 1.4 to 1.8 on scenes never trained on (n = 12 each);
between 6 and 12 a second the difference is smaller than its spread: see tests/benchmarks/cadence.py.
"""

from dataclasses import dataclass
from math import ceil

from engine.generation.sampling.latents import FRAMES_PER_LATENT, fit_frames, latent_frames, pixel_frames
from engine.requests import Context

CADENCE = 8.0  # frames a second the model is shown, about; it was trained on 6 to 12
MOST_LATENTS = 9  # of a window, as trained
CONTEXT_LATENTS = 4  # 13 frames
BRIDGE_LATENTS = MOST_LATENTS - 3  # new ones at most: two are known before and one after


@dataclass(frozen=True, slots=True)
class Window:
    """Latents known, new, known. `stride` frames of the clip lie between two frames of the window."""

    stride: int
    before: int
    new: int
    after: int = 0

    @property
    def latents(self) -> int:
        return self.before + self.new + self.after

    @property
    def join(self) -> int:
        """The window's frame that is the last one known before the new ones."""
        return pixel_frames(self.before) - 1

    @property
    def frames(self) -> int:
        return pixel_frames(self.latents)


def extension_window(rate: float, count: int, available: int, context: Context) -> Window:
    """For `count` new frames of a clip at `rate`, of which `available` frames are known."""
    stride = _stride(rate, count, most_new=MOST_LATENTS - 2)
    new = ceil(count / (FRAMES_PER_LATENT * stride))
    return Window(stride, _known(context, available, stride, MOST_LATENTS - new), new)


def bridge_window(rate: float, count: int, available: tuple[int, int], contexts: tuple[Context, Context]) -> Window:
    """For a gap of `count` frames. Known latents of the second side begin at the first place in the window's grid
    that lies a whole stride inside that clip, so that its motion there is known too."""
    stride = _stride(rate, count + 1, BRIDGE_LATENTS)
    while not _reaches(stride, count, available[1]) and _new_between(count, stride - 1) <= BRIDGE_LATENTS:
        stride -= 1
    new = _new_between(count, stride)
    after = max(1, min(latents_asked(contexts[1]) or 2, 2, MOST_LATENTS - new - 1))
    while after > 1 and second_side(Window(stride, 1, new, after), count)[-1] >= available[1]:
        after -= 1
    return Window(stride, _known(contexts[0], available[0], stride, MOST_LATENTS - new - after), new, after)


def first_side(window: Window, available: int) -> list[int]:
    """Indices into the known frames before the join, oldest first."""
    return [available - 1 - step * window.stride for step in range(window.join, -1, -1)]


def second_side(window: Window, count: int) -> list[int]:
    """Indices into the known frames after a gap of `count`, as the window's last latents hold them."""
    begin = (FRAMES_PER_LATENT * window.new + 1) * window.stride - (count + 1)
    return [begin + step * window.stride for step in range(FRAMES_PER_LATENT * window.after)]


def latents_asked(context: Context) -> int | None:
    return None if context.frames is None else latent_frames(fit_frames(context.frames))


def _stride(rate: float, count: int, most_new: int) -> int:
    return max(1, round(rate / CADENCE), ceil(count / (FRAMES_PER_LATENT * most_new)))


def _reaches(stride: int, count: int, available: int) -> bool:
    """Whether the second side has the frames that one known latent needs."""
    return stride == 1 or second_side(Window(stride, 1, _new_between(count, stride), 1), count)[-1] < available


def _new_between(count: int, stride: int) -> int:
    return max(1, ceil(((count + 1) / stride) / FRAMES_PER_LATENT))


def _known(context: Context, available: int, stride: int, most: int) -> int:
    held = 1 + (available - 1) // (FRAMES_PER_LATENT * stride)
    return max(1, min(latents_asked(context) or CONTEXT_LATENTS, held, most))
