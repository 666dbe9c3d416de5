"""Known frames' own pixels carried along a predicted motion into the frames that are not known."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from engine.motion.blend import View, agreement, blended, small_size
from engine.motion.cuts import after_last_cut
from engine.motion.flow import shrunk
from engine.motion.layers import past_motion, refine, separate
from engine.motion.letterbox import Rect, picture_area
from engine.motion.motion import Motion
from engine.motion.plate import MARGIN_LIMIT, Margins, Plate, build_plate
from engine.motion.sheet import Box, Sheet, backward_map, fit_body, fit_sheet, forward_box, sampled

BACKGROUND_SOFTNESS = 1.0  # cells of the motion's grid
OBJECT_SOFTNESS = 0.35  # of the object's own radius
COMMON = 0.15  # mean agreement below which two sides show different things
FINEST_GRID = 160  # cells across
EDGE = 8  # pixels of border around a cut-out


@dataclass(frozen=True, slots=True)
class CutOut:
    """A moving object. pixels: [h, w, C] and alpha [h, w] float32 of its box in the anchor; sheet: its motion."""

    pixels: np.ndarray
    alpha: np.ndarray
    box: Box
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Scene:
    """The last known frame taken apart: a plate, its motion, and what moves in front of it."""

    plate: Plate
    sheet: Sheet
    objects: tuple[CutOut, ...]


def carry(context: np.ndarray, motion: Motion) -> Iterator[np.ndarray]:
    """The frames after the context, one by one, made of its own pixels.

    context: [n, H, W, C] uint8 or uint16 in playing order, C 3, or 4 with alpha; its last frame is the motion's anchor.
    Yields [H, W, C] of the same type, one per frame of the motion. Letterbox bars stay as they are.
    """
    area = picture_area(context[..., :3])
    scene = take_apart(context[:, area.rows, area.columns], within(motion.displacement, area, context.shape[1:3]))
    for frame in range(len(motion.displacement)):
        yield framed(context[-1], area, draw(scene, frame)[0])


def carry_between(first: np.ndarray, second: np.ndarray, motions: tuple[Motion, Motion]) -> Iterator[np.ndarray]:
    """The frames of a gap between two clips, one by one, made of both clips' own pixels.

    first, second: [n, H, W, C] in playing order, one size and type. motions: the first one's last frame and the second
    one's first frame through the gap, both in playing order of the gap and equally long. Yields [H, W, C]. Where both
    sides show the same they pass softly into each other; elsewhere the nearer in time or the one that saw it is taken.
    """
    sides = [_Side.of(first, motions[0]), _Side.of(second[::-1], motions[1])]
    count = len(motions[0].displacement)
    alike = agreement(*(side.drawn((count - 1) // 2) for side in sides)).mean()
    for frame in range(count):
        before, after = (side.drawn(frame) for side in sides)
        yield blended(before, after, (frame + 1) / (count + 1), dissolve=alike < COMMON)


@dataclass(frozen=True, slots=True)
class _Side:
    """One clip beside a gap."""

    last: np.ndarray
    area: Rect
    scene: Scene

    @staticmethod
    def of(context: np.ndarray, motion: Motion) -> "_Side":
        area = picture_area(context[..., :3])
        displacement = within(motion.displacement, area, context.shape[1:3])
        return _Side(context[-1], area, take_apart(context[:, area.rows, area.columns], displacement))

    def drawn(self, frame: int) -> View:
        """The whole frame with its bars, which count as seen."""
        picture, seen = draw(self.scene, frame)
        if self.area.covers(*self.last.shape[:2]):
            return View(picture, seen)
        known = np.ones(self.last.shape[:2], np.float32)
        known[self.area.rows, self.area.columns] = cv2.resize(seen, (self.area.width, self.area.height))
        return View(framed(self.last, self.area, picture), cv2.resize(known, small_size(self.last.shape[:2])))


def framed(last: np.ndarray, area: Rect, picture: np.ndarray) -> np.ndarray:
    """A picture put between the bars of the last known frame."""
    if area.covers(*last.shape[:2]):
        return picture
    whole = last.copy()
    whole[area.rows, area.columns] = picture
    return whole


def within(displacement: np.ndarray, area: Rect, size: tuple[int, int]) -> np.ndarray:
    """A displacement field of a whole frame of size (height, width), of and in fractions of a part of it."""
    grid = displacement.shape[1:3]
    if area.covers(*size):
        return displacement
    x = ((np.arange(grid[1]) + 0.5) / grid[1] * area.width + area.left) / size[1] * grid[1] - 0.5
    y = ((np.arange(grid[0]) + 0.5) / grid[0] * area.height + area.top) / size[0] * grid[0] - 0.5
    where = np.stack(np.meshgrid(x, y), axis=-1).astype(np.float32)
    part = [sampled(field, where, cv2.INTER_LINEAR) for field in displacement]
    return np.stack(part) * np.array([size[1] / area.width, size[0] / area.height], np.float32)


def take_apart(context: np.ndarray, displacement: np.ndarray) -> Scene:
    """Split the last frame of a context without bars into plate and objects, and fit each one's motion.

    displacement: [n, h, w, 2] in fractions of this picture.
    """
    shot = context[len(context) - len(after_last_cut(context[..., :3])) :]
    size = (context.shape[2], context.shape[1])
    displacement = np.stack([shrunk(field, _grid(field.shape[:2])) for field in displacement])
    displacement = np.nan_to_num(displacement, posinf=0, neginf=0)  # one bad sample must not spoil a whole layer's fit
    masks = separate(shot, past_motion(shot[..., :3]))
    weights = [shrunk(mask, displacement.shape[1:3]) for mask in masks]
    sheet = fit_sheet(displacement, _outside(weights, displacement.shape[1:3]), size, BACKGROUND_SOFTNESS)
    alphas = [refine(mask, context[-1]) for mask in masks]
    hidden = _hidden(alphas, size)
    plate = build_plate(shot, hidden, _margins(sheet, size))
    objects = tuple(
        _cut_out(context[-1], plate, alpha, fit_body(displacement, _core(weight), size, _object_softness(weight)))
        for alpha, weight in zip(alphas, weights, strict=True)
    )
    return Scene(plate, sheet, objects)


def draw(scene: Scene, frame: int) -> tuple[np.ndarray, np.ndarray]:
    """One frame of a scene, [H, W, C], and at a quarter of its size how far each pixel was seen, float32 in 0..1."""
    width, height = scene.sheet.size
    where = backward_map(scene.sheet, frame, Box(0, 0, width, height))
    where += np.array(scene.plate.origin, np.float32)
    picture = sampled(scene.plate.pixels, where, cv2.INTER_CUBIC)
    sparse = cv2.resize(where, small_size((height, width)), interpolation=cv2.INTER_NEAREST)
    seen = sampled(scene.plate.seen, (sparse - 1.5) / 4, cv2.INTER_LINEAR, cv2.BORDER_CONSTANT)
    for cut_out in scene.objects:
        _lay_over(picture, seen, cut_out, frame)
    return picture, seen


def _grid(grid: tuple[int, int]) -> tuple[int, int]:
    """The motion's grid, no finer than a smooth sheet needs."""
    scale = min(1.0, FINEST_GRID / max(grid))
    return round(grid[0] * scale), round(grid[1] * scale)


