"""Small clips with a fault in them, and what is looked at in what was made of them."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np

from engine.media.info import VideoInfo
from engine.media.read import read_frames
from engine.media.write import timed, write_film
from engine.training.footage import HELD_OUT, make_clip

RATE = Fraction(24000, 1001)
SIZE = (96, 64)
COUNT = 40
SCENE = HELD_OUT + 6
MARKER = (255, 0, 255)  # a fault that no scene has


def scene() -> np.ndarray:
    """[COUNT, height, width, 3]"""
    return make_clip(SCENE, COUNT, *SIZE, float(RATE)).frames


def written(path: Path, frames: np.ndarray) -> Path:
    write_film(path, timed(frames, RATE), VideoInfo(*SIZE, RATE))
    return path


def spoilt(frames: np.ndarray, *marked: int) -> np.ndarray:
    wrong = frames.copy()
    wrong[list(marked)] = MARKER
    return wrong


def images(path: Path) -> np.ndarray:
    return np.stack([frame.image for frame in read_frames(path)])


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Grey levels."""
    return float(np.abs(one.astype(int) - other).mean())


def faulty(pictures: Iterable[np.ndarray]) -> list[int]:
    """Which of them show the fault."""
    return [index for index, picture in enumerate(pictures) if difference(picture, np.array(MARKER)) < 60]


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
