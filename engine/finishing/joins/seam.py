"""How a join looks: the new frames beside the clip's own, in numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.errors import RequestError
from engine.finishing.joins import pace
from engine.finishing.joins.looks import (
    COLOUR_SIZE,
    FLOW_SIZE,
    STEP_SIZE,
    Change,
    Frames,
    Look,
    change,
    changes,
    contrast,
    detail_ratio,
    eight_bit,
    grain_ratio,
    look,
    nearer_to_1,
    shrunk,
    texture,
    to_grey,
    whole_shift,
)
from engine.finishing.joins.pace import STILL_FLOW as STILL_FLOW
from engine.finishing.joins.pace import STILL_STEP as STILL_STEP
from engine.finishing.joins.pace import median, ratio

NEAR = 8  # steps after the join that belong to it
BESIDE = 4  # frames on either side whose detail is compared


@dataclass(frozen=True, slots=True)
class Seam:
    """A join measured against the clip's own motion; 1 is a perfect ratio, 0 a perfect difference.

    jump: the step across the join / the median step of the context.
    largest_after: the largest of the next 8 steps / the median step of the context.
    colour: CIELAB distance across the join at 32x18 pixels, mean.
    own_colour: the same between the context's own frames, median: what motion alone makes of it.
    sharpness: detail, new / context, at equal large-scale contrast, so gain alone does not count as detail.
    flow: mean optical flow per frame, new / context. 0.5 is half the speed.
    context_step: the median step of the context, grey levels.

    The whole picture across the join, less what it does from frame to frame in the context:
    brightness: stops of scene light, positive: brighter. contrast, saturation: ratios.
    green_red, blue_yellow: CIELAB a and b, positive: redder, yellower. drift: CIELAB distance over the next 8
    frames. flicker: the largest step of lightness among them.

    grain: new / context, where there is little detail. focus: as sharpness, of the two frames at the join.
    own_largest: the largest step of the context / its median.
    hesitation, freeze, stall, later_jump, turn, speed_jump, speed_step, speed_change: see engine.finishing.joins.pace.
    known: how many frames of context there were.
    """

    jump: float
    largest_after: float
    colour: float
    own_colour: float
    sharpness: float
    flow: float
    context_step: float
    brightness: float
    contrast: float
    saturation: float
    green_red: float
    blue_yellow: float
    drift: float
    flicker: float
    grain: float
    focus: float
    turn: float
    own_largest: float
    hesitation: float
    freeze: float
    stall: float
    later_jump: float
    speed_jump: float
    speed_step: float
    speed_change: float
    known: float


@dataclass(frozen=True, slots=True)
class Known:
    """The clip's own frames up to a join, ready to have any number of continuations measured against them.

    looks, changes: of its frames, so one change less. size: (width, height) of the frames. detail, grain: of the last
    4, see looks.texture; last_detail: of the last.
    """

    looks: tuple[Look, ...]
    changes: tuple[Change, ...]
    size: tuple[int, int]
    detail: np.ndarray
    grain: np.ndarray
    last_detail: np.ndarray


def known_side(context: np.ndarray) -> Known:
    """context: [frame, height, width, 3 or more] in playing order. Raises RequestError where it is empty."""
    if not len(context):
        raise RequestError("A join needs known frames to be measured against.", do="Give a context.")
    looks = tuple(look(frame) for frame in context)
    size = (context.shape[2], context.shape[1])
    return Known(looks, tuple(changes(looks)), size, *texture(context[-BESIDE:], size), texture(context[-1:], size)[0])


def measure_seam(context: np.ndarray, new: np.ndarray) -> Seam:
    """Measure the join between context and new, in playing order.

    context, new: [frame, height, width, 3 or more] uint8 or full-range uint16 RGB; sizes may differ. Only the first
    9 frames of new are looked at. For the join at the end of new frames pass both reversed in time.
    Ratios are of values raised to what a still picture shows (STILL_STEP, STILL_FLOW): an unmoving clip continued
    unmoving reads 1, never 0 / 0, and a jump in it still reads as one.
    Raises RequestError if either side is empty.
    """
    if not len(context) or not len(new):
        raise RequestError(
            "A join needs at least one frame on either side to be measured.", do="Give a context and new frames."
        )
    return seam_beside(known_side(context), new)


def seam_beside(known: Known, new: Frames) -> Seam:
    """As measure_seam, against a context that was looked at before. new: at least one frame."""
    near = new[: NEAR + 1]
    looks = [look(frame) for frame in near]
    across, after, own = change(known.looks[-1], looks[0]), changes(looks), known.changes
    return Seam(
        **_steps(own, across, after),
        **_whole_picture(known, looks, across),
        flicker=_flicker(own[-BESIDE:], after),
        **_texture(known, near[:BESIDE], looks),
        flow=pace.flow_ratio(own[-NEAR:], after),
        turn=pace.turn(own, across),
        freeze=pace.freeze(own, [across, *after]),
        stall=pace.stall(own, [across, *after]),
        later_jump=pace.later_jump(across, after, own),
        speed_step=pace.speed_step(own, [across, *after]),
        speed_jump=pace.speed_jump(own, across),
        speed_change=pace.speed_change(own, [across, *after]),
        known=float(len(known.looks)),
    )


def _steps(own: Sequence[Change], across: Change, after: Sequence[Change]) -> dict[str, float]:
    step = median(each.step for each in own)
    return {
        "jump": ratio(across.step, step, STILL_STEP),
        "largest_after": ratio(max((each.step for each in after), default=step), step, STILL_STEP),
        "context_step": step,
        "own_largest": ratio(max((each.step for each in own), default=step), step, STILL_STEP),
        "hesitation": pace.hesitation(own, across),
    }


def _whole_picture(known: Known, new: Sequence[Look], across: Change) -> dict[str, float]:
    """Light and colour, less what the clip's last frames do themselves: a fade goes on as a fade."""
    own = known.changes[-BESIDE:]
    shift = across.shift - _typical([each.shift for each in own])
    return {
        "colour": across.distance,
        "own_colour": median(each.distance for each in known.changes[-NEAR:]),
        "brightness": across.stops - median(each.stops for each in own),
        "contrast": _beyond_own(across.contrast, [each.contrast for each in own]),
        "saturation": _beyond_own(across.saturation, [each.saturation for each in own]),
        "green_red": float(shift[1]),
        "blue_yellow": float(shift[2]),
        "drift": _drift(known.looks, new),
    }


