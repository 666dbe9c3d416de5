"""Comparing takes as the window does it: the program monitor alone, with the other take over its picture."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from editor.actions import comparing
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId
from editor.ui.comparing import Comparison, Mode
from editor.ui.comparing.head import CompareHead
from editor.ui.comparing.join_bar import JoinBar
from editor.ui.comparing.joins import join_frame
from editor.ui.comparing.overlay import STEP, CompareOverlay
from editor.ui.comparing.strip import TakeRow
from editor.ui.window.menu_filling import add_rows, pop_up
from editor.ui.window.take_rows import take_rows
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

NO_CLIP = tr("Select a generated clip that has a take first.")


class Comparing(QObject):
    """Its parts are made when it is first asked for: the window's start needs none of them."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session: Session = window.session
        self.comparison = Comparison(window.session, self)
        self.overlay = CompareOverlay(
            self.comparison, window.session.playback, lambda: window.program.update_overlays()
        )
        self.head: CompareHead | None = None
        self.bar: JoinBar | None = None
        self.cards: TakeRow | None = None
        window.desk.compare_wanted.connect(lambda clip_id: window.perform(partial(self.compare, clip_id)))
        self.comparison.opened.connect(self._arrange)
        self.comparison.ended.connect(self._leave)
        self.comparison.changed.connect(self._refresh)

    @property
    def is_open(self) -> bool:
        return self.comparison.is_open

    def toggle(self) -> None:
        """Of the generated clip that is selected. Raises EditError."""
        if self.is_open:
            self.comparison.end()
        else:
            self.compare(self._needed())

    def compare(self, clip_id: ItemId) -> None:
        """Raises EditError."""
        self.comparison.begin(clip_id)

    def compare_with(self, clip_id: ItemId, number: int) -> None:
        """The take that plays, with another; number: of that, from 1. Raises EditError."""
        if self.comparison.clip_id != clip_id:
            self.compare(clip_id)
        self.comparison.choose(number)

    def open_menu(self, clip_id: ItemId, index: int, at: QPoint) -> None:
        """Of one take, from 0, at a place on the screen."""
        rows = take_rows(self._window, clip_id, index)
        pop_up(self._window, at, lambda menu: add_rows(menu, rows, self._window.perform))

    def leave(self) -> None:
        self.comparison.end()

    def loop_join(self) -> None:
        """Around the join that is compared, else that of the generated clip that is selected. Raises EditError."""
        self.loop_of(self.comparison.clip_id or self._needed())

    def loop_of(self, clip_id: ItemId) -> None:
        timeline = self._session.document.timeline
        comparing.toggle_loop(self._session, join_frame(timeline, timeline.clip(clip_id)))

    def review(self, clip_id: ItemId) -> None:
        """Loop around its join; beside its other takes, where there are some."""
        timeline = self._session.document.timeline
        self._session.document.select([clip_id])
        self._window.timeline_panel.reveal(clip_id)
        if not comparing.why_no_comparison(timeline, clip_id):
            self.compare(clip_id)
        self._session.playback.pause()
        comparing.toggle_loop(self._session, join_frame(timeline, timeline.clip(clip_id)))

    def move_wipe(self, steps: int) -> None:
        self.comparison.set_mode(Mode.WIPE)
        self.overlay.move_to(self.overlay.wipe + steps * STEP)

    def close(self) -> None:
        self.comparison.close()

    def _needed(self) -> ItemId:
        clip_id = self._window.desk.selected_generated()
        if clip_id is None:
            raise EditError(tr("No generated clip is selected."), NO_CLIP)
        return clip_id

    def _make_parts(self) -> None:
        window, playback = self._window, self._session.playback
        self.head = CompareHead(self.comparison)
        self.bar = JoinBar()
        self.cards = TakeRow(self._session, self.comparison, window.perform)
        self.head.left.connect(self.leave)
        self.bar.begun.connect(playback.pause)
        self.bar.scrubbed.connect(playback.scrub)
        self.cards.menu_wanted.connect(self._open_menu)
        window.program.area.overlays.append(self.overlay)  # it paints nothing while nothing is compared
        window.program.add_guests(self.head, self.bar, self.cards)
        playback.frame_changed.connect(self._show_frame)
        self.comparison.beside.changed.connect(window.program.update_overlays)
        self._session.document.selection_changed.connect(self._follow_selection)

    def _arrange(self) -> None:
        if self.head is None:
            self._make_parts()
        self._show_parts(True)
        self._window.program.setFocus()

    def _leave(self) -> None:
        self._show_parts(False)

    def _show_parts(self, shown: bool) -> None:
        window = self._window
        window.monitors.set_alone(shown)
        for part in (self.head, self.bar, self.cards):
            assert part is not None, "made before"
            part.setVisible(shown)
        window.program.scrub_bar.setVisible(not shown)
        window.regions.set_tall(shown)
        window.program.update_overlays()

    def _refresh(self) -> None:
        self._window.actions_by_id.refresh()
        self._window.program.update_overlays()
        if self.head is None or self.bar is None or self.cards is None or not self.is_open:
            return
        comparison, timeline = self.comparison, self._session.document.timeline
        self.overlay.timeline = timeline
        self.head.show_timeline(timeline)
        place = timeline.range_of(comparison.clip.id)
        self.bar.show_join(comparison.span, comparison.join, place, comparison.lamp(comparison.clip.active))
        self.bar.show_frame(self._session.playback.frame)
        self.cards.refresh()

    def _show_frame(self, frame: int) -> None:
        if self.is_open and self.bar is not None:
            self.bar.show_frame(frame)
            self._window.program.update_overlays()

    def _follow_selection(self, *_: object) -> None:
        """Another generated clip with takes of its own is compared in its turn; anything else changes nothing."""
        clip_id = self._window.desk.selected_generated()
        if self.is_open and clip_id not in (None, self.comparison.clip_id):
            assert clip_id is not None, "asked before"
            if not comparing.why_no_comparison(self._session.document.timeline, clip_id):
                self.comparison.begin(clip_id)

    def _open_menu(self, index: int, at: QPoint) -> None:
        self.open_menu(self.comparison.clip.id, index, at)
