"""Pictures between FFmpeg's frames and upright RGB arrays, without a shift of colour."""

import av
import numpy as np
from av.video.reformatter import Interpolation

from engine.errors import MediaError
from engine.media.info import UNTAGGED, ColourTags, VideoInfo

# swscale's slow and exact path: measured within 0.51 of an 8-bit code value of the equations; the fast one is not,
# and repeats chroma instead of interpolating it.
EXACT = int(
    Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.FULL_CHR_H_INP
)
IDENTITY, BT709, BT601 = 0, 1, 5
SWSCALE_MATRIX = {1: 1, 4: 4, 5: 5, 6: 5, 7: 7, 9: 9, 10: 9}  # H.273 matrix -> SWS_CS_*; 10 (constant luminance) as 9
LUMA = {1: (0.2126, 0.0722), 4: (0.30, 0.11), 5: (0.299, 0.114), 7: (0.212, 0.087), 9: (0.2627, 0.0593)}  # Kr, Kb
LIMITED, FULL = 1, 2  # AVCOL_RANGE_*


def colour_tags(frame: av.VideoFrame) -> ColourTags:
    full = frame.color_range == FULL or frame.format.name.startswith("yuvj") or frame.format.is_rgb
    return ColourTags(frame.color_primaries, frame.color_trc, frame.colorspace, full)


def effective_matrix(tags: ColourTags, width: int, height: int) -> int:
    """SWS_CS_* of the matrix in force; untagged pictures by size, as mpv and VLC do: HD is BT.709, smaller BT.601."""
    if tags.matrix == IDENTITY:  # RGB has none; where it must be coded as YUV it is tagged BT.709
        return BT709
    if tags.matrix in (UNTAGGED, 3):  # 3 is reserved
        return BT709 if width >= 1280 or height > 576 else BT601
    if tags.matrix not in SWSCALE_MATRIX:
        what = f"The colours are coded with matrix {tags.matrix} of H.273, which we cannot convert."
        raise MediaError(what, do="Convert the file to BT.709 or BT.2020 first.")
    return SWSCALE_MATRIX[tags.matrix]


