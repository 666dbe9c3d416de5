"""Which frames of the clips beside new ones a model looks at, as they lie on the timeline, and asking for others."""

from dataclasses import dataclass, replace
from fractions import Fraction

from editor.actions import generating
from editor.actions.again import generation_in, request_again
from editor.actions.known import known_in, rate_shown, stretch_of, take_frames
from editor.actions.model_view import Seen, View, bridge_views, extension_views, view_asked
from editor.actions.remembering import remember, remembered
from editor.jobs import JobRow, Jobs, JobState
from editor.session import Session
from editor.timeline.edits import made_with
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Generation, ItemId, Purpose, Task, Timeline, Transition
from editor.timeline.rational_time import covering_frames, to_frames
from editor.words import tr


@dataclass(frozen=True, slots=True)
class Sight:
    """One number of frames that can be asked for, and how far into the clips beside the new ones it reaches."""

    asked: int
    before: int  # frames of the timeline up to the first new one
    after: int  # and from the last new one on

    def reach(self, at_end: bool) -> int:
        """Into the clip that ends at the new frames, or begins there."""
        return self.before if at_end else self.after


@dataclass(frozen=True, slots=True)
class Sights:
    """All that can be asked for, the fewest frames first, and what is."""

    now: Sight
    choices: tuple[Sight, ...]


def sights_of(timeline: Timeline, clip: Clip) -> Sights | None:
    """Of a generated clip; None where it has nothing beside it that it looks at."""
    generation = clip.generation
    if generation is None or not generation.sources or generation.purpose == Purpose.SLOW:
        return None
    if any(stretch.media not in timeline.media_by_id for stretch in generation.sources):
        return None
    views = _views(timeline, generation, generation.frames or clip.duration)
    return _sights(timeline, views, generation.context, _rate(timeline, generation))


def sights_beside(timeline: Timeline, clip_id: ItemId, task: Task, frames: int, context: int | None) -> Sights:
    """Of `frames` to be made after or before a clip. context: how many known ones are asked for."""
    stretch = stretch_of(timeline, timeline.clip(clip_id), task)
    rate, new = rate_shown(timeline, stretch), take_frames(timeline, stretch, frames)
    views = extension_views(rate, known_in(timeline, stretch), new, at_start=task is Task.BEFORE)
    return _sights(timeline, views, context, rate)


def warning(timeline: Timeline, clip_id: ItemId, frames: int, at_end: bool) -> str:
    """What lies in so many first or last frames of a clip that a model should not see; empty where nothing does."""
    row, index = timeline.place(clip_id)
    items, clip = timeline.tracks[row].items, timeline.clip(clip_id)
    if frames > clip.duration:
        return tr("It reaches past a cut")
    if clip.timing is not None and not clip.timing.speed and not clip.timing.ramp:
        return tr("The picture is frozen there")
    if clip.fade_out if at_end else clip.fade_in:
        return tr("A fade lies in it")
    beside = items[index - 1] if at_end and index else None if at_end else (*items, None)[index + 1]
    if isinstance(beside, Transition) and _reach(beside, at_end) > clip.duration - frames:
        return tr("A dissolve lies in it")
    return ""


def change_context(session: Session, clip_id: ItemId, asked: int) -> None:
    """A generated clip is to be made with so many frames known: what is queued is asked for anew, else the next take.

    Raises EditError while it is being made.
    """
    timeline, generation = session.document.timeline, generation_in(session, clip_id)
    clip, row = timeline.clip(clip_id), session.jobs.row_of_clip(clip_id)
    if clip.is_pending and row is not None and row.state is JobState.RUNNING:
        raise EditError(tr("It is being made already."), tr("Cancel the job, or wait for it and ask for a new take."))
    changed = replace(generation, context=asked)
    after = change_clips(timeline, made_with(timeline, clip), lambda each: replace(each, generation=changed))
    session.document.apply(tr("Context"), after)
    remember_context(session, generation.task, asked, generation.purpose)
    if clip.is_pending and row is not None:
        _ask_anew(session, clip_id, row)


def remember_context(session: Session, task: Task, asked: int, purpose: str = "") -> None:
    """From now on so many frames are known to what is asked for."""
    last = remembered(session.settings, task, purpose)
    remember(session.settings, task, replace(last, wishes=replace(last.wishes, context=asked)), purpose)


def next_sights(session: Session, clip_id: ItemId, task: Task) -> Sights:
    """Of what would be asked for beside a clip, as last time."""
    last, timeline = remembered(session.settings, task), session.document.timeline
    return sights_beside(timeline, clip_id, task, to_frames(last.seconds, timeline.rate), last.wishes.context)


def _ask_anew(session: Session, clip_id: ItemId, row: JobRow) -> None:
    """In the place of a job that waits; one that failed or was cancelled is not made by itself."""
    if row.state in (JobState.FAILED, JobState.CANCELLED):
        session.jobs.forget(row.id)
    elif row.state is JobState.QUEUED:
        _forget_once_stopped(session.jobs, row.id)
        session.jobs.cancel(row.id)
        request = request_again(session, clip_id)
        clip = session.document.timeline.clip(clip_id)
        generating.submit(session, request, clip_id, generating.title_of(session.document.timeline, clip))


def _forget_once_stopped(jobs: Jobs, job_id: str) -> None:
    def hear(row: JobRow) -> None:
        if row.id == job_id and row.state.is_final:
            jobs.changed.disconnect(hear)
            jobs.forget(job_id)

    jobs.changed.connect(hear)


def _views(timeline: Timeline, generation: Generation, frames: int) -> tuple[View, ...]:
    known = [known_in(timeline, stretch) for stretch in generation.sources]
    rates = [rate_shown(timeline, stretch) for stretch in generation.sources]
    new, rate = take_frames(timeline, generation.sources[0], frames), rates[0]
    if generation.task is Task.BRIDGE:
        return bridge_views(rate, (known[0], to_frames(known[1] / rates[1], rate)), new)
    return extension_views(rate, known[0], new, at_start=generation.task is Task.BEFORE)


def _sights(timeline: Timeline, views: tuple[View, ...], context: int | None, rate: Fraction) -> Sights:
    def sight(view: View) -> Sight:
        reach = [_frames(timeline, seen, rate) for seen in (view.before, view.after)]
        return Sight(view.asked, *reach)

    return Sights(sight(view_asked(views, context)), tuple(sight(view) for view in views))


def _frames(timeline: Timeline, seen: Seen | None, rate: Fraction) -> int:
    return covering_frames(seen.span / rate, timeline.rate) if seen is not None else 0


def _rate(timeline: Timeline, generation: Generation) -> Fraction:
    """Strides are counted in the frames of the first source."""
    return rate_shown(timeline, generation.sources[0])


def _reach(transition: Transition, at_end: bool) -> int:
    """How far one at a clip's other edge reaches into it."""
    return transition.out_offset if at_end else transition.in_offset
