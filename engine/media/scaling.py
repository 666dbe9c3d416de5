"""Frames as BGRA pictures for the screen, at the size they are looked at."""

import av
import numpy as np
from av.video.reformatter import Interpolation

from engine.media.colour import EXACT, FULL, LIMITED, bit_depth, colour_tags, effective_matrix, to_array

THREADS = 2  # swscale cuts the picture in slices
# Without these, swscale is half a code value too dark and repeats chroma. They cost 1.5 ms of 2.5 at 1080p to 960x540.
TRUE_COLOUR = Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.FULL_CHR_H_INP


def to_bgra(frame: av.VideoFrame, rotation: int, size: tuple[int, int]) -> np.ndarray:
    """[height, width, 4] uint8, upright and scaled to `size` (width, height).

    Alpha is straight, and opaque where the frame has none.
    """
    picture = reformatted(frame, stored(size, rotation), scaling(frame, size))
    return np.ascontiguousarray(np.rot90(picture, rotation // 90))


def exact_bgra(frame: av.VideoFrame, rotation: int) -> np.ndarray:
    """[height, width, 4] uint8 at the frame's own size: what colour.to_array gives, rounded to 8 bits."""
    if bit_depth(frame) > 8:
        return in_eight_bits(to_array(frame, rotation))
    picture = reformatted(frame, (frame.width, frame.height), EXACT)
    return np.ascontiguousarray(np.rot90(picture, rotation // 90))


def reformatted(frame: av.VideoFrame, size: tuple[int, int], interpolation: int) -> np.ndarray:
    """BGRA in `size` (width, height), as stored: the converted frame's own memory, not a copy of it."""
    tags = colour_tags(frame)
    matrix = effective_matrix(tags, frame.width, frame.height)
    picture = frame.reformat(
        width=size[0],
        height=size[1],
        format="bgra",
        src_colorspace=matrix,
        dst_colorspace=matrix,
        src_color_range=FULL if tags.full_range else LIMITED,
        dst_color_range=FULL,
        interpolation=interpolation,
        threads=THREADS,
    )
    plane = picture.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: size[1], : 4 * size[0]]
    return rows.reshape(size[1], size[0], 4)


def scaling(frame: av.VideoFrame, size: tuple[int, int]) -> int:
    """Averages on the way down: single pixels would flicker."""
    smaller = size[0] * size[1] < frame.width * frame.height
    return int((Interpolation.AREA if smaller else Interpolation.BILINEAR) | TRUE_COLOUR)


def stored(size: tuple[int, int], rotation: int) -> tuple[int, int]:
    return (size[1], size[0]) if rotation % 180 else size


def in_eight_bits(image: np.ndarray) -> np.ndarray:
    """BGRA [height, width, 4] uint8 of RGB(A) in 0..65535."""
    picture = np.full((*image.shape[:2], 4), 255, np.uint8)
    for channel, source in enumerate((2, 1, 0, 3)[: image.shape[2]]):
        picture[..., channel] = (image[..., source].astype(np.uint32) + 128) // 257
    return picture
