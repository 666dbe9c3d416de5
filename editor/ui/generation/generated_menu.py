"""The rows that a generated clip adds to its menu: its job, its takes, and what is done with them."""

from functools import partial

from editor.actions import generating, keyframing
from editor.actions.branching import branch
from editor.actions.finalising import finalise, why_no_final
from editor.actions.noise_lane import why_no_lane
from editor.actions.sending import why_nothing_to_send
from editor.actions.take_file import why_no_file
from editor.jobs import JobState
from editor.timeline import edits
from editor.timeline.model import Clip, ItemId
from editor.ui.generation.desk import GenerationDesk
from editor.ui.generation.model_menu import model_row
from editor.ui.generation.rows import LINE, MenuRow
from editor.words import tr

MOST_KEYS = 9  # takes that have a key of their own


def generated_rows(desk: GenerationDesk, clip_id: ItemId) -> list[MenuRow]:
    """What a generated clip adds: what can be done about its job, and its takes."""
    session = desk.session
    clip = session.document.timeline.clip(clip_id)
    rows = [*_job_rows(desk, clip_id), _new_take(desk, clip)]
    if len(clip.takes) > 1:
        rows.append(MenuRow(tr("New Take Like"), icon="ph.sparkle", submenu=_like_rows(desk, clip), generates=True))
    rows.append(model_row(session, clip, partial(desk.models_wanted.emit)))
    return [*rows, MenuRow(tr("Takes"), icon="ph.stack", submenu=_take_rows(desk, clip))]


def _take_rows(desk: GenerationDesk, clip: Clip) -> tuple[MenuRow, ...]:
    """The submenu Takes: which one plays, and what is done with it."""
    session = desk.session
    several = len(clip.takes) > 1
    changes = (
        LINE,
        MenuRow(tr("Next Take"), partial(generating.next_take, session, clip.id), "Alt+Down"),
        MenuRow(tr("Previous Take"), partial(generating.previous_take, session, clip.id), "Alt+Up"),
        MenuRow(tr("Compare Takes"), partial(desk.compare_wanted.emit, clip.id), "Alt+\\", "ph.columns"),
    )
    copy = MenuRow(tr("Copy Settings"), partial(generating.copy_settings, session, clip.id), icon="ph.copy")
    return (
        MenuRow(about_takes(clip)),
        *_choices(desk, clip),
        *(changes if several else ()),
        LINE,
        _finalise(desk, clip),
        _add_keyframe(desk, clip),
        _lane(desk, clip),
        LINE,
        copy,
        _settings(desk, clip),
        _send(desk, clip),
    )


def about_takes(clip: Clip) -> str:
    """surf, after: take 2 of 3"""
    return (
        tr("{name}: take {active} of {takes}", name=clip.name, active=clip.active + 1, takes=len(clip.takes))
        if clip.takes
        else tr("{name}: no take yet", name=clip.name)
    )


def _job_rows(desk: GenerationDesk, clip_id: ItemId) -> list[MenuRow]:
    session = desk.session
    row = session.jobs.row_of_clip(clip_id)
    if generating.is_being_made(row):
        return _cancel_rows(desk, clip_id)
    if row is not None and row.state in (JobState.FAILED, JobState.CANCELLED):
        return [MenuRow(tr("Retry"), partial(generating.retry, session, clip_id), icon="ph.arrows-clockwise")]
    if row is None and session.document.timeline.clip(clip_id).is_pending:  # of a project whose job is not here
        return [MenuRow(tr("Generate"), partial(generating.retry, session, clip_id), icon="ph.sparkle", generates=True)]
    return []


def _cancel_rows(desk: GenerationDesk, clip_id: ItemId) -> list[MenuRow]:
    session, count = desk.session, len(generating.being_made(desk.session, clip_id))
    cancel = MenuRow(tr("Cancel Job"), partial(generating.cancel, session, clip_id), icon="ph.x")
    rows = [*_hold_rows(desk, clip_id), cancel]
    if count > 1:
        rows.append(
            MenuRow(
                tr("Cancel All {count} Jobs of This Clip", count=count),
                partial(generating.cancel_all, session, clip_id),
            )
        )
    return rows


