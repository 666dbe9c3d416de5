"""Export as the window does it: the place, the dialog, the queue, the news when one is done."""

import time
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from editor.render.export import FLAG, MODULE
from editor.render.exported import Exported
from editor.render.exporting.estimate import pixels
from editor.render.exporting.presets import Preset, preset_of
from editor.render.exporting.probing import HardwareProbe
from editor.render.exporting.queue import Entry, ExportQueue, State
from editor.ui.export import ExportDialog, ExportShelf
from editor.ui.window import questions
from editor.ui.window.desktop import show_in_file_manager
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

FOLDER = "export folder"  # the setting's name


class Exporting:
    """Exports run one after another; the dialog may be closed meanwhile."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.dialog: ExportDialog | None = None
        self.queue = ExportQueue(parent=window)
        self.shelf = ExportShelf(window.session.settings)
        self._probe: HardwareProbe | None = None
        self._began: dict[int, float] = {}  # when each export began, by its number
        self.queue.changed.connect(self._note)
        self.queue.finished.connect(self._finish)
        self.queue.failed.connect(lambda entry: self._window.show_error(entry.error))

    @property
    def is_running(self) -> bool:
        return self.queue.is_busy

    def open(self) -> None:
        if self.dialog is not None:
            self.dialog.raise_()
            self.dialog.setFocus()
            return
        timeline, path = self._window.session.document.timeline, self._proposed(preset_of(self.shelf.last.preset))
        self.dialog = dialog = ExportDialog(self._window, timeline, path, self.queue, self.shelf)
        dialog.browse.connect(lambda: self._window.perform(partial(self._choose, dialog)))
        dialog.name_wanted.connect(lambda: self._window.perform(partial(self._name_preset, dialog)))
        dialog.reveal_wanted.connect(self._reveal)
        dialog.closed.connect(self._forget)
        dialog.open_centred()
        self._look_for_encoders()

    def close(self) -> None:
        self.queue.close()
        if self._probe is not None:
            self._probe.close()

    async def may_leave(self) -> bool:
        """Whether exports that run or wait may be stopped."""
        if not self.is_running:
            return True
        words = tr("Nothing is left of the film if you close Longtake now.")
        return await questions.confirmed(
            self._window, tr("Exporting"), tr("Stop the export?"), words, tr("Stop and Close"), tr("Go On Exporting")
        )

    def _proposed(self, preset: Preset) -> Path:
        """Beside the project, by its name; what is there already, or will be, is not proposed."""
        project = self._window.session.project
        folder = project.path.parent if project.path else self._folder()
        suffix = preset.suffix if preset.container else ""
        names = chain([project.name], (f"{project.name} {number}" for number in count(2)))
        taken = self.queue.open_paths
        paths = (folder / f"{name}{suffix}" for name in names)
        return next(path for path in paths if not path.exists() and path not in taken)

    def _folder(self) -> Path:
        return Path(self._window.session.settings.text(FOLDER, str(Path.home())))

    async def _choose(self, dialog: ExportDialog) -> None:
        suffix = dialog.suffix
        patterns = f"{preset_of(dialog.settings.preset).name} (*{suffix})" if suffix else tr("Folders (*)")
        path = await questions.file_to_save(self._window, tr("Export to"), patterns, dialog.path)
        if path is not None and dialog is self.dialog:
            self._window.session.settings.set({FOLDER: str(path.parent)})
            dialog.set_path(ending_in(path, suffix))

    async def _name_preset(self, dialog: ExportDialog) -> None:
        name = await questions.text_asked(self._window, tr("Save preset"), tr("Name"), "")
        if name and dialog is self.dialog:
            dialog.save_preset(name)

    def _look_for_encoders(self) -> None:
        """Once a start: drivers come and go between two of them."""
        if self._probe is None:
            self._probe = HardwareProbe(MODULE, FLAG, self._window)
            self._probe.found.connect(self._found)
            self._probe.start()

    def _found(self, encoders: tuple[str, ...]) -> None:
        self.shelf.set_encoders(encoders)
        if self.dialog is not None:
            self.dialog.set_encoders(encoders)

    def _note(self, entry: Entry) -> None:
        """The button at the window's top says how far it is, so that the dialog need not be open."""
        if entry.state is State.RUNNING:
            self._began.setdefault(entry.id, time.monotonic())
        running = [each for each in self.queue.entries if each.state is State.RUNNING]
        self._window.top.export.setText(" ".join([tr("Export"), *map(share_words, running)]).strip())

    def _finish(self, entry: Entry, exported: Exported) -> None:
        order = entry.order
        took = time.monotonic() - self._began.pop(entry.id)
        if not exported.copied:  # what is copied says nothing of how quickly pictures are coded
            self.shelf.learn_pace(order.settings, pixels(order.timeline, order.span, order.settings), took)
        words = " ".join(exported.notes) or self._made_words(exported)
        show = partial(self._reveal, exported.path)
        title = tr("{name} is ready", name=exported.path.name)
        self._window.toasts.show(title, words, "ph.check", "ok", button=tr("Show in Folder"), do=show)

    def _made_words(self, exported: Exported) -> str:
        copied = tr(", {copied} of them copied as they were", copied=exported.copied) if exported.copied else ""
        return tr("{frames} frames{copied}.", frames=exported.frames, copied=copied)

    def _reveal(self, path: Path) -> None:
        self._window.perform(partial(show_in_file_manager, path))

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def ending_in(path: Path, suffix: str) -> Path:
    """The ending says what is in the file, whatever was typed."""
    return path if path.suffix.lower() == suffix or not suffix else path.with_name(path.name + suffix)


def share_words(entry: Entry) -> str:
    """ "42 %"; nothing where it is not known yet."""
    progress = entry.progress
    return "" if progress is None else f"{100 * progress.step // max(1, progress.steps)} %"
