"""The stages of a run and about how long each takes, so that its progress is honest as a whole."""

from collections.abc import Iterator, Sequence

from engine.generation.choosing import TESTING
from engine.generation.clips import Clip
from engine.generation.film import JOINING
from engine.generation.gap import READING
from engine.generation.takes import CARRYING
from engine.progress import Stage
from engine.requests import BridgeRequest, GapRequest

PREDICTING = "Predicting the motion"

# Seconds on one core. Only their proportions count; they are of megapixels where the picture's size matters.
READ = 0.03
TEST = 1.8
PREDICT = 0.7
CARRY = 0.15
CODE = 0.05


def testing_stages(clips: Sequence[Clip]) -> list[Stage]:
    return [Stage(READING, READ * _known(clips)), Stage(TESTING, TEST)]


def run_stages(request: GapRequest, clips: Sequence[Clip], new: int, takes: Sequence[int]) -> list[Stage]:
    """new: frames; takes: the numbers of those that are to be made."""
    return [*testing_stages(clips), *(stage for number in takes for stage in _take(request, clips, new, number))]


def _take(request: GapRequest, clips: Sequence[Clip], new: int, number: int) -> Iterator[Stage]:
    sides = 2 if isinstance(request, BridgeRequest) else 1
    frame = _megapixels(clips[0])
    yield Stage(PREDICTING, PREDICT)
    yield Stage(CARRYING, CARRY * sides * new * frame + CODE * _known(clips))
    if number == 0 and request.outputs.film is not None:
        yield Stage(JOINING, CODE * frame * (new + sum(clip.frames for clip in clips)))


def _known(clips: Sequence[Clip]) -> float:
    """Megapixels of all known frames that are read."""
    return sum(clip.most_context * _megapixels(clip) for clip in clips)


def _megapixels(clip: Clip) -> float:
    return clip.video.width * clip.video.height / 1e6
