"""What is seen at a frame of the timeline: media and moments in them, from the bottom track to the top one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from editor.render.looks.appearance import Appearance, appearance
from editor.timeline.fading import without_fade_in, without_fade_out
from editor.timeline.model import (
    DIP_TO_BLACK,
    DIP_TO_WHITE,
    DISSOLVE,
    Clip,
    Generation,
    Keyframe,
    Task,
    Timeline,
    Track,
    TrackKind,
    Transition,
)


class Showing(StrEnum):
    """What stands in a clip's place."""

    MEDIA = "media"
    PENDING = "pending"  # asked for, and not made yet
    MISSING = "missing"  # its media is not in the pool
    BLACK = "black"  # what a dip goes through
    WHITE = "white"


DIPS = {DIP_TO_BLACK: Showing.BLACK, DIP_TO_WHITE: Showing.WHITE}
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Shot:
    """One clip at one moment. Of a pending clip: the frame that it will join, for the placeholder."""

    showing: Showing
    path: str = ""  # of the media file; "" = none
    time: Fraction = Fraction(0)  # seconds in it
    appearance: Appearance | None = None  # None = as it is

    @property
    def is_seen(self) -> bool:
        return self.appearance is None or self.appearance.opacity > 0


@dataclass(frozen=True, slots=True)
class Layer:
    """What one track shows: a shot, or two of a dissolve, of which the other may be the colour of a dip."""

    shot: Shot
    incoming: Shot | None = None
    mix: Fraction = Fraction(0)  # how much of the incoming shot is seen, 0..1

    @property
    def shots(self) -> tuple[tuple[Shot, float], ...]:
        """Each with its part of the picture; the parts sum to 1."""
        if self.incoming is None:
            return ((self.shot, 1.0),)
        return ((self.shot, float(1 - self.mix)), (self.incoming, float(self.mix)))


@dataclass(frozen=True, slots=True)
class Dissolve:
    """Two clips, and the frames of the timeline in which one turns into the other."""

    outgoing: int  # index of the item in its track
    incoming: int
    start: int  # frame
    end: int
    kind: str = DISSOLVE

    def mix(self, frame: int) -> Fraction:
        """How much of the incoming clip is seen in the middle of `frame`: never all or nothing."""
        return (frame - self.start + HALF) / (self.end - self.start)


def layers(timeline: Timeline, frame: int) -> tuple[Layer, ...]:
    """Bottom to top. Equal layers are equal pictures: they serve as the key of a cache."""
    pictures = (track for track in timeline.tracks if track.kind is TrackKind.VIDEO and not track.hidden)
    seen = (layer(timeline, track, frame) for track in pictures)
    return tuple(each for each in seen if each is not None)


def layer(timeline: Timeline, track: Track, frame: int) -> Layer | None:
    """What a track shows; None where nothing is to be seen."""
    index = track.index_at(frame)
    if index is None:
        return None
    for dissolve in dissolves_of(track, index):
        if dissolve.start <= frame < dissolve.end:
            return mixed(timeline, track, dissolve, frame)
    if not is_shown(track, index):
        return None
    alone = shot(timeline, track, index, frame)
    return Layer(alone) if alone.is_seen else None


def mixed(timeline: Timeline, track: Track, dissolve: Dissolve, frame: int) -> Layer:
    """One clip turning into the other; in a dip, first into a colour, and that into the other."""
    mix = dissolve.mix(frame)
    if dissolve.kind not in DIPS:
        outgoing = shot(timeline, track, dissolve.outgoing, frame)
        return Layer(outgoing, shot(timeline, track, dissolve.incoming, frame), mix)
    nearer = dissolve.outgoing if mix < HALF else dissolve.incoming
    return Layer(shot(timeline, track, nearer, frame), Shot(DIPS[dissolve.kind]), 1 - abs(2 * mix - 1))


def dissolves_of(track: Track, index: int) -> Iterator[Dissolve]:
    """Those at the start and at the end of the item at `index`; between two clips that are shown, or there is none."""
    for at in (index - 1, index + 1):
        transition = track.items[at] if 0 < at < len(track.items) - 1 else None
        if not isinstance(transition, Transition) or transition.kind not in (DISSOLVE, *DIPS):
            continue
        if is_shown(track, at - 1) and is_shown(track, at + 1):
            cut = track.starts[at]
            yield Dissolve(at - 1, at + 1, cut - transition.in_offset, cut + transition.out_offset, transition.kind)


def is_shown(track: Track, index: int) -> bool:
    item = track.items[index]
    return isinstance(item, Clip) and item.enabled


def shot(timeline: Timeline, track: Track, index: int, frame: int) -> Shot:
    """A clip at a frame, which in a dissolve may lie outside it, in its handles."""
    clip = track.items[index]
    assert isinstance(clip, Clip)
    own = frame - track.starts[index]
    look = appearance(without_crossed_fades(track, index, clip), own)
    shown = bare(timeline, clip, own)
    return shown if look is None else replace(shown, appearance=look)


def without_crossed_fades(track: Track, index: int, clip: Clip) -> Clip:
    """A clip where it turns into its neighbour does not come from nothing, or go to it, as well.

    clip: as it stands at `index`, or is to stand there.
    """
    if not (clip.fade_in or clip.fade_out):
        return clip
    crossings = list(dissolves_of(track, index))
    comes, goes = any(each.incoming == index for each in crossings), any(each.outgoing == index for each in crossings)
    clip = without_fade_in(clip) if comes else clip
    return without_fade_out(clip) if goes else clip


def bare(timeline: Timeline, clip: Clip, frame: int) -> Shot:
    """A clip at one of its own frames, without its look."""
    if clip.is_pending:
        assert clip.generation is not None
        return pending(timeline, clip.generation)
    media = timeline.media_of(clip)
    if media is None:
        return Shot(Showing.MISSING)
    if media.is_still:
        return Shot(Showing.MEDIA, media.path)
    return Shot(Showing.MEDIA, media.path, timeline.moment(clip, frame))


def pending(timeline: Timeline, generation: Generation) -> Shot:
    """The last frame before what is to be made; the first one after it where it comes before its source."""
    if generation.task is Task.NEW and generation.keyframes:
        return given(timeline, generation.keyframes[0])
    if not generation.sources:
        return Shot(Showing.PENDING)
    stretch = generation.sources[0]
    media = timeline.media_by_id.get(stretch.media)
    if media is None or media.picture is None:
        return Shot(Showing.PENDING)
    return Shot(Showing.PENDING, media.path, stretch.frame_beside(generation.comes_first, media.picture.rate))


def given(timeline: Timeline, keyframe: Keyframe) -> Shot:
    """The picture that a clip which is to be made of pictures begins with."""
    media = timeline.media_by_id.get(keyframe.media)
    return Shot(Showing.PENDING) if media is None else Shot(Showing.PENDING, media.path, keyframe.start)
