"""Where things stand on a context strip: known frames, the bracket around what the model sees, the new ones."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from PySide6.QtCore import QPoint, QRect

from editor.actions.known import stretch_of
from editor.actions.model_view import Seen, View
from editor.timeline.model import Clip, Media, Shown, Task, Timeline
from editor.timeline.rational_time import MediaRange
from editor.words import capitalised, tr, trn

SHOWN = Fraction(16, 5)  # seconds of a clip beside the cut: twice what a run reads
NARROWEST = 16  # pixels of a bracket, so that it can be taken hold of

SideName = Literal["before", "after"]
SIDES: tuple[SideName, SideName] = ("before", "after")


@dataclass(frozen=True, slots=True)
class Side:
    """A clip beside the new frames.

    known: what a model may be shown of it, in its file's own seconds: what it plays, and from before. Where it is
    `shown` otherwise than filmed, in seconds of that.
    """

    media: Media
    known: MediaRange
    name: str
    shown: Shown | None = None

    def moment(self, time: Fraction) -> Fraction:
        """Of its file, at a time of what is known."""
        if self.shown is None:
            return time
        return self.shown.moments[min(int(time * self.shown.rate), len(self.shown.moments) - 1)]

    @property
    def rate(self) -> Fraction:
        if self.shown is not None:
            return self.shown.rate
        return self.media.picture.rate if self.media.picture else Fraction(24)


@dataclass(frozen=True, slots=True)
class Real:
    """Frames from the clip's own handle, which come in first."""

    words: str  # "32 real frames"
    seconds: Fraction


@dataclass(frozen=True, slots=True)
class Strip:
    """What is shown. One side at least is known."""

    before: Side | None
    after: Side | None
    new: str  # "48 new frames"
    length: str = ""  # below it: "1 s 23 f"
    first: str = ""  # timecode of the first new frame
    last: str = ""  # and of the first one after them
    real: Real | None = None  # of an extension

    @property
    def is_bridge(self) -> bool:
        return self.before is not None and self.after is not None

    def side(self, name: SideName) -> Side | None:
        return self.before if name == "before" else self.after


@dataclass(frozen=True, slots=True)
class StripGeometry:
    """A strip on that many pixels; `new_width` of them belong to the new frames."""

    strip: Strip
    view: View
    width: int
    height: int
    new_width: int

    def known(self, name: SideName) -> QRect:
        """Empty where that side is not known."""
        if self.strip.side(name) is None:
            return QRect()
        width = (self.width - self.new_width) // (2 if self.strip.is_bridge else 1)
        return QRect(0 if name == "before" else self.width - width, 0, width, self.height)

    def new(self) -> QRect:
        left = self.known("before").width()
        return QRect(left, 0, self.width - left - self.known("after").width(), self.height)

    def real(self) -> QRect:
        """The part of the known frames that is not on the timeline yet; empty where there is none."""
        name: SideName = "before" if self.strip.before else "after"
        known = self.known(name)
        if self.strip.real is None or known.isEmpty():
            return QRect()
        width = min(known.width(), round(float(self.strip.real.seconds / self.shown(name).duration) * known.width()))
        return QRect(known.right() + 1 - width if name == "before" else known.left(), 0, width, self.height)

    def bracket(self, name: SideName) -> QRect:
        """Around what is seen of that side."""
        known, seen = self.known(name), seen_of(self.view, name)
        if known.isEmpty() or seen is None:
            return QRect()
        width = min(known.width(), max(NARROWEST, round(self.pixels(name, seen))))
        return QRect(known.right() + 1 - width if name == "before" else known.left(), 0, width, self.height)

    def grip(self, name: SideName) -> QPoint:
        """The middle of the bracket's edge that is dragged."""
        box = self.bracket(name)
        return QPoint(box.left() if name == "before" else box.right(), box.center().y())

    def reach(self, name: SideName, x: int) -> int:
        """How far a point lies from the cut, into that side."""
        known = self.known(name)
        return known.right() + 1 - x if name == "before" else x - known.left()

    def shown(self, name: SideName) -> MediaRange:
        """Of what is known, the part beside the new frames that is on the strip."""
        side = self.strip.side(name)
        assert side is not None, "only known sides are shown"
        length = min(SHOWN, side.known.duration)
        return MediaRange(side.known.end - length if name == "before" else side.known.start, length)

    def pixels(self, name: SideName, seen: Seen) -> float:
        """How wide a stretch is; strides are counted in the frames of the first clip."""
        first = self.strip.before or self.strip.after
        assert first is not None, "one side is known"
        return float(seen.span / first.rate / self.shown(name).duration) * self.known(name).width()


def shown_side(timeline: Timeline, clip: Clip, task: Task) -> Side:
    """task: AFTER the clip, or BEFORE it."""
    stretch = stretch_of(timeline, clip, task)
    media, shown = timeline.media_by_id[stretch.media], stretch.shown
    known = stretch.range if shown is None else MediaRange(Fraction(0), len(shown.moments) / shown.rate)
    return Side(media, known, clip.name, shown)


def new_words(frames: int) -> str:
    return trn("{count} new frame", "{count} new frames", frames)


def real_words(frames: int) -> str:
    return trn("{count} real frame", "{count} real frames", frames)


def seen_of(view: View, name: SideName) -> Seen | None:
    return view.before if name == "before" else view.after


def sight_words(seen: Seen, name: SideName, clip: str = "") -> str:
    """Sees the last 13 frames; Sees 13 of the last 37 frames; 13 of the last 37 frames of bird"""
    told = _last_frames(seen) if name == "before" else _first_frames(seen)
    return capitalised(tr("{frames} of {clip}", frames=told, clip=clip)) if clip else tr("Sees {frames}", frames=told)


def _last_frames(seen: Seen) -> str:
    if seen.span == seen.frames:
        return trn("the last frame", "the last {count} frames", seen.span)
    return trn("{part} of the last frame", "{part} of the last {count} frames", seen.span, part=seen.frames)


def _first_frames(seen: Seen) -> str:
    if seen.span == seen.frames:
        return trn("the first frame", "the first {count} frames", seen.span)
    return trn("{part} of the first frame", "{part} of the first {count} frames", seen.span, part=seen.frames)
