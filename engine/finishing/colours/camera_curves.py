"""How light is coded by cameras' logs, each as its maker has published it; files do not tag them."""

from math import log10

import numpy as np

from engine.finishing.colours.curves import Curve


def logarithmic(
    name: str,
    a: float,
    b: float,
    c: float,
    d: float,
    cut: float,
    slope: float,
    offset: float,
    signal: bool = False,
) -> Curve:
    """a log10(b x + c) + d from the light `cut` on, slope x + offset below: the form that most cameras' logs have."""

    def decode(code: np.ndarray) -> np.ndarray:
        return np.where(code >= slope * cut + offset, (10 ** ((code - d) / a) - c) / b, (code - offset) / slope)

    def encode(light: np.ndarray) -> np.ndarray:
        return np.where(light >= cut, a * np.log10(b * np.maximum(light, cut) + c) + d, slope * light + offset)

    return Curve(name, decode, encode, scene=True, signal=signal)


# Sony, Technical Summary for S-Gamut3.Cine/S-Log3 and S-Gamut3/S-Log3.
S_LOG3 = logarithmic(
    "S-Log3",
    261.5 / 1023,
    1 / 0.19,
    0.01 / 0.19,
    420 / 1023,
    cut=0.01125,
    slope=(171.2102946929 - 95) / (0.01125 * 1023),
    offset=95 / 1023,
    signal=True,
)
# Panasonic, V-Log/V-Gamut Reference Manual.
V_LOG = logarithmic("V-Log", 0.241514, 1, 0.00873, 0.598206, cut=0.01, slope=5.6, offset=0.125, signal=True)
# ARRI, ALEXA Log C Curve: Usage in VFX; exposure index 800, scene linear.
LOGC3 = logarithmic(
    "LogC3 EI 800", 0.247190, 5.555556, 0.052272, 0.385537, cut=0.010591, slope=5.367655, offset=0.092809
)
# ARRI, LogC4 Logarithmic Color Space Specification; its own letters.
_LA, _LB, _LC = (2**18 - 16) / 117.45, (1023 - 95) / 1023, 95 / 1023
_LS = 7 * np.log(2) * 2 ** (7 - 14 * _LC / _LB) / (_LA * _LB)
_LT = (2 ** (14 * (-_LC / _LB) + 6) - 64) / _LA
LOGC4 = logarithmic(
    "LogC4",
    _LB / (14 * log10(2)),
    _LA,
    64,
    _LC - 6 * _LB / 14,
    cut=float(_LT),
    slope=float(1 / _LS),
    offset=float(-_LT / _LS),
)
# RED, White Paper on REDWideGamutRGB and Log3G10.
LOG3G10 = logarithmic(
    "Log3G10", 0.224282, 155.975327, 1 + 155.975327 * 0.01, 0.0, cut=-0.01, slope=15.1927, offset=0.151927
)
# DJI, White Paper on D-Log and D-Gamut of DJI Cinema Color System.
D_LOG = logarithmic("D-Log", 0.256663, 0.9892, 0.0108, 0.584555, cut=0.0078, slope=6.025, offset=0.0929, signal=True)
# Blackmagic Design, Blackmagic Generation 5 Color Science; it is stated with a natural logarithm.
BLACKMAGIC_FILM = logarithmic(
    "Blackmagic Film Gen 5",
    0.08692876065491224 / log10(np.e),
    1.0,
    0.005494072432257808,
    0.5300133392291939,
    cut=0.005,
    slope=8.283605932402494,
    offset=0.09246575342465753,
)

# Canon, Canon Log Gamma Curves, 2020: the same branch on both sides of black, a straight line between.
_CA, _CB, _CWHITE = 0.36726845, 14.98325, 0.9  # the formula's 1 is a white surface that reflects 90 %
_CLOW, _CMIDDLE, _CHIGH = 0.12783901, 0.12512219, 0.12240537
_CSLOPE, _CCUT = 1.9754798, 0.014


def _canon_light(code: np.ndarray) -> np.ndarray:
    low, high = _CMIDDLE - _CSLOPE * _CCUT, _CMIDDLE + _CSLOPE * _CCUT
    below = -(10 ** ((_CLOW - code) / _CA) - 1) / _CB
    above = (10 ** ((code - _CHIGH) / _CA) - 1) / _CB
    return _CWHITE * np.select([code < low, code <= high], [below, (code - _CMIDDLE) / _CSLOPE], above)


def _canon_code(light: np.ndarray) -> np.ndarray:
    x = light / _CWHITE
    branch = _CA * np.log10(_CB * np.abs(x) + 1)
    return np.select([x < -_CCUT, x <= _CCUT], [_CLOW - branch, _CMIDDLE + _CSLOPE * x], _CHIGH + branch)


CANON_LOG3 = Curve("Canon Log 3", _canon_light, _canon_code, scene=True, signal=True)

# Apple, Apple Log Profile White Paper.
_R0, _RT, _PC, _PB, _PG, _PD = -0.05641088, 0.01, 47.28711236, 0.00964052, 0.08550479, 0.69336945


def _apple_light(code: np.ndarray) -> np.ndarray:
    foot = np.sqrt(np.maximum(code, 0) / _PC) + _R0
    return np.where(code >= _PC * (_RT - _R0) ** 2, 2 ** ((code - _PD) / _PG) - _PB, foot)


def _apple_code(light: np.ndarray) -> np.ndarray:
    foot = _PC * np.maximum(light - _R0, 0) ** 2
    return np.where(light >= _RT, _PG * np.log2(np.maximum(light, _RT) + _PB) + _PD, foot)


APPLE_LOG = Curve("Apple Log", _apple_light, _apple_code, scene=True)
