"""What a repaint needs to know of a clip, worked out once: fractions are exact, and slow."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from editor.timeline.edits import has_changed, sync_offset
from editor.timeline.model import Clip, ItemId, Media, Timeline, TrackKind
from editor.ui.timeline.sources import verdict_of

REMEMBERED = 20_000  # clips


@dataclass(frozen=True, slots=True)
class Facts:
    media: Media | None
    start: float  # seconds into the file
    duration: float  # seconds
    aspect: float  # how much wider than high its picture is
    at_media_start: bool  # less than a frame is left before it
    at_media_end: bool
    look: str  # generated, picture or sound
    icon: str
    verdict: str
    has_changed: bool = False  # what is asked for is not what the take was given


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
        facts = known.facts if known and same else _facts(timeline, clip, media, kind)
        apart = sync_offset(timeline, clip) if clip.link is not None and timeline.has(clip.id) else 0
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        known = self._known[clip.id] = Known(self._count, clip, media, timeline.rate, facts, apart)
        return known


def _facts(timeline: Timeline, clip: Clip, media: Media | None, kind: TrackKind) -> Facts:
    playing, available, frame = timeline.source_range(clip), timeline.available_range(clip), 1 / timeline.rate
    ends = available is not None and not clip.is_generated
    return Facts(
        media,
        float(playing.start),
        float(playing.duration),
        media.picture.width / max(1, media.picture.height) if media and media.picture else 1.0,
        ends and available is not None and playing.start - available.start < frame,
        ends and available is not None and available.end - playing.end < frame,
        "generated" if clip.is_generated else "picture" if kind is TrackKind.VIDEO else "sound",
        _icon(clip, kind),
        verdict_of(timeline, clip, media) if kind is TrackKind.VIDEO else "",
        kind is TrackKind.VIDEO and has_changed(timeline, clip),
    )


def _icon(clip: Clip, kind: TrackKind) -> str:
    if clip.is_generated:
        return "ph.sparkle"
    return "ph.link-simple" if clip.link is not None and kind is TrackKind.AUDIO else ""
