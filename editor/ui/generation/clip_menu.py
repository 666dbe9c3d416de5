"""The rows that generation adds to the menus of clips, gaps and cuts."""

from fractions import Fraction
from functools import partial
from pathlib import Path

from editor.actions import extending, filling, generating, keyframing, mending, slowing
from editor.actions.branching import branch
from editor.actions.extending import in_words
from editor.actions.filling import Room
from editor.actions.finalising import finalise, why_no_final
from editor.actions.making_handles import why_no_handles
from editor.actions.noise_lane import why_no_lane
from editor.actions.requesting import why_no_bridge, why_no_source
from editor.actions.sending import why_nothing_to_send
from editor.actions.take_file import why_no_file
from editor.jobs import JobState
from editor.timeline import edits
from editor.timeline.model import Clip, ItemId, Task, Timeline, TrackKind
from editor.ui.generation.desk import GenerationDesk
from editor.ui.generation.model_menu import model_row
from editor.ui.generation.rows import LINE, MenuRow
from editor.words import capitalised, tr

MOST_KEYS = 9  # takes that have a key of their own


def clip_rows(desk: GenerationDesk, clip_id: ItemId) -> list[MenuRow]:
    """Of a clip's menu; none for sound, which is not generated."""
    timeline = desk.session.document.timeline
    if not generates_on(desk, clip_id):
        return []
    rows = [extend_row(desk, clip_id), bridge_row(desk, clip_id), *mending_rows(desk, clip_id)]
    return [*generated_rows(desk, clip_id), *rows] if timeline.clip(clip_id).is_generated else rows


def generates_on(desk: GenerationDesk, item_id: ItemId) -> bool:
    """Whether rows that make frames belong in the menu of what stands on that item's track."""
    return desk.session.view.generative and desk.session.document.timeline.track_of(item_id).kind is TrackKind.VIDEO


def extend_row(desk: GenerationDesk, clip_id: ItemId) -> MenuRow:
    """The submenu Generative Extend."""
    timeline = desk.session.document.timeline
    reason, before = (why_no_source(timeline, clip_id, task) for task in (Task.AFTER, Task.BEFORE))
    rows = (
        _extend(tr("After…"), desk, clip_id, Task.AFTER, "Alt+Shift+G", reason),
        _extend(tr("Before…"), desk, clip_id, Task.BEFORE, "", before),
        LINE,
        _to_playhead(desk, clip_id),
        _to_next(desk, clip_id, reason),
        LINE,
        MenuRow(reason or _about_handles(timeline, timeline.clip(clip_id))),
    )
    return MenuRow(tr("Generative Extend"), icon="ph.sparkle", submenu=rows, generates=True)


def bridge_row(desk: GenerationDesk, clip_id: ItemId) -> MenuRow:
    timeline = desk.session.document.timeline
    following = extending.neighbour(timeline, clip_id)
    reason = why_no_bridge(timeline, clip_id, following.id) if following else tr("No clip follows on this track.")
    run = partial(desk.bridge, clip_id, following.id) if following else partial(desk.bridge_selected)
    return _bridge(tr("Bridge to Next Clip…"), run, reason)


def mending_rows(desk: GenerationDesk, clip_id: ItemId) -> list[MenuRow]:
    """What is made anew of a clip, and what leads back to its start."""
    timeline, playhead = desk.session.document.timeline, desk.session.playback.frame
    range_ = mending.marked(timeline)
    length = in_words(range_.duration, timeline) if range_ else ""
    no_range, no_loop = mending.why_no_range(timeline, clip_id), mending.why_no_loop(timeline, clip_id)
    no_repair = mending.why_no_repair(timeline, clip_id, playhead)
    slower = tuple(_slower(desk, clip_id, speed) for speed in slowing.SPEEDS)
    return [
        smooth_row(tr("Smooth Cut to Next Clip…"), desk, clip_id),
        _mending(
            tr("Regenerate In to Out…"), partial(desk.regenerate, clip_id), "ph.brackets-square", no_range, length
        ),
        _mending(tr("Repair Frame"), partial(desk.repair_frame, clip_id), "ph.bandaids", no_repair),
        _mending(tr("Make Loop…"), partial(desk.make_loop, clip_id), "ph.infinity", no_loop),
        MenuRow(tr("Slow Down"), icon="ph.gauge", submenu=slower, generates=True),
    ]


