"""Generative Extend, Bridge and takes: what the user asks for."""

import json
import secrets
from dataclasses import asdict, replace

from PySide6.QtGui import QGuiApplication

from editor.actions import extending
from editor.actions.again import Change, as_asked, generation_in, request_again, why_offline
from editor.actions.belonging import project_of
from editor.actions.extending import Laid, in_words
from editor.actions.requesting import Wishes, request_of, why_no_bridge, why_no_source
from editor.jobs import JobRow, JobState
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Rule
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Generation, ItemId, Purpose, Task, Timeline
from editor.words import tr
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Request

SEEDS = 2**31  # how many there are
TITLES: dict[str, str] = {  # of jobs, by their purpose
    Purpose.SMOOTH: tr("Smooth cut"),
    Purpose.ANEW: tr("Regenerate"),
    Purpose.REPAIR: tr("Repair frame"),
    Purpose.LOOP: tr("Loop"),
    Purpose.SLOW: tr("Slow down"),
}
OF_ONE_CLIP = (Purpose.ANEW, Purpose.REPAIR, Purpose.LOOP)


def extend_after(
    session: Session,
    clip_id: ItemId,
    frames: int,
    wishes: Wishes,
    rule: Rule = Rule.RIPPLE,
    real_first: bool = True,
    linked: bool = True,
) -> ItemId | None:
    """The clip that stands for the new frames; None where the clip's own handles were enough. Raises EditError."""
    return _extend(session, clip_id, frames, Task.AFTER, wishes, rule, real_first, linked)


def extend_before(
    session: Session,
    clip_id: ItemId,
    frames: int,
    wishes: Wishes,
    rule: Rule = Rule.RIPPLE,
    real_first: bool = True,
    linked: bool = True,
) -> ItemId | None:
    """As extend_after, at the clip's start."""
    return _extend(session, clip_id, frames, Task.BEFORE, wishes, rule, real_first, linked)


def extend_to_playhead(session: Session, clip_id: ItemId, wishes: Wishes) -> ItemId | None:
    """After or before, whichever side the playhead stands on."""
    wanted = extending.to_playhead(session.document.timeline, clip_id, session.playback.frame)
    if wanted is None:
        raise EditError(tr("The playhead stands in the clip."), do=tr("Put it where the clip should reach."))
    task, frames = wanted
    return _extend(session, clip_id, frames, task, wishes)


def extend_to_next(session: Session, clip_id: ItemId, wishes: Wishes) -> ItemId | None:
    """Over the gap up to the next clip."""
    gap = extending.gap_beside(session.document.timeline, clip_id, Task.AFTER)
    if not gap:
        raise EditError(tr("There is no gap after the clip."), do=tr("Choose a length instead."))
    return extend_after(session, clip_id, gap, wishes)


def bridge(
    session: Session, left_id: ItemId, right_id: ItemId, frames: int, wishes: Wishes, rule: Rule = Rule.RIPPLE
) -> ItemId:
    """New frames from one clip to the next. Raises EditError."""
    if refusal := why_no_bridge(session.document.timeline, left_id, right_id):
        raise EditError(refusal)
    laid = extending.bridged(session.document.timeline, left_id, right_id, frames, wishes, rule)
    made = queue(session, tr("Bridge"), laid)
    assert made is not None, "a bridge is always to be made"
    return made


def new_take(session: Session, clip_id: ItemId, change: Change = as_asked) -> None:
    """One more take with a seed that was not used yet; the old ones stay. Raises EditError.

    It is the network's: measured motion has no second opinion, and would come out the same again. change: makes what
    is asked for this time of what the clip was asked for.
    """
    generation = generation_in(session, clip_id)
    clip = session.document.timeline.clip(clip_id)
    if refusal := why_no_other_take(generation):
        raise EditError(refusal)
    if clip.is_pending and _is_made_for_any(session, clip_id):
        raise EditError(tr("Its first takes are still being made."), do=tr("Wait for them, or cancel them first."))
    asked = change(generation).model
    model = BUILT_IN_NETWORK if asked == BUILT_IN else asked
    request = request_again(session, clip_id, change)
    if refusal := why_offline(session.document.timeline, clip.generation):
        raise EditError(refusal)
    again = replace(
        request, takes=1, model=model, sampling=replace(request.sampling, seed=unused_seed(session, clip_id))
    )
    submit(session, again, clip_id, tr("New take: {name}", name=clip.name))


def why_no_other_take(generation: Generation | None) -> str:
    """Why one more would be the same as the first, for the user; empty where it would not."""
    is_slow = generation is not None and generation.purpose == Purpose.SLOW
    return tr("It comes out the same each time: there is one take of it.") if is_slow else ""


def retry(session: Session, clip_id: ItemId) -> None:
    """Run what failed or was cancelled once more, or make what was never made. Raises EditError.

    Takes that are made already, and only are not in the document, are told of again instead. Raises EditError where
    they are being made for another part of the same clip.
    """
    row = session.jobs.row_of_clip(clip_id)
    if row is not None and row.state in (JobState.FAILED, JobState.CANCELLED):
        session.jobs.retry(row.id)
    elif is_being_made(row) or (row is not None and _told_again(session, row)):
        return
    elif session.document.timeline.clip(clip_id).is_pending and _is_made_for_any(session, clip_id):
        raise EditError(
            tr("It is being made already, for another part of the same clip."), do=tr("Wait: both get the same takes.")
        )
    else:
        request = request_again(session, clip_id)
        timeline = session.document.timeline
        submit(session, request, clip_id, title_of(timeline, timeline.clip(clip_id)))


