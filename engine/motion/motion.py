"""Where the pixels of a known frame stand in frames that are not known."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Motion:
    """Trajectories of an anchor frame's pixels through n other frames.

    displacement: [n, h, w, 2] float32: the pixel at (x, y) of the anchor stands at (x, y) + displacement in frame k, in
    fractions of the frame's width (x) and height (y), so it fits any size. The grid h x w may be coarser than the
    picture; samples sit at pixel centres of that grid. A pixel may be hidden or out of frame there.
    maker: what predicted it, in words for the user ("camera and object motion, continued").
    """

    displacement: np.ndarray
    maker: str
