"""Export as the window does it: the place, the dialog, the news when it is done."""

from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from editor.render.exported import Exported
from editor.ui.export_dialog import ExportDialog
from editor.ui.window import questions
from editor.ui.window.desktop import show_in_file_manager

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

FILMS = "Films (*.mp4 *.m4v *.mov)"
SUFFIX = ".mp4"
FOLDER = "export folder"  # the setting's name


class Exporting:
    """One export at a time."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.dialog: ExportDialog | None = None

    @property
    def is_running(self) -> bool:
        return self.dialog is not None and self.dialog.is_running

    def open(self) -> None:
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.setFocus()
            return
        self.dialog = dialog = ExportDialog(self._window, self._window.session.document.timeline, self._proposed())
        dialog.browse.connect(lambda: self._window.perform(partial(self._choose, dialog)))
        dialog.finished.connect(self._tell)
        dialog.failed.connect(self._window.show_error)
        dialog.closed.connect(self._forget)
        dialog.open_centred()

    def close(self) -> None:
        if self.dialog is not None:
            self.dialog.close_job()

    async def may_leave(self) -> bool:
        """Whether an export that is running may be stopped."""
        if not self.is_running:
            return True
        words = "Nothing is left of the film if you close Longtake now."
        return await questions.confirmed(
            self._window, "Exporting", "Stop the export?", words, "Stop and Close", "Go On Exporting"
        )

    def _proposed(self) -> Path:
        """Beside the project, by its name; a film that is there already is not proposed."""
        project = self._window.session.project
        folder = project.path.parent if project.path else self._folder()
        numbered = (folder / f"{project.name} {number}{SUFFIX}" for number in count(2))
        return next(path for path in chain([folder / f"{project.name}{SUFFIX}"], numbered) if not path.exists())

    def _folder(self) -> Path:
        return Path(self._window.session.settings.text(FOLDER, str(Path.home())))

    async def _choose(self, dialog: ExportDialog) -> None:
        path = await questions.file_to_save(self._window, "Export to", FILMS, dialog.path)
        if path is not None and dialog is self.dialog:
            self._window.session.settings.set({FOLDER: str(path.parent)})
            dialog.set_path(path)

    def _tell(self, exported: Exported) -> None:
        words = " ".join(exported.notes) or f"{exported.frames} frames."
        show = partial(self._window.perform, partial(show_in_file_manager, exported.path))
        self._window.toasts.show(
            f"{exported.path.name} is ready", words, "ph.check", "ok", button="Show in Folder", do=show
        )

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
