"""Asks how fast clips are to play, and remembers how it was answered."""

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from editor.actions import timing
from editor.actions.selecting import leads
from editor.actions.timing import SpeedChange
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId
from editor.timeline.timing import ONE
from editor.ui.window.speed_dialog import SpeedDialog
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

PITCH, RIPPLE = "speed/keeps pitch", "speed/ripple"


class Speeds:
    """Opens the Speed/Duration dialog for what is selected, or under the playhead."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.dialog: SpeedDialog | None = None  # the one that is open, or was last

    def ask(self) -> None:
        """Raises EditError where there is no clip that can play at another speed."""
        session = self._window.session
        timeline = session.document.timeline
        found = timing.meant(session)
        clips = [clip for clip in found if not edits.why_no_timing(timeline, clip.id)]
        if not clips:
            refusal = edits.why_no_timing(timeline, found[0].id)
            raise EditError(refusal, tr("Select a clip with a film or a sound."))
        settings = session.settings
        before = SpeedChange(ONE, bool(settings.number(PITCH, 1)), bool(settings.number(RIPPLE, 0)))
        shown, ids = leads(clips) if session.view.linked else clips, [clip.id for clip in clips]
        dialog = self.dialog = SpeedDialog(self._window, timeline, shown, before, session.view.generative)
        dialog.chosen.connect(partial(self._take, ids))
        dialog.smooth_wanted.connect(partial(self._smooth, clips[0].id))
        dialog.open_centred()
        dialog.take_keyboard()

    def _take(self, ids: list[ItemId], asked: SpeedChange) -> None:
        session = self._window.session
        session.settings.set({PITCH: int(asked.keeps_pitch), RIPPLE: int(asked.ripple)})
        there = [clip_id for clip_id in ids if session.document.timeline.has(clip_id)]
        self._window.perform(lambda: timing.set_speed(session, there, asked))

    def _smooth(self, clip_id: ItemId, speed: Fraction) -> None:
        self._window.perform(lambda: self._window.desk.slow_down(clip_id, speed))
