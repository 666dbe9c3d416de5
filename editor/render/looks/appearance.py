"""What a clip's look is at one of its frames."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log2

from editor.timeline.fading import faded
from editor.timeline.looks import FULL, Crop, Grade, Look, Transform
from editor.timeline.model import Clip

HALF = Fraction(1, 2)  # frame: a fade is sampled in the middle of each, so that none is all or nothing
PLAIN = Look()
STEPS = 16  # to each doubling of the scale of a picture that moves: none is seen to be sharper than the one before
FINER = 4  # of these


@dataclass(frozen=True, slots=True)
class Appearance:
    """All that is laid over the picture of a shot; equal ones make equal pictures."""

    opacity: float = FULL  # 0..1, with what fades
    transform: Transform = PLAIN.transform
    crop: Crop = PLAIN.crop
    grade: Grade = PLAIN.grade
    moves: bool = False  # its place is then exact to parts of a pixel, so that it does not jump from one to the next

    @property
    def drawn_scale(self) -> float:
        """At which the picture is made; of one that moves larger than it is seen, since it is sampled again."""
        scale = self.transform.scale
        return scale if scale == 1 or not self.moves else 2 ** ((ceil(STEPS * log2(scale)) + FINER) / STEPS)


AS_IT_IS = Appearance()


def appearance(clip: Clip, frame: int) -> Appearance | None:
    """At a frame of the clip, its first one being 0; None where the picture is shown as it is."""
    if clip.look is None and not clip.fade_in and not clip.fade_out:
        return None
    look = clip.look or PLAIN
    opacity, transform = look.opacity.at(frame) * float(faded(clip, frame + HALF)), look.transform_at(frame)
    seen = Appearance(opacity, transform, look.crop, look.grade, moves=bool(look.motion))
    return None if seen == AS_IT_IS else seen
