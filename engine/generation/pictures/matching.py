"""What a window of a model made, matched to what is given around it: each picture as it comes out, what is between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import numpy as np

from engine.finishing.finish import Side, finish
from engine.finishing.pixels import coded, scaled, unit
from engine.generation.gap import Gap
from engine.generation.joins import Beside, joins
from engine.generation.pictures.layout import Spot, Window
from engine.generation.pictures.passage import Passage
from engine.requests import Finish, Join, Remedy


@dataclass(frozen=True, slots=True)
class Made:
    """A window's frames as the model rendered them: [n, h, w, 3] uint16, in the clip's encoding."""

    window: Window
    frames: np.ndarray

    def of(self, frames: range) -> np.ndarray:
        """frames: counted as the new ones are."""
        begin = self.window.start
        return self.frames[frames.start - begin : frames.stop - begin]


@dataclass(frozen=True, slots=True)
class Edge:
    """What new frames have at one end. given: not just frames of the window before."""

    side: Side
    given: bool = True


@dataclass(frozen=True, slots=True)
class _Shown:
    """A spot's frames in a window, from the first new one on, as they come out: [n, H, W, C]."""

    frames: range
    images: np.ndarray


class Matching:
    """joins: into and out of what is given, as far as frames have been taken."""

    def __init__(self, passage: Passage, spots: Sequence[Spot], images: Sequence[np.ndarray], settings: Finish) -> None:
        """images: of each spot, [n, H, W, C]."""
        self._passage, self._spots, self._images, self._settings = passage, spots, images, settings
        self.joins: list[Join] = []

    def given(self, frames: range) -> Iterator[np.ndarray]:
        """New frames that are all given."""
        for spot, images in zip(self._spots, self._images, strict=True):
            inside = common(frames, spot.frames)
            yield from images[inside.start - spot.frames.start :][: len(inside)]

    def finished(self, made: Made, before: Edge | None) -> Iterator[np.ndarray]:
        """A window's new frames: pictures as they come out, and what lies between them matched to both sides."""
        reached, end = made.window.new.start, made.window.new.stop
        for shown in self._shown(made):
            after = Edge(Side(shown.images, made.of(shown.frames)))
            new = range(reached, min(shown.frames.start, end))
            yield from self._between(made.of(new), before, after if new.stop == shown.frames.start else None)
            inside = common(shown.frames, made.window.new)
            yield from shown.images[: len(inside)]
            before, reached = after, max(new.stop, inside.stop)
        yield from self._between(made.of(range(reached, end)), before, None)

    def _shown(self, made: Made) -> Iterator[_Shown]:
        for spot, images in zip(self._spots, self._images, strict=True):
            inside = common(spot.frames, range(made.window.new.start, made.window.end))
            own = images[inside.start - spot.frames.start :][: len(inside)]
            if not inside:
                continue
            kept = spot.kept or inside.start >= self._passage.new.count  # a clip that follows is not made anew
            yield _Shown(inside, own if kept else self._in_light_of(own, made.of(inside)))

    def _in_light_of(self, own: np.ndarray, made: np.ndarray) -> np.ndarray:
        """Freed pictures as the model has them, in the given ones' colours."""
        settings = replace(self._settings, seam=0.0)
        sides = [Side(real[None], frame[None]) for real, frame in zip(own, made, strict=True)]
        each = (
            finish(partial(iter, frame[None]), 1, self._rate, side, None, settings)
            for frame, side in zip(made, sides, strict=True)
        )
        return np.stack([next(frames) for frames in each])

    def _between(self, made: np.ndarray, before: Edge | None, after: Edge | None) -> Iterator[np.ndarray]:
        if not len(made):
            return
        if before is None and after is None:
            yield from map(self._as_clip, made)
            return
        generated, finished = Beside(), Beside()
        first, last = (None if edge is None else edge.side for edge in (before, after))
        matched = finish(lambda: generated.passing(made), len(made), self._rate, first, last, self._settings)
        yield from finished.passing(matched)
        self._note(len(made), before, after, generated, finished)

    def _note(self, count: int, before: Edge | None, after: Edge | None, generated: Beside, finished: Beside) -> None:
        first, last = (edge.side.real if edge is not None and edge.given else None for edge in (before, after))
        gap = Gap(first, last, self._rate, count, self._passage.encoding)
        could = {Remedy.MATCH} if self._settings != Finish() else set()
        self.joins += joins(gap, generated, finished, {Remedy.ANOTHER_TAKE, *could}, self._passage.encoding.to_rec709)

    @property
    def _rate(self) -> Fraction:
        return self._passage.new.video.rate

    def _as_clip(self, frame: np.ndarray) -> np.ndarray:
        """At the clip's size and depth; nothing is known that it could be matched to."""
        video = self._passage.new.video
        depth, opaque = (np.dtype(np.uint16), 65535) if video.bit_depth > 8 else (np.dtype(np.uint8), 255)
        image = coded(scaled(unit(frame), video.height, video.width), depth)
        return np.dstack([image, np.full_like(image[..., 0], opaque)]) if video.alpha else image


def common(one: range, other: range) -> range:
    return range(max(one.start, other.start), max(one.start, other.start, min(one.stop, other.stop)))
