"""Pictures as numbers from 0 to 1, and back; and moved."""

import cv2
import numpy as np

from engine.errors import ModelError
from engine.motion.flow import resized
from engine.motion.sheet import sampled

LUMA = np.array([[0.2126, 0.7152, 0.0722]], np.float32)  # BT.709


def unit(frame: np.ndarray) -> np.ndarray:
    """[h, w, 3] float32 in 0 to 1 of a frame [h, w, 3 or more], uint8, full-range uint16 or float in 0 to 1.

    Raises ModelError where a float frame holds what is no number: a generator that broke down.
    """
    colours = np.ascontiguousarray(frame[..., :3])
    if colours.dtype.kind == "u":
        return np.multiply(colours, np.float32(1 / np.iinfo(colours.dtype).max), dtype=np.float32)
    if not np.isfinite(colours).all():
        raise ModelError(
            "The model's picture holds values that are no numbers.",
            do="Try another seed, or a more exact precision for this model.",
        )
    return colours.astype(np.float32, copy=False)


def coded(image: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """Rounded to whole code values, what lies outside cut off."""
    top = np.iinfo(dtype).max
    return np.rint(np.clip(image, 0, 1) * np.float32(top)).astype(dtype)


def eight_bit(image: np.ndarray) -> np.ndarray:
    return cv2.convertScaleAbs(np.clip(image, 0, 1), alpha=255)


def luma(image: np.ndarray) -> np.ndarray:
    """[h, w] of [h, w, 3]."""
    return np.asarray(cv2.transform(image, LUMA))


def scaled(image: np.ndarray, height: int, width: int) -> np.ndarray:
    """A float picture at another size: averaged where it gets smaller, by Lanczos' kernel where larger."""
    if image.shape[:2] == (height, width):
        return image
    smaller = height * width < image.shape[0] * image.shape[1]
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LANCZOS4)


def warped(picture: np.ndarray, field: np.ndarray) -> np.ndarray:
    """A picture [H, W, C] read at each pixel plus its displacement, a field [h, w, 2] of any size; bicubic."""
    height, width = picture.shape[:2]
    where = resized(field, (height, width)) * np.array((width, height), np.float32)
    where[..., 0] += np.arange(width, dtype=np.float32)
    where[..., 1] += np.arange(height, dtype=np.float32)[:, None]
    return sampled(picture, where, cv2.INTER_CUBIC)
