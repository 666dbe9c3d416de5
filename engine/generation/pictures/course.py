"""The stages of making a new clip from pictures and about how long each takes, as engine.generation.course has it."""

from collections.abc import Sequence

from engine.generation.choosing import TESTING
from engine.generation.course import CARRY, CODE, PREDICT, PREDICTING, READ, TEST, loading_stages
from engine.generation.film import JOINING
from engine.generation.gap import READING
from engine.generation.pictures.keyframes import NewClip, Stretch
from engine.generation.takes import CARRYING
from engine.progress import Stage
from engine.requests import GenerateRequest


def testing_stages(new: NewClip) -> list[Stage]:
    return [Stage(READING, _reading(new)), *(Stage(TESTING, TEST) for _ in new.stretches)]


def making_stages(
    request: GenerateRequest, new: NewClip, numbers: Sequence[int], of_a_take: list[Stage]
) -> list[Stage]:
    """numbers: of the takes that are to be made."""
    outputs, stages = request.outputs, [Stage(READING, _reading(new)), *loading_stages(request)]
    for number in numbers:
        stages += of_a_take
        if number == outputs.film_of and outputs.film is not None:
            stages.append(Stage(JOINING, CODE * _megapixels(new) * new.count))
    return stages


def stretch_stages(new: NewClip) -> list[Stage]:
    """Of a take by the built-in model: each stretch is predicted and then carried, told as one stage each."""
    stretches = new.stretches
    carried = sum(len(part.frames) * _sides(part) for part in stretches)
    return [
        Stage(PREDICTING, (TEST + PREDICT) * len(stretches)),
        Stage(CARRYING, CARRY * carried * _megapixels(new)),
    ]


def _sides(part: Stretch) -> int:
    return 2 if part.before is not None and part.after is not None else 1


def _reading(new: NewClip) -> float:
    return READ * _megapixels(new) * sum(len(placed.frames) for placed in new.placed)


def _megapixels(new: NewClip) -> float:
    return new.video.width * new.video.height / 1e6
