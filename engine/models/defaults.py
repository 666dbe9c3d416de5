"""What models are sampled with where nothing else is asked for.

Wan's numbers are those its makers publish with the weights, PUSA's and LightX2V's those of the adapters' makers; all of
them stand in resources/models.toml.
"""

from dataclasses import dataclass, replace

from engine.models.resource import resource

AREA_480P = 832 * 480  # pixels of a frame


@dataclass(frozen=True, slots=True)
class Defaults:
    """frames, area: of a window, at most; area in pixels of a frame. shift, small_shift: above 480p, and up to there.

    boundary: 0 to 1, the noise below which the low-noise expert runs, with low_guidance; None where there is one only.
    rate: frames a second that the model was trained at.
    """

    steps: int
    shift: float
    guidance: float
    frames: int = 81
    area: int = AREA_480P
    draft_steps: int = 10  # PUSA's paper reports that as many still do
    low_guidance: float | None = None  # None: the same as guidance
    boundary: float | None = None
    rate: int = 16
    small_shift: float | None = None  # None: the same as shift

    def at_area(self, area: int) -> "Defaults":
        """For pictures of so many pixels."""
        small = self.small_shift if area <= AREA_480P else None
        return replace(self, shift=self.shift if small is None else small, small_shift=None)


SAMPLING = resource()["sampling"]
WAN_21, WAN_22, WAN_22_5B = (Defaults(**SAMPLING[name]) for name in ("wan-2_1", "wan-2_2", "wan-2_2-5b"))


def of_wan(experts: int, scale: int, boundary: object = None) -> Defaults:
    """scale: pixels of a latent, across. boundary: what a configuration says for one, if it is one."""
    if experts == 2:
        return replace(WAN_22, boundary=boundary) if isinstance(boundary, float) and 0 < boundary < 1 else WAN_22
    return WAN_22_5B if scale == 16 else WAN_21


def with_pusa(defaults: Defaults) -> Defaults:
    return replace(defaults, small_shift=None, low_guidance=None, **SAMPLING["pusa"])


def with_lightx2v(defaults: Defaults) -> Defaults:
    return replace(defaults, small_shift=None, low_guidance=None, **SAMPLING["lightx2v"])
