"""What stands on tracks, and the media that it plays: frozen values in OpenTimelineIO's words."""

from dataclasses import dataclass
from fractions import Fraction

from editor.timeline.generation import Generation, Made
from editor.timeline.ids import ItemId, MediaId
from editor.timeline.looks import Level, Look
from editor.timeline.timing import Timing

DISSOLVE = "SMPTE_Dissolve"  # kinds of transitions; this one by OpenTimelineIO's name
DIP_TO_BLACK, DIP_TO_WHITE = "longtake.DipToBlack", "longtake.DipToWhite"


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    rate: Fraction  # frames per second, the exact nominal one
    variable: bool = False
    alpha: bool = False
    bit_depth: int = 8


@dataclass(frozen=True, slots=True)
class SoundTrack:
    sample_rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Media:
    """A file in the media pool. It is read and never written."""

    id: MediaId
    path: str  # absolute; project files keep it relative where they can
    name: str  # as shown: the file's name without its ending
    duration: Fraction  # seconds; 0 for a still, which lasts as long as it is asked to
    picture: Picture | None = None
    sound: SoundTrack | None = None
    size: int = 0  # bytes, to know the file again when it has moved
    fingerprint: str = ""  # of its content, for the same; "" where it was never taken
    made: Made | None = None  # generated media
    encoding: str = ""  # of its colours, where the file does not say: see engine.media.encoding_names; "" = as tagged
    folder: str = ""  # of the pool, "Rushes/Day 1"; "" = at its top

    @property
    def is_still(self) -> bool:
        return self.picture is not None and self.duration == 0


@dataclass(frozen=True, slots=True)
class Take:
    """One rendering of a clip: a media file, and the moment in it that the clip's own time starts from.

    For imported media that is 0; a generated file holds re-rendered context first, and `start` is the end of it.
    """

    media: MediaId
    start: Fraction = Fraction(0)  # seconds


@dataclass(frozen=True, slots=True)
class Clip:
    """A piece of media on a track. One that is being generated has a generation and, at first, no take."""

    id: ItemId
    name: str
    duration: int  # frames
    takes: tuple[Take, ...] = ()
    active: int = 0  # which take plays
    source_start: Fraction = Fraction(0)  # seconds after the take's start that its first frame shows; below 0: handles
    generation: Generation | None = None
    link: str | None = None  # clips with the same link move and are trimmed together
    enabled: bool = True
    group: str | None = None  # clips with the same group are selected and moved together
    label: str = ""  # a colour that the user gave it; "" = that of its kind
    fade_in: int = 0  # frames at its edges, in which it comes from and goes to nothing: black, or silence
    fade_out: int = 0
    fade_in_cut: int = 0  # frames more of that fade which were cut off: the clip begins as far up its slope
    fade_out_cut: int = 0  # and ends as far up that one
    timing: Timing | None = None  # None = as fast as its media
    look: Look | None = None  # on a picture track
    level: Level | None = None  # on a sound track

    @property
    def take(self) -> Take | None:
        return self.takes[self.active] if self.takes else None

    @property
    def is_generated(self) -> bool:
        return self.generation is not None

    @property
    def is_pending(self) -> bool:
        """Asked for, and nothing made yet."""
        return self.generation is not None and not self.takes


@dataclass(frozen=True, slots=True)
class Gap:
    id: ItemId
    duration: int  # frames


@dataclass(frozen=True, slots=True)
class Transition:
    """Stands between two clips and takes no room: `in_offset` frames before the cut to `out_offset` after it."""

    id: ItemId
    in_offset: int
    out_offset: int
    kind: str = DISSOLVE

    @property
    def duration(self) -> int:
        """On the track: none."""
        return 0


Item = Clip | Gap | Transition
