"""Smooth Cut, Regenerate, Repair Frame, Make Loop and Slow Down: what the user asks for."""

from dataclasses import replace
from fractions import Fraction

from editor.actions import mending, slowing
from editor.actions.extending import Laid
from editor.actions.generating import queue
from editor.actions.requesting import Wishes
from editor.session import Session
from editor.timeline.edits import Rule
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Purpose
from editor.timeline.rational_time import TimeRange
from editor.words import tr


def smooth_cut(session: Session, left_id: ItemId, right_id: ItemId, each_side: int, wishes: Wishes) -> ItemId:
    """The clip that stands for the new frames, on both sides of the cut. Raises EditError."""
    timeline = session.document.timeline
    _refuse(mending.why_no_smooth_cut(timeline, left_id))
    return _queue(session, tr("Smooth Cut"), mending.smoothed(timeline, left_id, right_id, each_side, wishes))


def regenerate(session: Session, clip_id: ItemId, range_: TimeRange, wishes: Wishes) -> ItemId:
    """A part within a clip made anew; the rest of it stays as it is. Raises EditError."""
    timeline = session.document.timeline
    _refuse(mending.why_not_within(timeline, clip_id, range_))
    return _queue(session, tr("Regenerate"), mending.regenerated(timeline, clip_id, range_, wishes))


def repair_frame(session: Session, clip_id: ItemId, wishes: Wishes) -> ItemId:
    """The frame under the playhead made anew, in one take. Raises EditError."""
    timeline, frame = session.document.timeline, session.playback.frame
    _refuse(mending.why_no_repair(timeline, clip_id, frame))
    one = replace(wishes, takes=1)
    laid = mending.regenerated(timeline, clip_id, TimeRange(frame, 1), one, Purpose.REPAIR)
    return _queue(session, tr("Repair Frame"), laid)


def make_loop(session: Session, clip_id: ItemId, frames: int, wishes: Wishes, rule: Rule = Rule.RIPPLE) -> ItemId:
    """New frames after a clip that lead back to its own start. Raises EditError."""
    timeline = session.document.timeline
    _refuse(mending.why_no_loop(timeline, clip_id))
    return _queue(session, tr("Make Loop"), mending.looped(timeline, clip_id, frames, wishes, rule))


def slow_down(session: Session, clip_id: ItemId, speed: Fraction) -> ItemId:
    """A clip replaced by one that shows the same, slower: 1/2 takes twice as long. Raises EditError."""
    timeline = session.document.timeline
    _refuse(slowing.why_no_slower(timeline, clip_id, speed))
    return _queue(session, tr("Slow Down"), slowing.slowed(timeline, clip_id, speed))


def _queue(session: Session, name: str, laid: Laid) -> ItemId:
    made = queue(session, name, laid)
    assert made is not None, "there is always something to be made"
    return made


def _refuse(reason: str) -> None:
    if reason:
        raise EditError(reason)
