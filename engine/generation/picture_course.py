"""The stages of making a new clip from pictures and about how long each takes, as engine.generation.course has it."""

from collections.abc import Sequence

from engine.generation.choosing import TESTING
from engine.generation.course import CARRY, CODE, PREDICT, PREDICTING, READ, TEST
from engine.generation.film import JOINING
from engine.generation.gap import READING
from engine.generation.keyframes import NewClip, Stretch
from engine.generation.takes import CARRYING
from engine.progress import Stage
from engine.requests import GenerateRequest


def testing_stages(new: NewClip) -> list[Stage]:
    return [Stage(READING, _reading(new)), *(Stage(TESTING, TEST) for _ in new.stretches)]


def making_stages(request: GenerateRequest, new: NewClip, numbers: Sequence[int]) -> list[Stage]:
    """numbers: of the takes that are to be made."""
    stages = [Stage(READING, _reading(new))]
    for number in numbers:
        stages += [stage for part in new.stretches for stage in _stretch(new, part)]
        if number == request.outputs.film_of and request.outputs.film is not None:
            stages.append(Stage(JOINING, CODE * _megapixels(new) * new.count))
    return stages


def _stretch(new: NewClip, part: Stretch) -> list[Stage]:
    sides = sum(side is not None for side in (part.before, part.after))
    return [
        Stage(PREDICTING, TEST + PREDICT),
        Stage(CARRYING, CARRY * sides * len(part.frames) * _megapixels(new)),
    ]


def _reading(new: NewClip) -> float:
    return READ * _megapixels(new) * sum(len(placed.frames) for placed in new.placed)


def _megapixels(new: NewClip) -> float:
    return new.video.width * new.video.height / 1e6
