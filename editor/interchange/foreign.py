"""A timeline that another editor wrote, as values: not more than can be put on a timeline of ours."""

from dataclasses import dataclass
from fractions import Fraction

from editor.timeline.model import DISSOLVE, TrackKind


@dataclass(frozen=True, slots=True)
class ForeignClip:
    """media: which of the timeline's files it plays; None where it says nothing of one."""

    name: str
    duration: int  # frames
    media: int | None = None
    start: Fraction = Fraction(0)  # seconds of the file that plays first
    enabled: bool = True
    speed: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class ForeignGap:
    duration: int  # frames


@dataclass(frozen=True, slots=True)
class ForeignTransition:
    in_offset: int
    out_offset: int
    kind: str = DISSOLVE


@dataclass(frozen=True, slots=True)
class ForeignTrack:
    kind: TrackKind
    name: str = ""
    items: tuple[ForeignClip | ForeignGap | ForeignTransition, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignMarker:
    at: int
    duration: int
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ForeignMedia:
    """path: where the file is, or is said to be. is_there: whether it was found."""

    name: str
    path: str
    is_there: bool = False


@dataclass(frozen=True, slots=True)
class Foreign:
    name: str
    rate: Fraction
    start_frame: int = 0
    drop_frame: bool = False
    tracks: tuple[ForeignTrack, ...] = ()
    markers: tuple[ForeignMarker, ...] = ()
    media: tuple[ForeignMedia, ...] = ()
    width: int = 0  # 0 = it does not say
    height: int = 0
    notes: tuple[str, ...] = ()
