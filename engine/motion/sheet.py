"""The motion of one layer as a smooth sheet: affine per frame plus a gentle residual, invertible."""

from dataclasses import dataclass

import cv2
import numpy as np

CELLS_ACROSS = 160  # the map is solved on this many cells and enlarged by an exact whole factor
FIXED_POINT_STEPS = 8
TRUST = 0.02  # share of samples below which a wider average takes over
MOST_STRETCH = 8.0  # times; beyond it the motion is mistaken
FIT_POINTS = 1500  # more do not change the fit


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of whole pixels; it may lie partly outside the picture."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a layer's pixels stand in each of n frames.

    affine: [n, 2, 3] float64, anchor pixel -> frame pixel. residual: [n, h, w, 2] float32, pixels, added to it; its
    grid h x w lies over the anchor picture, samples at cell centres. size: the picture's (width, height).
    """

    affine: np.ndarray
    residual: np.ndarray
    size: tuple[int, int]


def fit_sheet(displacement: np.ndarray, weight: np.ndarray, size: tuple[int, int], softness: float) -> Sheet:
    """The smooth motion that the weighted samples of a displacement field agree on.

    displacement: [n, h, w, 2] in fractions of the frame. weight: [h, w] in 0..1, 0 where the samples belong to another
    layer. softness: standard deviation of the residual's smoothing, in cells of that grid.
    """
    affine = fit_affine(displacement, weight, size)
    rest = [
        (field - affine_field(part, weight.shape, size)) * np.array(size, np.float32)
        for field, part in zip(displacement, affine, strict=True)
    ]
    return Sheet(affine, np.stack([_fill_smoothly(field, weight, softness) for field in rest]), size)


def fit_body(displacement: np.ndarray, weight: np.ndarray, size: tuple[int, int], softness: float) -> Sheet:
    """As `fit_sheet`, for one body: samples that stray from its affine motion are another layer's that leaked in."""
    affine = fit_affine(displacement, weight, size)
    fields = []
    for field, part in zip(displacement, affine, strict=True):
        rest = (field - affine_field(part, weight.shape, size)) * np.array(size, np.float32)
        off = np.hypot(rest[..., 0], rest[..., 1])
        allowed = 2 * float(np.median(off[weight > 0.05])) + 0.25 if (weight > 0.05).any() else 1.0
        fields.append(_fill_smoothly(rest, weight / (1 + (off / allowed) ** 4), softness))
    return Sheet(affine, np.stack(fields), size)


