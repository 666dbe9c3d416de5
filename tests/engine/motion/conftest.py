"""Frames of the sample footage for tests about motion."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.media.read import read_head


@pytest.fixture
def read_frames(footage: Path) -> Callable[..., np.ndarray]:
    """read_frames(name, count, start=0 seconds): [n, h, w, 3] RGB from a file of the sample footage."""

    def read(name: str, count: int, start: Fraction = Fraction(0)) -> np.ndarray:
        return np.stack([frame.image[..., :3] for frame in read_head(footage / name, count, start)])

    return read
