"""Timelines from and for other editors, as the window does it: which form, which file, and what came of it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.actions import interchange
from editor.actions.interchange import Taken
from editor.interchange.formats import FORMATS, Format
from editor.interchange.left_out import left_out
from editor.ui.window import questions
from editor.ui.window.desktop import show_in_file_manager
from editor.ui.window.timeline_dialog import TimelineDialog
from editor.words import tr, trn

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

FOLDER, FORM = "timeline folder", "timeline form"  # the settings' names
FOREIGN = tr("Timelines (") + " ".join(f"*{form.suffix}" for form in FORMATS) + ")"


class Timelines:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.dialog: TimelineDialog | None = None  # the one that is open, or was last

    def ask_and_export(self) -> None:
        session = self._window.session
        last = session.settings.text(FORM, FORMATS[0].id)
        form = next((each for each in FORMATS if each.id == last), FORMATS[0])
        self.dialog = TimelineDialog(self._window, session.document.timeline, form)
        self.dialog.chosen.connect(lambda form: self._window.perform(partial(self._export, form)))
        self.dialog.open_centred()

    async def ask_and_import(self) -> None:
        title, folder = tr("Import a timeline"), str(self._folder())
        paths = await questions.files_to_open(self._window, title, FOREIGN, folder, many=False)
        if paths:
            self._remember(paths[0])
            await self.import_file(paths[0])

    async def import_file(self, path: Path) -> None:
        """Raises LongtakeError or EditError; what is missing is told, and can be relinked."""
        taken = await interchange.import_timeline(self._window.session, path)
        self._window.toasts.show(tr("{name} is on the timeline", name=path.name), _words(taken), "ph.check", "ok")
        self._window.media_files.tell_missing()

    async def _export(self, form: Format) -> None:
        session = self._window.session
        session.settings.set({FORM: form.id})
        proposed = self._folder() / f"{session.project.name}{form.suffix}"
        path = await questions.file_to_save(self._window, tr("Export to"), f"{form.name} (*{form.suffix})", proposed)
        if path is not None:
            self._remember(path)
            words = left_out(session.document.timeline, form)
            written = await interchange.export_timeline(session, form, path)
            self._tell(written, words)

    def _tell(self, written: list[Path], words: str) -> None:
        names = written[0].name if len(written) == 1 else tr("{written} files", written=len(written))
        show = partial(self._window.perform, partial(show_in_file_manager, written[0]))
        title = trn("{names} is ready", "{names} are ready", len(written), names=names)
        self._window.toasts.show(title, words, "ph.check", "ok", button=tr("Show in Folder"), do=show)

    def _folder(self) -> Path:
        project = self._window.session.project.path
        return Path(self._window.session.settings.text(FOLDER, str(project.parent if project else Path.home())))

    def _remember(self, path: Path) -> None:
        self._window.session.settings.set({FOLDER: str(path.parent)})


def _words(taken: Taken) -> str:
    clips = trn("1 clip.", "{count} clips.", taken.clips)
    return " ".join((clips, *taken.notes))
