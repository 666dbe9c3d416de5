"""The view: any encoding's light as Rec.709 that neither clips nor loses what it cannot hold, and back.

In this order, each step reversible:
1. Light below the camera's black (the noise of a log curve's foot) is brought just above 0 by a soft toe.
2. Red, green and blue become BT.709's: a matrix, white staying white.
3. Gamut: how far each of the three lies below the strongest, 0 for grey to 1 for a pure BT.709 colour and more beyond
   it, stays as it is up to 0.8; from there to the furthest that the encoding can hold it is eased to at most 1. This is
   the idea of the ACES reference gamut compression, with an end that is reached.
4. Light: the strongest of the three stays as it is up to 0.5 (73 % of Rec.709's code); from there to the most that the
   encoding can hold in this colour it is eased to at most 1, and the others with it, so that no hue turns: by stops in
   encodings that hold more than standard dynamic range. Reference white of HLG and PQ (203 cd/m2) comes to lie at
   87 to 88 %. What has no more light than Rec.709 is not eased.
5. Coding: of light on a display by BT.1886's gamma of 2.4, of light before a camera by BT.709's curve.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.finishing.colours.curves import DISPLAY_GAMMA, Curve, bt709_light, bt709_oetf
from engine.finishing.colours.gamuts import BT709, Gamut, conversion, luminance

GAMUT_KNEE = 0.8
LIGHT_KNEE = 0.5
HDR = 1.5  # times reference white that an encoding holds which is eased by stops
LEAST = np.float32(1e-12)  # of light, where something is divided by it
LEAST_STRONGEST = np.float32(0.05)  # the same of the strongest in the own gamut where it is 1 in BT.709's
SIDE = 512  # steps along each side of a gamut when its furthest colours are looked for
SPARE = 1.002  # for those between two steps
ORDERS = ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))


@dataclass(frozen=True)
class View:
    """Between planes of an encoding's light, [3, n] float32, and planes of Rec.709 codes, 0 to 1.

    darkest, brightest: the light of the encoding's codes 0 and 1.
    """

    curve: Curve
    gamut: Gamut
    darkest: float
    brightest: float

    def shown(self, light: np.ndarray) -> np.ndarray:
        """Codes of light that is `above_black`."""
        own = displayed(light, self.curve, self.gamut)
        turned = self._matrix @ own
        strongest = np.maximum(turned.max(axis=0), LEAST)
        below = eased(1 - turned / strongest, GAMUT_KNEE, self._reach)
        highest = self._most * strongest / np.maximum(own.max(axis=0), LEAST)
        return self._coded((1 - below) * eased(self._by_stops(strongest), LIGHT_KNEE, self._by_stops(highest)))

    def taken_back(self, seen: np.ndarray) -> np.ndarray:
        """The reverse of `shown`, from the `light_of` its codes; colours that no light of the encoding is shown as come
        to lie at its edge."""
        strongest = seen.max(axis=0)
        below = uneased(1 - seen / np.maximum(strongest, LEAST), GAMUT_KNEE, self._reach)
        own = self._back @ (1 - below)
        highest = self._most / np.maximum(own.max(axis=0), LEAST_STRONGEST)
        light = self._from_stops(uneased(strongest, LIGHT_KNEE, self._by_stops(highest)))
        return undisplayed(np.maximum(own, 0) * light, self.curve, self.gamut)

    def light_of(self, codes: np.ndarray) -> np.ndarray:
        """The view's own light: of display or scene, as the encoding's."""
        return bt709_light(codes) if self.curve.scene else np.maximum(codes, 0) ** DISPLAY_GAMMA

    def above_black(self, light: np.ndarray) -> np.ndarray:
        """Light from `darkest` to as much above 0 twice over in a parabola that ends with a slope of 1."""
        if self.darkest >= 0:
            return light
        foot = -self.darkest
        up = np.maximum(light + foot, 0) / (3 * foot)
        return np.where(light < 2 * foot, foot * up * (1 + up), light)

    def below_black(self, light: np.ndarray) -> np.ndarray:
        """The reverse of above_black."""
        if self.darkest >= 0:
            return light
        foot = -self.darkest
        up = (np.sqrt(1 + 4 / foot * np.maximum(light, 0)) - 1) / 2
        return np.where(light < 2 * foot, 3 * foot * up - foot, light)

    def _coded(self, light: np.ndarray) -> np.ndarray:
        return bt709_oetf(light) if self.curve.scene else np.maximum(light, 0) ** (1 / DISPLAY_GAMMA)

    def _by_stops(self, light: np.ndarray) -> np.ndarray:
        """Light above the knee counted in stops, beginning with the same slope."""
        if self._most < HDR:
            return light
        return np.minimum(light, LIGHT_KNEE) + LIGHT_KNEE * np.log(np.maximum(light / LIGHT_KNEE, 1))

    def _from_stops(self, stops: np.ndarray) -> np.ndarray:
        """The reverse of _by_stops."""
        if self._most < HDR:
            return stops
        return np.minimum(stops, LIGHT_KNEE) * np.exp(np.maximum(stops / LIGHT_KNEE - 1, 0))

    @cached_property
    def _matrix(self) -> np.ndarray:
        return conversion(self.gamut, BT709).astype(np.float32)

    @cached_property
    def _back(self) -> np.ndarray:
        return np.linalg.inv(conversion(self.gamut, BT709)).astype(np.float32)

    @cached_property
    def _most(self) -> np.float32:
        """Light of a grey that the encoding cannot exceed."""
        white = np.full((3, 1), self.brightest, np.float32)
        return np.float32(displayed(white, self.curve, self.gamut).max())

    @cached_property
    def _reach(self) -> np.ndarray:
        """[3, 1]: how far each of red, green and blue can lie below the strongest of the three."""
        steps = np.linspace(0, 1, SIDE + 1)
        side = np.stack([np.ones_like(steps), steps, np.zeros_like(steps)])
        rim = np.concatenate([side[list(order)] for order in ORDERS], axis=1)
        turned = conversion(self.gamut, BT709) @ rim
        return (SPARE * (1 - turned / turned.max(axis=0)).max(axis=1, keepdims=True)).astype(np.float32)


def eased(values: np.ndarray, knee: float, most: np.ndarray) -> np.ndarray:
    """Values up to `most` brought to at most 1: as they are up to the knee, then ever less apart, never backwards."""
    if values.max(initial=0) <= knee:
        return values  # most blocks of most pictures, and a sixth of the time
    over = np.maximum(values - np.float32(knee), 0)
    return np.minimum(values, np.float32(knee)) + over / (1 + _bend(knee, most) * over)


def uneased(values: np.ndarray, knee: float, most: np.ndarray) -> np.ndarray:
    """The reverse of `eased`."""
    if values.max(initial=0) <= knee:
        return values
    over = np.clip(values - np.float32(knee), 0, np.float32(1 - knee))
    return np.minimum(values, np.float32(knee)) + over / (1 - _bend(knee, most) * over)


def _bend(knee: float, most: np.ndarray) -> np.ndarray:
    """0 where nothing has to be eased."""
    room = np.float32(1 - knee)
    return 1 / room - 1 / np.maximum(most - np.float32(knee), room)


def displayed(light: np.ndarray, curve: Curve, gamut: Gamut) -> np.ndarray:
    """What leaves the display: HLG's brightness depends on luminance (ITU-R BT.2100); others have no such step."""
    if curve.system_gamma == 1:
        return light
    bright = np.maximum(luminance(gamut).astype(np.float32) @ light, LEAST)
    return light * bright ** (curve.system_gamma - 1)


def undisplayed(light: np.ndarray, curve: Curve, gamut: Gamut) -> np.ndarray:
    """The reverse of `displayed`."""
    if curve.system_gamma == 1:
        return light
    bright = np.maximum(luminance(gamut).astype(np.float32) @ light, LEAST)
    return light * bright ** (1 / curve.system_gamma - 1)
