"""What a timeline is: frozen values in OpenTimelineIO's words.

Positions on the timeline are whole frames at its rate, and follow from the durations before them; positions in media
are exact seconds. A view compares two timelines with `is`.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

from editor.timeline.generation import Adapter as Adapter
from editor.timeline.generation import Generation as Generation
from editor.timeline.generation import Join as Join
from editor.timeline.generation import Keyframe as Keyframe
from editor.timeline.generation import Made as Made
from editor.timeline.generation import Measure as Measure
from editor.timeline.generation import Purpose as Purpose
from editor.timeline.generation import Stretch as Stretch
from editor.timeline.generation import Task as Task
from editor.timeline.ids import ItemId as ItemId
from editor.timeline.ids import MarkerId as MarkerId
from editor.timeline.ids import MediaId as MediaId
from editor.timeline.ids import TrackId as TrackId
from editor.timeline.ids import new_id as new_id
from editor.timeline.looks import Level, Look
from editor.timeline.rational_time import MediaRange, TimeRange
from editor.timeline.timing import PLAIN, Timing
from editor.words import tr

DISSOLVE = "SMPTE_Dissolve"  # kinds of transitions; this one by OpenTimelineIO's name
DIP_TO_BLACK, DIP_TO_WHITE = "longtake.DipToBlack", "longtake.DipToWhite"


class TrackKind(StrEnum):
    """OpenTimelineIO's own words."""

    VIDEO = "Video"
    AUDIO = "Audio"


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


