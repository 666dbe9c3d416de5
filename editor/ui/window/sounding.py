"""Sound as the window handles it: the meters, audio gain, and whether dragging the playhead is heard."""

from functools import partial
from typing import TYPE_CHECKING

from editor.actions import gaining
from editor.actions.by_kind import open_ids
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, TrackKind
from editor.ui.meters import Meters
from editor.ui.window.gain_dialog import NORMALISE, GainDialog
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

SCRUBBING = "scrub with sound"  # the setting's name


class Sounding:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        session = self._session = window.session
        self.dialog: GainDialog | None = None  # the one that is open, or was last
        self.meters = Meters((session.playback, session.source_playback))
        window.timeline_panel.add_at_the_right(self.meters)
        session.view.set_scrubbing_sounds(session.settings.text(SCRUBBING, "on") == "on")
        session.view.changed.connect(self._follow)
        self._follow(tr("scrubbing sounds"))

    def toggle_scrubbing(self) -> None:
        view = self._session.view
        view.set_scrubbing_sounds(not view.scrubbing_sounds)
        self._session.settings.set({SCRUBBING: "on" if view.scrubbing_sounds else "off"})

    def ask_gain(self) -> None:
        """For the selected sounds. Raises EditError where there are none."""
        session = self._session
        ids = open_ids(session, TrackKind.AUDIO)
        clips = [session.document.timeline.clip(clip_id) for clip_id in ids]
        about = clips[0].name if len(clips) == 1 else tr("{clips} clips", clips=len(clips))
        dialog = self.dialog = GainDialog(self._window, about, self._loudest())
        dialog.chosen.connect(partial(self._take_gain, ids))
        dialog.open_centred()
        dialog.take_keyboard()

    def _loudest(self) -> float | None:
        """None while a sound is still being read."""
        try:
            return gaining.loudest(self._session)
        except EditError:
            return None

    def _take_gain(self, ids: list[ItemId], way: str, decibels: float) -> None:
        verb = gaining.normalise if way == NORMALISE else gaining.gain
        there = [clip_id for clip_id in ids if self._session.document.timeline.has(clip_id)]
        self._window.perform(partial(verb, self._session, there, decibels))

    def _follow(self, name: str) -> None:
        if name == "scrubbing sounds":
            for playback in (self._session.playback, self._session.source_playback):
                playback.scrubs_with_sound = self._session.view.scrubbing_sounds
