"""The source monitor's own little document: one media file, looked at and marked before it is put on a track."""

from dataclasses import replace
from fractions import Fraction

from editor.document import Document
from editor.timeline.model import Clip, ItemId, Media, Take, Timeline, Track, TrackId, TrackKind
from editor.timeline.rational_time import MediaRange, whole_frames

STILL_SECONDS = 5  # what of a still is shown
SOUND_RATE = Fraction(25)  # frames a second that a file without picture is stepped by
EMPTY = Timeline("", Fraction(24), 1920, 1080)


class Source:
    """Any file of the pool; its marks are its own. `media` is None while nothing is open."""

    def __init__(self) -> None:
        self.document = Document(EMPTY)
        self.media: Media | None = None

    def open(self, media: Media) -> None:
        if self.media != media:
            self.media = media
            self.document.replace(timeline_of(media))

    def close(self) -> None:
        self.media = None
        self.document.replace(EMPTY)

    @property
    def marked(self) -> MediaRange | None:
        """What is marked, in the file's own seconds; None where nothing is."""
        timeline = self.document.timeline
        if timeline.mark_in is None and timeline.mark_out is None:
            return None
        start = timeline.mark_in or 0
        end = timeline.duration if timeline.mark_out is None else timeline.mark_out
        return MediaRange(start / timeline.rate, (end - start) / timeline.rate)


def timeline_of(media: Media) -> Timeline:
    """The whole file, at its own size and rate."""
    rate = media.picture.rate if media.picture else SOUND_RATE
    frames = max(1, whole_frames(Fraction(STILL_SECONDS) if media.is_still else media.duration, rate))
    tracks = []
    for kind, part in ((TrackKind.VIDEO, media.picture), (TrackKind.AUDIO, media.sound)):
        if part is not None:
            clip = Clip(ItemId(kind), media.name, frames, (Take(media.id),))
            tracks.append(Track(TrackId(kind), kind, items=(clip,)))
    size = (media.picture.width, media.picture.height) if media.picture else (1920, 1080)
    return replace(
        EMPTY, name=media.name, rate=rate, width=size[0], height=size[1], tracks=tuple(tracks), media=(media,)
    )
