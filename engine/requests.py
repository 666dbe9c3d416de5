"""What can be asked of the engine, and what it answers: values only."""

import typing
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

BUILT_IN = "built-in"  # its classical floor, or its network where that does better on the clip's own past
BUILT_IN_NETWORK = "built-in-network"  # its network in any case


class Direction(StrEnum):
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of a media file, half-open, in seconds from its first frame; None = from its start / to its end."""

    path: Path
    start: Fraction | None = None
    end: Fraction | None = None
    encoding: str = ""  # of its colours, a key of engine.media.encoding_names; "" = as the file says


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


@dataclass(frozen=True, slots=True)
class ExtendRequest:
    """New frames after a clip's end or before its start."""

    source: Source
    duration: Fraction  # seconds of new picture; rounded to whole frames of the clip
    outputs: Outputs
    direction: Direction = Direction.AFTER
    context: Context = Context()
    text: Text = Text()
    sampling: Sampling = Sampling()
    model: str = BUILT_IN
    takes: int = 1
    finish: Finish = Finish()
    sound: Sound = Sound.ROOM_TONE
    keyframes: tuple[Keyframe, ...] = ()  # in order of time, within the new frames

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source,)


@dataclass(frozen=True, slots=True)
class BridgeRequest:
    """New frames between the end of one clip and the start of another, at the first clip's rate and size."""

    first: Source
    second: Source
    duration: Fraction
    outputs: Outputs
    first_context: Context = Context()
    second_context: Context = Context()
    text: Text = Text()
    sampling: Sampling = Sampling()
    model: str = BUILT_IN
    takes: int = 1
    finish: Finish = Finish()
    sound: Sound = Sound.ROOM_TONE
    loops: bool = False  # the second clip is the first one's own start: the film ends with the new frames
    keyframes: tuple[Keyframe, ...] = ()  # in order of time, within the new frames

    @property
    def sources(self) -> tuple[Source, ...]:
        """In playing order."""
        return (self.first, self.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wished for new frames, whatever they are made between."""

    outputs: Outputs
    text: Text = Text()
    sampling: Sampling = Sampling()
    model: str = BUILT_IN
    takes: int = 1
    finish: Finish = Finish()
    sound: Sound = Sound.ROOM_TONE


@dataclass(frozen=True, slots=True)
class LoopRequest(Wanted):
    """New frames from a clip's end back to its own start, so that it can be played round and round."""

    source: Source
    duration: Fraction
    context: Context = Context()  # of either end; noise runs from far to near

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source,)


@dataclass(frozen=True, slots=True)
class SmoothRequest(Wanted):
    """A cut between two clips made smooth: so much on each side of it is made anew, and nothing gets longer."""

    first: Source
    second: Source
    each_side: Fraction  # seconds of each clip; whole frames of the first clip
    context: Context = Context()

    @property
    def sources(self) -> tuple[Source, ...]:
        """In playing order."""
        return (self.first, self.second)


@dataclass(frozen=True, slots=True)
class CompleteRequest(Wanted):
    """A part within a clip made anew, half-open, in seconds from the file's first frame.

    freedom: how free its own frames are, 0 keep to 1 free, spread over the part in playing order; 1 throughout makes it
    anew from what stands around it alone, (0, 0.4, 0) changes its middle and leaves its shoulders.
    """

    source: Source
    start: Fraction
    end: Fraction
    context: Context = Context()
    freedom: tuple[float, ...] = (1.0,)

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source,)


@dataclass(frozen=True, slots=True)
class RepairRequest(Wanted):
    """Single frames, or runs of them, made anew; every other frame comes out as it is in the file.

    marked: counted from the source's first frame, in order, apart from one another.
    """

    source: Source
    marked: tuple[FrameRange, ...]
    context: Context = Context()

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source,)


@dataclass(frozen=True, slots=True)
class SpeedPoint:
    """speed: 1 as filmed, 0.25 four times slower, at a time of the source in seconds; straight lines between points."""

    at: Fraction
    speed: Fraction


@dataclass(frozen=True, slots=True)
class InterpolateRequest(Wanted):
    """The frames between a clip's own made, for another speed, another rate, or both.

    rate: frames a second of what comes out; None = the clip's own. speed: one point holds throughout.
    """

    source: Source
    rate: Fraction | None = None
    speed: tuple[SpeedPoint, ...] = (SpeedPoint(Fraction(0), Fraction(1)),)

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source,)


@dataclass(frozen=True, slots=True)
class GenerateRequest(Wanted):
    """A new clip from words, or from any number of pictures given on the way: none, one, start and end, more.

    rate, width, height: None = of the first picture (a still has no rate), else the model's own.
    """

    duration: Fraction
    keyframes: tuple[Keyframe, ...] = ()  # in order
    rate: Fraction | None = None
    width: int | None = None
    height: int | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """In playing order."""
        return tuple(keyframe.source for keyframe in self.keyframes)


GapRequest = ExtendRequest | BridgeRequest  # one gap, one or two known sides
BetweenRequest = LoopRequest | SmoothRequest | CompleteRequest | RepairRequest  # bridges, once the clip is known
Request = GapRequest | BetweenRequest | InterpolateRequest | GenerateRequest
REQUESTS: tuple[type[Request], ...] = typing.get_args(Request)


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


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said of a request before it is run."""

    plan: Plan
    back_test: BackTest | None
