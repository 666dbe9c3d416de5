"""The row that says how fast a clip plays, and takes another speed in per cent."""

from fractions import Fraction

from PySide6.QtWidgets import QCheckBox

from editor.actions import timing
from editor.actions.timing import SpeedChange, read_percent
from editor.timeline import edits
from editor.timeline.timing import PLAIN
from editor.ui.inspector.page import Page, Value
from editor.ui.widgets import TextField
from editor.words import tr

WIDTH = 112  # as the timecodes above it


class SpeedRow:
    """What is typed applies to the clip and what is linked to it; what follows stays where it is."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.field = TextField(name=tr("Speed in per cent"))
        self.field.setFixedWidth(WIDTH)
        self.field.entered.connect(lambda text: page.perform(lambda: self._set(text)))
        self.about = Value("", "text", "dim")
        page.add_row(tr("Speed"), self.field, self.about)
        self.pitch = QCheckBox(tr("Keep pitch"))
        self.pitch.clicked.connect(lambda on: page.perform(lambda: self._keep_pitch(on)))
        self.pitch_row = page.add_row("", self.pitch)

    def refresh(self) -> None:
        timeline = self._page.timeline
        clip = timeline.clip(self._page.item_id)
        now = clip.timing or PLAIN
        self.field.set_text(timing.percent(timing.speed_of(clip)))
        self.field.set_disabled_reason(edits.why_no_timing(timeline, clip.id) or None)
        self.about.set_text(tr("Freeze") if now.holds else tr("Average") if now.ramp else "")
        self.pitch.setChecked(now.keeps_pitch)
        self.pitch_row.setVisible(clip.timing is not None and not now.holds and timing.is_heard_with(timeline, clip))

    def _keep_pitch(self, on: bool) -> None:
        timing.set_keeps_pitch(self._page.ways.session, self._page.item_id, on)

    def _set(self, text: str) -> None:
        """Raises EditError."""
        try:
            speed: Fraction = read_percent(text)
            keeps = (self._page.timeline.clip(self._page.item_id).timing or PLAIN).keeps_pitch
            timing.set_speed(self._page.ways.session, [self._page.item_id], SpeedChange(speed, keeps))
        finally:
            self.refresh()