def to_array(frame: av.VideoFrame, rotation: int) -> np.ndarray:
    """RGB or RGBA, [height, width, channel], upright; uint8, or uint16 in 0..65535 for more than 8 bits."""
    deep, alpha = bit_depth(frame) > 8, has_alpha(frame)
    tags = colour_tags(frame)
    matrix = effective_matrix(tags, frame.width, frame.height)
    if deep and not frame.format.is_rgb:
        coded = convert(frame, "yuva444p16le" if alpha else "yuv444p16le", matrix, LIMITED, LIMITED).to_ndarray()
        rgb = decode_deep(coded, matrix, tags.full_range, bit_depth(frame))
    else:
        source_range = FULL if tags.full_range else LIMITED
        rgb = convert(frame, array_format(deep, alpha), matrix, source_range, FULL).to_ndarray()
    return np.ascontiguousarray(np.rot90(rgb, rotation // 90))


def to_frame(image: np.ndarray, pixel_format: str, video: VideoInfo) -> av.VideoFrame:
    """The reverse of to_array, coded as `video` says; the picture is not rotated back."""
    matrix = effective_matrix(video.colour, video.width, video.height)
    if not pixel_format.startswith("yuv"):
        whole = av.VideoFrame.from_ndarray(image, format=array_format(image.dtype == np.uint16, image.shape[2] == 4))
        return tagged(convert(whole, pixel_format, matrix, FULL, FULL), video.colour, FULL)
    depth = av.VideoFormat(pixel_format).components[0].bits
    coded = encode(image[..., :3], matrix, video.colour.full_range, depth)
    whole = av.VideoFrame.from_ndarray(coded, format="yuv444p16le", channel_last=True)
    frame = convert(whole, pixel_format, matrix, LIMITED, LIMITED)
    return tagged(frame, video.colour, FULL if video.colour.full_range else LIMITED)


def tagged(frame: av.VideoFrame, tags: ColourTags, color_range: int) -> av.VideoFrame:
    frame.color_primaries, frame.color_trc, frame.color_range = tags.primaries, tags.transfer, color_range
    return frame


def convert(frame: av.VideoFrame, pixel_format: str, matrix: int, source: int, target: int) -> av.VideoFrame:
    """swscale, `matrix` on both sides; with LIMITED on both sides of two YUV formats code values are only shifted."""
    return frame.reformat(
        format=pixel_format,
        src_colorspace=matrix,
        dst_colorspace=matrix,
        src_color_range=source,
        dst_color_range=target,
        interpolation=EXACT,
        threads=1,
    )


def decode_deep(coded: np.ndarray, matrix: int, full_range: bool, depth: int) -> np.ndarray:
    """RGB(A) [height, width, channel] uint16 from code values of `depth` bits that stand in the upper ones of 16.

    Our own equations: swscale puts white at 65280, and shifts full range by up to 3 code values of 10 bits.
    """
    scale, offset = code_values(matrix, full_range, depth)
    unit = 1 << (16 - depth)
    turn = np.linalg.inv(scale) * 65535
    rgb = rounded(transformed(coded[..., :3], affine(turn / unit, -turn @ offset)), 65535)
    if coded.shape[2] == 3:
        return rgb
    alpha = rounded(coded[..., 3:].astype(np.float32) * (65535 / (((1 << depth) - 1) * unit)), 65535)
    return np.concatenate([rgb, alpha], axis=2)


def encode(rgb: np.ndarray, matrix: int, full_range: bool, depth: int) -> np.ndarray:
    """Code values of `depth` bits in the upper ones of 16, [height, width, 3] uint16: the reverse of decode_deep.

    Our own equations here too: swscale's full range truncates chroma, half a code value on average.
    """
    scale, offset = code_values(matrix, full_range, depth)
    turn = affine(scale / np.iinfo(rgb.dtype).max, offset)
    return rounded(transformed(rgb, turn), (1 << depth) - 1) << (16 - depth)


def code_values(matrix: int, full_range: bool, depth: int) -> tuple[np.ndarray, np.ndarray]:
    """codes = scale @ rgb + offset for rgb in 0..1 and codes (Y, Cb, Cr) of `depth` bits: ITU-T H.273, 8.3."""
    red, blue = LUMA[matrix]
    luma = np.array([red, 1 - red - blue, blue])
    rows = [luma, ([0, 0, 1] - luma) / (2 * (1 - blue)), ([1, 0, 0] - luma) / (2 * (1 - red))]
    unit, largest = 1 << (depth - 8), (1 << depth) - 1
    reach = [largest] * 3 if full_range else [219 * unit, 224 * unit, 224 * unit]
    return np.array(rows) * np.array(reach)[:, None], np.array([0 if full_range else 16, 128, 128]) * unit


def transformed(image: np.ndarray, turn: np.ndarray) -> np.ndarray:
    import cv2  # here, since previews of 8-bit films need none of it

    return cv2.transform(image.astype(np.float32), turn)


def affine(scale: np.ndarray, offset: np.ndarray) -> np.ndarray:
    return np.column_stack([scale, offset]).astype(np.float32)


def rounded(values: np.ndarray, largest: int) -> np.ndarray:
    """Writes into `values`: a second array of that size costs as much time as the rounding."""
    values += 0.5
    np.clip(values, 0, largest + 0.5, out=values)
    return values.astype(np.uint16)


def array_format(deep: bool, alpha: bool) -> str:
    return ("rgba64le" if alpha else "rgb48le") if deep else ("rgba" if alpha else "rgb24")


def bit_depth(frame: av.VideoFrame) -> int:
    return max(component.bits for component in frame.format.components)


def has_alpha(frame: av.VideoFrame) -> bool:
    return frame.format.has_palette or any(component.is_alpha for component in frame.format.components)


def chroma(frame: av.VideoFrame) -> str:
    """420, 422, 444, rgb or gray; rarer ones as the next finer of these."""
    layout = frame.format
    if layout.is_rgb or layout.has_palette:
        return "rgb"
    if len(layout.components) <= 2:  # luma, and perhaps alpha
        return "gray"
    wide, high = layout.chroma_width(64), layout.chroma_height(64)
    return "420" if wide < 64 and high < 64 else "422" if wide < 64 else "444"
