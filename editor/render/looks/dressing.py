"""A picture as its clip's look wants it: framed first, then graded, so that only what is seen is."""

from dataclasses import replace

from editor.render.compose import Placed
from editor.render.looks.appearance import Appearance
from editor.render.looks.framing import framed
from editor.render.looks.grading import graded
from editor.render.placement import Size
from editor.timeline.looks import Crop, Transform


def dressed(placed: Placed, appearance: Appearance, size: Size, is_bgra: bool) -> Placed:
    """placed: scaled by the appearance's drawn scale already. is_bgra: for the screen. Raises TableUnreadable."""
    crop, transform = appearance.crop, appearance.transform
    if crop != Crop() or transform != Transform() or appearance.moves:
        placed = framed(placed, crop, transform, size, appearance.drawn_scale if appearance.moves else None)
    return replace(placed, pixels=graded(placed.pixels, appearance.grade, is_bgra), opacity=appearance.opacity)