def _slower(desk: GenerationDesk, clip_id: ItemId, speed: Fraction) -> MenuRow:
    timeline = desk.session.document.timeline
    length = in_words(slowing.frames_at(timeline.clip(clip_id), speed), timeline)
    reason = slowing.why_no_slower(timeline, clip_id, speed)
    return _mending(
        tr("To {number:.0%}", number=float(speed)), partial(desk.slow_down, clip_id, speed), "", reason, length
    )


def smooth_row(label: str, desk: GenerationDesk, left_id: ItemId) -> MenuRow:
    reason = mending.why_no_smooth_cut(desk.session.document.timeline, left_id)
    return _mending(label, partial(desk.smooth_cut, left_id), "ph.waves", reason)


def gap_rows(desk: GenerationDesk, gap_id: ItemId) -> list[MenuRow]:
    """Of a gap's menu; none for sound, which is not generated."""
    timeline = desk.session.document.timeline
    sides = extending.around_gap(timeline, gap_id)
    if not generates_on(desk, gap_id):
        return []
    fill = fill_row(desk, filling.room_of_gap(timeline, gap_id))
    if sides is None:
        return [fill]
    left, right = sides
    return [
        _bridge(tr("Bridge Gap…"), partial(desk.bridge, left.id, right.id), why_no_bridge(timeline, left.id, right.id)),
        _extend(
            tr("Extend Clip Before It…"), desk, left.id, Task.AFTER, "", why_no_source(timeline, left.id, Task.AFTER)
        ),
        fill,
    ]


def fill_row(desk: GenerationDesk, room: Room | None) -> MenuRow:
    """room: None where nothing is empty."""
    reason = filling.why_no_room(desk.session.document.timeline, room.track_id) if room else filling.NO_ROOM
    run = partial(desk.fill, room) if room else partial(desk.fill_selected)
    return MenuRow(tr("Generate in Gap…"), run, "Alt+G", "ph.selection-plus", not reason, reason, generates=True)


def cut_rows(desk: GenerationDesk, left_id: ItemId) -> list[MenuRow]:
    """Of the menu of a cut, which is named by the clip before it."""
    timeline = desk.session.document.timeline
    if not generates_on(desk, left_id):
        return []
    reason = why_no_source(timeline, left_id, Task.AFTER)
    rows = [
        bridge_row(desk, left_id),
        smooth_row(tr("Smooth Cut…"), desk, left_id),
        _extend(tr("Extend Clip Before the Cut…"), desk, left_id, Task.AFTER, "", reason),
    ]
    right = extending.neighbour(timeline, left_id)
    if right is not None:
        reason = why_no_source(timeline, right.id, Task.BEFORE)
        rows.append(_extend(tr("Extend Clip After the Cut…"), desk, right.id, Task.BEFORE, "", reason))
        rows.append(_handles(desk, left_id, right.id))
    return rows


def generated_rows(desk: GenerationDesk, clip_id: ItemId) -> list[MenuRow]:
    """What a generated clip adds: its takes, and what can be done about its job."""
    session = desk.session
    clip = session.document.timeline.clip(clip_id)
    rows = [MenuRow(about_takes(clip)), *_job_rows(desk, clip_id), _new_take(desk, clip)]
    rows += [model_row(session, clip, partial(desk.models_wanted.emit)), _finalise(desk, clip)]
    if len(clip.takes) > 1:
        rows += [
            MenuRow(tr("Next Take"), partial(generating.next_take, session, clip_id), "Alt+Down"),
            MenuRow(tr("Previous Take"), partial(generating.previous_take, session, clip_id), "Alt+Up"),
            MenuRow(tr("Use Take"), submenu=_take_rows(desk, clip)),
            MenuRow(tr("New Take Like"), icon="ph.sparkle", submenu=_like_rows(desk, clip), generates=True),
            MenuRow(tr("Compare Takes"), partial(desk.compare_wanted.emit, clip_id), "Alt+\\", "ph.columns"),
        ]
    rows += [_add_keyframe(desk, clip), _lane(desk, clip)]
    copy = MenuRow(tr("Copy Settings"), partial(generating.copy_settings, session, clip_id), icon="ph.copy")
    return [*rows, LINE, copy, _settings(desk, clip), _send(desk, clip), LINE]


