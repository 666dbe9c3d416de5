"""Which colours red, green and blue are: the primaries of broadcast standards and of cameras."""

from dataclasses import dataclass
from functools import cache

import numpy as np

Chromaticity = tuple[float, float]  # CIE 1931 x, y

D65, C, E, DCI_WHITE = (0.3127, 0.3290), (0.310, 0.316), (1 / 3, 1 / 3), (0.314, 0.351)
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


@dataclass(frozen=True, slots=True)
class Gamut:
    name: str
    red: Chromaticity
    green: Chromaticity
    blue: Chromaticity
    white: Chromaticity = D65


BT709 = Gamut("BT.709", (0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
BT2020 = Gamut("BT.2020", (0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
P3_D65 = Gamut("P3-D65", (0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
BT601_525 = Gamut("BT.601 525 lines", (0.630, 0.340), (0.310, 0.595), (0.155, 0.070))

# By ColourPrimaries of ITU-T H.273, table 2.
TAGGED = {
    1: BT709,
    4: Gamut("BT.470 M", (0.67, 0.33), (0.21, 0.71), (0.14, 0.08), C),
    5: Gamut("BT.601 625 lines", (0.64, 0.33), (0.29, 0.60), (0.15, 0.06)),
    6: BT601_525,
    7: BT601_525,
    8: Gamut("film", (0.681, 0.319), (0.243, 0.692), (0.145, 0.049), C),
    9: BT2020,
    10: Gamut("CIE XYZ", (1.0, 0.0), (0.0, 1.0), (0.0, 0.0), E),
    11: Gamut("DCI-P3", (0.680, 0.320), (0.265, 0.690), (0.150, 0.060), DCI_WHITE),
    12: P3_D65,
    22: Gamut("EBU Tech 3213-E", (0.630, 0.340), (0.295, 0.605), (0.155, 0.077)),
}

# Sony, Technical Summary for S-Gamut3.Cine/S-Log3 and S-Gamut3/S-Log3.
S_GAMUT3_CINE = Gamut("S-Gamut3.Cine", (0.766, 0.275), (0.225, 0.800), (0.089, -0.087))
S_GAMUT3 = Gamut("S-Gamut3", (0.730, 0.280), (0.140, 0.855), (0.100, -0.050))
# Panasonic, V-Log/V-Gamut Reference Manual.
V_GAMUT = Gamut("V-Gamut", (0.730, 0.280), (0.165, 0.840), (0.100, -0.030))
# ARRI, ALEXA Log C Curve: Usage in VFX; ARRI LogC4 Logarithmic Color Space Specification.
ARRI_WIDE_GAMUT_3 = Gamut("ARRI Wide Gamut 3", (0.6840, 0.3130), (0.2210, 0.8480), (0.0861, -0.1020))
ARRI_WIDE_GAMUT_4 = Gamut("ARRI Wide Gamut 4", (0.7347, 0.2653), (0.1424, 0.8576), (0.0991, -0.0308))
# Canon, Canon Log Gamma Curves: Description of the Canon Log, Canon Log 2 and Canon Log 3 Gamma Curves.
CINEMA_GAMUT = Gamut("Cinema Gamut", (0.740, 0.270), (0.170, 1.140), (0.080, -0.100))
# RED, White Paper on REDWideGamutRGB and Log3G10.
RED_WIDE_GAMUT = Gamut("REDWideGamutRGB", (0.780308, 0.304253), (0.121595, 1.493994), (0.095612, -0.084589))
# DJI, White Paper on D-Log and D-Gamut of DJI Cinema Color System.
D_GAMUT = Gamut("D-Gamut", (0.710, 0.310), (0.210, 0.880), (0.090, -0.080))
# Blackmagic Design, Blackmagic Generation 5 Color Science.
BLACKMAGIC_WIDE_GAMUT = Gamut(
    "Blackmagic Wide Gamut",
    (0.7177215, 0.3171181),
    (0.2280410, 0.8615690),
    (0.1005841, -0.0820452),
    (0.3127170, 0.3290312),
)


@cache
def conversion(own: Gamut, to: Gamut) -> np.ndarray:
    """[3, 3]: linear light in one gamut as the same colours in another; white stays white (Bradford adaptation)."""
    matrix = np.linalg.inv(_to_xyz(to)) @ _adaptation(own.white, to.white) @ _to_xyz(own)
    return matrix / matrix.sum(axis=1, keepdims=True)  # what rounding left over


@cache
def luminance(gamut: Gamut) -> np.ndarray:
    """[3]: how much light each primary gives at equal code; white is 1."""
    return _to_xyz(gamut)[1]


def _to_xyz(gamut: Gamut) -> np.ndarray:
    """SMPTE RP 177: primaries scaled so that together they are the white."""
    primaries = np.column_stack([_whole(each) for each in (gamut.red, gamut.green, gamut.blue)])
    white = _whole(gamut.white) / gamut.white[1]
    return primaries * np.linalg.solve(primaries, white)


def _adaptation(own: Chromaticity, to: Chromaticity) -> np.ndarray:
    cones = [BRADFORD @ _whole(white) / white[1] for white in (own, to)]
    return np.linalg.inv(BRADFORD) @ np.diag(cones[1] / cones[0]) @ BRADFORD


def _whole(xy: Chromaticity) -> np.ndarray:
    """x, y, z, which add up to 1."""
    return np.array([*xy, 1 - sum(xy)])
