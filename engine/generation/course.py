"""The stages of a run and about how long each takes, so that its progress is honest as a whole."""

from collections.abc import Sequence

from engine.generation.choosing import TESTING
from engine.generation.clips import Clip
from engine.generation.film import JOINING
from engine.generation.gap import READING
from engine.generation.takes import CARRYING
from engine.models.chosen import is_wan
from engine.progress import Stage
from engine.requests import Request

PREDICTING = "Predicting the motion"
MAKING = "Making new frames"  # as the sampler has it
FINISHING = "Finishing new frames"

# Seconds on one core. Only their proportions count; they are of megapixels where the picture's size matters.
READ = 0.03
TEST = 1.8
PREDICT = 0.7
CARRY = 0.15
CODE = 0.05
SAMPLE = 100.0  # of one step of a window


def reading_stage(clips: Sequence[Clip]) -> Stage:
    return Stage(READING, READ * _known(clips))


def choosing_stages() -> list[Stage]:
    return [Stage(TESTING, TEST)]


def built_in_stages(clips: Sequence[Clip], new: int) -> list[Stage]:
    """Of a take with `new` frames by the built-in model."""
    carry = CARRY * len(clips) * new * megapixels(clips[0]) + CODE * _known(clips)
    return [Stage(PREDICTING, PREDICT), Stage(CARRYING, carry)]


def sampling_stages(windows: int, steps: int) -> list[Stage]:
    """Of a take by a loaded model; bringing its frames to the file is little beside that."""
    return [Stage(MAKING, SAMPLE * steps)] * windows


def loading_stages(request: Request) -> list[Stage]:
    """Of a Wan model, as long beside one of its steps as this machine is expected to take. Where it is there still,
    the run passes over it."""
    if not is_wan(request.model):
        return []
    from engine.generation.loaded.placing import LOADING  # late: they bring diffusers
    from engine.generation.memory.plan import placement_for

    placed = placement_for(request)
    return [Stage(LOADING, SAMPLE * placed.loading / placed.step)]


def joining_stage(clips: Sequence[Clip], new: int) -> Stage:
    return Stage(JOINING, CODE * megapixels(clips[0]) * (new + sum(clip.frames for clip in clips)))


def _known(clips: Sequence[Clip]) -> float:
    """Megapixels of all known frames that are read."""
    return sum(clip.most_context * megapixels(clip) for clip in clips)


def megapixels(clip: Clip) -> float:
    return clip.video.width * clip.video.height / 1e6
