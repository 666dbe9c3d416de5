"""Hard cuts: where one shot ends and the next begins."""

import cv2
import numpy as np

THUMBNAIL = (36, 64)  # height, width
JUMP = 0.06  # mean change of brightness, 0 to 1, that a cut makes at least
STANDS_OUT = 4.0  # times the typical change beside it
FAR_OUT = 15.0  # times it, so that it is a cut even between scenes of like layout (sky above, ground below)
STILL_UNLIKE = 0.8  # a flash, the other jump as large, stays above 0.9
UNLIKE = 0.5  # correlation of the two pictures below which they are not the same scene


def after_last_cut(frames: np.ndarray) -> np.ndarray:
    """The frames of the last shot, a view of frames [n, h, w, 3]; at least the last frame."""
    found = cuts(frames)
    return frames[found[-1] :] if found else frames


def cuts(frames: np.ndarray) -> list[int]:
    """Indices of the first frame of each new shot in frames [n, h, w, 3] uint8 or uint16, without the very first."""
    small = np.stack([_thumbnail(frame) for frame in frames])
    change = np.abs(np.diff(small, axis=0)).mean(axis=(1, 2, 3))
    return [i + 1 for i in range(len(change)) if _is_cut(change, small, i)]


def _is_cut(change: np.ndarray, small: np.ndarray, i: int) -> bool:
    beside = np.delete(change[max(0, i - 6) : i + 7], min(i, 6))
    typical = float(np.median(beside)) if len(beside) else 0.0
    allowed = STILL_UNLIKE if change[i] > FAR_OUT * typical else UNLIKE
    return change[i] > max(JUMP, STANDS_OUT * typical) and _likeness(small[i], small[i + 1]) < allowed


def _likeness(first: np.ndarray, second: np.ndarray) -> float:
    """Correlation of two thumbnails, -1 to 1; a flash or a change of exposure leaves it high."""
    a, b = first - first.mean(axis=(0, 1)), second - second.mean(axis=(0, 1))
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum() + 1e-6))


def _thumbnail(frame: np.ndarray) -> np.ndarray:
    """[h, w, 3] float32 in 0 to 1. Rows and columns are skipped first: averaging all of a large frame is slow."""
    step = max(1, frame.shape[1] // 256)
    small = cv2.resize(frame[::step, ::step], THUMBNAIL[::-1], interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / np.iinfo(frame.dtype).max
