"""Known faults, put into true frames as a generator would make them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np

from tests.benchmarks.seam_footage import Continuation

DRIFT_FRAMES = 24  # over which a drift grows to its full size
BLUR = 1.5  # pixels
JPEG_QUALITY = 60
REPEATED = 3  # of the new frames, where one inside them is shown twice

Change = Callable[[np.ndarray], np.ndarray]  # one frame [h, w, 3] uint8 to another


@dataclass(frozen=True, slots=True)
class Damage:
    """apply: the continuation as such a generator would have made it, rendered context and new frames.

    late: what it shows is the truth a frame later, after a frame that was shown twice.
    """

    name: str
    apply: Callable[[Continuation], Continuation]
    late: bool = False


def everywhere(change: Change, continuation: Continuation) -> Continuation:
    """The rendered context too: the fault can be observed before anything is shown."""
    changed = [_each(change, frames) for frames in (_rendered(continuation), continuation.generated)]
    return replace(continuation, rendered=changed[0], generated=changed[1])


def new_only(change: Change, continuation: Continuation) -> Continuation:
    """Of a context held at noise 0 only the round trip shows, and here not even that."""
    return replace(continuation, generated=_each(change, continuation.generated))


def drifting(change: Callable[[float], Change], continuation: Continuation) -> Continuation:
    """Nothing at the join; all of it a second later."""
    shares = np.minimum(1, np.arange(1, len(continuation.generated) + 1) / DRIFT_FRAMES)
    drifted = [change(float(share))(frame) for share, frame in zip(shares, continuation.generated, strict=True)]
    return replace(continuation, generated=np.stack(drifted))


def stalled(continuation: Continuation) -> Continuation:
    """The last known frame is shown once more, then it goes on."""
    frames = np.concatenate([_rendered(continuation)[-1:], continuation.generated[:-1]])
    return replace(continuation, generated=frames)


def repeated(continuation: Continuation) -> Continuation:
    """One new frame is shown twice, then it goes on."""
    frames = continuation.generated
    return replace(continuation, generated=np.concatenate([frames[: REPEATED + 1], frames[REPEATED:-1]]))


def dropped(continuation: Continuation) -> Continuation:
    """One new frame is shown twice, the second time in place of the next."""
    frames = continuation.generated.copy()
    frames[REPEATED + 1] = frames[REPEATED]
    return replace(continuation, generated=frames)


def gain(factor: float, frame: np.ndarray) -> np.ndarray:
    return cv2.convertScaleAbs(frame, alpha=factor)


def gamma(exponent: float, frame: np.ndarray) -> np.ndarray:
    return _curves((exponent,) * 3, frame)


def contrast(factor: float, frame: np.ndarray) -> np.ndarray:
    """About middle grey."""
    return _rounded((frame.astype(np.float32) - 128) * np.float32(factor) + 128)


def saturation(factor: float, frame: np.ndarray) -> np.ndarray:
    luma = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)[..., None].astype(np.float32)
    return _rounded(luma + (frame - luma) * np.float32(factor))


def hue(degrees: float, frame: np.ndarray) -> np.ndarray:
    """Turned in CIELAB, lightness kept."""
    angle = np.deg2rad(degrees)
    turn = np.array([[1, 0, 0], [0, np.cos(angle), -np.sin(angle)], [0, np.sin(angle), np.cos(angle)]], np.float32)
    return from_lab(to_lab(frame) @ turn.T)


def shifted(shift: tuple[float, float, float], frame: np.ndarray) -> np.ndarray:
    """By so much of L*, a*, b*."""
    return from_lab(to_lab(frame) + np.array(shift, np.float32))


def curves(frame: np.ndarray) -> np.ndarray:
    """Another bend for each channel."""
    return _curves((0.85, 1.0, 1.2), frame)


def blur(frame: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(frame, (0, 0), BLUR)


def half_size(frame: np.ndarray) -> np.ndarray:
    return cv2.resize(frame, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def coded(frame: np.ndarray) -> np.ndarray:
    """Through JPEG."""
    bgr = cv2.cvtColor(frame, cv2.COLOR_RGB2BGR)
    packed = cv2.imencode(".jpg", bgr, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))[1]
    unpacked = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    assert unpacked is not None
    return cv2.cvtColor(unpacked, cv2.COLOR_BGR2RGB)


def as_pusa_does(frame: np.ndarray) -> np.ndarray:
    """Harder, more colourful, brighter and softer at once."""
    return blur(gain(1.08, saturation(1.3, contrast(1.25, frame))))


def to_lab(frame: np.ndarray) -> np.ndarray:
    """[h, w, 3] uint8 to CIELAB, float32."""
    return cv2.cvtColor(frame.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)


def from_lab(lab: np.ndarray) -> np.ndarray:
    return _rounded(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB) * 255)


DAMAGES = (
    Damage("gain 0.8", partial(everywhere, partial(gain, 0.8))),
    Damage("gain 1.2", partial(everywhere, partial(gain, 1.2))),
    Damage("gamma 0.8", partial(everywhere, partial(gamma, 0.8))),
    Damage("gamma 1.25", partial(everywhere, partial(gamma, 1.25))),
    Damage("contrast 1.3", partial(everywhere, partial(contrast, 1.3))),
    Damage("matrix: hue by 15 degrees", partial(everywhere, partial(hue, 15))),
    Damage("matrix: saturation 1.4", partial(everywhere, partial(saturation, 1.4))),
    Damage("matrix: saturation 0.7", partial(everywhere, partial(saturation, 0.7))),
    Damage("curves per channel", partial(everywhere, curves)),
    Damage("drift: gain to +25 %", partial(drifting, lambda share: partial(gain, 1 + 0.25 * share))),
    Damage("drift: gain to -25 %", partial(drifting, lambda share: partial(gain, 1 - 0.25 * share))),
    Damage("drift: warmer by 8 dE", partial(drifting, lambda share: partial(shifted, (0, 3 * share, 7.4 * share)))),
    Damage("blur of 1.5 pixels", partial(everywhere, blur)),
    Damage("half size", partial(everywhere, half_size)),
    Damage("JPEG of quality 60", partial(everywhere, coded)),
    Damage("last known frame repeated", stalled, late=True),
    Damage("a new frame repeated", repeated, late=True),
    Damage("a new frame repeated for the next", dropped),
    Damage("new frames only: gain 1.15", partial(new_only, partial(gain, 1.15))),
    Damage("new frames only: 6 dE cooler", partial(new_only, partial(shifted, (0.0, -2.0, -5.7)))),
    Damage("contrast, colour, gain, blur at once", partial(everywhere, as_pusa_does)),
)


def _rendered(continuation: Continuation) -> np.ndarray:
    return continuation.context if continuation.rendered is None else continuation.rendered


def _each(change: Change, frames: np.ndarray) -> np.ndarray:
    return np.stack([change(frame) for frame in frames])


def _curves(exponents: tuple[float, ...], frame: np.ndarray) -> np.ndarray:
    """A power for each channel."""
    values = np.arange(256, dtype=np.float32)[:, None] / 255
    table = _rounded(255 * values ** np.array(exponents, np.float32))
    return cv2.LUT(frame, table[:, None])


def _rounded(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
