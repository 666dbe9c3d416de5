"""The rows that generation adds to the menus of clips, gaps and cuts."""

from fractions import Fraction
from functools import partial
from pathlib import Path

from editor.actions import extending, filling, mending, slowing
from editor.actions.extending import in_words
from editor.actions.filling import Room
from editor.actions.making_handles import why_no_handles
from editor.actions.requesting import why_no_bridge, why_no_source
from editor.timeline.model import Clip, ItemId, Task, Timeline, TrackKind
from editor.ui.generation.desk import GenerationDesk
from editor.ui.generation.generated_menu import generated_rows
from editor.ui.generation.rows import LINE, MenuRow
from editor.words import capitalised, tr


def clip_rows(desk: GenerationDesk, clip_id: ItemId) -> list[MenuRow]:
    """Of a clip's menu; none for sound, which is not generated."""
    timeline = desk.session.document.timeline
    if not generates_on(desk, clip_id):
        return []
    smooth = smooth_row(tr("Smooth Cut to Next Clip…"), desk, clip_id)
    rows = [extend_row(desk, clip_id), bridge_row(desk, clip_id), smooth, regenerate_row(desk, clip_id)]
    return [*rows, LINE, *generated_rows(desk, clip_id)] if timeline.clip(clip_id).is_generated else rows


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


def regenerate_row(desk: GenerationDesk, clip_id: ItemId) -> MenuRow:
    """The submenu of what is made anew of a clip, and of what leads back to its start."""
    timeline, playhead = desk.session.document.timeline, desk.session.playback.frame
    range_ = mending.marked(timeline)
    length = in_words(range_.duration, timeline) if range_ else ""
    no_range, no_loop = mending.why_no_range(timeline, clip_id), mending.why_no_loop(timeline, clip_id)
    no_repair = mending.why_no_repair(timeline, clip_id, playhead)
    anew = partial(desk.regenerate, clip_id)
    rows = (
        _mending(tr("Regenerate In to Out…"), anew, "ph.brackets-square", no_range, length),
        _mending(tr("Repair Frame"), partial(desk.repair_frame, clip_id), "ph.bandaids", no_repair),
        _mending(tr("Make Loop…"), partial(desk.make_loop, clip_id), "ph.infinity", no_loop),
        LINE,
        *(_slower(desk, clip_id, speed) for speed in slowing.SPEEDS),
    )
    return MenuRow(tr("Regenerate"), icon="ph.arrows-clockwise", submenu=rows, generates=True)


def _slower(desk: GenerationDesk, clip_id: ItemId, speed: Fraction) -> MenuRow:
    timeline = desk.session.document.timeline
    length = in_words(slowing.frames_at(timeline.clip(clip_id), speed), timeline)
    reason = slowing.why_no_slower(timeline, clip_id, speed)
    label = tr("Slow Down to {number:.0%}", number=float(speed))
    return _mending(label, partial(desk.slow_down, clip_id, speed), "ph.gauge", reason, length)


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
