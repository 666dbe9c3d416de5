"""The main window: makes the regions, joins them, and closes without losing anything."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from editor.actions import editing, importing, marking, placing, sourcing, tracks
from editor.actions.selecting import only_clip
from editor.jobs import JobRow
from editor.session import Session
from editor.timeline.model import Clip, ItemId, MarkerId, Media, MediaId, Timeline, TrackId
from editor.ui import theme
from editor.ui.generation.desk import GenerationDesk
from editor.ui.inspector import Inspector
from editor.ui.inspector.page import Ways
from editor.ui.job_list import JobList
from editor.ui.pool import Pool
from editor.ui.timeline.panel import TimelinePanel
from editor.ui.timeline.stage import Callbacks
from editor.ui.toast import Toasts
from editor.ui.viewer import Monitor, StartCard
from editor.ui.widgets import EmptyState
from editor.ui.window import questions
from editor.ui.window.commands import all_commands
from editor.ui.window.errors import Performer
from editor.ui.window.exporting import Exporting
from editor.ui.window.files import Files
from editor.ui.window.lane_menus import LaneMenus
from editor.ui.window.making import Making
from editor.ui.window.menus import Actions, Rows, add_rows, fill_bar, pop_up
from editor.ui.window.monitors import program_actions, source_actions
from editor.ui.window.pool_menu import pool_rows
from editor.ui.window.regions import Regions
from editor.ui.window.top_bar import TopBar

JOBS_FOLDED = 32  # pixels of the window's foot
SIZE, LEAST = QSize(1600, 960), QSize(1280, 720)
MODEL_READY = "Built-in model ready"


class MainWindow(QMainWindow):
    """closed: a future that is done when the window is gone for good."""

    def __init__(self, session: Session, leave: Callable[[Session, bool], None]) -> None:
        """leave: closes the session, at the very end; and whether what is not saved may go."""
        super().__init__()
        self.session = session
        self._leave = leave
        self.closed: asyncio.Future[None] = asyncio.get_event_loop().create_future()
        self._may_go = self._discard = False
        self.missing: dict[MediaId, Media] = {}
        self.toasts = Toasts(self, above=JOBS_FOLDED)
        self.performer = Performer(self.toasts, self)
        self.perform, self.show_error, self.tasks = (
            self.performer.perform, self.performer.show_error, self.performer.tasks,
        )  # fmt: skip
        self.files = Files(self)
        self.exporting = Exporting(self)
        self.menus = LaneMenus(self)
        self._make_timeline()
        self.desk = GenerationDesk(session, self, self.timeline_panel)
        self.actions_by_id = Actions(all_commands(self), self.perform, self)
        self._make_panels()
        self.making = Making(self)
        self._lay_out()
        self._connect()
        self.refresh()

    # made once

    def _make_timeline(self) -> None:
        session = self.session
        callbacks = Callbacks(
            menu=self.menus.open,
            dropped=lambda ids, track, frame, insert: self.perform(
                lambda: placing.drop(session, ids, track, frame, insert)
            ),
            files_dropped=lambda paths, track, frame: self.perform(
                lambda: self.files.take_in_at(list(paths), track, frame, session.view.inserting)
            ),
            opened=self._open_clip,
            refused=self.show_error,
            marker=lambda: self.perform(lambda: marking.add_marker(session)),
        )
        self.timeline_panel = TimelinePanel(
            session.document, session.view, session.playback, session.thumbnails, session.jobs, callbacks
        )

    def _make_panels(self) -> None:
        session, actions = self.session, self.actions_by_id
        self.top = TopBar(lambda: self.perform(self.exporting.open))
        self.pool = Pool(session.document, session.thumbnails, actions["import"])
        self.card = StartCard(import_keys="Ctrl+I", open_keys="Ctrl+O")
        self.program = Monitor("Program", session.playback, session.document, program_actions(actions), self.card)
        empty = EmptyState("ph.monitor-play", words="Double-click a clip to look at it\nand mark in and out")
        self.source = Monitor("Source", session.source_playback, session.source.document, source_actions(self), empty)
        self.inspector = Inspector(Ways(session, self.perform, self._bridge_gap))
        self.jobs = JobList(session.jobs, session.document, session.thumbnails)

    def _lay_out(self) -> None:
        self.regions = Regions(
            self.top, self.pool, (self.source, self.program), self.timeline_panel, self.inspector, self.jobs
        )
        self.setCentralWidget(self.regions)
        self.setMinimumSize(LEAST)
        self.resize(SIZE)
        live: Rows = {"recent": self.files.recent_rows, "generate": self.making.rows}
        fill_bar(self.top.menus, self.actions_by_id, live, self.perform)

    def _connect(self) -> None:
        session, document = self.session, self.session.document
        document.timeline_changed.connect(self._record)
        document.timeline_changed.connect(self.refresh)
        document.selection_changed.connect(self.actions_by_id.refresh)
        document.undo_stack.cleanChanged.connect(self.refresh)
        session.view.changed.connect(self.actions_by_id.refresh)
        session.playback.failed.connect(self.show_error)
        self.card.import_wanted.connect(lambda: self.perform(self.files.import_media))
        self.card.open_wanted.connect(lambda: self.perform(self.files.open))
        self.pool.files_dropped.connect(lambda paths: self.perform(lambda: self.files.take_in(paths)))
        self.pool.opened.connect(self._open_media)
        self.pool.relink_wanted.connect(lambda media_id: self.perform(lambda: self.files.relink_id(media_id)))
        self.pool.deleted.connect(lambda ids: self.perform(lambda: importing.remove_media(session, ids)))
        self.pool.renamed.connect(
            lambda media_id, name: self.perform(lambda: importing.rename(session, media_id, name))
        )
        self.pool.menu_wanted.connect(self._open_pool_menu)
        self.jobs.reveal_wanted.connect(self._reveal_job)
        self.jobs.refused.connect(self.show_error)
        self.jobs.folded.connect(self._make_room_for_toasts)

    # what it can be asked

    async def welcome(self, files: list[Path]) -> None:
        """Begin: with what is to be recovered, the files named, or nothing."""
        self.timeline_panel.lanes.setFocus()  # Space plays
        self.top.show_model(MODEL_READY)
        self.card.show_machine("ok", "The built-in model is ready: no download, no graphics card needed.")
        if not await self.files.offer_recovery() and files:
            await self.files.open_or_import(files)

    def refresh(self, *_: object) -> None:
        project = self.session.project
        edited = not project.is_saved
        self.top.show_project(project.name, self.files.saved_at, edited)
        self.setWindowTitle(f"{project.name}{' (edited)' if edited else ''} - Longtake")
        self.top.export.setEnabled(self.has_clips())
        self.actions_by_id.refresh()

    def look_for_media(self) -> None:
        """Which files of the pool are not there just now."""
        self.missing = {media.id: media for media in importing.missing(self.session.document.timeline)}
        self.actions_by_id.refresh()

    def has_clips(self) -> bool:
        return self.session.document.timeline.duration > 0

    async def rename_selected(self) -> None:
        clip = only_clip(self.session)
        if clip is not None and (name := await questions.text_asked(self, "Rename", "Name of the clip", clip.name)):
            editing.rename(self.session, clip.id, name)

    async def rename_marker(self, marker_id: MarkerId) -> None:
        name = await questions.text_asked(self, "Rename marker", "Name of the marker", "")
        if name is not None:
            marking.rename_marker(self.session, marker_id, name)

    async def rename_track(self, track_id: TrackId) -> None:
        track = self.session.document.timeline.track(track_id)
        if name := await questions.text_asked(self, "Rename track", "Name of the track", track.name):
            tracks.rename_track(self.session, track_id, name)

    @property
    def is_picture_full_screen(self) -> bool:
        return self.program.is_full_screen

    def toggle_full_screen(self) -> None:
        (self.source if self.source.has_keyboard else self.program).toggle_full_screen()

    @property
    def is_light(self) -> bool:
        return self.session.settings.text("theme", "dark") == "light"

    def toggle_theme(self) -> None:
        name = "dark" if self.is_light else "light"
        self.session.settings.set({"theme": name})
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, name)

    @property
    def shows_inspector(self) -> bool:
        return self.inspector.isVisibleTo(self.regions)

    def toggle_inspector(self) -> None:
        self.inspector.setVisible(not self.shows_inspector)

    @property
    def shows_jobs(self) -> bool:
        return self.jobs.is_unfolded

    def toggle_jobs(self) -> None:
        self.jobs.set_unfolded(not self.jobs.is_unfolded)

    def show_shortcuts(self) -> None:
        from editor.ui.window.help import ShortcutsDialog

        ShortcutsDialog(self, self.actions_by_id.commands).open_centred()

    def show_about(self) -> None:
        from editor.ui.window.help import AboutDialog

        AboutDialog(self).open_centred()

    # what happens

    def _record(self, before: Timeline, after: Timeline) -> None:
        """Into the journal, under the name of the step in the Edit menu."""
        name = self.session.document.undo_stack.undoText() or "Edit"
        self.session.project.record(name, before, after)

    def _make_room_for_toasts(self, folded: bool) -> None:
        self.toasts.set_above(JOBS_FOLDED if folded else self.jobs.sizeHint().height() + 2)

    def _open_media(self, media_id: str) -> None:
        self.perform(lambda: sourcing.open_in_source(self.session, MediaId(media_id)))
        self.regions.show_monitor(self.source)

    def _open_clip(self, clip: Clip) -> None:
        media = self.session.document.timeline.media_of(clip)
        if media is not None:
            self._open_media(media.id)

    def _open_pool_menu(self, at: QPoint) -> None:
        pop_up(self, at, lambda menu: add_rows(menu, pool_rows(self), self.perform))

    def _bridge_gap(self, gap_id: str) -> None:
        self.session.document.select([ItemId(gap_id)])
        self.perform(self.desk.bridge_selected)

    def _reveal_job(self, row: JobRow) -> None:
        clip_id = ItemId(row.clip_id)
        if self.session.document.timeline.has(clip_id):
            self.session.document.select([clip_id])
            self.timeline_panel.reveal(clip_id)
            self.session.playback.seek(self.session.document.timeline.range_of(clip_id).start)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.regions.arrange(self.width(), self.height())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Asked first, as a task; then closed again, for good."""
        if self._may_go:
            event.accept()
            self._go()
        else:
            event.ignore()
            self.tasks.start(self._ask_to_close())

    async def _ask_to_close(self) -> None:
        if await self.files.may_close():
            self.leave(discard=True)

    def leave(self, discard: bool = False) -> None:
        """Close without asking. What is not saved is offered at the next start, unless it is to be discarded."""
        self._may_go, self._discard = True, discard
        self.close()

    def _go(self) -> None:
        self.session.document.undo_stack.cleanChanged.disconnect(self.refresh)  # it tells of its own end, too
        self.tasks.cancel_all()
        self.making.close()
        self.exporting.close()
        self.desk.close_dialog()
        self._leave(self.session, self._discard)
        if not self.closed.done():
            self.closed.set_result(None)
