"""What was asked of a model for a clip, and what is known of what came of it: frozen values."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from editor.timeline.ids import MediaId
from editor.timeline.rational_time import MediaRange
from editor.words import later


class Task(StrEnum):
    """What is to be generated."""

    AFTER = later("after")
    BEFORE = later("before")
    BRIDGE = later("bridge")
    NEW = later("new")  # of words and pictures alone


class Purpose(StrEnum):
    """What is asked for beside what a Task says by itself. An older Longtake takes it for its Task alone."""

    SMOOTH = later("smooth")  # a bridge: both sides of a cut made anew
    ANEW = later("anew")  # a bridge: a part within a clip
    REPAIR = later("repair")  # a bridge: a frame within a clip
    LOOP = later("loop")  # a bridge: from a clip's end back to its start
    SLOW = later("slow")  # a clip's own frames and those between them, in its place


@dataclass(frozen=True, slots=True)
class Shown:
    """Frames of a file as a clip shows them that does not play as it was filmed.

    moments: seconds of the file at which they begin, in playing order. rate: of them a second. late: seconds by which
    the cut lies after the first new frame's place (after a clip) or after the first known one's (before it).
    """

    moments: tuple[Fraction, ...]
    rate: Fraction
    late: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a media file that the model is shown. shown: of that these frames alone; None = as it was filmed."""

    media: MediaId
    range: MediaRange
    shown: Shown | None = None

    def frame_beside(self, is_first: bool, rate: Fraction) -> Fraction:
        """When its first or its last frame begins, in seconds of the file. rate: of the file."""
        if self.shown is not None:
            return self.shown.moments[0 if is_first else -1]
        return self.range.start if is_first else max(self.range.end - 1 / rate, Fraction(0))


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A picture that new frames are given. at: frames of the timeline from the first new one. noise: how free it is, 0
    keep to 1 free. start: seconds in its media; a still has none."""

    media: MediaId
    at: int
    noise: float = 0.0
    start: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Adapter:
    """A file that changes what a model makes. path: absolute. strength: None = its kind's own. expert: which of a
    model's transformers it is for, in the engine's words; "" = all."""

    path: str
    strength: float | None = None
    expert: str = ""


@dataclass(frozen=True, slots=True)
class Generation:
    """What was asked for: enough to make the clip again."""

    task: Task
    sources: tuple[Stretch, ...]  # in playing order: one for an extension, two for a bridge, none for what is new
    prompt: str = ""
    negative: str = ""
    preset: str = ""  # the name the noise was chosen by; "" = by hand
    noise: tuple[float, ...] = (0.0,)  # how free the context is, 0 keep to 1 free, from far to near
    context: int | None = None  # known frames the model may look at; None = its own default
    takes: int = 1
    seed: int = 0
    model: str = ""
    quality: str = ""
    steps: int | None = None
    frames: int = 0  # how many were asked for; a trim of the clip does not change it
    matching: float = 1.0  # how far new frames are brought to the clip's own, 0 as generated to 1
    sound: str = "room-tone"  # what is heard under them, see engine.requests.Sound
    purpose: str = ""  # see Purpose; "" = what the task says
    speed: Fraction = Fraction(1)  # of what is made slower: 1/2 is half as fast as filmed
    keyframes: tuple[Keyframe, ...] = ()  # in order of time
    curve: tuple[float, ...] = ()  # how free new frames are from the take in use, one value a latent; () = wholly
    adapters: tuple[Adapter, ...] = ()  # of the model, in the order in which they are merged

    @property
    def media(self) -> set[MediaId]:
        """The files it is made from."""
        return {stretch.media for stretch in self.sources} | {keyframe.media for keyframe in self.keyframes}

    @property
    def is_heard(self) -> bool:
        """Whether its takes have sound, where their sources do."""
        return self.sound == "room-tone"

    @property
    def comes_first(self) -> bool:
        """Whether what it shows begins where its source does, and not where that ends."""
        return self.task is Task.BEFORE or self.purpose == Purpose.SLOW


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be seen at a join, in words; `verdict` as Join's."""

    label: str
    value: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Join:
    """How new frames meet a clip's own, as the engine told it."""

    end: str  # start or end: of the new frames, in playing order
    verdict: str  # good, check or poor
    words: str
    remedy: str = ""  # what would help; "" where nothing is needed or nothing can
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """Where a generated media file comes from."""

    generation: Generation
    model: str  # as shown to the user
    motion: str = ""  # what moved the picture, in words
    seed: int = 0
    verdict: str = ""  # good, check or poor: the back-test's
    words: str = ""  # the same, for the user
    seam: tuple[tuple[str, float], ...] = ()  # how the join measures, see engine.finishing.joins.seam
    notes: tuple[str, ...] = ()
    seconds: float = 0.0  # how long it took
    believable: Fraction | None = None  # seconds from the cut that the back-test stands behind; None: it does not say
    joins: tuple[Join, ...] = ()  # in playing order; of a take from before they were told there is only `seam`
