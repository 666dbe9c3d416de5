"""Render and Replace as the window does it: how far it has come, and the film in the clip's place."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.actions import rendering
from editor.actions.rendering import Rendering
from editor.actions.selecting import only_clip
from editor.render.export import ExportJob
from editor.render.exporting.settings import ExportSettings
from editor.session import Session
from editor.timeline.errors import EditError
from editor.ui.widgets import Button, Label, PointerDialog, ProgressLine
from editor.words import tr
from engine.errors import Cancelled, LongtakeError
from engine.progress import Progress

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

WIDTH = 420
SETTINGS = ExportSettings(preset="prores-hq", copies=False)


class Renders:
    """One rendering at a time."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.dialog: RenderDialog | None = None

    def can(self) -> bool:
        clip = only_clip(self._window.session)
        return clip is not None and clip.timing is not None

    def start(self) -> None:
        """The selected clip. Raises EditError."""
        session = self._window.session
        clip = only_clip(session)
        if self.dialog is not None:
            raise EditError(tr("A clip is being rendered already."), tr("Wait for it, or cancel it first."))
        if clip is None:
            raise EditError(tr("Several clips are selected."), tr("Select one to render it."))
        folder = session.project.assets
        folder.mkdir(parents=True, exist_ok=True)
        asked = rendering.rendering_of(session.document.timeline, clip.id, folder)
        self.dialog = dialog = RenderDialog(self._window, asked)
        dialog.finished.connect(lambda: self._window.perform(partial(place, session, asked)))
        dialog.failed.connect(self._window.show_error)
        dialog.closed.connect(self._forget)
        dialog.open_centred()
        dialog.job.start()

    def close(self) -> None:
        """For the end of the program."""
        if self.dialog is not None:
            self.dialog.job.close()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


async def place(session: Session, asked: Rendering) -> None:
    """Nothing of the file is left where it cannot be placed."""
    try:
        await rendering.place(session, asked)
    except (EditError, LongtakeError):
        asked.path.unlink(missing_ok=True)
        raise


class RenderDialog(PointerDialog):
    """finished, failed(LongtakeError); cancelled tells nothing."""

    finished = Signal()
    failed = Signal(object)

    def __init__(self, window: QWidget, asked: Rendering) -> None:
        super().__init__(window, tr("Render and Replace"), asked.clip.name, "ph.film-strip", WIDTH, tone="dim")
        self.job = ExportJob(asked.timeline, asked.path, parent=self, settings=SETTINGS)
        self.progress = ProgressLine()
        self.state = Label(tr("Starting"), "text", "dim", elide=Qt.TextElideMode.ElideRight)
        self.cancel = Button(tr("Cancel"), kind="quiet")
        self.body.addWidget(self.progress)
        line = QHBoxLayout()
        line.addWidget(self.state, 1)
        line.addWidget(self.cancel)
        self.body.addLayout(line)
        self.cancel.clicked.connect(self.reject)
        self.job.progressed.connect(self._show)
        self.job.finished.connect(self._end_well)
        self.job.failed.connect(self._end_badly)

    def reject(self) -> None:
        """Escape and Cancel: it is stopped first, and nothing is left of it."""
        self.state.set_text(tr("Stopping"))
        self.job.cancel()

    def _show(self, progress: Progress) -> None:
        self.progress.set_share(progress.step / max(1, progress.steps))
        self.state.set_text(tr("Frame {step} of {steps}", step=progress.step, steps=progress.steps))

    def _end_well(self, exported: object) -> None:
        self.accept()
        self.finished.emit()

    def _end_badly(self, error: LongtakeError) -> None:
        super().reject()
        if not isinstance(error, Cancelled):
            self.failed.emit(error)
