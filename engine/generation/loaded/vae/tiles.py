"""Tiles of a picture: where they lie, and how what is made of each is put together without a seam."""

from dataclasses import dataclass
from itertools import pairwise, product

import torch
from torch import Tensor

LEAST = 4  # latents across a tile
OVERLAP = 4  # a tile lies over its neighbour by a fourth of its width
RIM = 3  # the outermost third of an overlap is left to the neighbour: there, a tile knows least of what is around it


@dataclass(frozen=True, slots=True)
class Span:
    """Along one side of a picture, in latents. before, after: how much of it other tiles have as well; 0 at an edge."""

    start: int
    stop: int
    before: int
    after: int

    def slice(self, scale: int) -> slice:
        return slice(self.start * scale, self.stop * scale)

    def weights(self, scale: int) -> Tensor:
        """[(stop - start) * scale]: how much this tile counts. With its neighbours' they make 1 everywhere."""
        rises, length = _rise(self.before * scale), (self.stop - self.start) * scale
        weights = torch.ones(length)
        weights[: len(rises)] = rises
        falls = 1 - _rise(self.after * scale)
        weights[length - len(falls) :] = falls
        return weights


@dataclass(frozen=True, slots=True)
class Tile:
    rows: Span
    columns: Span

    def of(self, picture: Tensor, scale: int = 1) -> Tensor:
        """Its part of [..., height, width], of which a latent has `scale` values across."""
        return picture[..., self.rows.slice(scale), self.columns.slice(scale)]

    def weights(self, scale: int) -> Tensor:
        """[height, width]"""
        return self.rows.weights(scale)[:, None] * self.columns.weights(scale)


def tiles(height: int, width: int, across: int) -> tuple[Tile, ...]:
    """All of one size, row by row: no sliver is left over. height, width, across: in latents; where the picture is
    smaller than a tile, its tile is as small."""
    return tuple(Tile(*spans) for spans in product(_spans(height, across), _spans(width, across)))


def put(canvas: Tensor, part: Tensor, tile: Tile, scale: int) -> Tensor:
    """`canvas` [..., height, width] with what was made of a tile added; scale: values of a latent, across."""
    tile.of(canvas, scale).add_(part.to(canvas) * tile.weights(scale))
    return canvas


def _spans(length: int, across: int) -> tuple[Span, ...]:
    across = min(length, max(across, LEAST))
    step = across - across // OVERLAP
    last = -(-(length - across) // step)
    starts = [round(number * (length - across) / max(last, 1)) for number in range(last + 1)]
    shared = [0, *(start + across - following for start, following in pairwise(starts)), 0]
    return tuple(Span(start, start + across, *both) for start, both in zip(starts, pairwise(shared), strict=True))


def _rise(overlap: int) -> Tensor:
    """[overlap]: 0 on the rim, then evenly to 1, which is the neighbour's rim."""
    rim = overlap // RIM
    between = overlap - 2 * rim
    steps = (torch.arange(between) + 0.5) / max(between, 1)
    return torch.cat([torch.zeros(rim), steps, torch.ones(rim)])
