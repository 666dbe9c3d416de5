"""How light is coded: the published curves of broadcast standards."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Function = Callable[[np.ndarray], np.ndarray]

HDR_WHITE = 203.0  # cd/m2 of reference white: ITU-R BT.2408
HLG_PEAK = 1000.0  # cd/m2 of the display that HLG's system gamma of 1.2 is stated for: ITU-R BT.2100
BT709_ALPHA, BT709_BETA = 1.09929682680944, 0.018053968510807  # ITU-R BT.2020's digits: no gap at the foot's end
DISPLAY_GAMMA = 2.4  # ITU-R BT.1886


@dataclass(frozen=True, slots=True)
class Curve:
    """Code values, 0 to 1, and light; both functions work on arrays of any shape and take light below 0 too.

    Light of 1 is reference white: of a display, or, where `scene`, a white surface before the camera, whose grey of
    18 % is 0.18. signal: codes are those of the 10-bit signal over 1023, whatever a file's range calls black and white.
    system_gamma: light leaves the display as what `decode` gives, times its luminance to the power of this less 1.
    """

    name: str
    decode: Function
    encode: Function
    scene: bool = False
    signal: bool = False
    system_gamma: float = 1.0


def bt709_oetf(light: np.ndarray) -> np.ndarray:
    """ITU-R BT.709's code of scene light; goes on above 1."""
    light = np.maximum(light, 0)
    return np.where(light < BT709_BETA, 4.5 * light, BT709_ALPHA * light**0.45 - (BT709_ALPHA - 1))


def bt709_light(code: np.ndarray) -> np.ndarray:
    """The reverse of bt709_oetf."""
    curved = ((np.maximum(code, 0) + (BT709_ALPHA - 1)) / BT709_ALPHA) ** (1 / 0.45)
    return np.where(code < 4.5 * BT709_BETA, code / 4.5, curved)


def rendered(scene: np.ndarray) -> np.ndarray:
    """Scene light as a display shows it by Rec.709's own chain: BT.709 coding, BT.1886 display."""
    return bt709_oetf(scene) ** DISPLAY_GAMMA


def unrendered(display: np.ndarray) -> np.ndarray:
    """The reverse of `rendered`."""
    return bt709_light(np.maximum(display, 0) ** (1 / DISPLAY_GAMMA))


def _power(name: str, gamma: float, scale: float = 1.0) -> Curve:
    return Curve(
        name,
        lambda code: scale * np.maximum(code, 0) ** gamma,
        lambda light: (np.maximum(light, 0) / scale) ** (1 / gamma),
    )


SDR = _power("SDR", DISPLAY_GAMMA)
LINEAR = Curve("linear light", lambda code: code, lambda light: light, scene=True)

# SMPTE ST 2084.
_M1, _M2, _C1, _C2, _C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128


def _pq_light(code: np.ndarray) -> np.ndarray:
    root = np.maximum(code, 0) ** (1 / _M2)
    return (np.maximum(root - _C1, 0) / (_C2 - _C3 * root)) ** (1 / _M1) * (10_000 / HDR_WHITE)


def _pq_code(light: np.ndarray) -> np.ndarray:
    root = (np.maximum(light, 0) * (HDR_WHITE / 10_000)) ** _M1
    return ((_C1 + _C2 * root) / (1 + _C3 * root)) ** _M2


PQ = Curve("PQ", _pq_light, _pq_code)

# ITU-R BT.2100; scaled so that its system gamma gives light in units of reference white.
_A, _B, _C = 0.17883277, 0.28466892, 0.55991073
_HLG_SCALE = (HLG_PEAK / HDR_WHITE) ** (1 / 1.2)


def _hlg_light(code: np.ndarray) -> np.ndarray:
    return np.where(code <= 0.5, code * code / 3, (np.exp((code - _C) / _A) + _B) / 12) * _HLG_SCALE


def _hlg_code(light: np.ndarray) -> np.ndarray:
    scene = np.maximum(light, 0) / _HLG_SCALE
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), _A * np.log(12 * np.maximum(scene, 1 / 12) - _B) + _C)


HLG = Curve("HLG", _hlg_light, _hlg_code, system_gamma=1.2)


def _h273_log(name: str, decades: float) -> Curve:
    """ITU-T H.273, transfer characteristics 9 and 10: 0 is the least light there is, not black."""
    return Curve(
        name,
        lambda code: 10 ** (decades * (code - 1)),
        lambda light: 1 + np.log10(np.maximum(light, 10**-decades)) / decades,
        scene=True,
    )


def _smpte240_light(code: np.ndarray) -> np.ndarray:
    return np.where(code < 4 * 0.0228, code / 4, ((np.maximum(code, 0) + 0.1115) / 1.1115) ** (1 / 0.45))


def _smpte240_code(light: np.ndarray) -> np.ndarray:
    return np.where(light < 0.0228, 4 * light, 1.1115 * np.maximum(light, 0) ** 0.45 - 0.1115)


# By TransferCharacteristics of ITU-T H.273, table 3. BT.709's, BT.601's, sRGB's, xvYCC's, BT.1361's and standard
# BT.2020's are shown by the same displays, so they are one.
TAGGED = {
    **dict.fromkeys((1, 6, 11, 12, 13, 14, 15), SDR),
    4: _power("gamma 2.2", 2.2),
    5: _power("gamma 2.8", 2.8),
    7: Curve("SMPTE 240M", _smpte240_light, _smpte240_code, scene=True),
    8: LINEAR,
    9: _h273_log("log 100:1", 2.0),
    10: _h273_log("log 316:1", 2.5),
    16: PQ,
    17: _power("SMPTE ST 428", 2.6, 52.37 / 48),
    18: HLG,
}
