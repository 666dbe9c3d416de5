"""Which windows a model of latents makes frames in where pictures are given on the way, and what each is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil

import numpy as np
import torch
from torch import Tensor

from engine.errors import RequestError
from engine.generation.sampling.conditioning import spread_noise
from engine.generation.sampling.latents import FRAMES_PER_LATENT, fit_frames, frames_held, latent_frames, latent_holding
from engine.generation.sampling.layout import USUAL_CONTEXT

FIRM = 0.4  # noise of a picture that lies ahead, in the window that comes right before it; unmeasured

LONG = 2 * FRAMES_PER_LATENT - 1  # frames of a stretch of which one group is whole wherever it begins


@dataclass(frozen=True, slots=True)
class Spot:
    """Given frames on the way. frames: of the new ones, from 0; a clip that follows the new ones begins at their count.
    noise: 0 keep to 1 free, spread over the latents they fill."""

    frames: range
    noise: tuple[float, ...] = (0.0,)

    @property
    def kept(self) -> bool:
        """They come out as they are."""
        return not any(self.noise)


@dataclass(frozen=True, slots=True)
class Place:
    """Given frames in a window. at: the window's frame that the first is. spot: whose they are, None for the context;
    first: the first of the spot's own frames that is given."""

    at: int
    count: int
    noise: tuple[float, ...]
    spot: int | None = None
    first: int = 0

    @property
    def latents(self) -> range:
        """Those that they fill."""
        return range(latent_holding(self.at), latent_holding(self.at + self.count - 1) + 1)


@dataclass(frozen=True, slots=True)
class Window:
    """frames: 1 + 4n, of all of it. new: those it makes, of all new frames. context: known ones it begins with."""

    new: range
    context: int
    frames: int
    places: tuple[Place, ...] = ()

    @property
    def start(self) -> int:
        """Its first frame, counted as the new ones are."""
        return self.new.start - self.context

    @property
    def end(self) -> int:
        return self.start + self.frames

    @property
    def noise(self) -> Tensor:
        """[latent], 0 keep to 1 free."""
        noise = torch.ones(latent_frames(self.frames))
        for place in self.places:
            noise[place.latents.start : place.latents.stop] = spread_noise(place.noise, len(place.latents))
        return noise

    @property
    def free(self) -> list[int]:
        """Latents that nothing is given for."""
        given = {latent for place in self.places for latent in place.latents}
        return [latent for latent in range(latent_frames(self.frames)) if latent not in given]

    def drafted(self, freedom: Sequence[float], count: int) -> tuple[float, ...]:
        """[latent], of frames that were made before: `freedom` spread over all `count` new ones in playing order; over
        their latents, where this window holds them all."""
        held = [self.held(latent) for latent in range(len(self.noise))]
        if held[0].start <= 0 and held[-1].stop >= count:
            new = [latent for latent, part in enumerate(held) if part.stop > 0 and part.start < count]
            spread = dict(zip(new, spread_noise(freedom, len(new)).tolist(), strict=True))
            return tuple(spread.get(latent, 1.0) for latent in range(len(held)))
        shares = [min(1, max(0, part.start) / max(1, count - 1)) for part in held]
        points = spread_noise(freedom, max(2, len(freedom))).tolist()
        return tuple(np.interp(shares, np.linspace(0, 1, len(points)), points).tolist())

    def held(self, latent: int) -> range:
        """The frames in a latent, counted as the new ones are."""
        inside = frames_held(latent)
        return range(self.start + inside.start, self.start + inside.stop)