def fit_affine(displacement: np.ndarray, weight: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The affine part alone, [n, 2, 3] float64 in pixels of a picture of size (width, height), outliers held down."""
    return np.eye(2, 3) + _robust_affine(displacement, weight, size)


def affine_field(affine: np.ndarray, grid: tuple[int, int], size: tuple[int, int] | None = None) -> np.ndarray:
    """An affine map [2, 3] as a displacement field [h, w, 2] float32 in fractions, on a grid (height, width).

    size: (width, height) of the picture whose pixels the map is in; the grid's own unless given.
    """
    size = size or (grid[1], grid[0])
    points = _cell_centres(grid, size)
    return ((_apply(affine[None], points)[0] - points) / np.array(size)).astype(np.float32)


def backward_map(sheet: Sheet, frame: int, box: Box) -> np.ndarray:
    """Where each pixel of a box of the given frame comes from in the anchor.

    Returns [box.height, box.width, 2] float32 (x, y) in anchor pixels, fit for cv2.remap.
    """
    cell = max(4, round(max(sheet.size) / CELLS_ACROSS))
    columns, rows = -(-box.width // cell), -(-box.height // cell)
    x = box.x + (np.arange(-1, columns + 1) + 0.5) * cell - 0.5
    y = box.y + (np.arange(-1, rows + 1) + 0.5) * cell - 0.5
    nodes = _invert(sheet, frame, np.stack(np.meshgrid(x, y), axis=-1))
    dense = cv2.resize(nodes.astype(np.float32), None, fx=cell, fy=cell, interpolation=cv2.INTER_LINEAR)
    return dense[cell : cell + box.height, cell : cell + box.width]


def sampled(
    picture: np.ndarray, where: np.ndarray, interpolation: int, border: int = cv2.BORDER_REPLICATE
) -> np.ndarray:
    """A picture [H, W] or [H, W, C] read at places [h, w, 2] float32 (x, y) in its own pixels."""
    return np.asarray(cv2.remap(picture, where[..., 0], where[..., 1], interpolation, borderMode=border))


def forward_box(sheet: Sheet, frame: int, box: Box) -> Box:
    """The box in the given frame that holds everything in a box of the anchor."""
    xs = np.linspace(box.x, box.x + box.width, 9)
    ys = np.linspace(box.y, box.y + box.height, 9)
    points = np.stack(np.meshgrid(xs, ys), axis=-1)
    moved = _apply(sheet.affine[frame : frame + 1], points)[0] + _residual_at(sheet, frame, points)
    low = np.floor(moved.min(axis=(0, 1))).astype(int) - 2
    high = np.ceil(moved.max(axis=(0, 1))).astype(int) + 2
    return Box(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))


def _invert(sheet: Sheet, frame: int, target: np.ndarray) -> np.ndarray:
    """Solve affine(q) + residual(q) = target for q by fixed point; the affine part is inverted exactly."""
    back = cv2.invertAffineTransform(sheet.affine[frame])[None]
    source = _apply(back, target)[0]
    for _ in range(FIXED_POINT_STEPS):
        source = _apply(back, target - _residual_at(sheet, frame, source))[0]
    return source


def _residual_at(sheet: Sheet, frame: int, points: np.ndarray) -> np.ndarray:
    field = sheet.residual[frame]
    scale = np.array([field.shape[1] / sheet.size[0], field.shape[0] / sheet.size[1]])
    where = ((points + 0.5) * scale - 0.5).astype(np.float32)
    return sampled(field, where, cv2.INTER_LINEAR)


def _cell_centres(grid: tuple[int, int], size: tuple[int, int]) -> np.ndarray:
    x = (np.arange(grid[1]) + 0.5) * size[0] / grid[1] - 0.5
    y = (np.arange(grid[0]) + 0.5) * size[1] / grid[0] - 0.5
    return np.stack(np.meshgrid(x, y), axis=-1)


def _apply(affine: np.ndarray, points: np.ndarray) -> np.ndarray:
    """[n, 2, 3] on [h, w, 2] -> [n, h, w, 2]."""
    moved = points.reshape(-1, 2) @ np.swapaxes(affine[:, :, :2], 1, 2) + affine[:, None, :, 2]
    return moved.reshape(len(affine), *points.shape)


def _robust_affine(displacement: np.ndarray, weight: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Displacement as an affine function of position, [n, 2, 3], by iteratively reweighted least squares (Cauchy)."""
    flat = np.flatnonzero(weight.ravel() > 0.05)
    flat = flat[:: max(1, len(flat) // FIT_POINTS)]
    if len(flat) == 0:
        return np.zeros((len(displacement), 2, 3))
    where = _cell_centres(weight.shape, size).reshape(-1, 2)[flat]
    prior = weight.ravel()[flat].astype(np.float64)
    target = displacement.reshape(len(displacement), -1, 2)[:, flat] * np.array(size, np.float64)
    centre = np.average(where, axis=0, weights=prior)
    scale = max(size) / 2
    basis = np.column_stack([(where - centre) / scale, np.ones(len(flat))])
    coefficients = _reweighted(basis, target, prior)
    linear = _sound(np.swapaxes(coefficients[:, :2], 1, 2) / scale)
    offset = coefficients[:, 2] - linear @ centre
    return np.concatenate([linear, offset[:, :, None]], axis=2)


def _sound(linear: np.ndarray) -> np.ndarray:
    """Linear parts [n, 2, 2] of a displacement; 0, a plain shift, where the layer would fold or be torn apart."""
    whole = linear + np.eye(2)
    stretch = np.linalg.svd(whole, compute_uv=False)
    sound = (np.linalg.det(whole) > 0) & (stretch[:, 0] < MOST_STRETCH) & (stretch[:, 1] > 1 / MOST_STRETCH)
    return linear * sound[:, None, None]


def _reweighted(basis: np.ndarray, target: np.ndarray, prior: np.ndarray) -> np.ndarray:
    """[n, 3, 2] coefficients. The small ridge keeps a layer of few samples to a plain shift."""
    ridge = np.diag([0.05, 0.05, 1e-6])
    weights = np.broadcast_to(prior, target.shape[:2])
    for _ in range(5):
        normal = np.einsum("np,pi,pj->nij", weights, basis, basis) + ridge
        right = np.einsum("np,pi,npj->nij", weights, basis, target)
        coefficients = np.linalg.solve(normal, right)
        error = np.linalg.norm(target - basis @ coefficients, axis=2)
        spread = np.maximum(1.5 * np.median(error, axis=1, keepdims=True), 0.25)
        weights = prior / (1 + (error / spread) ** 2)
    return coefficients


def _fill_smoothly(field: np.ndarray, weight: np.ndarray, softness: float) -> np.ndarray:
    """Smooth by normalised convolution; where there is no weight it comes from ever farther away, then fades."""
    both = np.dstack([field * weight[..., None], weight]).astype(np.float32)
    filled = np.zeros_like(field, dtype=np.float32)
    for sigma in (softness * 9, softness * 3, softness):
        blurred = _blurred(both, sigma)
        filled = (blurred[..., :2] + TRUST * filled) / (blurred[..., 2:] + TRUST)
    return filled


def _blurred(picture: np.ndarray, sigma: float) -> np.ndarray:
    """A Gaussian blur; wide ones at a smaller size, which looks the same and is quick."""
    step = int(sigma / 2)
    if step < 2 or min(picture.shape[:2]) < 8 * step:
        return cv2.GaussianBlur(picture, (0, 0), sigma)
    size = picture.shape[1::-1]
    small = cv2.resize(picture, (size[0] // step, size[1] // step), interpolation=cv2.INTER_AREA)
    return cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / step), size, interpolation=cv2.INTER_LINEAR)