def _outside(weights: list[np.ndarray], grid: tuple[int, int]) -> np.ndarray:
    """Weight of each motion sample for the background: none in or right beside an object."""
    free = np.ones(grid, np.float32)
    for weight in weights:
        free = np.minimum(free, 1 - (cv2.dilate(weight, np.ones((3, 3))) > 0.05).astype(np.float32))
    return free


def _core(weight: np.ndarray) -> np.ndarray:
    """The samples well inside an object; all of them where it is too thin to have an inside."""
    core = cv2.erode(weight, np.ones((3, 3)))
    return core if core.sum() >= 4 else weight


def _object_softness(weight: np.ndarray) -> float:
    return max(1.0, OBJECT_SOFTNESS * float(np.sqrt(weight.sum() / np.pi)))


def _hidden(alphas: list[np.ndarray], size: tuple[int, int]) -> np.ndarray:
    """[H, W] bool: where the background cannot be read off the anchor."""
    covered = np.zeros(size[::-1], bool)
    for alpha in alphas:
        covered |= alpha > 0.02
    reach = 2 * max(1, round(max(size) / 640)) + 1
    return cv2.dilate(covered.astype(np.uint8), np.ones((reach, reach))) > 0


def _margins(sheet: Sheet, size: tuple[int, int]) -> Margins:
    """How far beyond the anchor's borders the frames will look."""
    width, height = size
    low, high = np.zeros(2), np.zeros(2)
    for frame in range(len(sheet.affine)):
        where = backward_map(sheet, frame, Box(0, 0, width, height))[:: max(1, height // 32)]
        low = np.minimum(low, where.min(axis=(0, 1)))
        high = np.maximum(high, where.max(axis=(0, 1)) - np.array([width - 1, height - 1]))
    most = MARGIN_LIMIT * np.array(size)
    left, top = np.ceil(np.minimum(-low, most)).astype(int)
    right, bottom = np.ceil(np.minimum(high, most)).astype(int)
    return Margins(*(int(side) + 2 if side > 0.25 else 0 for side in (left, top, right, bottom)))


def _cut_out(anchor: np.ndarray, plate: Plate, alpha: np.ndarray, sheet: Sheet) -> CutOut:
    """The object with its edge freed of background: at no motion it lies over the plate as the very anchor."""
    x, y, width, height = cv2.boundingRect((alpha > 0.01).astype(np.uint8))
    rows, columns = slice(y, y + height), slice(x, x + width)
    share = alpha[rows, columns]
    behind = plate.pixels[plate.origin[1] :, plate.origin[0] :][rows, columns].astype(np.float32)
    pure = (anchor[rows, columns] - (1 - share[..., None]) * behind) / np.maximum(share[..., None], 0.05)
    pixels = np.clip(np.rint(pure), 0, np.iinfo(anchor.dtype).max).astype(anchor.dtype)
    return _with_border(pixels, share, Box(x, y, width, height), anchor.shape[:2], sheet)


def _with_border(pixels: np.ndarray, alpha: np.ndarray, box: Box, size: tuple[int, int], sheet: Sheet) -> CutOut:
    """Room around the cut-out: clear, except where the frame cut the object off; there it goes on a little."""
    pixels = cv2.copyMakeBorder(pixels, EDGE, EDGE, EDGE, EDGE, cv2.BORDER_REPLICATE)
    alpha = cv2.copyMakeBorder(alpha, EDGE, EDGE, EDGE, EDGE, cv2.BORDER_REPLICATE)
    for side, cut in (
        (np.s_[:EDGE], box.y == 0),
        (np.s_[-EDGE:], box.y + box.height == size[0]),
        (np.s_[:, :EDGE], box.x == 0),
        (np.s_[:, -EDGE:], box.x + box.width == size[1]),
    ):
        if not cut:
            alpha[side] = 0
    return CutOut(pixels, alpha, Box(box.x - EDGE, box.y - EDGE, box.width + 2 * EDGE, box.height + 2 * EDGE), sheet)


def _lay_over(picture: np.ndarray, seen: np.ndarray, cut_out: CutOut, frame: int) -> None:
    """Composite an object over a picture, in place; what it covers is seen."""
    there = _clipped(forward_box(cut_out.sheet, frame, cut_out.box), picture.shape[:2])
    if there.width <= 0 or there.height <= 0:
        return
    where = backward_map(cut_out.sheet, frame, there) - np.array([cut_out.box.x, cut_out.box.y], np.float32)
    own = sampled(cut_out.pixels, where, cv2.INTER_CUBIC)
    alpha = sampled(cut_out.alpha, where, cv2.INTER_LINEAR, cv2.BORDER_CONSTANT)[..., None]
    part = picture[there.y : there.y + there.height, there.x : there.x + there.width]
    part[:] = np.rint(part + alpha * (own.astype(np.float32) - part)).astype(picture.dtype)
    covered = seen[there.y // 4 : (there.y + there.height) // 4, there.x // 4 : (there.x + there.width) // 4]
    if covered.size:
        np.maximum(covered, cv2.resize(alpha, covered.shape[::-1], interpolation=cv2.INTER_AREA), out=covered)


def _clipped(box: Box, size: tuple[int, int]) -> Box:
    left, top = max(0, box.x), max(0, box.y)
    right, bottom = min(size[1], box.x + box.width), min(size[0], box.y + box.height)
    return Box(left, top, right - left, bottom - top)
