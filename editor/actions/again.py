"""Frames asked for once more: from the files and the cuts that there are now."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from editor.actions.belonging import project_of
from editor.actions.requesting import request_of
from editor.actions.sides import generation_now
from editor.jobs import JobRow
from editor.project.errors import ProjectError
from editor.session import Session
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import Generation, ItemId, Timeline
from editor.words import tr
from engine.requests import Request

Change = Callable[[Generation], Generation]
ITS_OWN = ("takes", "sampling", "model", "finish", "context", "first_context", "second_context")  # of a job


def renewed(session: Session, row: JobRow) -> JobRow:
    """The job as it is to run again: from the files and cuts there are now, without the takes that there are.

    One whose clip is not in the open document stays as it was.
    """
    clip_id, timeline = ItemId(row.clip_id), session.document.timeline
    if not timeline.has(clip_id) or not timeline.clip(clip_id).is_generated:
        return row
    try:
        request = request_again(session, clip_id)
    except (EditError, ProjectError):  # its source has left the pool, or its folder cannot be made
        return row
    had = tuple(seed - row.request.sampling.seed for seed in sorted(_seeds_had(session, row)))
    outputs = replace(request.outputs, job=row.id, had=tuple(number for number in had if number >= 0))
    own = {name: getattr(row.request, name) for name in ITS_OWN if hasattr(row.request, name)}
    return replace(row, request=replace(request, outputs=outputs, **own), project=project_of(session))


def as_asked(generation: Generation) -> Generation:
    return generation


def request_again(session: Session, clip_id: ItemId, change: Change = as_asked) -> Request:
    """As long as the first time, however the clip was trimmed since. Raises EditError.

    change: makes what is asked for this time of what the clip was asked for.
    """
    _follow_sources(session, clip_id)
    generation = change(generation_in(session, clip_id))
    timeline = session.document.timeline
    return request_of(timeline, generation, generation.frames, session.project.assets, timeline.clip(clip_id))


def why_offline(timeline: Timeline, generation: Generation | None) -> str:
    """Which file of those that a clip is made from is not there, for the user; empty where all are."""
    media = (timeline.media_by_id.get(each) for each in sorted(generation.media)) if generation else ()
    gone = [each.name for each in media if each and not Path(each.path).is_file()]
    return tr("{gone} is offline: relink it first.", gone=gone[0]) if gone else ""


def generation_in(session: Session, clip_id: ItemId) -> Generation:
    """Raises EditError for a clip that was not generated."""
    generation = session.document.timeline.clip(clip_id).generation
    if generation is None:
        raise EditError(tr("This clip was not generated."), do=tr("Extend it instead."))
    return generation


def _follow_sources(session: Session, clip_id: ItemId) -> None:
    """What the clip is to be made from is what plays beside it now: of itself, and of the parts it was split into."""
    asked = generation_in(session, clip_id)
    timeline = session.document.timeline
    now = generation_now(timeline, timeline.clip(clip_id))
    if now != asked:
        session.document.amend(partial(_asked_otherwise, asked, now))


def _asked_otherwise(asked: Generation, now: Generation, timeline: Timeline) -> Timeline:
    generated = (clip for track in timeline.tracks for clip in track.generated)
    ours = [clip.id for clip in generated if clip.is_pending and clip.generation == asked]
    return change_clips(timeline, ours, lambda clip: replace(clip, generation=now))


def _seeds_had(session: Session, row: JobRow) -> set[int]:
    """Of the takes that the clip has, or that wait to be placed."""
    timeline = session.document.timeline
    media = (timeline.media_by_id.get(take.media) for take in timeline.clip(ItemId(row.clip_id)).takes)
    placed = {each.made.seed for each in media if each and each.made}
    return placed | {take.seed for take in row.takes if take.path.is_file()}
