"""Where the join is that is looked at."""

from editor.actions.remedies import reach_of
from editor.timeline.model import Clip, Task, Timeline
from editor.ui.generation.join import join_verdict
from engine.requests import End


def join_frame(timeline: Timeline, clip: Clip) -> int:
    """Of a generated clip that has a take: its first frame, or the one after its last, whichever join is the worse."""
    place, media = timeline.range_of(clip.id), timeline.media_of(clip)
    made = media.made if media else None
    at_end = clip.generation is not None and clip.generation.task is Task.BEFORE
    if made is not None and made.joins:
        at_end = join_verdict(made, reach_of(timeline, clip)).end is End.END
    return place.end if at_end else place.start
