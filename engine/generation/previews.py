"""Small pictures of new frames for the window, while the rest of them is being made.

They lie in a hidden folder beside the takes and stay until the next run there, so that the window can go on showing
them until it has the take itself.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from engine.media.write import over_black
from engine.progress import Report
from engine.requests import Outputs

FOLDER = ".previews"
MOST = 10  # pictures of a take
HEIGHT = 90  # pixels
QUALITY = 80  # of JPEG, in percent


def clear(outputs: Outputs) -> None:
    """Those of runs before."""
    shutil.rmtree(outputs.folder / FOLDER, ignore_errors=True)


@contextmanager
def kept(outputs: Outputs) -> Iterator[None]:
    """Where the block fails there is nothing to look at any more."""
    try:
        yield
    except BaseException:
        clear(outputs)
        raise


def shown(frames: Iterable[np.ndarray], count: int, take: Path, report: Report) -> Iterator[np.ndarray]:
    """The same frames [height, width, 3 or 4]; of some of the `count`, spread evenly, a small picture is told."""
    looked_at = chosen(count)
    for index, frame in enumerate(frames):
        yield frame
        if index in looked_at:
            show(index, frame, take, report)


def chosen(count: int) -> tuple[int, ...]:
    """Which of so many new frames are shown."""
    return tuple(np.unique(np.linspace(0, count - 1, min(MOST, count)).round().astype(int)).tolist())


def show(index: int, frame: np.ndarray, take: Path, report: Report, state: str = "") -> None:
    """One of them. state: where it is shown several times, what tells its pictures apart."""
    path = take.parent / FOLDER / take.stem / f"{index:04}{state}.jpg"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_jpeg(frame))
    except OSError:  # a full disk is told of by the take itself
        return
    report.preview(index, path)


def _jpeg(frame: np.ndarray) -> bytes:
    height, width = frame.shape[:2]
    size = max(1, round(width * HEIGHT / height)), HEIGHT
    deep = (over_black(frame) >> 8).astype(np.uint8) if frame.dtype == np.uint16 else over_black(frame)
    small = cv2.resize(deep, size, interpolation=cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC)
    done, coded = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    assert done, "a picture of eight bits and three channels is a JPEG"
    return coded.tobytes()
