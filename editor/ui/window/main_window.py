"""The main window: makes the regions, joins them, and closes without losing anything."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from editor.actions import sourcing
from editor.session import Session
from editor.timeline.model import MediaId, Timeline
from editor.ui.generation.desk import GenerationDesk
from editor.ui.inspector import Inspector
from editor.ui.inspector.page import Ways
from editor.ui.jobs import JobList
from editor.ui.pool import Pool
from editor.ui.timeline.noise_lane import NoiseLane
from editor.ui.timeline.panel import TimelinePanel
from editor.ui.toast import Toasts
from editor.ui.viewer import Monitor, StartCard
from editor.ui.widgets import EmptyState
from editor.ui.window.actions import Actions
from editor.ui.window.arrangement import Arrangement
from editor.ui.window.commands import all_commands
from editor.ui.window.comparing import Comparing
from editor.ui.window.cut_menus import height_rows, label_rows
from editor.ui.window.dropping import Drops
from editor.ui.window.errors import Performer
from editor.ui.window.exporting import Exporting
from editor.ui.window.files import Files
from editor.ui.window.generative import Generative
from editor.ui.window.keyframes import Keyframes
from editor.ui.window.keys import is_kept
from editor.ui.window.lane_menus import LaneMenus
from editor.ui.window.lane_wishes import lane_wishes
from editor.ui.window.line_rows import line_rows
from editor.ui.window.making import Making
from editor.ui.window.markers import Markers
from editor.ui.window.media_files import MediaFiles
from editor.ui.window.menu_filling import Rows, fill_bar
from editor.ui.window.model_folders import ModelFolders
from editor.ui.window.monitor_actions import PROGRAM, SOURCE, monitor_actions
from editor.ui.window.monitor_overlays import lay_over
from editor.ui.window.monitors import Monitors, source_view
from editor.ui.window.naming import Naming
from editor.ui.window.paste_attributes import PasteAttributes
from editor.ui.window.pooling import Pooling
from editor.ui.window.preferences import Preferences
from editor.ui.window.project_settings import ProjectSettingsVerb
from editor.ui.window.proxying import Proxying
from editor.ui.window.recovering import Recovering
from editor.ui.window.regions import Regions
from editor.ui.window.rendering import Renders
from editor.ui.window.sending import Sends
from editor.ui.window.shortcuts import Shortcuts
from editor.ui.window.sounding import Sounding
from editor.ui.window.source_drags import SourceDrags
from editor.ui.window.speed import Speeds
from editor.ui.window.switches import Switches
from editor.ui.window.tab_order import go_on
from editor.ui.window.take_settings import TakeSettings
from editor.ui.window.timelines import Timelines
from editor.ui.window.top_bar import TopBar
from editor.ui.window.track_heights import TrackHeights
from editor.ui.window.trim_views import TrimViews
from editor.ui.window.welcome import Welcome
from editor.words import tr

JOBS_FOLDED = 32  # pixels of the window's foot
MODEL_READY = tr("Built-in model ready")


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
        self.performer.help = self.help_about
        self._make_verbs()
        self._make_panels()
        self._lay_out()
        self._connect()
        self.refresh()

    # made once

    def _make_verbs(self) -> None:
        self.files, self.media_files, self.recovering = Files(self), MediaFiles(self), Recovering(self)
        self.timelines, self.sends, self.pooling = Timelines(self), Sends(self), Pooling(self)
        self.exporting, self.switches = Exporting(self), Switches(self)
        self.keyframes, self.take_settings, self.proxying = Keyframes(self), TakeSettings(self), Proxying(self)
        self.naming, self.menus, self.markers = Naming(self.session, self), LaneMenus(self), Markers(self)
        self.speeds, self.renders, self.shortcuts = Speeds(self), Renders(self), Shortcuts(self)
        self.project_settings = ProjectSettingsVerb(self)
        self.paste_attributes = PasteAttributes(self.session, self, self.perform)
        self.timeline_panel = TimelinePanel(
            self.session.document, self.session.view, self.session.playback, self.session.thumbnails,
            self.session.jobs, lane_wishes(self),
        )  # fmt: skip
        self.sounding = Sounding(self)
        self.desk = GenerationDesk(self.session, self, self.timeline_panel)
        self.noise_lane = NoiseLane(self.session, self, self.timeline_panel, self.perform)
        self.models = ModelFolders(self)
        self.making, self.comparing = Making(self), Comparing(self)
        self.actions_by_id = Actions(all_commands(self), self.perform, self, self.session.settings)

    def _make_panels(self) -> None:
        session, actions = self.session, self.actions_by_id
        self.top = TopBar(actions["export"])
        presence = self.timeline_panel.surface.presence
        self.pool = Pool(session.document, session.thumbnails, actions["import"], presence, actions["new-folder"])
        self.card = StartCard(import_keys="Ctrl+I", open_keys="Ctrl+O")
        empty = EmptyState("ph.monitor-play", words=tr("Double-click a clip to look at it\nand mark in and out"))
        source, program = (
            monitor_actions(actions, view, partial(self._fill_screen, name), further, self.perform)
            for name, view, further in (("source", source_view(session), SOURCE), ("program", session, PROGRAM))
        )
        self.source = Monitor(tr("Source"), session.source_playback, session.source.document, source, empty)
        self.program = Monitor(tr("Program"), session.playback, session.document, program, self.card)
        self.monitors = Monitors(session, self.source, self.program)
        lay_over(self.program, session, self.perform)
        self.trim_views, self.source_drags = TrimViews(self), SourceDrags(self)
        making, comparing = self.making, self.comparing
        self.inspector = Inspector(Ways(session, self.perform, making.bridge_gap, self.noise_lane.open,
                                        making.fill_gap, comparing.compare, comparing.loop_of,
                                        comparing.open_menu))  # fmt: skip
        self.jobs = JobList(session.jobs, session.document, session.thumbnails)

    def _lay_out(self) -> None:
        self.regions = Regions(self, self.top, self.pool, self.monitors, self.timeline_panel, self.inspector, self.jobs)
        self.setCentralWidget(self.regions)
        rows: Rows = {
            "recent": self.files.recent_rows,
            "earlier": self.files.earlier_rows,
            "generate": self.making.rows,
            "labels": partial(label_rows, self.session),
            "heights": partial(height_rows, self.session, self.timeline_panel.viewport),
            "lines": partial(line_rows, self.session),
        }
        fill_bar(self.top.menus, self.actions_by_id, rows, self.perform)
        self.generative = Generative(self)
        self.greeting = Welcome(self)
        self.preferences = Preferences(self)
        TrackHeights(self)
        Drops(self)
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
        session.playback.loop_changed.connect(self.actions_by_id.refresh)
        session.playback.failed.connect(self.show_error)
        session.source_playback.failed.connect(self.show_error)
        self.making.serve(self.jobs)
        self.jobs.refused.connect(self.show_error)
        self.jobs.folded.connect(self._make_room_for_toasts)
        self.pooling.serve()

    # what it can be asked

    async def welcome(self, files: list[Path], notes: Iterable[str] = ()) -> None:
        """Begin: with what is to be recovered, the files named, or nothing. notes: told beside that."""
        self.timeline_panel.lanes.setFocus()  # Space plays
        self.top.show_model(MODEL_READY)
        self.greeting.tell()
        self.tell_notes(notes)
        self.models.begin()
        recovered = await self.recovering.offer()
        if files and not recovered:
            await self.files.take_in([file.absolute() for file in files])

    def refresh(self, *_: object) -> None:
        project = self.session.project
        edited = not project.is_saved
        self.top.show_project(project.name, self.files.saved_at, edited)
        name = project.name
        self.setWindowTitle(tr("{name} (edited) - Longtake", name=name) if edited else f"{name} - Longtake")
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

    def show_about(self) -> None:
        from editor.ui.window.help import AboutDialog

        AboutDialog(self, self.session.models).open_centred()

    def show_help(self) -> None:
        """Raises LongtakeError."""
        from editor.ui.window.pages import show_pages

        show_pages(self)

    def help_about(self, what: str) -> Callable[[], None] | None:
        """What shows the part of the help that explains an error; None where no part does."""
        from editor.ui.window.pages import help_about

        return help_about(self, what)

    def leave(self, discard: bool = False) -> None:
        """Close without asking. What is not saved is offered at the next start, unless it is to be discarded."""
        self._may_go, self._discard = True, discard
        self.close()

    # what happens

    def _record(self, before: Timeline, after: Timeline) -> None:
        """Into the journal, under the name of the step in the Edit menu."""
        project = self.session.project
        project.record(self.session.document.undo_stack.undoText() or tr("Edit"), before, after)
        error = project.journal_error
        if error is not None and not self._unjournaled:
            self.show_error(error)
        self._unjournaled = error is not None

    def _make_room_for_toasts(self, folded: bool) -> None:
        self.toasts.set_above(JOBS_FOLDED if folded else self.jobs.sizeHint().height() + 2)

    def _fill_screen(self, name: str) -> None:
        (self.source if name == "source" else self.program).toggle_full_screen()

    def event(self, event: QEvent) -> bool:
        """A key that the focused control did not claim, before it becomes a shortcut."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(is_kept(QApplication.focusWidget(), event))
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        return go_on(self, forward)

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
        self.greeting.close()
        await self.performer.tasks.end_all()
        for each in (self.exporting, self.renders, self.sends, self.files, self.comparing):
            each.close()
        self._leave(self.session, self._discard)
        self.closed.set_result(None)
