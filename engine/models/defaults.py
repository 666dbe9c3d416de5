"""What models are sampled with where nothing else is asked for.

Wan's numbers are those its makers publish with the weights, PUSA's and LightX2V's those of the adapters' makers.
"""

from dataclasses import dataclass, replace

AREA_480P = 832 * 480  # pixels of a frame
AREA_720P = 1280 * 704


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


WAN_21 = Defaults(steps=50, shift=5.0, guidance=5.0, small_shift=3.0)
WAN_22 = Defaults(steps=40, shift=12.0, guidance=4.0, low_guidance=3.0, boundary=0.875)
WAN_22_5B = Defaults(steps=50, shift=5.0, guidance=5.0, frames=121, area=AREA_720P, rate=24)


def with_pusa(defaults: Defaults) -> Defaults:
    return replace(defaults, steps=30, shift=5.0, small_shift=None, guidance=3.0, low_guidance=None)


def with_lightx2v(defaults: Defaults) -> Defaults:
    """Four steps are all it was distilled for, and it needs no negative pass."""
    return replace(defaults, steps=4, draft_steps=2, shift=5.0, small_shift=None, guidance=1.0, low_guidance=None)
