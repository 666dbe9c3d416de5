"""Where takes meet the cuts they are made for, when those lie between two frames of the media.

A clip whose media has another rate than the timeline, or whose in point lies off its grid, is cut between frames.
What is shown at a moment is the frame that began at or before it. Where frames of varying length begin is not known
here; for those a take meets its cut with its first or last new frame.
"""

from fractions import Fraction
from math import ceil, floor

from editor.timeline.model import Generation, Media, Purpose, Task, Timeline
from engine.requests import Take

NEAR = Fraction(1, 4)  # of a frame: the engine takes a frame that begins so little before a moment for the one there


def shown_from(media: Media, moment: Fraction) -> Fraction:
    """When the frame that is shown at a moment of the media begins."""
    if media.picture is None or media.picture.variable:
        return moment
    return floor(moment * media.picture.rate) / media.picture.rate


def first_after(media: Media, cut: Fraction) -> Fraction:
    """When the first new frame after a cut of the media begins: the frames known up to there are shown to the model."""
    if media.picture is None or media.picture.variable:
        return cut
    return min(ceil(cut * media.picture.rate - NEAR) / media.picture.rate, media.duration)


def start_in(timeline: Timeline, generation: Generation, take: Take) -> Fraction:
    """The moment of a take's file that its clip starts from.

    After a clip the known frame that would be shown first, if the footage went on, comes first: else it would be left
    out at the join. Before a clip the take ends with the frame that leads to the clip's own first one, so what it is
    longer than was asked for, which is less than two frames, is left out at its start.
    """
    new = take.new.start / take.rate
    stretch = generation.sources[0]
    media = timeline.media_by_id.get(stretch.media)
    if media is None:
        return new
    if generation.purpose == Purpose.SLOW:
        return (stretch.range.start - shown_from(media, stretch.range.start)) / generation.speed
    spare = take.new.count / take.rate - generation.frames / timeline.rate
    if stretch.shown is not None:
        return new + (spare + stretch.shown.late if generation.task is Task.BEFORE else -stretch.shown.late)
    if generation.task is not Task.BEFORE:
        late = stretch.range.end - first_after(media, stretch.range.end)
        return max(Fraction(0), new + min(late, max(spare, Fraction(0))))
    late = stretch.range.start - shown_from(media, stretch.range.start)
    return new + spare + late if 0 <= spare + late < 2 / take.rate else new
