"""Frames as BGRA pictures for the screen, at the size they are looked at."""

import av
import numpy as np
from av.video.reformatter import Interpolation

from engine.media.colour import (
    EXACT,
    FULL,
    LIMITED,
    array_format,
    bit_depth,
    colour_tags,
    effective_matrix,
    has_alpha,
    to_array,
)
from engine.media.tone_mapping import kind_of, mapped, mapped_array

THREADS = 2  # swscale cuts the picture in slices
# Without these, swscale is half a code value too dark and repeats chroma. They cost 1.5 ms of 2.5 at 1080p to 960x540.
TRUE_COLOUR = Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.FULL_CHR_H_INP


def to_bgra(frame: av.VideoFrame, rotation: int, size: tuple[int, int], quick: bool = False) -> np.ndarray:
    """[height, width, 4] uint8, upright and scaled to `size` (width, height).

    Alpha is straight, and opaque where the frame has none. quick: half a code value too dark, and chroma repeated, as
    nobody sees in a picture that passes by; measured at 960x540, 0.6 ms instead of 2.7.
    """
    way = scaling(frame, size, quick)
    picture = reformatted(as_shown(frame, stored(size, rotation), way), stored(size, rotation), way)
    return np.ascontiguousarray(np.rot90(picture, rotation // 90))


def exact_bgra(frame: av.VideoFrame, rotation: int) -> np.ndarray:
    """[height, width, 4] uint8 at the frame's own size: what colour.to_array gives, rounded to 8 bits."""
    if bit_depth(frame) > 8:
        return in_eight_bits(mapped_array(to_array(frame, rotation), colour_tags(frame)))
    picture = reformatted(frame, (frame.width, frame.height), EXACT)
    return np.ascontiguousarray(np.rot90(picture, rotation // 90))


def as_shown(frame: av.VideoFrame, size: tuple[int, int], interpolation: int) -> av.VideoFrame:
    """The frame itself; where it is no standard one, in `size` (width, height) and in Rec.709."""
    kind = kind_of(colour_tags(frame)) if bit_depth(frame) > 8 else None
    if kind is None:
        return frame
    tags = colour_tags(frame)
    matrix = effective_matrix(tags, frame.width, frame.height)
    deep = frame.reformat(
        width=size[0],
        height=size[1],
        format=array_format(True, has_alpha(frame)),
        src_colorspace=matrix,
        dst_colorspace=matrix,
        src_color_range=FULL if tags.full_range else LIMITED,
        dst_color_range=FULL,
        interpolation=interpolation,
        threads=THREADS,
    )
    return mapped(deep, kind)


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


def scaling(frame: av.VideoFrame, size: tuple[int, int], quick: bool) -> int:
    """Averages on the way down: single pixels would flicker."""
    smaller = size[0] * size[1] < frame.width * frame.height
    way = Interpolation.AREA if smaller else Interpolation.BILINEAR
    return int(way | (Interpolation.ACCURATE_RND if quick else TRUE_COLOUR))


def stored(size: tuple[int, int], rotation: int) -> tuple[int, int]:
    return (size[1], size[0]) if rotation % 180 else size


def in_eight_bits(image: np.ndarray) -> np.ndarray:
    """BGRA [height, width, 4] uint8 of RGB(A) in 0..65535."""
    picture = np.full((*image.shape[:2], 4), 255, np.uint8)
    for channel, source in enumerate((2, 1, 0, 3)[: image.shape[2]]):
        picture[..., channel] = (image[..., source].astype(np.uint32) + 128) // 257
    return picture