@dataclass(frozen=True)
class Track:
    """Items one after another. Adjacent gaps are one gap, and the last item is none."""

    id: TrackId
    kind: TrackKind
    name: str = ""
    items: tuple[Item, ...] = ()
    locked: bool = False
    sync_locked: bool = True  # moves along when another track ripples
    muted: bool = False  # sound tracks
    solo: bool = False  # sound tracks
    hidden: bool = False  # picture tracks
    targeted: bool = False  # where edits from the pool go

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first frame of each item."""
        return tuple(accumulate((item.duration for item in self.items), initial=0))[:-1]

    @cached_property
    def duration(self) -> int:
        return sum(item.duration for item in self.items)

    @cached_property
    def indices(self) -> dict[ItemId, int]:
        return {item.id: index for index, item in enumerate(self.items)}

    @cached_property
    def links(self) -> dict[str, tuple[ItemId, ...]]:
        """The clips of each link on this track."""
        linked: dict[str, tuple[ItemId, ...]] = {}
        for clip in self.clips:
            if clip.link is not None:
                linked[clip.link] = (*linked.get(clip.link, ()), clip.id)
        return linked

    @cached_property
    def generated(self) -> tuple[Clip, ...]:
        """The clips that are generated, made or not."""
        return tuple(clip for clip in self.clips if clip.is_generated)

    def range_at(self, index: int) -> TimeRange:
        return TimeRange(self.starts[index], self.items[index].duration)

    def index_at(self, frame: int) -> int | None:
        """Which clip or gap `frame` falls on; None after the last one."""
        return bisect_right(self.starts, frame) - 1 if 0 <= frame < self.duration else None

    @property
    def clips(self) -> Iterator[Clip]:
        return (item for item in self.items if isinstance(item, Clip))


@dataclass(frozen=True, slots=True)
class Marker:
    id: MarkerId
    at: int  # frame
    name: str = ""
    duration: int = 0  # frames
    colour: str = ""  # a name of the theme's marker colours; "" = plain
    note: str = ""


@dataclass(frozen=True)
class Timeline:
    """The whole document. Picture tracks come first, the lowest (V1) first; then sound tracks, A1 first."""

    name: str
    rate: Fraction  # frames per second
    width: int
    height: int
    tracks: tuple[Track, ...] = ()
    markers: tuple[Marker, ...] = ()  # in order of time
    media: tuple[Media, ...] = ()  # the pool, in order of import
    mark_in: int | None = None  # frame; the in point
    mark_out: int | None = None  # the first frame after the marked range (shown inclusively)
    start_frame: int = 0  # what the timecode of frame 0 counts
    drop_frame: bool = False  # how timecode is shown
    sample_rate: int = 48_000
    folders: tuple[str, ...] = ()  # of the pool, also those with nothing in them, each by its whole path
    is_fresh: bool = field(default=False)  # size and rate are defaults still: the first clip sets them

    @cached_property
    def duration(self) -> int:
        return max((track.duration for track in self.tracks), default=0)

    @cached_property
    def places(self) -> dict[ItemId, tuple[int, int]]:
        """Of every item: the index of its track, and its index there."""
        return {
            item.id: (row, index) for row, track in enumerate(self.tracks) for index, item in enumerate(track.items)
        }

    @cached_property
    def media_by_id(self) -> dict[MediaId, Media]:
        return {media.id: media for media in self.media}

    @cached_property
    def links(self) -> dict[str, tuple[ItemId, ...]]:
        """The clips of each link."""
        linked: dict[str, tuple[ItemId, ...]] = {}
        for track in self.tracks:
            for link, ids in track.links.items():
                linked[link] = linked.get(link, ()) + ids
        return linked

    def track(self, track_id: TrackId) -> Track:
        """Raises KeyError."""
        for track in self.tracks:
            if track.id == track_id:
                return track
        raise KeyError(track_id)

    def label(self, track: Track) -> str:
        """What a track is called on screen: V1, V2 ..., A1, A2 ...

        Raises ValueError where the track is not of this timeline.
        """
        alike = [other.id for other in self.tracks if other.kind is track.kind]
        return f"{track.kind[0]}{alike.index(track.id) + 1}"

    def place(self, item_id: ItemId) -> tuple[int, int]:
        """The index of its track, and its index there: of `places`, without building them all. Raises KeyError."""
        for row, track in enumerate(self.tracks):
            if (index := track.indices.get(item_id)) is not None:
                return row, index
        raise KeyError(item_id)

    def track_of(self, item_id: ItemId) -> Track:
        """Raises KeyError."""
        return self.tracks[self.place(item_id)[0]]

    def item(self, item_id: ItemId) -> Item:
        """Raises KeyError."""
        row, index = self.place(item_id)
        return self.tracks[row].items[index]

    def clip(self, clip_id: ItemId) -> Clip:
        """Raises KeyError where there is no such clip."""
        item = self.item(clip_id)
        if not isinstance(item, Clip):
            raise KeyError(clip_id)
        return item

    def range_of(self, item_id: ItemId) -> TimeRange:
        """Where an item stands. Raises KeyError."""
        row, index = self.place(item_id)
        return self.tracks[row].range_at(index)

    def has(self, item_id: ItemId) -> bool:
        return any(item_id in track.indices for track in self.tracks)

    def linked(self, clip: Clip) -> tuple[ItemId, ...]:
        """The clips that share its link, itself among them; itself alone where there are none."""
        if clip.link is None:
            return (clip.id,)
        return tuple(item_id for track in self.tracks for item_id in track.links.get(clip.link, ()))

    def media_of(self, clip: Clip) -> Media | None:
        """The file of the take that plays; None for a clip without one."""
        return self.media_by_id.get(clip.take.media) if clip.take else None

    def moment(self, clip: Clip, frame: int) -> Fraction:
        """What it shows at one of its frames (the first is 0; others lie in its handles), in the file's seconds."""
        played = frame if clip.timing is None else clip.timing.played(frame)
        return clip.source_start + (clip.take.start if clip.take else 0) + played / self.rate

    def source_range(self, clip: Clip) -> MediaRange:
        """What plays, in the media file's own seconds: from the earliest moment shown to the end of the latest."""
        first, timing = self.moment(clip, 0), clip.timing or PLAIN
        if timing.ramp or timing.speed > 0:
            return MediaRange(first, timing.played(clip.duration) / self.rate)
        last = self.moment(clip, clip.duration - 1)
        each = abs(timing.speed) or 1  # a freeze shows one frame
        return MediaRange(last, first - last + each / self.rate)

    def available_range(self, clip: Clip) -> MediaRange | None:
        """What media there is; None where there is no end to it (a still, or nothing made yet)."""
        media = self.media_of(clip)
        return None if media is None or media.is_still else MediaRange(Fraction(0), media.duration)


def new_timeline(
    name: str = tr("Untitled"), rate: Fraction = Fraction(24), width: int = 1920, height: int = 1080
) -> Timeline:
    """Two picture tracks and two sound tracks, empty; V1 and A1 are where edits go."""
    tracks = tuple(
        Track(TrackId(new_id()), kind, f"{kind} {number}", targeted=number == 1)
        for kind in TrackKind
        for number in (1, 2)
    )
    return Timeline(name, rate, width, height, tracks, is_fresh=True)
