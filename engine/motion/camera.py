"""How the camera moves: measured between frames, smoothed over time, continued.

A camera step is six numbers: shift x, shift y, zoom, rotation and two shears, per frame, as the velocity field
v(p) = shift + zoom p + rotation (-y, x) + shear (x, -y) + shear (y, x); p is measured from the frame's centre in frame
widths on both axes. Steps live in the Lie algebra, so a constant step gives an even zoom and a true rotation.
"""

import numpy as np
from scipy.linalg import expm, logm

from engine.motion.flow import pixel_centres

SPACING = 6  # working pixels between the flow samples a camera is fitted to
TRIES = 160  # pairs of samples tried in the robust search
TOLERANCE = 0.4 / 320  # frame widths: how far an inlier may be off
TOLERANCE_SHARE = 0.08  # and this share of the typical motion
SHEAR_PENALTY = 0.3  # of the evidence: real cameras hardly shear, parallax pretends to
MEMORY = 0.3  # seconds after which the past counts 1/e
DAMPING = 0.25  # seconds in which a change of speed dies out
LATEST = 0.2  # seconds: the speed at the join is one that was seen in this time
BLOCK = 0.2  # seconds: speed averaged over this much is free of shake
FADE = 0.2  # seconds in which speed that is not expected to last dies out
NEAR_IDENTITY = 0.4  # sum of a step's entries up to which the series below is exact to 1e-10
SERIES_TERMS = 20
NOISE_FLOOR = 0.02 / 320  # widths per frame: below this a step is measurement noise

_GENERATORS = np.array(
    [
        [[0, 0, 1], [0, 0, 0], [0, 0, 0]],
        [[0, 0, 0], [0, 0, 1], [0, 0, 0]],
        [[1, 0, 0], [0, 1, 0], [0, 0, 0]],
        [[0, -1, 0], [1, 0, 0], [0, 0, 0]],
        [[1, 0, 0], [0, -1, 0], [0, 0, 0]],
        [[0, 1, 0], [1, 0, 0], [0, 0, 0]],
    ],
    dtype=np.float64,
)


def camera_matrix(step: np.ndarray) -> np.ndarray:
    """The affine map [..., 3, 3] that a step [..., 6] makes of places measured from the centre in frame widths."""
    return expm(np.tensordot(step, _GENERATORS, axes=1))


def logarithm(matrix: np.ndarray) -> np.ndarray:
    """The step [6] whose map is this one."""
    off = matrix - np.eye(3)
    log = _series(off) if np.abs(off).sum() < NEAR_IDENTITY else np.real(logm(matrix))
    diagonal, crossed = (log[0, 0], log[1, 1]), (log[1, 0], log[0, 1])
    numbers = (
        *log[:2, 2],
        sum(diagonal) / 2,
        (crossed[0] - crossed[1]) / 2,
        (diagonal[0] - diagonal[1]) / 2,
        sum(crossed) / 2,
    )
    return np.array(numbers)


def _series(off: np.ndarray) -> np.ndarray:
    """log(1 + off) of a step as small as cameras make; scipy's is right for all and two hundred times slower."""
    power, total = off, off.copy()
    for term in range(2, SERIES_TERMS + 1):
        power = power @ off
        total += power * ((-1) ** (term + 1) / term)
    return total


