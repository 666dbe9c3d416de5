"""A job that did not fit into memory, once more as something that does."""

from dataclasses import replace
from fractions import Fraction

from editor.actions.again import generation_in, request_again
from editor.actions.changing_model import make_with
from editor.actions.ways_out import ways_out
from editor.jobs import JobRow
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Task, Timeline
from editor.words import tr

GONE = tr("Its clip is not on the timeline any more.")
FIXED = (Task.BRIDGE,)  # as long as the room they fill


def why_not_smaller(timeline: Timeline, row: JobRow) -> str:
    """For the user; empty where it can be tried."""
    if not row.lacked_memory:
        return tr("It was not for want of memory that it failed.")
    return "" if timeline.has(ItemId(row.clip_id)) else GONE


async def retry_smaller(session: Session, row: JobRow) -> None:
    """Shorter, as one undo step; where no length fits, or there is but one, by a model that does. Raises EditError."""
    clip_id = ItemId(row.clip_id)
    if refusal := why_not_smaller(session.document.timeline, row):
        raise EditError(refusal)
    models = [choice for choice in session.models.choices if not choice.missing]
    ways = await ways_out(session.jobs, request_again(session, clip_id), models)
    if ways.share is not None and generation_in(session, clip_id).task not in FIXED:
        shorten(session, clip_id, ways.share)
        session.jobs.retry(row.id)
    elif ways.other is not None:
        make_with(session, clip_id, ways.other)
    else:
        raise EditError(tr("Nothing smaller fits either."), tr("Close other programs that use memory, then try again."))


def shorten(session: Session, clip_id: ItemId, share: Fraction) -> None:
    """What is asked for is that share as long, and so is the clip; what follows moves up. Raises EditError.

    |  A  |pending pending|  B  |   ->   |  A  |pending|  B  |
    """
    timeline, generation = session.document.timeline, generation_in(session, clip_id)
    frames = max(1, int(generation.frames * share))
    asked = replace(generation, frames=frames)
    alike = edits.made_with(timeline, timeline.clip(clip_id))
    timeline = change_clips(timeline, alike, lambda clip: replace(clip, generation=asked))
    taken = max(0, timeline.clip(clip_id).duration - frames)
    edge, by = (Edge.START, taken) if generation.task is Task.BEFORE else (Edge.END, -taken)
    session.document.apply(tr("Shorten to Fit"), edits.ripple_trim(timeline, clip_id, edge, by) if taken else timeline)
