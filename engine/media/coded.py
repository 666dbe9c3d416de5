"""Pictures in the code that a film is written in: taken over as they were decoded, or coded from RGB."""

from collections.abc import Sequence

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import Interpolation

from engine.media.colour import (
    EXACT,
    FULL,
    LIMITED,
    colour_tags,
    effective_matrix,
    has_alpha,
    tagged,
    to_array,
)
from engine.media.info import VideoInfo
from engine.media.tone_mapping import kind_of

DOWN = int(Interpolation.AREA | Interpolation.ACCURATE_RND)


def passes(frame: av.VideoFrame, source: VideoInfo, target: VideoInfo) -> bool:
    """Whether its code values mean in the target what they mean in the source, so that RGB need not come between."""
    tags = colour_tags(frame)
    if frame.format.is_rgb or has_alpha(frame) or not frame.format.name.startswith("yuv") or tags.full_range:
        return False
    if source.rotation or source.sample_aspect != 1 or (frame.width, frame.height) != (source.width, source.height):
        return False
    if kind_of(tags) or target.colour.full_range:
        return False
    own = effective_matrix(tags, frame.width, frame.height)
    return own == effective_matrix(target.colour, target.width, target.height)


def recoded(frame: av.VideoFrame, pixel_format: str, target: VideoInfo) -> av.VideoFrame:
    """The frame in the target's format and size; the very same one where these are its own.

    Code values are shifted between depths, and chroma is resampled. What the frame was in its source's stream (a key
    frame, say) is forgotten, for an encoder would take it for a wish.
    """
    size = (target.width, target.height)
    if frame.format.name != pixel_format or (frame.width, frame.height) != size:
        smaller = size[0] < frame.width
        frame = frame.reformat(
            size[0],
            size[1],
            format=pixel_format,
            src_color_range=LIMITED,
            dst_color_range=LIMITED,
            interpolation=DOWN if smaller else EXACT,
            threads=1,
        )
    frame.pict_type = PictureType.NONE
    return tagged(frame, target.colour, LIMITED)


def mixed_frames(one: av.VideoFrame, other: av.VideoFrame, part: float) -> av.VideoFrame:
    """So much of the other: of code values it is what it is of RGB, for RGB is a linear map of them."""
    import cv2  # here, since most frames do without it

    result = av.VideoFrame(one.width, one.height, one.format.name)
    for first, second, target in zip(plane_views(one), plane_views(other), plane_views(result), strict=True):
        cv2.addWeighted(first, 1 - part, second, part, 0, dst=target)
    result.colorspace = one.colorspace
    result.color_primaries, result.color_trc, result.color_range = one.color_primaries, one.color_trc, one.color_range
    return result


def plane_views(frame: av.VideoFrame) -> list[np.ndarray]:
    """[height, width] uint8 or uint16 of each plane: the frame's own memory."""
    wide = frame.format.components[0].bits > 8
    views = []
    for plane in frame.planes:
        values = np.frombuffer(memoryview(plane), np.uint16 if wide else np.uint8)
        per_line = plane.line_size // (2 if wide else 1)
        views.append(values.reshape(-1, per_line)[: plane.height, : plane.width])
    return views


def from_rgb(image: np.ndarray, pixel_format: str, target: VideoInfo) -> av.VideoFrame:
    """[height, width, 3] uint8 RGB coded and scaled to the target.

    By swscale: within 1 code value of our own equations at 8 and at 10 bits, and ten times as quick.
    """
    matrix = effective_matrix(target.colour, target.width, target.height)
    frame = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(
        target.width,
        target.height,
        format=pixel_format,
        src_colorspace=matrix,
        dst_colorspace=matrix,
        src_color_range=FULL,
        dst_color_range=LIMITED,
        interpolation=DOWN if target.width < image.shape[1] else EXACT,
        threads=1,
    )
    return tagged(frame, target.colour, LIMITED)


def rgb_of(frame: av.VideoFrame, deep: bool) -> np.ndarray:
    """[height, width, 3] of a frame that passes: uint16 where it is `deep`, else uint8."""
    image = to_array(frame, 0)
    if deep and image.dtype == np.uint8:
        return image.astype(np.uint16) * 257
    return image if deep or image.dtype == np.uint8 else ((image.astype(np.uint32) + 128) // 257).astype(np.uint8)


def still_frame(image: np.ndarray, pixel_format: str, size: Sequence[int]) -> av.VideoFrame:
    """RGB [height, width, 3], uint8 or uint16, as one frame for a still."""
    whole = av.VideoFrame.from_ndarray(image, format="rgb48le" if image.dtype == np.uint16 else "rgb24")
    if (whole.width, whole.height) == tuple(size) and whole.format.name == pixel_format:
        return whole
    smaller = size[0] < whole.width
    how = DOWN if smaller else EXACT
    return whole.reformat(size[0], size[1], format=pixel_format, interpolation=how, threads=1)