def _hold_rows(desk: GenerationDesk, clip_id: ItemId) -> list[MenuRow]:
    """Of the job that is shown on the clip."""
    jobs = desk.session.jobs
    row = jobs.row_of_clip(clip_id)
    if row is None:
        return []
    if row.held:
        reason = tr("It stops at its next step.") if row.state is JobState.RUNNING else ""
        return [MenuRow(tr("Let Job Go On"), partial(jobs.let_go_on, row.id), "", "ph.play", not reason, reason)]
    return [MenuRow(tr("Hold Job"), partial(jobs.hold, row.id), icon="ph.pause")]


def _new_take(desk: GenerationDesk, clip: Clip) -> MenuRow:
    busy = generating.is_being_made(desk.session.jobs.row_of_clip(clip.id))
    run = partial(generating.new_take, desk.session, clip.id)
    reason = tr("Its first takes are still being made.") if busy and not clip.takes else ""
    reason = reason or generating.why_no_other_take(clip.generation)
    return MenuRow(tr("New Take"), run, "Ctrl+Shift+T", "ph.sparkle", not reason, reason, generates=True)


def _finalise(desk: GenerationDesk, clip: Clip) -> MenuRow:
    run, reason = partial(finalise, desk.session, clip.id), why_no_final(desk.session, clip.id)
    return MenuRow(tr("Finalise Take"), run, enabled=not reason, reason=reason, generates=True)


def _settings(desk: GenerationDesk, clip: Clip) -> MenuRow:
    run, reason = partial(desk.settings_wanted.emit, clip.id), why_no_file(desk.session.document.timeline, clip)
    return MenuRow(tr("Take Settings…"), run, icon="ph.info", enabled=not reason, reason=reason)


def _send(desk: GenerationDesk, clip: Clip) -> MenuRow:
    run, reason = partial(desk.send_wanted.emit, clip.id), why_nothing_to_send(desk.session.document.timeline, clip)
    return MenuRow(tr("Send Take Back…"), run, icon="ph.export", enabled=not reason, reason=reason)


def _add_keyframe(desk: GenerationDesk, clip: Clip) -> MenuRow:
    place, timeline = keyframing.under_playhead(desk.session), desk.session.document.timeline
    stands = place is not None and place.clip_id == clip.id
    reason = edits.why_no_keyframe(timeline, clip.id) or (
        "" if stands else tr("The playhead does not stand in the clip.")
    )
    run = desk.keyframe_wanted.emit
    label = tr("Add Keyframe") if clip.takes else tr("Add Keyframe…")
    return MenuRow(label, run, "K", "ph.image-square", not reason, reason)


def _lane(desk: GenerationDesk, clip: Clip) -> MenuRow:
    run, reason = partial(desk.toggle_lane, clip.id), why_no_lane(desk.session.document.timeline, clip.id)
    return MenuRow(tr("Keep ↔ Free Lane"), run, "Alt+K", "ph.line-segments", not reason, reason)


def _like_rows(desk: GenerationDesk, clip: Clip) -> tuple[MenuRow, ...]:
    """Asked for as one of its takes was."""
    reason = generating.why_no_other_take(clip.generation)
    likes = (partial(branch, desk.session, clip.id, index) for index in range(len(clip.takes)))
    return tuple(
        MenuRow(tr("Take {number}", number=number), like, enabled=not reason, reason=reason, generates=True)
        for number, like in enumerate(likes, 1)
    )


def _choices(desk: GenerationDesk, clip: Clip) -> tuple[MenuRow, ...]:
    rows = []
    for number in range(1, len(clip.takes) + 1):
        run = partial(generating.choose_take, desk.session, clip.id, number)
        key = str(number) if number <= MOST_KEYS else ""
        rows.append(MenuRow(tr("Take {number}", number=number), run, key, checked=number == clip.active + 1))
    return tuple(rows)
