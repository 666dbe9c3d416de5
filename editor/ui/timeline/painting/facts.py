"""What a repaint needs to know of a clip, worked out once: fractions are exact, and slow."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from editor.actions.timing import in_words
from editor.render.pace import is_heard
from editor.timeline.edits import handles, has_changed, sync_offset
from editor.timeline.model import Clip, ItemId, Media, Timeline, TrackKind
from editor.timeline.rational_time import MediaRange
from editor.timeline.timing import PLAIN
from editor.ui.timeline.sources import verdict_of

REMEMBERED = 20_000  # clips
PARTS = 96  # of a speed curve: fractions are slow, and it is made anew at each step of a drag


@dataclass(frozen=True, slots=True)
class Facts:
    media: Media | None
    start: float  # seconds into the file
    duration: float  # seconds; below 0 where it plays backward, 0 where it holds a frame
    aspect: float  # how much wider than high its picture is
    at_media_start: bool  # less than a frame is left before it
    at_media_end: bool
    look: str  # generated, picture or sound
    icon: str
    verdict: str
    has_changed: bool = False  # what is asked for is not what the take was given
    along: tuple[float, ...] = ()  # of one with a speed curve: seconds into the file at even distances along it
    speed: str = ""  # in words, where it is not its media's
    is_heard: bool = True  # what is held is not

    def moment(self, part: float) -> float:
        """Seconds into the file at a place along the clip, 0 its start to 1 its end."""
        if not self.along:
            return self.start + self.duration * part
        place = min(max(part, 0.0), 1.0) * (len(self.along) - 1)
        left = min(int(place), len(self.along) - 2)
        return self.along[left] + (self.along[left + 1] - self.along[left]) * (place - left)


class Known(NamedTuple):
    """Facts, and what they are of."""

    timeline: int  # which one, counted
    clip: Clip
    media: Media | None
    rate: Fraction
    facts: Facts
    apart: int  # frames out of sync, see `sync_offset`


class FactBook:
    """Facts by clip, worked out again when the clip or its file is another value."""

    def __init__(self) -> None:
        self._known: dict[ItemId, Known] = {}
        self._timeline: Timeline | None = None
        self._count = 0
        self.generative = True  # whether what was generated looks like it

    def show_generative(self, on: bool) -> None:
        self.generative = on
        self._known.clear()

    def of(self, timeline: Timeline, clip: Clip, kind: TrackKind) -> Known:
        if self._timeline is not timeline:
            self._timeline, self._count = timeline, self._count + 1
        known = self._known.get(clip.id)
        if known is None or known.timeline != self._count or known.clip is not clip:
            known = self._renew(known, timeline, clip, kind)
        return known

    def _renew(self, known: Known | None, timeline: Timeline, clip: Clip, kind: TrackKind) -> Known:
        media = timeline.media_of(clip)
        same = known and known.clip is clip and known.media is media and known.rate == timeline.rate
        facts = known.facts if known and same else _facts(timeline, clip, media, kind, self.generative)
        apart = sync_offset(timeline, clip) if clip.link is not None and timeline.has(clip.id) else 0
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        known = self._known[clip.id] = Known(self._count, clip, media, timeline.rate, facts, apart)
        return known


def _facts(timeline: Timeline, clip: Clip, media: Media | None, kind: TrackKind, generative: bool) -> Facts:
    playing, timing = timeline.source_range(clip), clip.timing or PLAIN
    shown, pictured = clip.is_generated and generative, kind is TrackKind.VIDEO
    at_start, at_end = _at_ends(timeline, clip, playing)
    return Facts(
        media,
        float(playing.end if timing.is_backward else playing.start),
        0.0 if timing.holds else float(-playing.duration if timing.is_backward else playing.duration),
        media.picture.width / max(1, media.picture.height) if media and media.picture else 1.0,
        at_start,
        at_end,
        "generated" if shown else "picture" if pictured else "sound",
        "ph.sparkle" if shown else "ph.link-simple" if clip.link is not None and not pictured else "",
        verdict_of(timeline, clip, media) if shown and pictured else "",
        shown and pictured and has_changed(timeline, clip),
        _along(timeline, clip) if timing.ramp else (),
        in_words(clip),
        is_heard(clip),
    )


def _at_ends(timeline: Timeline, clip: Clip, playing: MediaRange) -> tuple[bool, bool]:
    """Whether less than a frame of media is left before and after a clip, which has not been generated."""
    available = timeline.available_range(clip)
    if available is None or clip.is_generated:
        return False, False
    if clip.timing is not None:
        before, after = handles(timeline, clip)
        return not before, not after
    frame = 1 / timeline.rate
    return playing.start - available.start < frame, available.end - playing.end < frame


def _along(timeline: Timeline, clip: Clip) -> tuple[float, ...]:
    """At every frame of a short clip, at even distances along a longer one."""
    parts = min(clip.duration, PARTS)
    places = [round(clip.duration * part / parts) for part in range(parts + 1)]
    return tuple(float(timeline.moment(clip, place)) for place in places)
