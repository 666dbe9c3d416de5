"""Volume, pan and fades of the selected sounds, all of them changed together."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.actions import levels, lines
from editor.actions.by_kind import why_locked
from editor.timeline import edits
from editor.timeline.looks import LOUDEST, QUIET
from editor.timeline.model import Clip, TrackKind
from editor.ui.inspector.effects.fade_rows import FadeRows
from editor.ui.inspector.effects.value_row import ValueRow
from editor.ui.inspector.page import Ways
from editor.ui.timeline.bands import decibels_in_words, pan_in_words
from editor.ui.widgets import Section
from editor.words import tr

FIELD = 72  # pixels: "−60.0 dB"


class SoundSection(QWidget):
    """Shows the values of the selected sounds, those at the playhead; a dash where they are not the same."""

    def __init__(self, ways: Ways) -> None:
        super().__init__()
        self._ways, self._session = ways, ways.session
        limits = (QUIET, LOUDEST)
        self.volume = ValueRow(tr("Volume"), limits, limits, 0.1, 0.0, decibels_in_words)
        self.pan = ValueRow(tr("Pan"), (-100, 100), (-100, 100), 1, 0.0, lambda value: pan_in_words(value / 100))
        self.fades = FadeRows(ways, TrackKind.AUDIO)
        self.section = Section(tr("Sound"), resettable=True)
        self.section.reset.connect(lambda: ways.perform(partial(levels.reset, self._session)))
        for each in (self.volume, self.pan):
            each.field.setFixedWidth(FIELD)
        for row in (self.volume, self.pan, *self.fades.rows):
            self.section.body.addWidget(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.section)
        self.volume.changed.connect(self._set_volume)
        self.pan.changed.connect(self._set_pan)

    def show_clips(self, clips: Sequence[Clip]) -> None:
        """The selected sounds, of which there is one at least."""
        reason = why_locked(self._session, clips) or None
        self.show_levels(clips)
        self.fades.show_clip(clips[0], reason)
        for row in (self.volume, self.pan):
            row.set_disabled_reason(reason)

    def show_levels(self, clips: Sequence[Clip]) -> None:
        """Those at the playhead."""
        self.volume.show_values([round(lines.value_at(self._session, clip, edits.VOLUME), 3) for clip in clips])
        self.pan.show_values([round(100 * lines.value_at(self._session, clip, edits.PAN), 3) for clip in clips])

    def _set_volume(self, value: float, stroke: int) -> None:
        merge = ("volume", stroke)
        self._ways.perform(partial(lines.set_value, self._session, edits.VOLUME, value, merge))

    def _set_pan(self, value: float, stroke: int) -> None:
        self._ways.perform(partial(lines.set_value, self._session, edits.PAN, value / 100, ("pan", stroke)))