def camera_field(matrix: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The displacement field [h, w, 2] of an affine map, in fractions of the frame."""
    return moved_by(matrix, np.zeros((*size, 2), np.float32))


def moved_by(matrix: np.ndarray, field: np.ndarray) -> np.ndarray:
    """The field [h, w, 2] followed by an affine map of the picture."""
    shape = np.array((1.0, field.shape[0] / field.shape[1]), np.float32)
    place = (pixel_centres(*field.shape[:2]) - np.float32(0.5)) * shape
    linear, shift = matrix[:2, :2].astype(np.float32), matrix[:2, 2].astype(np.float32)
    return ((place + field * shape) @ linear.T + shift - place) / shape


def camera_map(field: np.ndarray, trust: np.ndarray) -> np.ndarray:
    """The affine map [3, 3] that best explains a field where most of the trusted picture agrees.

    trust: [h, w], weight of each pixel's flow (texture, reliability). The border counts more: objects are inside.
    """
    place, shift, weight = _samples(field, trust)
    if weight.sum() < 1e-3 * len(weight):
        return np.eye(3)
    allowed = TOLERANCE + TOLERANCE_SHARE * float(np.median(np.abs(shift)))
    agreeing = _consensus(place, shift, weight, allowed)
    step = _fitted(place, shift, weight * agreeing)
    for scale in (3.0, 2.0, 2.0):
        off = np.abs(shift - _velocity(place, step)) / (scale * allowed)
        step = _fitted(place, shift, weight * np.clip(1 - off**2, 0, 1) ** 2)  # Tukey's biweight
    return np.eye(3) + np.tensordot(step, _GENERATORS, axes=1)


def continued(steps: np.ndarray, rate: float, count: int) -> np.ndarray:
    """Camera maps [count, 3, 3] from the last frame to each of the next, from past steps [n, 6] in playing order.

    Speed at the join is the clip's own, smoothed over about a third of a second, so that shake is not carried on. How
    much of it lasts depends on how steady it was over the last second; a change of speed is followed as far as it
    stands out of the shake, dies out, and never turns into reversing.
    """
    if not len(steps):
        return np.tile(np.eye(3), (count, 1, 1))
    level, slope = _trend(steps, rate)
    ages = (np.arange(count) + 0.5)[:, None] / rate
    change = slope * DAMPING * rate * (1 - np.exp(-ages / DAMPING))
    lasting = _lasting(steps, level, max(1, round(BLOCK * rate)))
    speeds = (level + np.clip(change, -np.abs(level), np.abs(level))) * (lasting + (1 - lasting) * np.exp(-ages / FADE))
    path, paths = np.eye(3), []
    for matrix in camera_matrix(speeds):
        path = matrix @ path
        paths.append(path)
    return np.stack(paths)


def _lasting(steps: np.ndarray, level: np.ndarray, block: int) -> np.ndarray:
    """[6] in 0 to 1: how much of each speed can be expected to last, from how far its short means strayed from it."""
    blocks = len(steps) // block
    if blocks < 2:
        return np.full(6, 0.5)
    means = steps[len(steps) - blocks * block :].reshape(blocks, block, 6).mean(axis=1)
    strayed = np.square(means - level).mean(axis=0)
    return level**2 / (level**2 + strayed + 1e-18)


def _samples(field: np.ndarray, trust: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places and shifts as complex numbers in frame widths, and weights, of a sparse grid."""
    height, width = field.shape[:2]
    pick = np.s_[SPACING // 2 :: SPACING, SPACING // 2 :: SPACING]
    tall = height / width
    place = (pixel_centres(height, width)[pick] - 0.5).reshape(-1, 2).astype(np.float64)
    shift = field[pick].reshape(-1, 2).astype(np.float64)
    border = 0.5 + np.abs(place).max(axis=1) * 2
    return (
        place[:, 0] + 1j * tall * place[:, 1],
        shift[:, 0] + 1j * tall * shift[:, 1],
        trust[pick].reshape(-1).astype(np.float64) * border,
    )


def _consensus(place: np.ndarray, shift: np.ndarray, weight: np.ndarray, allowed: float) -> np.ndarray:
    """Which samples the best similarity through two of them explains (RANSAC with a fixed seed)."""
    chosen = np.random.default_rng(0).choice(len(place), (TRIES, 2), p=weight / weight.sum())
    first, second = chosen[np.abs(place[chosen[:, 0]] - place[chosen[:, 1]]) > 0.15].T
    turn = (shift[first] - shift[second]) / (place[first] - place[second])
    turn, base = (
        np.append(turn, 0),
        np.append(shift[first] - turn * place[first], np.median(shift.real) + 1j * np.median(shift.imag)),
    )
    off = np.abs(shift - (turn[:, None] * place + base[:, None]))
    agreeing = np.clip(1 - (off / (2 * allowed)) ** 2, 0, 1)
    return agreeing[np.argmax(agreeing @ weight)]


def _fitted(place: np.ndarray, shift: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The step [6] of least weighted squares, shear held down."""
    columns = np.stack(
        (np.ones_like(place), np.full_like(place, 1j), place, 1j * place, place.conj(), 1j * place.conj()), 1
    )
    both = np.concatenate((columns.real, columns.imag))
    weights = np.concatenate((weight, weight))[:, None]
    normal = both.T @ (weights * both)
    penalty = np.diag([1e-9, 1e-9, 1e-6, 1e-6, SHEAR_PENALTY, SHEAR_PENALTY]) * np.diag(normal).clip(1e-12)
    return np.linalg.solve(normal + penalty, both.T @ (weights[:, 0] * np.concatenate((shift.real, shift.imag))))


def _velocity(place: np.ndarray, step: np.ndarray) -> np.ndarray:
    return step[0] + 1j * step[1] + (step[2] + 1j * step[3]) * place + (step[4] + 1j * step[5]) * place.conj()


def _trend(steps: np.ndarray, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Speed at the last frame and its change per frame, [6] each, trusted as far as they stand out of the scatter."""
    age = -np.arange(len(steps) - 0.5, 0, -1.0)  # in frames, to the middle of each step
    recent = np.exp(age / (MEMORY * rate))
    level = _robust_mean(steps, recent)
    if len(steps) < 4:
        return level, np.zeros(6)
    lean = np.stack([_line(age, steps[:, i], recent) for i in range(6)])
    keep = lean[:, 1] ** 2 / (lean[:, 1] ** 2 + 9 * lean[:, 2] ** 2 + 1e-18)
    latest = steps[-max(3, round(LATEST * rate)) :]
    now = np.clip(level + keep * (lean[:, 0] - level), latest.min(axis=0), latest.max(axis=0))
    return now, keep * lean[:, 1]


def _robust_mean(steps: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weighted mean of each number over time, outliers held down, shrunk to 0 where it drowns in the scatter."""
    middle = np.median(steps[-max(3, len(steps) // 2) :], axis=0)
    spread = 1.5 * np.median(np.abs(steps - middle), axis=0) + NOISE_FLOOR
    trusted = weight[:, None] / (1 + ((steps - middle) / (2 * spread)) ** 2)
    mean = (trusted * steps).sum(axis=0) / trusted.sum(axis=0)
    error = (
        (trusted * (steps - mean) ** 2).sum(axis=0)
        / trusted.sum(axis=0)
        / max(1.0, (weight.sum() ** 2 / (weight**2).sum()) / 2)
    )
    return mean * mean**2 / (mean**2 + error + (NOISE_FLOOR / 2) ** 2)


def _line(age: np.ndarray, value: np.ndarray, weight: np.ndarray) -> tuple[float, float, float]:
    """A robust line through past values: its value now, its slope per frame, the slope's standard error."""
    trusted = weight.copy()
    for _ in range(3):
        centre = np.average(age, weights=trusted)
        lever = (trusted * (age - centre) ** 2).sum()
        height = np.average(value, weights=trusted)
        slope = (trusted * (age - centre) * (value - height)).sum() / lever
        off = value - height - slope * (age - centre)
        spread = np.median(np.abs(off)) * 1.5 + NOISE_FLOOR / 4
        trusted = weight / (1 + (off / (2 * spread)) ** 2)
    error = np.sqrt(np.average(off**2, weights=trusted) * (trusted**2 * (age - centre) ** 2).sum()) / lever
    return height - slope * centre, slope, float(error)
