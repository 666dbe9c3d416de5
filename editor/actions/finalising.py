"""A draft made in full: the same clip's next take, which moves as the one that plays does."""

from dataclasses import replace

from editor.actions.again import generation_in, request_again
from editor.actions.generating import is_being_made, submit, unused_seed
from editor.actions.given import draft_of
from editor.presets import QUALITIES
from editor.session import Session
from editor.timeline.edits import as_with_take
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Made, Purpose, Task, Timeline
from editor.words import tr
from engine.models.chosen import is_built_in
from engine.requests import BUILT_IN_NETWORK, BridgeRequest, ExtendRequest, Request, Sampling

DRAFT, FINAL = QUALITIES


def finalise(session: Session, clip_id: ItemId, take: int | None = None) -> None:
    """One more take with all the steps, made after one that there is: take, from 0, or the one that plays.

    Raises EditError.
    """
    if refusal := why_no_final(session, clip_id, take):
        raise EditError(refusal)
    timeline = _with(session.document.timeline, clip_id, take)
    clip = timeline.clip(clip_id)
    request = request_again(session, clip_id)
    assert isinstance(request, ExtendRequest | BridgeRequest), "others are refused before"
    draft = draft_of(timeline, clip, request.duration)
    sampling = replace(request.sampling, draft=draft, freedom=Sampling().freedom, seed=unused_seed(session, clip_id))
    final = _in_full(replace(request, takes=1, sampling=sampling))
    submit(session, final, clip_id, tr("Finalise take {active}: {name}", active=clip.active + 1, name=clip.name))


def why_no_final(session: Session, clip_id: ItemId, take: int | None = None) -> str:
    """Why a take, or the one that plays, can't be finalised, for the user; empty where it can."""
    timeline = _with(session.document.timeline, clip_id, take)
    generation, clip = generation_in(session, clip_id), timeline.clip(clip_id)
    made = _made(timeline, clip)
    if generation.purpose == Purpose.SLOW:
        return tr("Frames between a clip's own are made in full at once.")
    if generation.task is Task.NEW:
        return tr("A clip made of pictures has no draft: ask for another take with more steps.")
    if made is None:
        return tr("{name} has no take yet.", name=clip.name)
    if refusal := _why_in_full(made):
        return refusal
    if is_being_made(session.jobs.row_of_clip(clip_id)):
        return tr("Takes of this clip are still being made.")
    return ""


def _why_in_full(made: Made) -> str:
    asked = made.generation
    if not is_built_in(asked.model):
        return "" if asked.quality == DRAFT.name else tr("This take is made in full.")
    if "predicted" not in made.motion:
        return tr("Measured motion has no draft: it would come out the same.")
    if (asked.steps or FINAL.steps) >= FINAL.steps:
        return tr("This take is made in full: {what} steps.", what=asked.steps or FINAL.steps)
    return ""


def _in_full(request: Request) -> Request:
    """By the model that made the draft; the built-in one's is the network's."""
    if is_built_in(request.model):
        return replace(request, model=BUILT_IN_NETWORK, sampling=replace(request.sampling, steps=FINAL.steps))
    return replace(request, sampling=replace(request.sampling, steps=None, quality=FINAL.effort))


def _with(timeline: Timeline, clip_id: ItemId, take: int | None) -> Timeline:
    return timeline if take is None else as_with_take(timeline, clip_id, take)


def _made(timeline: Timeline, clip: Clip) -> Made | None:
    media = timeline.media_of(clip)
    return media.made if media else None
