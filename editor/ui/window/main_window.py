"""The main window: makes the regions, joins them, and closes without losing anything."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from editor.actions import importing, marking, placing, sourcing
from editor.session import Session
from editor.timeline.model import Clip, ItemId, MediaId, Timeline
from editor.ui.generation.desk import GenerationDesk
from editor.ui.inspector import Inspector
from editor.ui.inspector.page import Ways
from editor.ui.job_list import JobList
from editor.ui.pool import Pool
from editor.ui.timeline.noise_lane import NoiseLane
from editor.ui.timeline.panel import TimelinePanel
from editor.ui.timeline.stage import Callbacks
from editor.ui.toast import Toasts
from editor.ui.viewer import Monitor, StartCard
from editor.ui.widgets import EmptyState
from editor.ui.window.actions import Actions
from editor.ui.window.arrangement import Arrangement
from editor.ui.window.commands import all_commands
from editor.ui.window.errors import Performer
from editor.ui.window.exporting import Exporting
from editor.ui.window.files import Files
from editor.ui.window.keyframes import Keyframes
from editor.ui.window.keys import is_kept
from editor.ui.window.lane_menus import LaneMenus
from editor.ui.window.making import Making
from editor.ui.window.media_files import MediaFiles
from editor.ui.window.menu_filling import add_rows, fill_bar, pop_up
from editor.ui.window.model_folders import ModelFolders
from editor.ui.window.monitor_actions import PROGRAM, SOURCE, monitor_actions
from editor.ui.window.monitors import Monitors, source_view
from editor.ui.window.naming import Naming
from editor.ui.window.pool_menu import pool_rows
from editor.ui.window.recovering import Recovering
from editor.ui.window.regions import Regions
from editor.ui.window.switches import Switches
from editor.ui.window.take_settings import TakeSettings
from editor.ui.window.top_bar import TopBar

JOBS_FOLDED = 32  # pixels of the window's foot
LEAST = QSize(1280, 720)
MODEL_READY = "Built-in model ready"
MODEL_NEEDS = "The built-in model is ready: no download, no graphics card needed."


class MainWindow(QMainWindow):
    """closed: a future that is done when the window is gone for good."""

    def __init__(self, session: Session, leave: Callable[[Session, bool], None]) -> None:
        """leave: closes the session, at the very end; and whether what is not saved may go."""
        super().__init__()
        QApplication.setQuitOnLastWindowClosed(False)  # the process ends when all is closed, not when nothing is seen
        self.session = session
        self._leave = leave
        self.closed: asyncio.Future[None] = asyncio.get_event_loop().create_future()
        self._may_go = self._discard = self._is_asking = self._is_going = self._unjournaled = False
        self.toasts = Toasts(self, above=JOBS_FOLDED)
        self.performer = Performer(self.toasts, self)
        self.perform, self.show_error = self.performer.perform, self.performer.show_error
        self._make_verbs()
        self._make_panels()
        self._lay_out()
        self._connect()
        self.refresh()

    # made once

    def _make_verbs(self) -> None:
        self.files, self.media_files, self.recovering = Files(self), MediaFiles(self), Recovering(self)
        self.exporting, self.switches = Exporting(self), Switches(self)
        self.keyframes, self.take_settings = Keyframes(self), TakeSettings(self)
        self.naming, self.menus = Naming(self.session, self), LaneMenus(self)
        self.timeline_panel = self._made_timeline()
        self.desk = GenerationDesk(self.session, self, self.timeline_panel)
        self.noise_lane = NoiseLane(self.session, self, self.timeline_panel, self.perform)
        self.models = ModelFolders(self)
        self.desk.models_wanted.connect(self.models.open)
        self.desk.adapter_wanted.connect(lambda: self.perform(self.models.add_adapter))
        self.desk.lane_wanted.connect(lambda clip_id: self.perform(partial(self.noise_lane.toggle_of, clip_id)))
        self.making = Making(self)
        self.actions_by_id = Actions(all_commands(self), self.perform, self)

    def _made_timeline(self) -> TimelinePanel:
        session, perform = self.session, self.perform
        callbacks = Callbacks(
            menu=self.menus.open,
            dropped=lambda *what: perform(partial(placing.drop, session, *what)),
            files_dropped=lambda paths, track, frame: perform(
                partial(self.media_files.take_in_at, list(paths), track, frame, session.view.inserting)
            ),
            given=lambda what, place: perform(partial(self.keyframes.take, what, place)),
            opened=self._open_clip,
            refused=self.show_error,
            marker=lambda: perform(partial(marking.add_marker, session)),
        )
        return TimelinePanel(
            session.document, session.view, session.playback, session.thumbnails, session.jobs, callbacks
        )

    def _make_panels(self) -> None:
        session, actions = self.session, self.actions_by_id
        self.top = TopBar(actions["export"])
        presence = self.timeline_panel.surface.presence
        self.pool = Pool(session.document, session.thumbnails, actions["import"], presence)
        self.card = StartCard(import_keys="Ctrl+I", open_keys="Ctrl+O")
        empty = EmptyState("ph.monitor-play", words="Double-click a clip to look at it\nand mark in and out")
        source, program = (
            monitor_actions(actions, view, partial(self._fill_screen, name), further, self.perform)
            for name, view, further in (("source", source_view(session), SOURCE), ("program", session, PROGRAM))
        )
        self.source = Monitor("Source", session.source_playback, session.source.document, source, empty)
        self.program = Monitor("Program", session.playback, session.document, program, self.card)
        self.monitors = Monitors(session, self.source, self.program)
        self.inspector = Inspector(Ways(session, self.perform, self._bridge_gap, self.noise_lane.open, self._fill_gap))
        self.jobs = JobList(session.jobs, session.document, session.thumbnails)

    def _lay_out(self) -> None:
        self.regions = Regions(self, self.top, self.pool, self.monitors, self.timeline_panel, self.inspector, self.jobs)
        self.setCentralWidget(self.regions)
        self.setMinimumSize(LEAST)
        rows = {
            "recent": self.files.recent_rows,
            "earlier": self.files.earlier_rows,
            "generate": self.making.rows,
        }
        fill_bar(self.top.menus, self.actions_by_id, rows, self.perform)
        self.arrangement = Arrangement(self, self.session.settings)
        self.arrangement.restore()

    def _connect(self) -> None:
        session, document = self.session, self.session.document
        document.timeline_changed.connect(self._record)
        document.timeline_changed.connect(self.refresh)
        document.selection_changed.connect(self.actions_by_id.refresh)
        self.noise_lane.changed.connect(self.actions_by_id.refresh)
        document.undo_stack.cleanChanged.connect(self.refresh)
        session.source.document.timeline_changed.connect(self.actions_by_id.refresh)
        session.view.changed.connect(self.actions_by_id.refresh)
        session.playback.failed.connect(self.show_error)
        session.source_playback.failed.connect(self.show_error)
        self.card.import_wanted.connect(self.actions_by_id["import"].trigger)
        self.card.open_wanted.connect(self.actions_by_id["open"].trigger)
        self.jobs.reveal_wanted.connect(self.making.reveal)
        self.desk.keyframe_wanted.connect(lambda: self.perform(self.keyframes.place))
        self.desk.settings_wanted.connect(lambda clip_id: self.perform(partial(self.take_settings.show, clip_id)))
        self.jobs.refused.connect(self.show_error)
        self.jobs.folded.connect(self._make_room_for_toasts)
        self._connect_pool()

    def _connect_pool(self) -> None:
        session, pool, perform = self.session, self.pool, self.perform
        pool.files_dropped.connect(lambda paths: perform(partial(self.files.take_in, paths)))
        pool.opened.connect(self.open_media)
        self.timeline_panel.surface.presence.changed.connect(self._see_what_is_missing)
        session.thumbnails.failed.connect(self._look_again)
        pool.relink_wanted.connect(lambda media_id: perform(partial(self.media_files.relink_id, media_id)))
        pool.deleted.connect(lambda ids: perform(partial(importing.remove_media, session, ids)))
        pool.renamed.connect(lambda media_id, name: perform(partial(importing.rename, session, media_id, name)))
        pool.menu_wanted.connect(self._open_pool_menu)

    def _see_what_is_missing(self) -> None:
        self.media_files.look()

    def _look_again(self, media_id: str, why: str) -> None:
        """A file that cannot be read any more may have gone."""
        self.timeline_panel.surface.presence.look_again()

    # what it can be asked

    async def welcome(self, files: list[Path], notes: Iterable[str] = ()) -> None:
        """Begin: with what is to be recovered, the files named, or nothing. notes: told beside that."""
        self.timeline_panel.lanes.setFocus()  # Space plays
        self.top.show_model(MODEL_READY)
        self.card.show_machine("ok", MODEL_NEEDS)
        self.tell_notes(notes)
        self.models.begin()
        recovered = await self.recovering.offer()
        if files and not recovered:
            await self.files.take_in([file.absolute() for file in files])

    def refresh(self, *_: object) -> None:
        project = self.session.project
        edited = not project.is_saved
        self.top.show_project(project.name, self.files.saved_at, edited)
        self.setWindowTitle(f"{project.name}{' (edited)' if edited else ''} - Longtake")
        self.actions_by_id.refresh()

    def tell_notes(self, notes: Iterable[str]) -> None:
        for note in notes:
            self.toasts.show(note, icon="ph.info")

    def at_hand(self) -> Session:
        """The session as seen by the monitor that keys go to."""
        return self.monitors.at_hand()

    def open_media(self, media_id: str) -> None:
        self.perform(partial(sourcing.open_in_source, self.session, MediaId(media_id)))
        self._give_source_the_keyboard()

    def match_frame(self) -> None:
        """Raises EditError."""
        sourcing.match_frame(self.session)
        self._give_source_the_keyboard()

    def _give_source_the_keyboard(self) -> None:
        """I and O mark what was just opened, as elsewhere."""
        self.monitors.show_monitor(self.source)
        self.source.setFocus()

    def show_shortcuts(self) -> None:
        from editor.ui.window.help import ShortcutsDialog

        ShortcutsDialog(self, self.actions_by_id.commands).open_centred()

    def show_about(self) -> None:
        from editor.ui.window.help import AboutDialog

        AboutDialog(self).open_centred()

    def leave(self, discard: bool = False) -> None:
        """Close without asking. What is not saved is offered at the next start, unless it is to be discarded."""
        self._may_go, self._discard = True, discard
        self.close()

    # what happens

    def _record(self, before: Timeline, after: Timeline) -> None:
        """Into the journal, under the name of the step in the Edit menu."""
        project = self.session.project
        project.record(self.session.document.undo_stack.undoText() or "Edit", before, after)
        error = project.journal_error
        if error is not None and not self._unjournaled:
            self.show_error(error)
        self._unjournaled = error is not None

    def _make_room_for_toasts(self, folded: bool) -> None:
        self.toasts.set_above(JOBS_FOLDED if folded else self.jobs.sizeHint().height() + 2)

    def _open_clip(self, clip: Clip) -> None:
        media = self.session.document.timeline.media_of(clip)
        if media is not None:
            self.open_media(media.id)

    def _open_pool_menu(self, at: QPoint) -> None:
        pop_up(self, at, lambda menu: add_rows(menu, pool_rows(self), self.perform))

    def _bridge_gap(self, gap_id: str) -> None:
        self.session.document.select([ItemId(gap_id)])
        self.perform(self.desk.bridge_selected)

    def _fill_gap(self, gap_id: str) -> None:
        self.session.document.select([ItemId(gap_id)])
        self.perform(self.desk.fill_selected)

    def _fill_screen(self, name: str) -> None:
        (self.source if name == "source" else self.program).toggle_full_screen()

    def event(self, event: QEvent) -> bool:
        """A key that the focused control did not claim, before it becomes a shortcut."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(is_kept(QApplication.focusWidget(), event))
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asked first, as a task; then closed again, for good."""
        event.setAccepted(self._may_go)
        if not self._may_go:
            self._ask_to_close()
        elif not self._is_going:
            self._is_going = True
            asyncio.get_event_loop().create_task(self._go())

    def _ask_to_close(self) -> None:
        async def ask() -> None:
            try:
                if await self.exporting.may_leave() and await self.files.may_leave():
                    self.leave(discard=True)
            finally:
                self._is_asking = False

        if not self._is_asking:
            self._is_asking = True
            self.performer.tasks.start(ask())

    async def _go(self) -> None:
        """The window is not seen any more."""
        self.arrangement.keep()
        self.session.document.undo_stack.cleanChanged.disconnect(self.refresh)  # it tells of its own end, too
        self.desk.close_dialog()
        self.making.close()
        await self.performer.tasks.end_all()
        for each in (self.exporting, self.files):
            each.close()
        self._leave(self.session, self._discard)
        self.closed.set_result(None)
