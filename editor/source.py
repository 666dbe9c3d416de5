"""The source monitor's own little document: one media file, looked at and marked before it is put on a track."""

from dataclasses import replace
from fractions import Fraction

from editor.document import Document
from editor.timeline.edits import set_marks
from editor.timeline.model import Clip, ItemId, Media, MediaId, Take, Timeline, Track, TrackId, TrackKind
from editor.timeline.rational_time import MediaRange, whole_frames

STILL_SECONDS = 5  # how much of a still is shown, and how long it stands on a track: Premiere's default
SOUND_RATE = Fraction(25)  # frames a second that a file without picture is stepped by
EMPTY = Timeline("", Fraction(24), 1920, 1080)
Marks = tuple[int | None, int | None]
UNMARKED: Marks = (None, None)


class Source:
    """Any file of the pool; each keeps its marks while others are looked at. `media` is None while nothing is open."""

    def __init__(self) -> None:
        self.document = Document(EMPTY)
        self.media: Media | None = None
        self._marks: dict[MediaId, Marks] = {}

    def open(self, media: Media) -> None:
        """Another value for the file that is open (it was renamed, or found elsewhere) is shown at once."""
        if media == self.media:
            return
        self._keep_marks()
        self.media = media
        whole = timeline_of(media)
        start, end = (
            None if mark is None else min(mark, whole.duration) for mark in self._marks.get(media.id, UNMARKED)
        )
        self.document.replace(set_marks(whole, start, end))

    def close(self) -> None:
        self._keep_marks()
        self.media = None
        self.document.replace(EMPTY)

    @property
    def mark_in(self) -> Fraction | None:
        """In the file's own seconds."""
        return _seconds(self.document.timeline.mark_in, self.document.timeline.rate)

    @property
    def mark_out(self) -> Fraction | None:
        """The end of the last frame that is marked, in the file's own seconds."""
        return _seconds(self.document.timeline.mark_out, self.document.timeline.rate)

    @property
    def marked(self) -> MediaRange | None:
        """What is marked; from the start, or to the end, where only one mark is set. None where none is."""
        if self.mark_in is None and self.mark_out is None:
            return None
        timeline = self.document.timeline
        start = self.mark_in or Fraction(0)
        end = timeline.duration / timeline.rate if self.mark_out is None else self.mark_out
        return MediaRange(start, end - start)

    def _keep_marks(self) -> None:
        if self.media is not None:
            self._marks[self.media.id] = self.document.timeline.mark_in, self.document.timeline.mark_out


def timeline_of(media: Media) -> Timeline:
    """The whole file, at its own size and rate."""
    rate = media.picture.rate if media.picture else SOUND_RATE
    frames = max(1, whole_frames(Fraction(STILL_SECONDS) if media.is_still else media.duration, rate))
    tracks = []
    for kind, part in ((TrackKind.VIDEO, media.picture), (TrackKind.AUDIO, media.sound)):
        if part is not None:
            clip = Clip(ItemId(kind), media.name, frames, (Take(media.id),))
            tracks.append(Track(TrackId(kind), kind, items=(clip,)))
    width, height = (media.picture.width, media.picture.height) if media.picture else (EMPTY.width, EMPTY.height)
    named = replace(EMPTY, name=media.name, rate=rate, width=width, height=height)
    return replace(named, tracks=tuple(tracks), media=(media,))


def _seconds(mark: int | None, rate: Fraction) -> Fraction | None:
    return None if mark is None else mark / rate
