"""Another model for a clip that is generated: one that has gone, or that another is to be tried beside."""

from dataclasses import replace

from editor.actions import generating
from editor.actions.again import generation_in, request_again
from editor.actions.asked_models import adapters_asked, adapters_kept, lacks, steps_of
from editor.actions.own_adapters import carried
from editor.presets import QUALITIES
from editor.session import Session
from editor.timeline.edits import made_with
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId
from editor.words import tr
from engine.models.on_disk.store import Choice


def make_with(session: Session, clip_id: ItemId, model: Choice) -> None:
    """From now on by that one: what was never made is asked for again, else one more take is. Raises EditError."""
    if refusal := why_not_with(session, clip_id, model):
        raise EditError(refusal)
    generation, timeline = generation_in(session, clip_id), session.document.timeline
    quality = generation.quality or QUALITIES[-1].name
    adapters = carried(session.models, generation.model, adapters_asked(generation.adapters), model)
    steps, kept = steps_of(model.model, quality), adapters_kept(adapters)
    asked = replace(generation, model=model.model, adapters=kept, quality=quality, steps=steps)
    alike = made_with(timeline, timeline.clip(clip_id))
    if asked != generation:
        session.document.apply(tr("Model"), change_clips(timeline, alike, lambda clip: replace(clip, generation=asked)))
    clip = session.document.timeline.clip(clip_id)
    if clip.is_pending:
        request = request_again(session, clip_id)
        generating.submit(session, request, clip_id, generating.title_of(session.document.timeline, clip))
    else:
        generating.new_take(session, clip_id)


def why_not_with(session: Session, clip_id: ItemId, model: Choice) -> str:
    """For the user; empty where it can make the clip."""
    clip = session.document.timeline.clip(clip_id)
    if refusal := generating.why_no_other_take(clip.generation):
        return refusal
    if session.document.timeline.track_of(clip_id).locked:
        return tr("The track is locked.")
    if clip.is_pending and generating.is_being_made(session.jobs.row_of_clip(clip_id)):
        return tr("Its first takes are still being made: cancel them first.")
    return tr("It is not whole. {lacks}.", lacks=lacks(model.missing)) if model.missing else ""
