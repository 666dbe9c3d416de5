"""What a repaint needs to know of a clip, worked out once: fractions are exact, and slow."""

from dataclasses import dataclass

from editor.timeline.edits import sync_offset
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


class FactBook:
    """Facts by clip, worked out again when the clip or its file is another value."""

    def __init__(self) -> None:
        self._known: dict[ItemId, tuple[Clip, Media | None, Facts]] = {}
        self._timeline: Timeline | None = None  # which `_apart` is about
        self._apart: dict[ItemId, tuple[Clip, int]] = {}

    def of(self, timeline: Timeline, clip: Clip, kind: TrackKind) -> Facts:
        media = timeline.media_by_id.get(clip.takes[clip.active].media) if clip.takes else None
        known = self._known.get(clip.id)
        if known is not None and known[0] is clip and known[1] is media:
            return known[2]
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        facts = _facts(timeline, clip, media, kind)
        self._known[clip.id] = (clip, media, facts)
        return facts

    def apart(self, timeline: Timeline, clip: Clip) -> int:
        """How many frames out of sync it is, see `sync_offset`."""
        if self._timeline is not timeline:
            self._timeline, self._apart = timeline, {}
        known = self._apart.get(clip.id)
        if known is None or known[0] is not clip:  # while it is dragged, it is shown as another value
            known = self._apart[clip.id] = (clip, sync_offset(timeline, clip))
        return known[1]


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
        verdict_of(timeline, clip, media),
    )


def _icon(clip: Clip, kind: TrackKind) -> str:
    if clip.is_generated:
        return "ph.sparkle"
    return "ph.link-simple" if clip.link is not None and kind is TrackKind.AUDIO else ""
