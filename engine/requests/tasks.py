"""What can be asked of the engine: one request for each task."""

import typing
from dataclasses import dataclass
from fractions import Fraction

from engine.requests.wishes import (
    BUILT_IN,
    Context,
    Direction,
    Finish,
    FrameRange,
    Keyframe,
    Outputs,
    Sampling,
    Sound,
    Source,
    Text,
)


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
