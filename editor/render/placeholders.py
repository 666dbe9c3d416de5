"""What is shown in place of a picture that is not there: nobody can take it for the picture."""

import numpy as np

from editor.render.placement import Size

VIOLET, PLUM = (139, 92, 246), (34, 24, 58)  # RGB; stripes and ground of what is still to be made
RED, DARK = (150, 44, 52), (40, 18, 22)  # of media that cannot be read
STRIPES = 12  # over the height
SHADE = 0.3  # of the last frame's light that is left below the stripes


def pending_picture(size: Size, last: np.ndarray | None = None) -> np.ndarray:
    """[height, width, 3] uint8 RGB: violet stripes, over the darkened `last` frame where there is one (its size)."""
    width, height = size
    ground = np.full((height, width, 3), PLUM, np.uint8) if last is None else darkened(last)
    return striped(ground, VIOLET)


def missing_picture(size: Size) -> np.ndarray:
    """[height, width, 3] uint8 RGB: dark red stripes."""
    return striped(np.full((size[1], size[0], 3), DARK, np.uint8), RED)


def darkened(picture: np.ndarray) -> np.ndarray:
    return (picture[..., :3] * SHADE + np.array(PLUM) * (1 - SHADE)).astype(np.uint8)


def striped(ground: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """Diagonal stripes, as thick as the space between them."""
    height, width = ground.shape[:2]
    pitch = max(2, height // STRIPES)
    stripe = (np.arange(height)[:, None] + np.arange(width)[None]) % pitch < pitch // 4
    ground[stripe] = (0.35 * ground[stripe] + 0.65 * np.array(colour)).astype(np.uint8)
    return ground
