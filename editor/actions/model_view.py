"""What the built-in model sees of a clip: which known frames, how far apart."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil

# Of engine.generation.pocket.window and engine.generation.clips, which the window's process must not import (they
# bring torch and OpenCV); tests hold both sides equal.
CADENCE = 8  # frames a second the model is shown, about
PER_LATENT = 4  # frames; the first one stands alone
MOST_LATENTS = 9  # known and new together
CONTEXT_LATENTS = 4  # known, unless asked otherwise
READ_SECONDS = Fraction(8, 5)  # of known picture that a run reads
KEPT = 512  # answers, since every repaint of a timeline asks
FEWEST = 5  # media frames that show how a clip moves


@dataclass(frozen=True, slots=True)
class Seen:
    frames: int  # how many known frames the model is shown
    stride: int  # of the clip's own frames from one to the next

    @property
    def span(self) -> int:
        """How many of the clip's own frames lie from the first one seen to the join."""
        return (self.frames - 1) * self.stride + 1


def seen(rate: Fraction, known: int, new: int, asked: int | None = None) -> Seen:
    """Of `known` media frames beside a join that `new` ones follow. asked: frames; None = as many as is usual."""
    stride = _stride(rate, new, MOST_LATENTS - 2)
    latents = ceil(new / (PER_LATENT * stride))
    return _seen(rate, known, stride, MOST_LATENTS - latents, asked)


def seen_by_bridge(rate: Fraction, known: tuple[int, int], new: int, asked: int | None = None) -> tuple[Seen, Seen]:
    """Of both sides of a gap of `new` frames, at the first clip's rate."""
    stride = _stride(rate, new + 1, MOST_LATENTS - 3)
    within = _read(rate, known[1])
    while not _reaches(stride, new, within) and _latents_between(new, stride - 1) <= MOST_LATENTS - 3:
        stride -= 1
    latents = _latents_between(new, stride)
    after = max(1, min(_latents(asked) if asked else 2, 2, MOST_LATENTS - latents - 1))
    while after > 1 and _last_of_second(stride, latents, after, new) >= within:
        after -= 1
    return _seen(rate, known[0], stride, MOST_LATENTS - latents - after, asked), Seen(PER_LATENT * after, stride)


@dataclass(frozen=True, slots=True)
class View:
    """One way to ask for context, and what is seen then on each side of the new frames."""

    asked: int  # frames
    before: Seen | None
    after: Seen | None


@lru_cache(maxsize=KEPT)
def extension_views(rate: Fraction, known: int, new: int, at_start: bool = False) -> tuple[View, ...]:
    """Every number of known frames that can be asked for, the fewest first. at_start: new frames before the clip."""
    most = seen(rate, known, new, PER_LATENT * MOST_LATENTS).frames
    sights = ((frames, seen(rate, known, new, frames)) for frames in range(1, most + 1, PER_LATENT))
    return tuple(View(asked, None, each) if at_start else View(asked, each, None) for asked, each in sights)


@lru_cache(maxsize=KEPT)
def bridge_views(rate: Fraction, known: tuple[int, int], new: int) -> tuple[View, ...]:
    """As extension_views, for both sides of a gap; they are asked for together."""
    views: dict[tuple[Seen, Seen], View] = {}
    for asked in range(1, PER_LATENT * MOST_LATENTS, PER_LATENT):
        sides = seen_by_bridge(rate, known, new, asked)
        views.setdefault(sides, View(asked, *sides))
    return tuple(views.values())


def view_asked(views: tuple[View, ...], asked: int | None) -> View:
    """The one that comes of asking for so many frames; None = as many as is usual."""
    wanted = asked or PER_LATENT * (CONTEXT_LATENTS - 1) + 1
    return max((view for view in views if view.asked <= wanted), key=lambda view: view.asked, default=views[0])


def _seen(rate: Fraction, known: int, stride: int, most: int, asked: int | None) -> Seen:
    held = 1 + (_read(rate, known) - 1) // (PER_LATENT * stride)
    latents = max(1, min(_latents(asked) if asked else CONTEXT_LATENTS, held, most))
    return Seen(PER_LATENT * (latents - 1) + 1, stride)


def _read(rate: Fraction, known: int) -> int:
    return max(FEWEST, min(int(READ_SECONDS * rate) + 1, known))


def _latents(frames: int) -> int:
    return 1 + (frames - 1) // PER_LATENT


def _stride(rate: Fraction, new: int, most_latents: int) -> int:
    return max(1, round(float(rate) / CADENCE), ceil(new / (PER_LATENT * most_latents)))


def _latents_between(new: int, stride: int) -> int:
    return max(1, ceil(((new + 1) / stride) / PER_LATENT))


def _last_of_second(stride: int, latents: int, after: int, new: int) -> int:
    """The index, in the second clip, of the last frame seen there."""
    return (PER_LATENT * latents + 1) * stride - (new + 1) + (PER_LATENT * after - 1) * stride


def _reaches(stride: int, new: int, known: int) -> bool:
    return stride == 1 or _last_of_second(stride, _latents_between(new, stride), 1, new) < known
