"""The ways to fill a missing second that are compared."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np

from engine.motion.backtest import back_test
from engine.motion.carry import carry, carry_between
from engine.motion.floor import connect, continue_motion
from engine.motion.motion import Motion
from engine.requests import BackTest

SHIPPED = "as shipped"  # what a run does: the better of both by its back-test, settling where that is not to be trusted
OURS = ("floor", "model", SHIPPED)
DIS_WIDTH = 640  # flow for the DIS methods is measured at this width and enlarged

Continue = Callable[[np.ndarray, float, int], Motion]  # context [n, h, w, 3], rate, count
Connect = Callable[[np.ndarray, np.ndarray, float, int], tuple[Motion, Motion]]


@dataclass(frozen=True, slots=True)
class Method:
    """bridge(before, after, rate, count) and extend(before, rate, count) return [count, h, w, 3] uint8."""

    bridge: Callable[[np.ndarray, np.ndarray, float, int], np.ndarray]
    extend: Callable[[np.ndarray, float, int], np.ndarray] | None = None  # None: it only bridges
    judge: Callable[[np.ndarray, float], BackTest] | None = None  # what it says of a clip beforehand


def by_name(names: list[str] | None) -> dict[str, Method]:
    """Those asked for, or all, simplest first; weights are read only for what is there."""
    return {name: METHODS[name]() for name in names or METHODS}


def carried(continue_: Continue, connect_: Connect) -> Method:
    """A predictor of motion, with the footage's own pixels carried along it."""
    return Method(
        lambda before, after, rate, count: np.stack(
            list(carry_between(before, after, connect_(before, after, rate, count)))
        ),
        lambda before, rate, count: np.stack(list(carry(before, continue_(before, rate, count)))),
        lambda before, rate: back_test(before, rate, continue_),
    )


def hold_last(before: np.ndarray, rate: float, count: int) -> np.ndarray:
    return np.repeat(before[-1:], count, axis=0)


def cross_fade(before: np.ndarray, after: np.ndarray, rate: float, count: int) -> np.ndarray:
    return np.stack([_mixed(before[-1], after[0], share) for share in _shares(count)])


def dis_extend(before: np.ndarray, rate: float, count: int) -> np.ndarray:
    """The last frame carried on along the flow of the last pair, at constant speed."""
    back = _dis(before[-1], before[-2])
    return np.stack([_warped(before[-1], back * frame) for frame in range(1, count + 1)])


def dis_bridge(before: np.ndarray, after: np.ndarray, rate: float, count: int) -> np.ndarray:
    """Both ends carried along the flow between them and mixed: plain frame interpolation."""
    there, back = _dis(before[-1], after[0]), _dis(after[0], before[-1])
    ends = ((_warped(before[-1], -share * there), _warped(after[0], (share - 1) * back)) for share in _shares(count))
    return np.stack([_mixed(*pair, share) for pair, share in zip(ends, _shares(count), strict=True)])


def _shares(count: int) -> np.ndarray:
    return np.arange(1, count + 1) / (count + 1)


def _mixed(first: np.ndarray, second: np.ndarray, share: float) -> np.ndarray:
    return cv2.addWeighted(first, 1 - share, second, share, 0)


def _dis(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """[h, w, 2] pixels: what is at x in first is at x + flow in second."""
    height, width = first.shape[:2]
    scale = min(1.0, DIS_WIDTH / width)
    size = (round(width * scale), round(height * scale))
    small = (cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in (first, second))
    one, other = (cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in small)
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    flow = search.calc(one, other, np.zeros((*one.shape, 2), np.float32))
    return cv2.resize(flow, (width, height)) / np.float32(scale)


def _warped(frame: np.ndarray, offset: np.ndarray) -> np.ndarray:
    height, width = frame.shape[:2]
    column, row = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    offset = offset.astype(np.float32)
    return cv2.remap(
        frame, column + offset[..., 0], row + offset[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _held(before: np.ndarray, after: np.ndarray, rate: float, count: int) -> np.ndarray:
    return hold_last(before, rate, count)


def _model() -> Method:
    from engine.generation.pocket import PocketModel  # brings in torch, which the others do without

    model = PocketModel.load()
    return carried(model.continue_motion, model.connect)


def _shipped() -> Method:
    from engine.generation.choosing import choose, decided
    from engine.generation.gap import Gap, rendered
    from engine.generation.pocket import PocketModel

    model = PocketModel.load()

    def fill(before: np.ndarray, after: np.ndarray | None, rate: float, count: int) -> np.ndarray:
        gap = Gap(before, after, Fraction(rate).limit_denominator(1001), count)
        return np.stack(list(rendered(gap, decided(gap, choose(gap, model)))))

    return Method(
        fill,
        lambda before, rate, count: fill(before, None, rate, count),
        lambda before, rate: choose(Gap(before, None, Fraction(rate).limit_denominator(1001), 1), model).test,
    )


METHODS: dict[str, Callable[[], Method]] = {
    "hold last": lambda: Method(_held, hold_last),
    "cross-fade": lambda: Method(cross_fade),
    "DIS": lambda: Method(dis_bridge, dis_extend),
    "floor": lambda: carried(continue_motion, connect),
    "model": _model,
    SHIPPED: _shipped,
}
