"""What lies over the lanes while something is dragged: a preview, as a value."""

from dataclasses import dataclass

from PySide6.QtCore import QRect

from editor.actions.context import Sights
from editor.timeline.edits import Edge
from editor.timeline.model import Clip, ItemId, Timeline, TrackId
from editor.timeline.rational_time import TimeRange
from editor.view_state import CurvePoint, KeyframePlace


@dataclass(frozen=True, slots=True)
class Ghost:
    """A clip as it would stand."""

    clip: Clip
    track: int  # index
    range: TimeRange


@dataclass(frozen=True, slots=True)
class Stand:
    """A stretch of a track."""

    track: int  # index
    range: TimeRange


@dataclass(frozen=True, slots=True)
class Shift:
    """What stands on a track from a frame on would stand so many frames further: later, or below 0 earlier."""

    track: int  # index
    at: int  # frame
    by: int  # frames


@dataclass(frozen=True, slots=True)
class Bracket:
    """What a model looks at of a clip, up to its end or from its start. about: the generated clip that it looks for;
    None = what would be made next."""

    clip_id: ItemId
    at_end: bool
    sights: Sights
    about: ItemId | None = None

    @property
    def frames(self) -> int:
        """Of the timeline, whether the clip plays all of them or not."""
        return self.sights.now.reach(self.at_end)


@dataclass(frozen=True, slots=True)
class Coming:
    """Frames that would be made."""

    stand: Stand
    edge: Edge  # the one that is held
    words: str


@dataclass(frozen=True, slots=True)
class Result:
    """All tracks as an edit would leave them, from a frame on."""

    timeline: Timeline
    since: int
    coming: Coming | None = None


@dataclass(frozen=True, slots=True)
class Bubble:
    """What the drag amounts to, in words beside the pointer."""

    lead: str  # in amber
    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class View:
    """A frame of a clip as it would stand, for the program monitor."""

    clip: Clip
    frame: int  # the first is 0
    large: bool = True  # one that changes


@dataclass(frozen=True, slots=True)
class Overlay:
    """Nothing of it is in the document yet."""

    ghosts: tuple[Ghost, ...] = ()
    veils: tuple[Stand, ...] = ()  # what stands there would not any more
    targets: tuple[Stand, ...] = ()  # where something would be dropped
    shifts: tuple[Shift, ...] = ()  # what would give way
    insertion: int | None = None  # frame from which everything would move on
    snap: int | None = None  # frame that was snapped to
    blades: tuple[tuple[int, int], ...] = ()  # track index, frame: where it would be cut
    band: QRect | None = None
    bubble: Bubble | None = None
    keyframe: KeyframePlace | None = None  # of a ghost: the one that is dragged
    point: CurvePoint | None = None  # the same, of an envelope
    brackets: tuple[Bracket, ...] = ()
    views: tuple[View, ...] = ()  # what the program monitor shows meanwhile
    result: Result | None = None  # where more changes than ghosts and veils could tell


NOTHING = Overlay()


@dataclass(frozen=True, slots=True)
class Intent:
    """A clip that is asked for in an open dialog, and what the model would see for it."""

    track_id: TrackId
    start: int  # frame
    frames: int
    context: tuple[tuple[ItemId, TimeRange], ...] = ()  # clip, and frames of the timeline
    real: TimeRange | None = None  # what comes in of the clip's own footage before them
