"""Send Take Back as the window does it: asked, written, and told where it lies."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.actions import sending
from editor.actions.sending import Sending
from editor.render.export import ExportJob
from editor.render.exporting.presets import preset_of
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Timeline
from editor.ui.window import questions
from editor.ui.window.desktop import show_in_file_manager
from editor.ui.window.send_dialog import SendDialog
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

FOLDER = "sent takes folder"  # the setting's name
BUSY = tr("A take is being sent already.")


class Sends:
    """One at a time."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.dialog: SendDialog | None = None

    async def ask(self, clip_id: ItemId, take: int | None = None) -> None:
        """take: the one proposed, from 0; None is the one that plays. Raises EditError where nothing is there."""
        session = self._window.session
        if self.dialog is not None:
            raise EditError(BUSY, tr("Wait for it, or cancel it first."))
        if refusal := sending.why_nothing_to_send(session.document.timeline, session.document.timeline.clip(clip_id)):
            raise EditError(refusal)
        origin = await sending.origin_of(session, clip_id)
        timeline = session.document.timeline
        if self.dialog is not None or not timeline.has(clip_id):
            return
        clip = timeline.clip(clip_id)
        wanted, proposed = partial(self._sending, timeline, clip_id, origin), clip.active if take is None else take
        self.dialog = dialog = SendDialog(self._window, clip.name, len(clip.takes), proposed, origin, wanted)
        dialog.wanted.connect(lambda: self._window.perform(partial(self._send, timeline)))
        dialog.failed.connect(self._window.show_error)
        dialog.closed.connect(self._forget)
        dialog.open_centred()

    def close(self) -> None:
        """For the end of the program."""
        if self.dialog is not None and self.dialog.job is not None:
            self.dialog.job.close()

    def _sending(self, timeline: Timeline, clip_id: ItemId, origin: sending.Origin, take: int, handles: int) -> Sending:
        return sending.sending_of(timeline, clip_id, take, handles, origin)

    async def _send(self, timeline: Timeline) -> None:
        dialog, settings = self.dialog, self._window.session.settings
        if dialog is None:
            return
        asked, preset = dialog.sending, preset_of(dialog.form.value)
        folder = Path(settings.text(FOLDER, str(Path.home())))
        proposed = folder / tr(
            "{name}, take {active}{suffix}", name=asked.clip.name, active=asked.clip.active + 1, suffix=preset.suffix
        )
        path = await questions.file_to_save(self._window, tr("Send to"), f"{preset.name} (*{preset.suffix})", proposed)
        if path is not None and dialog is self.dialog and dialog.job is None:
            settings.set({FOLDER: str(path.parent)})
            exported = sending.settings_of(asked, preset.id)
            dialog.finished.connect(lambda: self._window.perform(partial(self._place, timeline, asked, path)))
            dialog.run(ExportJob(asked.timeline, path, parent=dialog, settings=exported))

    async def _place(self, timeline: Timeline, asked: Sending, path: Path) -> None:
        written = await sending.write_places(timeline, asked, path)
        show = partial(self._window.perform, partial(show_in_file_manager, path))
        names = tr(" and ").join(each.name for each in written)
        words = tr("{names} put it where the take stands.", names=names)
        self._window.toasts.show(
            tr("{name} is ready", name=path.name), words, "ph.check", "ok", button=tr("Show in Folder"), do=show
        )

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
