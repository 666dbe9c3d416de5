"""What cutting adds to the menus of transitions, clips, cuts and tracks, as rows."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from editor.actions import edit_points, editing, grouping, replacing, tracks, transitions
from editor.actions.selecting import selected_clips
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Alignment
from editor.timeline.model import ItemId, MediaId, TrackId, TrackKind
from editor.ui.generation.rows import LINE, MenuRow
from editor.ui.theme.labels import LABELS
from editor.ui.timeline import neighbours
from editor.ui.timeline.viewport import Viewport
from editor.ui.window.line_rows import rows_of_kind
from editor.words import tr, trn

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

# pixels, of picture tracks and of sound
HEIGHTS = {tr("Small"): (44, 32), tr("Medium"): (64, 56), tr("Large"): (120, 100)}
NOTHING_SELECTED = tr("Select a clip first")

ALIGNMENTS = {
    Alignment.CENTRE: tr("Centre at Cut"),
    Alignment.START: tr("Start at Cut"),
    Alignment.END: tr("End at Cut"),
}


def transition_rows(session: Session, transition_id: ItemId) -> list[MenuRow]:
    """What it is, where it stands, and that it may go."""
    timeline = session.document.timeline
    transition = edits.transition_at(timeline, transition_id)[1]
    names = transitions.NAMES[timeline.track_of(transition_id).kind]
    kinds = [
        MenuRow(name, partial(transitions.set_kind, session, transition_id, kind), checked=transition.kind == kind)
        for kind, name in names.items()
    ]
    now = edits.alignment_of(transition)
    places = [
        MenuRow(label, partial(transitions.align, session, transition_id, alignment), checked=now is alignment)
        for alignment, label in ALIGNMENTS.items()
    ]
    default = partial(transitions.make_default_length, session, transition_id)
    remove = partial(transitions.remove, session, transition_id)
    return [
        *(kinds if len(kinds) > 1 else []),
        *([LINE] if len(kinds) > 1 else []),
        *places,
        LINE,
        MenuRow(tr("Use as Default Length"), default),
        LINE,
        MenuRow(tr("Delete Transition"), remove, "Del", "ph.trash-simple"),
    ]


def cut_rows(session: Session, left_id: ItemId) -> list[MenuRow]:
    """Of the menu of a cut, which is named by the clip before it: how it is to be trimmed from now on."""
    row, index = session.document.timeline.place(left_id)
    right = neighbours.clip_after(session.document.timeline.tracks[row], index)
    if right is None:
        return []
    roll, ripple_left, _, ripple_right, _ = edit_points.ways_at(left_id, right.id)
    choose, now = session.view.choose_edit_point, session.view.edit_point
    named = (
        (tr("Roll Edit"), roll),
        (tr("Ripple Trim Clip Before the Cut"), ripple_left),
        (tr("Ripple Trim Clip After the Cut"), ripple_right),
    )
    rows = [MenuRow(label, partial(choose, point), checked=point == now) for label, point in named]
    if edits.plays_on(session.document.timeline, left_id, right.id):
        rows.append(MenuRow(tr("Join Through Edit"), partial(editing.join, session, left_id, right.id)))
    return rows


def label_rows(session: Session) -> list[MenuRow]:
    """The submenu of colours, for the selected clips."""
    reason = "" if selected_clips(session) else NOTHING_SELECTED
    return [MenuRow(tr("Label"), enabled=not reason, reason=reason, submenu=tuple(_colour_rows(session)))]


def _colour_rows(session: Session) -> list[MenuRow]:
    now = grouping.label_of(session)
    reason = "" if selected_clips(session) else NOTHING_SELECTED

    def row(label: str, name: str) -> MenuRow:
        choose = partial(grouping.set_label, session, name)
        return MenuRow(label, choose, enabled=not reason, reason=reason, checked=now == name, swatch=name)

    return [row(tr("None"), ""), LINE, *(row(tr(label.name), name) for name, label in LABELS.items())]


def clip_rows(window: "MainWindow", clip_id: ItemId) -> dict[str, Callable[[], list[MenuRow]]]:
    """What depends on the clip in its menu, by the names behind the stars in its table."""
    session = window.session
    kind = session.document.timeline.track_of(clip_id).kind
    return {
        "labels": partial(_colour_rows, session),
        "lines": partial(rows_of_kind, window, kind),
        "replace": partial(_replace_rows, window),
        "sync": partial(_sync_rows, session, clip_id),
    }


def _replace_rows(window: "MainWindow") -> list[MenuRow]:
    session, pooled = window.session, window.pool.selected_ids
    no_source = "" if session.source.media else tr("Double-click a clip in the media pool first")
    no_pool = "" if len(pooled) == 1 else tr("Select one clip in the media pool first")
    sourced, matching = partial(replacing.replace_from_source, session), partial(replacing.replace_matching, session)
    return [
        _replace(tr("Replace From Source Monitor"), sourced, no_source),
        _replace(tr("Replace From Source Monitor, Match Frame"), matching, no_source),
        _replace(tr("Replace From Media Pool"), partial(_replace_pooled, session, pooled), no_pool),
    ]


def _replace(label: str, run: Callable[[], object], reason: str) -> MenuRow:
    return MenuRow(label, run, icon="ph.swap", enabled=not reason, reason=reason)


def _replace_pooled(session: Session, pooled: tuple[MediaId, ...]) -> None:
    replacing.replace_from_pool(session, session.document.timeline.media_by_id[pooled[0]])


def _sync_rows(session: Session, clip_id: ItemId) -> list[MenuRow]:
    """Of a clip that is out of sync."""
    apart = edits.sync_offset(session.document.timeline, session.document.timeline.clip(clip_id))
    if not apart:
        return []
    detail = trn("{sign}{count} frame", "{sign}{count} frames", abs(apart), sign="+" if apart > 0 else "−")
    return [
        LINE,
        MenuRow(tr("Move Into Sync"), partial(editing.into_sync, session, clip_id, False), detail=detail),
        MenuRow(tr("Slip Into Sync"), partial(editing.into_sync, session, clip_id, True)),
    ]


def track_rows(session: Session, viewport: Viewport, track_id: TrackId) -> list[MenuRow]:
    """What a track's menu changes about it and about all of them."""
    timeline = session.document.timeline
    track = timeline.track(track_id)
    place = [other.id for other in timeline.tracks if other.kind is track.kind].index(track_id)
    last = sum(other.kind is track.kind for other in timeline.tracks) - 1
    up, down = (1, -1) if track.kind is TrackKind.VIDEO else (-1, 1)
    heights = (
        *_height_rows(viewport, [(track_id, track.kind)]),
        LINE,
        *height_rows(session, viewport, tr("All Tracks")),
    )
    return [
        _move_row(tr("Move Track Up"), session, track_id, up, 0 <= place + up <= last),
        _move_row(tr("Move Track Down"), session, track_id, down, 0 <= place + down <= last),
        MenuRow(tr("Height"), submenu=heights),
    ]


def height_rows(session: Session, viewport: Viewport, label: str = tr("Track Heights")) -> list[MenuRow]:
    """The submenu for all tracks."""
    every = [(track.id, track.kind) for track in session.document.timeline.tracks]
    return [MenuRow(label, submenu=tuple(_height_rows(viewport, every)))]


def _move_row(label: str, session: Session, track_id: TrackId, by: int, possible: bool) -> MenuRow:
    reason = "" if possible else tr("It is the outermost of its kind there")
    return MenuRow(label, partial(tracks.move_track, session, track_id, by), enabled=possible, reason=reason)


def _height_rows(viewport: Viewport, wanted: Iterable[tuple[TrackId, TrackKind]]) -> list[MenuRow]:
    these = list(wanted)

    def set_heights(heights: tuple[int, int]) -> None:
        for track_id, kind in these:
            viewport.set_height(track_id, heights[kind is TrackKind.AUDIO])

    def reset() -> None:
        for track_id, _ in these:
            viewport.reset_height(track_id)

    return [
        *(MenuRow(name, partial(set_heights, heights)) for name, heights in HEIGHTS.items()),
        MenuRow(tr("Default"), reset),
    ]