def windows(
    count: int, spots: Sequence[Spot], known: int, most: int, context_noise: Sequence[float] = (0.0,)
) -> tuple[Window, ...]:
    """As few windows of `most` frames as make `count` new ones, in playing order.

    spots: in order. known: frames before the first new one that a window may begin with, 0 where there are none. Where
    a window begins with known frames, as many lie before each later one. A stretch that is kept and long enough to go
    on from is not made again: one window leads to it and the next goes on from it. RequestError where no window has
    room.
    """
    context, reached = fit_frames(known or min(USUAL_CONTEXT, most // 2)), 0
    found: list[Window] = []
    for stop in (*(spot.frames for spot in spots if _is_stop(spot, count)), range(count, count)):
        new = range(reached, min(stop.start, count))
        if new:
            there = min(context, known + reached)
            first = fit_frames(there) if there else 0
            found += _chain(new, first, context, len(stop), most)
        reached = max(reached, stop.stop)
    return tuple(_filled(window, spots, tuple(context_noise)) for window in found)


def _is_stop(spot: Spot, count: int) -> bool:
    return spot.frames.start >= count or (spot.kept and len(spot.frames) >= LONG)


def _chain(new: range, first: int, context: int, ahead: int, most: int) -> Iterator[Window]:
    """Windows without what they are given. first, context: known frames of the first and of each later one. ahead:
    known frames that follow the new ones, of which the last window holds some where there is a whole group of them."""
    meets = _groups(min(USUAL_CONTEXT, max(FRAMES_PER_LATENT, most - context - FRAMES_PER_LATENT)))
    reserve, reached = meets + FRAMES_PER_LATENT - 1 if ahead else 0, new.start
    for known, end in _ends(new, fit_frames(most), (first, context), reserve):
        at = fit_frames(known + end - reached, up=True)
        follows = ahead - (at - known - (end - reached)) if end == new.stop else 0
        yield Window(range(reached, end), known, at + _groups(min(meets, max(0, follows))))
        reached = end


def _groups(frames: int) -> int:
    return frames // FRAMES_PER_LATENT * FRAMES_PER_LATENT


def _ends(new: range, most: int, contexts: tuple[int, int], reserve: int) -> Iterator[tuple[int, int]]:
    """Of each window its context and where its new frames end, all about as full."""
    first, later = contexts
    rooms = [most - first]
    while sum(rooms) - reserve < len(new) or rooms[-1] <= reserve:
        if most - later <= reserve:
            raise RequestError(
                f"A window of {most} frames has no room beside {later + reserve} known ones.",
                do="Let the model look at fewer of them.",
            )
        rooms.append(most - later)
    filled = [*accumulate([*rooms[:-1], rooms[-1] - reserve])]
    for index, full in enumerate(filled):
        yield later if index else first, new.start + ceil(len(new) * full / filled[-1])


def _filled(window: Window, spots: Sequence[Spot], context_noise: tuple[float, ...]) -> Window:
    places = [Place(0, window.context, context_noise)] if window.context else []
    for index, spot in enumerate(spots):
        place = _placed(window, index, spot)
        if place is not None:
            places.append(_as_free_as(places[-1:], place))
    ahead = next((index for index, spot in enumerate(spots) if spot.frames.start >= window.end), None)
    if ahead is not None:
        places = _steering(window, places, ahead, spots[ahead])
    return replace(window, places=tuple(places))


def _placed(window: Window, index: int, spot: Spot) -> Place | None:
    """Of a stretch whole latents; one picture, or fewer than a group, goes alone to the latent that holds its frame."""
    inside = range(max(spot.frames.start, window.new.start), min(spot.frames.stop, window.end))
    if not inside:
        return None
    at, first = inside.start - window.start, inside.start - spot.frames.start
    skipped = (1 - at) % FRAMES_PER_LATENT if at else 0  # up to where a group begins
    left = len(inside) - skipped
    whole = fit_frames(left) if not at else _groups(max(0, left))
    if whole <= 1:
        return Place(at, 1, spot.noise[:1], index, first)
    return Place(at + skipped, whole, spot.noise, index, first + skipped)


def _as_free_as(before: Sequence[Place], place: Place) -> Place:
    """Where two fill one latent the later counts, as free as the freer of them."""
    if not before or before[0].spot is None or before[0].latents[-1] != place.latents[0]:
        return place
    return replace(place, noise=tuple(max(each, before[0].noise[-1]) for each in place.noise))


def _steering(window: Window, places: list[Place], ahead: int, spot: Spot) -> list[Place]:
    """What comes after the window is where it is to lead: its first picture at the window's end, the freer the farther
    it is away, so that it is not arrived at too early."""
    share = len(window.new) / (spot.frames.start - window.new.start)
    noise = max(spot.noise[0], 1 - (1 - FIRM) * share**2)
    place = Place(window.frames - 1, 1, (noise,), ahead)
    taken = {latent for each in places for latent in each.latents}
    return places if place.latents[0] in taken else [*places, place]
