"""What a clip's look is at one of its frames."""

from dataclasses import dataclass
from fractions import Fraction

from editor.timeline.looks import FULL, Crop, Grade, Look, Transform
from editor.timeline.model import Clip

HALF = Fraction(1, 2)  # frame: a fade is sampled in the middle of each, so that none is all or nothing
PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Appearance:
    """All that is laid over the picture of a shot; equal ones make equal pictures."""

    opacity: float = FULL  # 0..1, with what fades
    transform: Transform = PLAIN.transform
    crop: Crop = PLAIN.crop
    grade: Grade = PLAIN.grade


AS_IT_IS = Appearance()


def appearance(clip: Clip, frame: int) -> Appearance | None:
    """At a frame of the clip, its first one being 0; None where the picture is shown as it is."""
    if clip.look is None and not clip.fade_in and not clip.fade_out:
        return None
    look = clip.look or PLAIN
    seen = Appearance(look.opacity.at(frame) * faded(clip, frame), look.transform, look.crop, look.grade)
    return None if seen == AS_IT_IS else seen


def faded(clip: Clip, frame: int) -> float:
    """How much of the clip its fades leave, 0..1."""
    came = (frame + HALF) / clip.fade_in if clip.fade_in else Fraction(1)
    goes = (clip.duration - frame - HALF) / clip.fade_out if clip.fade_out else Fraction(1)
    return float(max(min(came, goes, Fraction(1)), Fraction(0)))
