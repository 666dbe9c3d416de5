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
from typing import NewType
from uuid import uuid4

from editor.timeline.rational_time import MediaRange, TimeRange

ItemId = NewType("ItemId", str)  # of a clip, a gap or a transition; markers have their own
TrackId = NewType("TrackId", str)
MediaId = NewType("MediaId", str)
MarkerId = NewType("MarkerId", str)


def new_id() -> str:
    """Unlike any other ever given."""
    return uuid4().hex


class TrackKind(StrEnum):
    """OpenTimelineIO's own words."""

    VIDEO = "Video"
    AUDIO = "Audio"


class Task(StrEnum):
    """What is to be generated."""

    AFTER = "after"
    BEFORE = "before"
    BRIDGE = "bridge"
    NEW = "new"  # of words and pictures alone


class Purpose(StrEnum):
    """What is asked for beside what a Task says by itself. An older Longtake takes it for its Task alone."""

    SMOOTH = "smooth"  # a bridge: both sides of a cut made anew
    ANEW = "anew"  # a bridge: a part within a clip
    REPAIR = "repair"  # a bridge: a frame within a clip
    LOOP = "loop"  # a bridge: from a clip's end back to its start
    SLOW = "slow"  # a clip's own frames and those between them, in its place


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a media file that the model is shown."""

    media: MediaId
    range: MediaRange


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
    source_start: Fraction = Fraction(0)  # seconds after the take's start; below 0 it plays handles
    generation: Generation | None = None
    link: str | None = None  # clips with the same link move and are trimmed together
    enabled: bool = True

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
    kind: str = "SMPTE_Dissolve"  # OpenTimelineIO's name

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

    def source_range(self, clip: Clip) -> MediaRange:
        """What plays, in the media file's own seconds."""
        start = clip.source_start + (clip.take.start if clip.take else 0)
        return MediaRange(start, clip.duration / self.rate)

    def available_range(self, clip: Clip) -> MediaRange | None:
        """What media there is; None where there is no end to it (a still, or nothing made yet)."""
        media = self.media_of(clip)
        return None if media is None or media.is_still else MediaRange(Fraction(0), media.duration)


def new_timeline(
    name: str = "Untitled", rate: Fraction = Fraction(24), width: int = 1920, height: int = 1080
) -> Timeline:
    """Two picture tracks and two sound tracks, empty; V1 and A1 are where edits go."""
    tracks = tuple(
        Track(TrackId(new_id()), kind, f"{kind} {number}", targeted=number == 1)
        for kind in TrackKind
        for number in (1, 2)
    )
    return Timeline(name, rate, width, height, tracks, is_fresh=True)
