"""One more take from any of those that a clip has: asked for as that one was, with a seed of its own."""

from dataclasses import replace

from editor.actions import generating, remedies
from editor.actions.again import Change, as_asked
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import Generation, ItemId, Timeline
from editor.words import tr
from engine.requests import Remedy

OF_THE_CUT = ("task", "sources", "purpose", "frames", "takes", "seed", "sound")  # of what the clip asks for now


def branch(session: Session, clip_id: ItemId, take: int, change: Change = as_asked) -> None:
    """take: from 0. Prompt, freedom, model and steps are that take's; what it joins is what is there now.

    change: makes what is asked for this time of that. Raises EditError.
    """
    like = asked_with(session.document.timeline, clip_id, take)
    generating.new_take(session, clip_id, lambda now: change(following(like, now)))


def remedy_of(session: Session, clip_id: ItemId, take: int, which: Remedy) -> None:
    """What helps a take that need not be the one that plays. Raises EditError, also where there is no more of it."""
    if which is Remedy.FEWER_FRAMES:
        remedies.fewer_frames(session, clip_id)
    elif which is Remedy.ANOTHER_TAKE:
        branch(session, clip_id, take)
    else:
        played = asked_with(session.document.timeline, clip_id, take)
        branch(session, clip_id, take, remedies.change_for(session.document.timeline, played, which))


def following(like: Generation, now: Generation) -> Generation:
    """What one take was asked for with, at the cuts there are now."""
    return replace(like, **{name: getattr(now, name) for name in OF_THE_CUT})


def asked_with(timeline: Timeline, clip_id: ItemId, take: int) -> Generation:
    """Raises EditError where nobody knows how it was made."""
    media = timeline.media_by_id.get(timeline.clip(clip_id).takes[take].media)
    if media is None or media.made is None:
        raise EditError(
            tr("Nothing is known of how take {take} was made.", take=take + 1),
            tr("Ask for a new take of the clip instead."),
        )
    return media.made.generation
