"""What the right mouse button offers on the timeline: on a clip, a gap, a cut, a dissolve, a marker, a track."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from editor.actions import editing, filling, tracks
from editor.timeline.model import Gap, ItemId, MarkerId, TrackId, TrackKind
from editor.ui.generation import clip_menu
from editor.ui.generation.keyframe_menu import keyframe_rows
from editor.ui.generation.rows import LINE, MenuRow
from editor.ui.widgets import Menu
from editor.ui.window.cut_menus import clip_rows, cut_rows, track_rows, transition_rows
from editor.ui.window.menu_filling import add_commands, add_rows, fill, pop_up
from editor.ui.window.menus import CLIP, CUT, EMPTY, TRACK, Table
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


class LaneMenus:
    """`open` is the timeline's `menu` callback."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.shown: Menu | None = None  # the one that is open, or was last

    def open(self, kind: str, item_id: str | None, frame: int, at: QPoint) -> None:
        fillers: dict[str, Callable[[Menu, str], None]] = {
            "clip": self._fill_clip,
            "keyframe": self._fill_keyframe,
            "gap": self._fill_gap,
            "cut": self._fill_cut,
            "transition": self._fill_transition,
            "marker": self._fill_marker,
            "track": self._fill_track,
        }
        if item_id is None or kind not in fillers:
            self.shown = pop_up(self._window, at, lambda menu: self._fill_empty(menu, item_id, frame))
        else:
            self.shown = pop_up(self._window, at, lambda menu: fillers[kind](menu, item_id))

    def _fill_clip(self, menu: Menu, clip_id: str) -> None:
        window, clip = self._window, ItemId(clip_id)
        made = clip_menu.clip_rows(window.desk, clip)
        rows = {"generate": lambda: [*made, LINE] if made else [], **clip_rows(window, clip)}
        fill(menu, CLIP, window.actions_by_id, rows, window.perform)

    def _fill_keyframe(self, menu: Menu, clip_id: str) -> None:
        """Of the one that was pressed, which is selected then."""
        self._add_rows(menu, keyframe_rows(self._window.session))

    def _fill_gap(self, menu: Menu, gap_id: str) -> None:
        session = self._window.session
        gap = session.document.timeline.item(ItemId(gap_id))
        assert isinstance(gap, Gap), "the timeline calls this a gap"
        menu.add_head(tr("Gap, {duration} frames", duration=gap.duration))
        rows = clip_menu.gap_rows(self._window.desk, gap.id)
        track_id = session.document.timeline.track_of(gap.id).id
        self._add_rows(menu, [
            *([*rows, LINE] if rows else []),
            MenuRow(tr("Close Gap"), partial(editing.close_gap, session, gap.id), "Del"),
            MenuRow(tr("Close All Gaps"), partial(editing.close_all_gaps, session, track_id)),
        ])  # fmt: skip

    def _fill_cut(self, menu: Menu, left_id: str) -> None:
        rows = clip_menu.cut_rows(self._window.desk, ItemId(left_id))
        self._add_rows(menu, [*rows, LINE] if rows else [])
        self._add_rows(menu, [*cut_rows(self._window.session, ItemId(left_id)), LINE])
        self._add_commands(menu, CUT)

    def _fill_transition(self, menu: Menu, transition_id: str) -> None:
        self._add_rows(menu, transition_rows(self._window.session, ItemId(transition_id)))

    def _fill_marker(self, menu: Menu, marker_id: str) -> None:
        self._add_rows(menu, self._window.markers.rows(MarkerId(marker_id)))

    def _fill_track(self, menu: Menu, track_id: str) -> None:
        session = self._window.session
        self._add_commands(menu, TRACK)
        self._add_rows(menu, [
            LINE,
            MenuRow(tr("Rename Track…"), partial(self._window.naming.track, TrackId(track_id))),
            *track_rows(session, self._window.timeline_panel.viewport, TrackId(track_id)),
            MenuRow(tr("Close All Gaps"), partial(editing.close_all_gaps, session, TrackId(track_id))),
            LINE,
            MenuRow(tr("Delete Track"), partial(tracks.remove_track, session, TrackId(track_id)),
                    icon="ph.trash-simple"),
            MenuRow(tr("Delete Empty Tracks"), partial(tracks.remove_empty_tracks, session)),
        ])  # fmt: skip

    def _fill_empty(self, menu: Menu, track_id: str | None, frame: int) -> None:
        timeline = self._window.session.document.timeline
        track = timeline.track(TrackId(track_id)) if track_id is not None else None
        generative = self._window.session.view.generative
        if track is not None and track.kind is TrackKind.VIDEO and generative:
            row = clip_menu.fill_row(self._window.desk, filling.room_at(timeline, track, frame))
            self._add_rows(menu, [row, LINE])
        self._add_commands(menu, EMPTY)

    def _add_rows(self, menu: Menu, rows: Sequence[MenuRow]) -> None:
        add_rows(menu, rows, self._window.perform)

    def _add_commands(self, menu: Menu, table: Table) -> None:
        self._window.actions_by_id.refresh()
        add_commands(menu, table, self._window.actions_by_id)
