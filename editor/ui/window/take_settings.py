"""Take Settings as the window handles them: read from the file, shown, and made again."""

from functools import partial
from typing import TYPE_CHECKING

from editor.actions import take_file
from editor.timeline.model import ItemId
from editor.ui.generation.take_dialog import TakeDialog
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


class TakeSettings:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.dialog: TakeDialog | None = None  # the one that is open, or was last

    async def show(self, clip_id: ItemId, take: int | None = None) -> None:
        """Of a take, from 0, or of the one that plays.

        Raises EditError, or LongtakeError where the file cannot be read.
        """
        session = self._window.session
        origin = await take_file.origin_of(session, clip_id, take)
        clip = session.document.timeline.clip(clip_id)
        number = 1 + (clip.active if take is None else take)
        self.dialog = TakeDialog(self._window, tr("{name}, take {number}", name=clip.name, number=number), origin)
        again = partial(take_file.make_again, session, clip_id, origin)
        self.dialog.again_wanted.connect(lambda: self._window.perform(again))
        self.dialog.open_centred()
