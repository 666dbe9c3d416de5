"""Generate Handles: media made for a dissolve whose clips have too little of it at their cut."""

from editor.actions import extending, generating
from editor.actions.cuts import cuts_meant, cuts_of
from editor.actions.extending import Laid
from editor.actions.requesting import Wishes, why_no_source
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Alignment, Rule
from editor.timeline.edits.transitions import LEAST
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Task, Timeline, TrackKind, new_id
from editor.words import tr


def with_handles_made(
    timeline: Timeline, left_id: ItemId, right_id: ItemId, frames: int, task: Task, wishes: Wishes
) -> Laid:
    """A dissolve of `frames` frames at a cut, for which one clip is continued and the other plays as it did.

        |   A   |   B   |   ->   |   A   |after|B  |      AFTER: the dissolve covers `after`, B under it from the cut on
                                         [  X  ]
        |   A   |   B   |   ->   |  A|before|   B   |     BEFORE: A plays on under it up to the cut
                                     [  X   ]

    Nothing moves. Raises EditError where the other clip is not longer than that.
    """
    if frames < LEAST:
        raise EditError(tr("A dissolve of one frame only shows both pictures at once."), tr("Ask for more frames."))
    source, other = (right_id, left_id) if task is Task.BEFORE else (left_id, right_id)
    if timeline.clip(other).duration <= frames:
        raise EditError(
            tr("{name} is too short for a dissolve of that length.", name=timeline.clip(other).name),
            tr("Make it shorter."),
        )
    laid = extending.extended(timeline, source, frames, task, wishes, Rule.OVERWRITE, real_first=False)
    assert laid.clip_id is not None, "all of it is to be made"
    sides = (left_id, laid.clip_id) if task is Task.BEFORE else (laid.clip_id, right_id)
    dissolve, alignment = ItemId(new_id()), Alignment.START if task is Task.BEFORE else Alignment.END
    after = edits.add_transition(laid.timeline, *sides, frames, dissolve)
    after = edits.align_transition(after, dissolve, alignment)
    return Laid(after, 0, frames, laid.clip_id, laid.generation)


def make_handles(
    session: Session, left_id: ItemId, right_id: ItemId, frames: int, task: Task, wishes: Wishes
) -> ItemId | None:
    """As with_handles_made, queued; the clip that stands for what is made. Raises EditError."""
    laid = with_handles_made(session.document.timeline, left_id, right_id, frames, task, wishes)
    return generating.queue(session, tr("Generate Handles"), laid)


def why_no_handles(timeline: Timeline, left_id: ItemId, right_id: ItemId, task: Task) -> str:
    """Why none can be made at that side of a cut, for the user; empty where they can."""
    if any(cut.is_covered for cut in cuts_of(timeline.track_of(left_id)) if cut.left == left_id):
        return tr("There is a transition on this cut already.")
    return why_no_source(timeline, right_id if task is Task.BEFORE else left_id, task)


def side_to_make(timeline: Timeline, left_id: ItemId, right_id: ItemId) -> Task:
    """The clip before the cut is continued, unless only the other one can be."""
    can = {task: not why_no_handles(timeline, left_id, right_id, task) for task in (Task.AFTER, Task.BEFORE)}
    return Task.BEFORE if can[Task.BEFORE] and not can[Task.AFTER] else Task.AFTER


def cut_to_cover(session: Session) -> tuple[ItemId, ItemId]:
    """The clips at the picture cut that a dissolve would be put over. Raises EditError where there is none."""
    cut = cuts_meant(session, TrackKind.VIDEO)[0]
    return cut.left, cut.right
