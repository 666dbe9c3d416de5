"""What the window does about generation: places takes as they come, and tells when a clip is ready or failed."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from editor.actions import filling
from editor.actions.making_handles import side_to_make, why_no_handles
from editor.actions.placing_takes import TakePlacer
from editor.actions.remedies import reach_of
from editor.actions.smaller import retry_smaller
from editor.jobs import JobRow, JobState
from editor.timeline.errors import EditError, InsufficientMedia
from editor.timeline.model import Gap, ItemId, Media, Purpose
from editor.ui.generation import clip_menu
from editor.ui.generation.join import join_verdict
from editor.ui.generation.rows import MenuRow
from editor.ui.jobs import JobList, JobLogDialog
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

NOTHING = tr("Select a picture clip or a gap between two to make frames for it")


class Making(QObject):
    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._told: set[tuple[str, JobState]] = set()
        self.log: JobLogDialog | None = None  # that is open, or was last
        self.placer = TakePlacer(self._session, self)
        self.placer.failed.connect(window.show_error)
        self.placer.placed.connect(self._show_placed)
        self._session.jobs.changed.connect(self._hear)
        window.performer.remedy = self.remedy
        self._serve_desk()

    def serve(self, jobs: JobList) -> None:
        """What is asked of the jobs in the window's list."""
        jobs.reveal_wanted.connect(self.reveal)
        jobs.review_wanted.connect(self._review_job)
        jobs.log_wanted.connect(self._show_log)
        jobs.smaller_wanted.connect(lambda row: self._window.perform(partial(retry_smaller, self._session, row)))

    def _serve_desk(self) -> None:
        """What its dialogs and rows leave to others."""
        window, desk, perform = self._window, self._window.desk, self._window.perform
        desk.models_wanted.connect(window.models.open_meant)
        desk.adapter_wanted.connect(lambda: perform(window.models.add_adapter))
        desk.lane_wanted.connect(lambda clip_id: perform(partial(window.noise_lane.toggle_of, clip_id)))
        desk.keyframe_wanted.connect(lambda: perform(window.keyframes.place))
        desk.send_wanted.connect(lambda clip_id: perform(partial(window.sends.ask, clip_id)))
        desk.settings_wanted.connect(lambda clip_id: perform(partial(window.take_settings.show, clip_id)))

    def bridge_gap(self, gap_id: str) -> None:
        self._session.document.select([ItemId(gap_id)])
        self._window.perform(self._window.desk.bridge_selected)

    def fill_gap(self, gap_id: str) -> None:
        self._session.document.select([ItemId(gap_id)])
        self._window.perform(self._window.desk.fill_selected)

    def close(self) -> None:
        self.placer.close()

    def words_for_leaving(self) -> str:
        """What becomes of what is being made, for whoever is asked whether to leave."""
        count = sum(row.state in (JobState.QUEUED, JobState.RUNNING) for row in self._session.jobs.rows)
        return tr("What is being made comes with it when it is opened again.") if count else ""

    def rows(self) -> list[MenuRow]:
        """Of the Generate menu: what can be done with the clip or gap that is selected."""
        document, desk = self._session.document, self._window.desk
        clip = desk.selected_picture()
        if clip is not None:
            return clip_menu.clip_rows(desk, clip.id)
        gaps = [item_id for item_id in document.selection if isinstance(document.timeline.item(item_id), Gap)]
        rows = clip_menu.gap_rows(desk, gaps[0]) if len(gaps) == 1 else []
        return rows or [clip_menu.fill_row(desk, filling.room_meant(self._session)), MenuRow(NOTHING)]

    def remedy(self, error: BaseException) -> tuple[str, Callable[[], object]] | None:
        """What could be made so that an edit can be; None where nothing could."""
        view, timeline, window = self._session.view, self._session.document.timeline, self._window
        if not isinstance(error, InsufficientMedia) or not view.generative or not timeline.has(error.left):
            return None
        task = side_to_make(timeline, error.left, error.right)
        if why_no_handles(timeline, error.left, error.right, task):
            return None
        make = partial(window.desk.generate_handles, error.left, error.right, task)
        return tr("Generate Handles…"), partial(window.perform, make)

    def _show_placed(self, clip_id: str, media: Media) -> None:
        """Once for each clip: the first take is in its place. Nothing is told while all that generates is hidden."""
        timeline = self._session.document.timeline
        item_id = ItemId(clip_id)
        if not self._session.view.generative:
            return
        if not timeline.has(item_id):
            self._window.toasts.show(
                tr("{name} is in the media pool", name=media.name), tr("Its clip is gone from the timeline.")
            )
        elif len(timeline.clip(item_id).takes) == 1 and media.made is not None:
            verdict = join_verdict(media.made, reach_of(timeline, timeline.clip(item_id)))
            is_slow = media.made.generation.purpose == Purpose.SLOW  # it meets no cut
            words = tr("Made between the clip's own frames") if is_slow else verdict.words
            self._window.toasts.show(
                tr("{name} is ready", name=timeline.clip(item_id).name),
                f"{words}. {media.made.model}.",
                "ph.sparkle",
                "gen_text",
                button=tr("Play") if is_slow else tr("Review seam"),
                do=partial(self.review, item_id),
            )

    def reveal(self, row: JobRow) -> None:
        """The clip that a job is for; where it is not here, why."""
        clip_id = ItemId(row.clip_id)
        if self._session.document.timeline.has(clip_id):
            self._go_to(clip_id, self._session.document.timeline.range_of(clip_id).start)
        elif row.project.id not in ("", self._session.project.project_id):
            what = tr("This clip is in the project {name}.", name=row.project.name)
            self._window.show_error(EditError(what, tr("Open it to see the clip; its takes wait for that.")))
        else:
            self._window.show_error(
                EditError(tr("This clip is not on the timeline any more."), tr("Undo brings it back."))
            )

    def _review_job(self, row: JobRow) -> None:
        """The join of what it has made; where that is not here, why."""
        timeline, clip_id = self._session.document.timeline, ItemId(row.clip_id)
        if timeline.has(clip_id) and timeline.clip(clip_id).takes:
            self.review(clip_id)
        else:
            self.reveal(row)

    def _show_log(self, row: JobRow) -> None:
        show_help = self._window.help_about(row.error or "")
        self.log = JobLogDialog(self._window, row.title, self._session.jobs.log.text(row), show_help)
        self.log.open_centred()

    def review(self, clip_id: ItemId) -> None:
        """Its join again and again, beside its other takes where there are some."""
        if self._session.document.timeline.has(clip_id):
            self._window.perform(partial(self._window.comparing.review, clip_id))

    def _go_to(self, clip_id: ItemId, frame: int) -> None:
        self._session.document.select([clip_id])
        self._window.timeline_panel.reveal(clip_id)
        self._session.playback.seek(frame)

    def _hear(self, row: JobRow) -> None:
        """A failure is told once; it also stands on the clip, with its reason and Retry."""
        if row.state is JobState.QUEUED:
            self._told.discard((row.id, JobState.FAILED))
        elif row.state is JobState.FAILED and (row.id, row.state) not in self._told:
            self._told.add((row.id, row.state))
            if self._session.view.generative:
                self._tell_failure(row)

    def _tell_failure(self, row: JobRow) -> None:
        again = partial(retry_smaller, self._session, row) if row.lacked_memory else partial(self._retry, row)
        self._window.toasts.show(
            tr("{title} failed", title=row.title),
            row.error or "",
            "ph.warning",
            "bad",
            button=tr("Retry smaller") if row.lacked_memory else tr("Retry"),
            do=partial(self._window.perform, again),
        )

    def _retry(self, row: JobRow) -> None:
        self._session.jobs.retry(row.id)
