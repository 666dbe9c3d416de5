"""What a timeline is: tracks of items, and where everything on them stands and plays.

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
from editor.timeline.generation import Shown as Shown
from editor.timeline.generation import Stretch as Stretch
from editor.timeline.generation import Task as Task
from editor.timeline.ids import ItemId as ItemId
from editor.timeline.ids import MarkerId as MarkerId
from editor.timeline.ids import MediaId as MediaId
from editor.timeline.ids import TrackId as TrackId
from editor.timeline.ids import new_id as new_id
from editor.timeline.items import DIP_TO_BLACK as DIP_TO_BLACK
from editor.timeline.items import DIP_TO_WHITE as DIP_TO_WHITE
from editor.timeline.items import DISSOLVE as DISSOLVE
from editor.timeline.items import Clip as Clip
from editor.timeline.items import Gap as Gap
from editor.timeline.items import Item as Item
from editor.timeline.items import Media as Media
from editor.timeline.items import Picture as Picture
from editor.timeline.items import SoundTrack as SoundTrack
from editor.timeline.items import Take as Take
from editor.timeline.items import Transition as Transition
from editor.timeline.rational_time import MediaRange, TimeRange
from editor.timeline.timing import PLAIN
from editor.words import later, tr


class TrackKind(StrEnum):
    """OpenTimelineIO's own words."""

    VIDEO = later("Video")
    AUDIO = later("Audio")


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

    def moment(self, clip: Clip, frame: Fraction | int) -> Fraction:
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
        Track(TrackId(new_id()), kind, f"{tr(kind)} {number}", targeted=number == 1)
        for kind in TrackKind
        for number in (1, 2)
    )
    return Timeline(name, rate, width, height, tracks, is_fresh=True)
