"""Displacement fields: measured between two frames, checked, chained, inverted and sampled.

A field is [h, w, 2] float32: what is at a pixel of the first frame stands that much further right (fraction of the
frame's width) and down (fraction of its height) in the second, so a field fits any size. Samples sit at pixel centres.
"""

import cv2
import numpy as np

WORKING_WIDTH = 320
CONTRAST_LIMIT = 2.0  # CLAHE: evens out light and fades without lifting noise
MISMATCH_FLOOR = 0.5 / WORKING_WIDTH  # forward and backward flow always disagree by about half a working pixel
MISMATCH_SHARE = 0.1  # and by a tenth of the motion


def working_size(height: int, width: int, working_width: int = WORKING_WIDTH) -> tuple[int, int]:
    """(height, width) at which motion is measured: the frame's shape, never enlarged."""
    scale = min(1.0, working_width / max(height, width))
    return max(16, round(height * scale)), max(16, round(width * scale))


def shrunk(frame: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A frame [h, w, ...] averaged down to (height, width); the same object where it has that size."""
    if frame.shape[:2] == size:
        return frame
    return cv2.resize(frame, (size[1], size[0]), interpolation=cv2.INTER_AREA)


def grey(frame: np.ndarray, size: tuple[int, int] | None = None) -> np.ndarray:
    """Luma [h, w] uint8 with evened contrast, from RGB [H, W, 3] uint8 or uint16, at the working or a given size."""
    small = shrunk(frame, size or working_size(*frame.shape[:2]))
    if small.dtype == np.uint16:
        small = (small >> 8).astype(np.uint8)
    luma = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    return cv2.createCLAHE(CONTRAST_LIMIT, (4, 4)).apply(luma)


def flow(first: np.ndarray, second: np.ndarray, guess: np.ndarray | None = None) -> np.ndarray:
    """Where the pixels of `first` stand in `second`, by dense inverse search (Kroeger et al., 2016).

    first, second: two `grey` pictures of one size. guess: a field to start from; what it misses is then searched.
    """
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    start = np.zeros((*first.shape, 2), np.float32)
    if guess is None:
        return in_fractions(search.calc(first, second, start))
    return compose(in_fractions(search.calc(first, sample(second, guess), start)), guess)


def in_fractions(pixels: np.ndarray) -> np.ndarray:
    """A field in pixels of its own grid, in fractions of the frame."""
    return pixels / np.array((pixels.shape[1], pixels.shape[0]), np.float32)


def in_pixels(field: np.ndarray) -> np.ndarray:
    """A field in fractions of the frame, in pixels of its own grid."""
    return field * np.array((field.shape[1], field.shape[0]), np.float32)


def length(field: np.ndarray) -> np.ndarray:
    """How far each pixel moves, [h, w], in frame widths (square pixels taken for granted)."""
    return np.hypot(field[..., 0], field[..., 1] * (field.shape[0] / field.shape[1]))


def sample(picture: np.ndarray, field: np.ndarray) -> np.ndarray:
    """picture [h, w] or [h, w, c] read bilinearly at each pixel plus its displacement; the border goes on outside."""
    height, width = field.shape[:2]
    column, row = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    moved = in_pixels(field)
    return cv2.remap(
        picture, column + moved[..., 0], row + moved[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def resized(field: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The same field on a grid of (height, width)."""
    if field.shape[:2] == size:
        return field
    smaller = size[0] < field.shape[0]
    return cv2.resize(field, (size[1], size[0]), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)


def compose(first: np.ndarray, then: np.ndarray) -> np.ndarray:
    """From the first frame to the third: `first` leads to the second frame, `then` on from there."""
    return first + sample(then, first)


def chained(fields: list[np.ndarray]) -> list[np.ndarray]:
    """Fields from each frame to the next, as fields from the first frame to each of the others."""
    paths = [fields[0]]
    for field in fields[1:]:
        paths.append(compose(paths[-1], field))
    return paths


def inverse(field: np.ndarray, rounds: int = 12) -> np.ndarray:
    """The way back, on the second frame's grid, by fixed-point iteration; approximate where something is covered."""
    back = -field
    for _ in range(rounds):
        back = -sample(field, back)
    return back


def reliability(forward: np.ndarray, backward: np.ndarray) -> np.ndarray:
    """[h, w] float32, 1 where going forward and back returns to the same pixel, falling to 0; 0 outside the frame."""
    mismatch = length(forward + sample(backward, forward))
    allowed = MISMATCH_FLOOR + MISMATCH_SHARE * length(forward)
    return np.exp(-np.square(mismatch / (2 * allowed))) * inside(forward)


def inside(field: np.ndarray) -> np.ndarray:
    """[h, w] float32, 1 where the pixel still stands within the frame."""
    height, width = field.shape[:2]
    place = field + pixel_centres(height, width)
    within = (place > 0) & (place < 1)
    return (within[..., 0] & within[..., 1]).astype(np.float32)  # np.all over an axis of two is ten times slower


def pixel_centres(height: int, width: int) -> np.ndarray:
    """[h, w, 2] float32: where each pixel of a grid stands, in fractions of the frame."""
    column, row = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
    return np.stack((column, row), axis=-1).astype(np.float32)


def filled(field: np.ndarray, trust: np.ndarray, reach: float = 0.02) -> np.ndarray:
    """The field averaged by trust [h, w] over about `reach` frame widths, 0 where nothing near it is trusted."""
    sigma = reach * field.shape[1]
    weight = cv2.GaussianBlur(trust, (0, 0), sigma)
    return cv2.GaussianBlur(field * trust[..., None], (0, 0), sigma) / (weight + 0.05)[..., None]
