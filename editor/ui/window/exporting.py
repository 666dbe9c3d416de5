"""Export as the window does it: the place, the dialog, the news when it is done."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from editor.render.exported import Exported
from editor.ui.export_dialog import ExportDialog
from editor.ui.window import questions

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

FILMS = "Films (*.mp4 *.m4v *.mov)"
SUFFIX = ".mp4"


class Exporting:
    """One export at a time."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.dialog: ExportDialog | None = None

    def open(self) -> None:
        if self.dialog is not None:
            self.dialog.raise_()
            return
        session = self._window.session
        dialog = ExportDialog(self._window, session.document.timeline, self._proposed())
        dialog.browse.connect(lambda: self._window.perform(lambda: self._choose(dialog)))
        dialog.finished.connect(self._tell)
        dialog.failed.connect(self._window.show_error)
        dialog.closed.connect(self._forget)
        self.dialog = dialog
        dialog.open_centred()

    def close(self) -> None:
        if self.dialog is not None:
            self.dialog.close_job()

    def _proposed(self) -> Path:
        """Beside the project, by its name; a film that is there already is not proposed."""
        session = self._window.session
        project = session.project.path
        folder = project.parent if project else Path(session.settings.text("export folder", str(Path.home())))
        name = session.project.name
        candidates = (folder / f"{name}{'' if number == 1 else f' {number}'}{SUFFIX}" for number in range(1, 1000))
        return next((path for path in candidates if not path.exists()), folder / f"{name}{SUFFIX}")

    async def _choose(self, dialog: ExportDialog) -> None:
        path = await questions.file_to_save(self._window, "Export to", FILMS, dialog.path)
        if path is not None:
            self._window.session.settings.set({"export folder": str(path.parent)})
            dialog.set_path(path)

    def _tell(self, exported: Exported) -> None:
        words = " ".join(exported.notes) or f"{exported.frames} frames."
        folder = QUrl.fromLocalFile(str(exported.path.parent))
        self._window.toasts.show(
            f"{exported.path.name} is ready",
            words,
            "ph.check",
            "ok",
            button="Show in folder",
            do=lambda: QDesktopServices.openUrl(folder),
        )

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
