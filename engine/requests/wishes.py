"""What can be wished for new frames, whatever the task."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

BUILT_IN = "built-in"  # its classical floor, or its network where that does better on the clip's own past
BUILT_IN_NETWORK = "built-in-network"  # its network in any case


class Direction(StrEnum):
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Shown:
    """Frames as a clip shows them that does not play as it was filmed: slower, faster, backward, held, along a curve.

    moments: seconds from the file's first frame, in the order in which they are shown; the frame that stands there is
    meant. rate: of them a second.
    """

    moments: tuple[Fraction, ...]
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of a media file, half-open, in seconds from its first frame; None = from its start / to its end.

    shown: of that stretch these frames alone, for new ones beside them; None = all, as they were filmed.
    """

    path: Path
    start: Fraction | None = None
    end: Fraction | None = None
    encoding: str = ""  # of its colours, a key of engine.media.encoding_names; "" = as the file says
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class LaterText:
    """From `at`, seconds from the first new frame, another prompt holds."""

    at: Fraction
    prompt: str


@dataclass(frozen=True, slots=True)
class Text:
    prompt: str = ""
    negative: str = ""
    later: tuple[LaterText, ...] = ()  # in order of time


class Expert(StrEnum):
    """Of a model that has two transformers; a model that has one knows BOTH only."""

    BOTH = "both"
    HIGH = "high-noise"
    LOW = "low-noise"


@dataclass(frozen=True, slots=True)
class Adapter:
    """strength: None = what its kind is used with (1.4 or 1.5 for PUSA's, 1 for others). Merged in the given order."""

    path: Path
    strength: float | None = None
    expert: Expert = Expert.BOTH


class Quality(StrEnum):
    DRAFT = "draft"  # few steps, and small where the model is large: to choose from
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to sample; None means the model's own default.

    sigmas: an own matrix, [step + 1][latent frame], 1 = pure noise. draft: new frames, as many, that were made before:
    these are made after them, as free from them as `freedom` says, 0 keep to 1 free, spread over the new latents in
    playing order. ramp: 0 all new latents lose their noise together, 1 one after another, as time goes. width, height:
    pixels that a model of latents works at; None = the clip's shape within the model's own area.
    """

    seed: int = 0
    steps: int | None = None
    guidance: float | None = None
    shift: float | None = None
    sigmas: tuple[tuple[float, ...], ...] | None = None
    draft: Source | None = None
    freedom: tuple[float, ...] = (0.2,)
    low_guidance: float | None = None  # of the low-noise expert; None = the same as the other's
    boundary: float | None = None  # 0 to 1: the noise below which the low-noise expert runs
    adapters: tuple[Adapter, ...] = ()
    ramp: float = 0.0
    quality: Quality = Quality.FINAL
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Known frames the model may look at.

    frames: how many, at the model's own cadence; fitted down to 1 + 4n. None = the model's default.
    noise: how free they are, 0 keep to 1 free, spread evenly from the first to the last (in playing order), so as many
    values as context latents give each latent its own.
    """

    frames: int | None = None
    noise: tuple[float, ...] = (0.0,)


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where results go: takes in `folder`; `film`, if given, is the joined picture, re-encoded at high quality.

    job: letters and digits that no other request has. One that was cut off may then be run again as it is: the takes it
    had finished are told again and not made twice. Empty: every run is a new one. had: the numbers, from 0, of takes
    that whoever asks has already, wherever they are: they are not made. film_of: the number of the take that the film
    is made of.
    """

    folder: Path
    film: Path | None = None
    job: str = ""
    had: tuple[int, ...] = ()
    film_of: int = 0


class Sound(StrEnum):
    """What is heard under new frames."""

    SILENCE = "silence"
    ROOM_TONE = "room-tone"  # the clip's own quiet parts, looped
    LEAVE = "leave"  # the take has no sound; in a film the clip's own goes on as far as its file has any


@dataclass(frozen=True, slots=True)
class Finish:
    """How far new frames are brought to the clip's own, 0 as generated to 1 as far as it can be measured."""

    colour: float = 1.0
    seam: float = 1.0  # what remains at the join, carried along and faded
    detail: float = 1.0
    grain: float = 1.0


@dataclass(frozen=True, slots=True)
class FrameRange:
    start: int
    count: int


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A picture that is given at a moment. source: a still, or a stretch of a clip, which gives its motion too.

    at: seconds from the first frame that is made. noise: how free it is, 0 keep to 1 free.
    """

    source: Source
    at: Fraction = Fraction(0)
    noise: float = 0.0
