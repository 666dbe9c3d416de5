"""What the engine answers: before a run what it would do and where, after it what came of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from engine.requests.wishes import FrameRange


class Verdict(StrEnum):
    GOOD = "good"
    CHECK = "check"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class BackTest:
    """What came of predicting known frames from those before them, and how far the prediction can be trusted."""

    verdict: Verdict
    words: str  # for the user
    believable: Fraction  # seconds it can stand behind
    gain: float  # dB of PSNR over holding the last frame, mean over the held-out frames


class End(StrEnum):
    """Of a stretch of new frames, in playing order."""

    START = "start"
    END = "end"


class Remedy(StrEnum):
    """What can be done about a join that shows, in one click."""

    ANOTHER_TAKE = "another-take"  # with a new seed
    MORE_CONTEXT = "more-context"  # known frames the model looks at
    MORE_FREEDOM = "more-freedom"  # of the known frames beside the join
    FEWER_FRAMES = "fewer-frames"  # only as many as the back-test stands behind
    MATCH = "match"  # once more, brought to the clip's own as far as it can be


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be seen at a join."""

    label: str  # "Brightness"
    value: str  # "0.4 stop brighter as generated: matched"
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Join:
    """How new frames meet the clip's own at one end, measured on the finished picture.

    numbers, generated: see engine.finishing.joins.seam.Seam; of the finished picture, and of it as it was generated.
    """

    end: End
    verdict: Verdict
    words: str
    remedy: Remedy | None
    measures: tuple[Measure, ...]
    numbers: dict[str, float]
    generated: dict[str, float]


@dataclass(frozen=True, slots=True)
class Take:
    """One rendering: a file with re-rendered context and new frames, and what it came from."""

    path: Path
    model: str  # the model that made it, as shown to the user
    motion: str  # what moved the picture, in words
    seed: int
    rate: Fraction
    width: int
    height: int
    new: FrameRange  # within the file; the rest is re-rendered context (handles)
    back_test: BackTest | None
    film: Path | None = None
    film_new: FrameRange | None = None  # where the new frames stand in the film
    film_frames: int | None = None  # how many the film has, new ones included
    notes: tuple[str, ...] = ()  # what was fitted, deinterlaced, converted: told, never silent
    seam: dict[str, float] = field(default_factory=dict)  # see engine.finishing.joins.seam
    seconds: float = 0.0  # wall time of the run
    joins: tuple[Join, ...] = ()  # in playing order
    sound: bool = False  # the file has sound, as long as its picture
    like_draft: float | None = None  # correlation of its motion with the draft's that it was made after, -1 to 1


@dataclass(frozen=True, slots=True)
class PlannedLatent:
    """One latent frame of a window: the frames it holds, half-open, counted from the first new one (those before it
    are below 0), and how free it is, 0 keep to 1 free. given: it holds frames that are known."""

    start: int
    stop: int
    noise: float
    given: bool


@dataclass(frozen=True, slots=True)
class Room:
    """What a model's run needs of the machine and where it goes, told before anything is loaded.

    words: one line for the user. device: as shown to the user. peak, free: bytes of the device's memory. ram: bytes of
    the computer's own. seconds: of a run; None = not known. fits: False = it would not run here, and words say why.
    """

    words: str
    device: str
    peak: int
    free: int
    ram: int
    seconds: float | None
    fits: bool


@dataclass(frozen=True, slots=True)
class Rooms:
    """machine: in words. rooms: one for each model that was asked for, in that order. has_gpu: with memory of its own
    or not."""

    machine: str
    rooms: tuple[Room, ...]
    has_gpu: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """What a request would do, told before any of it is done. latents: of the first window, one for each column of
    `sigmas`."""

    model: str
    rate: Fraction
    width: int
    height: int
    new_frames: int
    context_frames: int
    window_frames: int  # what the model sees at once, known and new
    notes: tuple[str, ...]
    sigmas: tuple[tuple[float, ...], ...]  # [step + 1][latent frame], 1 = pure noise
    table: str  # the same matrix, to be read
    latents: tuple[PlannedLatent, ...] = ()
    room: Room | None = None  # of a loaded model


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said of a request before it is run."""

    plan: Plan
    back_test: BackTest | None
