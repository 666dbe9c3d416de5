"""What lies over the lanes while something is dragged: a preview, as a value."""

from dataclasses import dataclass

from PySide6.QtCore import QRect

from editor.timeline.model import Clip, ItemId, TrackId
from editor.timeline.rational_time import TimeRange
from editor.view_state import KeyframePlace


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
class Bubble:
    """What the drag amounts to, in words beside the pointer."""

    lead: str  # in amber
    text: str
    x: int
    y: int


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


NOTHING = Overlay()


@dataclass(frozen=True, slots=True)
class Intent:
    """A clip that is asked for in an open dialog, and what the model would see for it."""

    track_id: TrackId
    start: int  # frame
    frames: int
    context: tuple[tuple[ItemId, TimeRange], ...] = ()  # clip, and frames of the timeline
    real: TimeRange | None = None  # what comes in of the clip's own footage before them