def cancel(session: Session, clip_id: ItemId) -> None:
    """Stop the job of this clip that is shown: the one that runs, else the next to. Finished takes stay, and so does
    the clip: it can be retried or deleted."""
    row = session.jobs.row_of_clip(clip_id)
    if row is not None and is_being_made(row):
        session.jobs.cancel(row.id)


def cancel_all(session: Session, clip_id: ItemId) -> None:
    """Stop making takes of this clip. Those that wait go first, so that none of them begins."""
    for row in sorted(being_made(session, clip_id), key=lambda row: row.state is JobState.RUNNING):
        session.jobs.cancel(row.id)


def being_made(session: Session, clip_id: ItemId) -> tuple[JobRow, ...]:
    """The clip's jobs that run or wait."""
    return tuple(row for row in session.jobs.rows if row.clip_id == clip_id and is_being_made(row))


def choose_take(session: Session, clip_id: ItemId, number: int) -> None:
    """number: from 1, as shown. Nothing happens where there is no such take."""
    timeline = session.document.timeline
    if 1 <= number <= len(timeline.clip(clip_id).takes):
        session.document.apply(tr("Use Take {number}", number=number), edits.choose_take(timeline, clip_id, number - 1))


def next_take(session: Session, clip_id: ItemId) -> None:
    _step_take(session, clip_id, 1)


def previous_take(session: Session, clip_id: ItemId) -> None:
    _step_take(session, clip_id, -1)


def copy_settings(session: Session, clip_id: ItemId, take: int | None = None) -> None:
    """What the clip, or a take of it, was asked for with, as JSON on the clipboard. take: from 0."""
    clip = session.document.timeline.clip(clip_id)
    media = session.document.timeline.media_of(clip if take is None else replace(clip, active=take))
    generation = replace(media.made.generation, seed=media.made.seed) if media and media.made else clip.generation
    if generation is not None:
        QGuiApplication.clipboard().setText(settings_text(generation))


def settings_text(generation: Generation) -> str:
    """Times are exact, as "24000/1001"."""
    return json.dumps(asdict(generation), default=str, indent=2, ensure_ascii=False)


def random_seed() -> int:
    return secrets.randbelow(SEEDS)


def unused_seed(session: Session, clip_id: ItemId) -> int:
    """The one after all that takes of the clip, or of parts it was split into, made or asked for, have used."""
    timeline = session.document.timeline
    clip = timeline.clip(clip_id)
    made = [media.made for take in clip.takes if (media := timeline.media_by_id.get(take.media)) and media.made]
    parts = {part.id for part in edits.parts_of(timeline, clip_id)} | {clip_id}
    asked = [row.request for row in session.jobs.rows if row.clip_id in parts]
    seeds = [each.seed for each in made] + [each.sampling.seed + each.takes - 1 for each in asked]
    return 1 + max(seeds, default=generation_in(session, clip_id).seed - 1)


def title_of(timeline: Timeline, clip: Clip) -> str:
    """Of a job: "Extend after: surf, 2 s"; "Smooth cut: surf to snow, 12 f"."""
    generation = clip.generation
    assert generation is not None, "only a generated clip has a job"
    names = [timeline.media_by_id[stretch.media].name for stretch in generation.sources]
    what = tr("Bridge") if generation.task is Task.BRIDGE else tr("Extend {side}", side=tr(generation.task.value))
    if generation.task is Task.NEW:
        what, names = tr("Generate"), [clip.name]
    what = TITLES.get(generation.purpose, what)
    names = names[:1] if generation.purpose in OF_ONE_CLIP else names
    return f"{what}: {tr(' to ').join(names)}, {in_words(clip.duration, timeline)}"


def _extend(
    session: Session,
    clip_id: ItemId,
    frames: int,
    task: Task,
    wishes: Wishes,
    rule: Rule = Rule.RIPPLE,
    real_first: bool = True,
    linked: bool = True,
) -> ItemId | None:
    if refusal := why_no_source(session.document.timeline, clip_id, task):
        raise EditError(refusal)
    laid = extending.extended(session.document.timeline, clip_id, frames, task, wishes, rule, real_first, linked)
    return queue(session, tr("Generative Extend"), laid)


def queue(session: Session, name: str, laid: Laid) -> ItemId | None:
    """First the edit, which stands whatever becomes of the job; then the job."""
    if laid.clip_id is None or laid.generation is None:
        session.document.apply(name, laid.timeline)
        return None
    request = request_of(laid.timeline, laid.generation, laid.new, session.project.assets)
    session.document.apply(name, laid.timeline)
    submit(session, request, laid.clip_id, title_of(laid.timeline, laid.timeline.clip(laid.clip_id)))
    return laid.clip_id


def submit(session: Session, request: Request, clip_id: ItemId, title: str) -> None:
    model = session.models.title(request.model, request.sampling.adapters)
    session.jobs.submit(request, clip_id=clip_id, title=title, project=project_of(session), model=model)


def _is_made_for_any(session: Session, clip_id: ItemId) -> bool:
    """Whether a job runs or waits for the clip, or for a part it was split into."""
    parts = edits.parts_of(session.document.timeline, clip_id)
    return any(is_being_made(session.jobs.row_of_clip(part.id)) for part in parts)


def _step_take(session: Session, clip_id: ItemId, by: int) -> None:
    clip = session.document.timeline.clip(clip_id)
    if clip.takes:
        choose_take(session, clip_id, (clip.active + by) % len(clip.takes) + 1)


def _told_again(session: Session, row: JobRow) -> bool:
    """Whether a job that is done has takes that can still be placed: they are this document's, if it asks for them."""
    session.jobs.give(row.id, project_of(session))
    return session.jobs.tell_takes(row.id)


def is_being_made(row: JobRow | None) -> bool:
    return row is not None and row.state in (JobState.QUEUED, JobState.RUNNING)