def _flicker(own: Sequence[Change], after: Sequence[Change]) -> float:
    usual = _typical([each.shift for each in own])[0]
    return max((abs(float(each.shift[0] - usual)) for each in after), default=0.0)


def _beyond_own(ratio: float, own: Sequence[float]) -> float:
    """As far from 1 as it is, and as it is more than the clip's own."""
    return nearer_to_1(ratio, ratio / median(own)) if own else ratio


def _typical(shifts: Sequence[np.ndarray]) -> np.ndarray:
    return np.median(shifts, axis=0) if shifts else np.zeros(3)


def _drift(known: Sequence[Look], new: Sequence[Look]) -> float:
    """How the whole picture's colour moves on from the last known frame, less as much of the clip's own way there."""
    back = min(len(new), len(known) - 1)
    own = whole_shift(known[-1 - back], known[-1]) * (len(new) / back) if back else np.zeros(3)
    return float(np.linalg.norm(whole_shift(known[-1], new[-1]) - own))


def _texture(known: Known, new: Frames, looks: Sequence[Look]) -> dict[str, float]:
    textures = [texture([frame], known.size) for frame in new]
    detail, grain = (np.mean(kind, axis=0) for kind in zip(*textures, strict=True))
    before, after = (
        np.mean([each.lab[..., 0] for each in side[:BESIDE]], axis=0) for side in (known.looks[::-1], looks)
    )
    return {
        "sharpness": detail_ratio(known.detail, detail) / contrast(before, after),
        "focus": detail_ratio(known.last_detail, textures[0][0])
        / contrast(known.looks[-1].lab[..., 0], looks[0].lab[..., 0]),
        "grain": grain_ratio(known.detail, known.grain, grain),
    }


def frame_steps(frames: Iterable[np.ndarray]) -> np.ndarray:
    """Mean absolute difference of consecutive frames in 8-bit grey levels at 640x360, RGB; [frame - 1].

    frames: [height, width, 3 or more] each, uint8 or full-range uint16, any size; read once, two held at a time.
    """
    steps: list[float] = []
    before = None
    for frame in frames:
        after = shrunk(frame, STEP_SIZE)
        if before is not None:
            steps.append(float(cv2.absdiff(after, before).mean()))
        before = after
    return np.asarray(steps)


def colour_distance(first: np.ndarray, second: np.ndarray) -> float:
    """Mean CIELAB distance (dE 1976) of two RGB frames once detail is averaged away."""
    distance = _low_lab(first) - _low_lab(second)
    return float(np.linalg.norm(distance, axis=-1).mean())


def sharpness(frame: np.ndarray) -> float:
    """Fine detail of an RGB frame at its own size: mean absolute difference, in grey levels, from a 1-pixel blur.

    The mean absolute value is used, not the Laplacian's variance: that one follows the few strongest edges, so an
    object entering or leaving the picture changes it more than a loss of focus does.
    """
    grey = to_grey(eight_bit(frame))
    return float(cv2.absdiff(grey, cv2.GaussianBlur(grey, (0, 0), 1.0)).mean())


def flow_speed(frames: Iterable[np.ndarray]) -> np.ndarray:
    """Mean length of the optical flow (DIS) between consecutive RGB frames, pixels at 320x180; [frame - 1]."""
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    speeds: list[float] = []
    before = None
    for frame in frames:
        after = to_grey(shrunk(frame, FLOW_SIZE)).round().astype(np.uint8)
        if before is not None:
            speeds.append(
                float(np.linalg.norm(dis.calc(before, after, np.zeros((*after.shape, 2), np.float32)), axis=-1).mean())
            )
        before = after
    return np.asarray(speeds)


def _low_lab(frame: np.ndarray) -> np.ndarray:
    lab = cv2.cvtColor(shrunk(frame, STEP_SIZE) / np.float32(255), cv2.COLOR_RGB2LAB)
    return cv2.resize(lab, COLOUR_SIZE, interpolation=cv2.INTER_AREA)
