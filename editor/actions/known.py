"""What of the clips beside new frames a model is shown: which frames of their files, at which rate."""

from fractions import Fraction
from pathlib import Path

from editor.actions.as_shown import stretch_as_shown
from editor.actions.given import rate_of
from editor.actions.meeting import shown_from
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Generation, Media, Stretch, Task, Timeline
from editor.timeline.rational_time import MediaRange, covering_frames, to_frames
from editor.words import tr
from engine.requests import Shown, Source


def stretch_of(timeline: Timeline, clip: Clip, task: Task) -> Stretch:
    """What of its file a model is shown: up to the cut that `task` is about, from as far back as the file goes.

    What a clip does not play of it is the same shot, or the engine finds the cut: the footage before its in point, or
    what a generated one was made from. Of one that plays at another speed, its frames as they are shown. task: AFTER
    the clip, or BEFORE it.
    """
    media = timeline.media_of(clip)
    if media is None:
        raise EditError(tr("{name} has no picture yet.", name=clip.name), do=tr("Wait for its first take."))
    if clip.timing is not None:
        return stretch_as_shown(timeline, clip, media, task)
    playing = timeline.source_range(clip)
    if task is Task.BEFORE:
        start = max(playing.start, Fraction(0))
        return Stretch(media.id, MediaRange(start, media.duration - start))
    return Stretch(media.id, MediaRange(Fraction(0), min(playing.end, media.duration)))


def known_frames(timeline: Timeline, clip: Clip, task: Task) -> int:
    """How many frames a clip can show a model, at the rate it shows them at."""
    return known_in(timeline, stretch_of(timeline, clip, task))


def known_in(timeline: Timeline, stretch: Stretch) -> int:
    """How many frames a stretch of a file holds, at the rate it shows them at. Raises EditError."""
    if stretch.shown is not None:
        return len(stretch.shown.moments)
    return to_frames(stretch.range.duration, rate_of(film_of(timeline, stretch)))


def take_frames(timeline: Timeline, stretch: Stretch, frames: int) -> int:
    """How many frames of a take, which has the rate of what it is made from first, cover that many of the timeline."""
    return covering_frames(frames / timeline.rate, rate_shown(timeline, stretch))


def seconds_made(timeline: Timeline, generation: Generation, frames: int) -> Fraction:
    """How long a take is that covers `frames` of the timeline."""
    if not generation.sources:
        return frames / timeline.rate
    first = generation.sources[0]
    return take_frames(timeline, first, frames) / rate_shown(timeline, first)


def rate_shown(timeline: Timeline, stretch: Stretch) -> Fraction:
    """Of the frames of a stretch as the model is shown them. Raises EditError."""
    media = film_of(timeline, stretch)
    return rate_of(media) if stretch.shown is None else stretch.shown.rate


def film_of(timeline: Timeline, stretch: Stretch) -> Media:
    """Its file. Raises EditError."""
    media = timeline.media_by_id.get(stretch.media)
    if media is None:
        raise EditError(
            tr("What this was made from is no longer in the media pool."), do=tr("Import it and extend it anew.")
        )
    return media


def source_of(media: Media, stretch: Stretch, side: Task) -> Source:
    """As the engine is told of it. side: whether new frames come AFTER it or BEFORE it."""
    if stretch.shown is not None:
        shown = Shown(stretch.shown.moments, stretch.shown.rate)
        return Source(Path(media.path), stretch.range.start, stretch.range.end, media.encoding, shown)
    start = shown_from(media, stretch.range.start) if side is Task.BEFORE else stretch.range.start
    return Source(Path(media.path), start, stretch.range.end, media.encoding)
