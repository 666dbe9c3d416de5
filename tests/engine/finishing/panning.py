"""A clip whose truth is known: a large coloured picture that a camera pans over at a constant speed."""

import cv2
import numpy as np

HEIGHT, WIDTH = 144, 256
SPEED = 1.6  # pixels a frame


def clip(
    frames: int, seed: int = 1, height: int = HEIGHT, width: int = WIDTH, noise: float = 0.0, fine: float = 25.0
) -> np.ndarray:
    """[frames, height, width, 3] uint8. noise, fine: grey levels of film grain, and of the finest texture."""
    random = np.random.default_rng(seed)
    plate = _plate(random, height, width + int(SPEED * frames) + 2, fine)
    shots = [_at(plate, index * SPEED, width) for index in range(frames)]
    grain = random.normal(0, 1, (frames, height, width, 1)) * noise
    return np.clip(np.rint(np.stack(shots) + grain), 0, 255).astype(np.uint8)


def _plate(random: np.random.Generator, height: int, width: int, fine: float) -> np.ndarray:
    """Light and colour at several sizes, with contrast at each."""
    plate = np.zeros((height, width, 3), np.float32)
    for size, strength in ((24.0, 60.0), (8.0, 40.0), (2.0, fine)):
        layer = cv2.GaussianBlur(random.standard_normal((height, width, 3)).astype(np.float32), (0, 0), size)
        plate += strength * layer / layer.std()
    grey = plate.mean(axis=-1, keepdims=True)
    return np.clip(110 + 0.7 * (0.4 * plate + 0.6 * grey), 12, 240)


def _at(plate: np.ndarray, left: float, width: int) -> np.ndarray:
    shift = np.array([[1, 0, -left], [0, 1, 0]], np.float32)
    return cv2.warpAffine(plate, shift, (width, plate.shape[0]), flags=cv2.INTER_CUBIC)
