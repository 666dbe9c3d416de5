"""A draft made in full: the same clip's next take, which moves as the one that plays does."""

from dataclasses import replace
from fractions import Fraction
from math import floor
from pathlib import Path

from editor.actions.again import generation_in, request_again
from editor.actions.generating import is_being_made, submit, unused_seed
from editor.presets import QUALITIES
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Made, Media, Purpose, Timeline
from engine.requests import BUILT_IN_NETWORK, BridgeRequest, ExtendRequest, Source

FINAL = QUALITIES[-1]


def finalise(session: Session, clip_id: ItemId) -> None:
    """One more take with all the steps, made after the take that plays. Raises EditError."""
    timeline = session.document.timeline
    if refusal := why_no_final(session, clip_id):
        raise EditError(refusal)
    clip = timeline.clip(clip_id)
    media = timeline.media_of(clip)
    assert media is not None, "a clip without a file is refused before"
    request = request_again(session, clip_id)
    assert isinstance(request, ExtendRequest | BridgeRequest), "others are refused before"
    start = _frame_at(media, clip.takes[clip.active].start)
    draft = Source(Path(media.path), start, start + request.duration, media.encoding)
    sampling = replace(request.sampling, seed=unused_seed(session, clip_id), steps=FINAL.steps, draft=draft)
    final = replace(request, takes=1, model=BUILT_IN_NETWORK, sampling=sampling)
    submit(session, final, clip_id, f"Finalise take {clip.active + 1}: {clip.name}")


def why_no_final(session: Session, clip_id: ItemId) -> str:
    """Why the take that plays can't be finalised, for the user; empty where it can."""
    timeline = session.document.timeline
    generation, clip = generation_in(session, clip_id), timeline.clip(clip_id)
    made = _made(timeline, clip)
    if generation.purpose == Purpose.SLOW:
        return "Frames between a clip's own are made in full at once."
    if made is None:
        return f"{clip.name} has no take yet."
    if "predicted" not in made.motion:
        return "Measured motion has no draft: it would come out the same."
    if (made.generation.steps or FINAL.steps) >= FINAL.steps:
        return f"This take is made in full: {made.generation.steps or FINAL.steps} steps."
    if is_being_made(session.jobs.row_of_clip(clip_id)):
        return "Takes of this clip are still being made."
    return ""


def _frame_at(media: Media, time: Fraction) -> Fraction:
    """Where the frame begins that is shown then: where rates differ, a clip's own time starts within one."""
    assert media.picture is not None, "a take has a picture"
    return floor(time * media.picture.rate) / media.picture.rate


def _made(timeline: Timeline, clip: Clip) -> Made | None:
    media = timeline.media_of(clip)
    return media.made if media else None