def about_takes(clip: Clip) -> str:
    """surf, after: take 2 of 3"""
    return (
        tr("{name}: take {active} of {takes}", name=clip.name, active=clip.active + 1, takes=len(clip.takes))
        if clip.takes
        else tr("{name}: no take yet", name=clip.name)
    )


def _extend(label: str, desk: GenerationDesk, clip_id: ItemId, task: Task, shortcut: str, reason: str) -> MenuRow:
    icon = "ph.arrow-line-right" if task is Task.AFTER else "ph.arrow-line-left"
    run = partial(desk.extend, clip_id, task)
    return MenuRow(label, run, shortcut, icon, enabled=not reason, reason=reason, generates=True)


def _handles(desk: GenerationDesk, left_id: ItemId, right_id: ItemId) -> MenuRow:
    """For a dissolve: of which clip."""
    timeline = desk.session.document.timeline
    rows = []
    for task, clip_id in ((Task.AFTER, left_id), (Task.BEFORE, right_id)):
        reason = why_no_handles(timeline, left_id, right_id, task)
        label = capitalised(tr("{side} {name}…", side=tr(task.value), name=timeline.clip(clip_id).name))
        run = partial(desk.generate_handles, left_id, right_id, task)
        rows.append(MenuRow(label, run, enabled=not reason, reason=reason, generates=True))
    return MenuRow(tr("Generate Handles"), icon="ph.sparkle", submenu=tuple(rows), generates=True)


def _bridge(label: str, run: partial, reason: str) -> MenuRow:
    return MenuRow(label, run, "Shift+G", "ph.intersect", enabled=not reason, reason=reason, generates=True)


def _mending(label: str, run: partial, icon: str, reason: str, detail: str = "") -> MenuRow:
    return MenuRow(label, run, icon=icon, enabled=not reason, reason=reason, detail=detail, generates=True)


def _to_playhead(desk: GenerationDesk, clip_id: ItemId) -> MenuRow:
    timeline = desk.session.document.timeline
    wanted = extending.to_playhead(timeline, clip_id, desk.session.playback.frame)
    refusal = why_no_source(timeline, clip_id, wanted[0] if wanted else None)
    reason = refusal or ("" if wanted else tr("The playhead stands in the clip."))
    detail = in_words(wanted[1], timeline) if wanted else ""
    run = partial(desk.extend_to_playhead, clip_id)
    return MenuRow(tr("To Playhead"), run, enabled=not reason, reason=reason, detail=detail, generates=True)


def _to_next(desk: GenerationDesk, clip_id: ItemId, reason: str) -> MenuRow:
    timeline = desk.session.document.timeline
    gap = extending.gap_beside(timeline, clip_id, Task.AFTER)
    reason = reason or ("" if gap else tr("There is no gap after the clip."))
    detail = in_words(gap, timeline) if gap else ""
    run = partial(desk.extend_to_next, clip_id)
    return MenuRow(tr("To Next Clip"), run, enabled=not reason, reason=reason, detail=detail, generates=True)


def _about_handles(timeline: Timeline, clip: Clip) -> str:
    """How much of what is asked for will be real."""
    media = timeline.media_of(clip)
    left = extending.handles(timeline, clip.id, Task.AFTER)
    name = Path(media.path).name if media else clip.name
    if left:
        return tr(
            "{name} has {length} of real footage left after its out point, which is used first.",
            name=name,
            length=in_words(left, timeline),
        )
    return tr("{name} has no real footage left after its out point, so every frame will be new.", name=name)


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


def _take_rows(desk: GenerationDesk, clip: Clip) -> tuple[MenuRow, ...]:
    rows = []
    for number in range(1, len(clip.takes) + 1):
        run = partial(generating.choose_take, desk.session, clip.id, number)
        key = str(number) if number <= MOST_KEYS else ""
        rows.append(MenuRow(tr("Take {number}", number=number), run, key, checked=number == clip.active + 1))
    return tuple(rows)
