"""The row that says how fast clips play, and takes another speed in per cent."""

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtWidgets import QCheckBox

from editor.actions import timing
from editor.actions.timing import SpeedChange, read_percent
from editor.timeline import edits
from editor.timeline.model import Clip
from editor.timeline.timing import PLAIN
from editor.ui.inspector.page import Page, Value
from editor.ui.widgets import TextField
from editor.words import tr

WIDTH = 112  # as the timecodes above it
DIFFER = "–"  # where the clips do not have the same one


class SpeedRow:
    """What is typed applies to the clips and what is linked to them; what follows stays where it is."""

    def __init__(self, page: Page, clips: Callable[[], list[Clip]] | None = None) -> None:
        """clips: which ones it is about; without it, the page's own."""
        self._page = page
        self._clips = clips or (lambda: [page.timeline.clip(page.item_id)])
        self.field = TextField(name=tr("Speed in per cent"))
        self.field.setFixedWidth(WIDTH)
        self.field.entered.connect(lambda text: page.perform(lambda: self._set(text)))
        self.about = Value("", "text", "dim")
        page.add_row(tr("Speed"), self.field, self.about)
        self.pitch = QCheckBox(tr("Keep pitch"))
        self.pitch.clicked.connect(lambda on: page.perform(lambda: self._keep_pitch(on)))
        self.pitch_row = page.add_row("", self.pitch)

    def refresh(self) -> None:
        timeline, clips = self._page.timeline, self._clips()
        speeds = {timing.percent(timing.speed_of(clip)) for clip in clips}
        about = {about_timing(clip) for clip in clips}
        self.field.set_text(speeds.pop() if len(speeds) == 1 else DIFFER)
        reasons = (edits.why_no_timing(timeline, clip.id) for clip in clips)
        self.field.set_disabled_reason(next((reason for reason in reasons if reason), None))
        self.about.set_text(about.pop() if len(about) == 1 else "")
        self._show_pitch(clips)

    def _show_pitch(self, clips: list[Clip]) -> None:
        """Of one clip, which plays at a speed of its own and is heard."""
        timeline, now = self._page.timeline, clips[0].timing
        has_pitch = now is not None and not now.holds and timing.is_heard_with(timeline, clips[0])
        self.pitch.setChecked((now or PLAIN).keeps_pitch)
        self.pitch_row.setVisible(len(clips) == 1 and has_pitch)

    def _keep_pitch(self, on: bool) -> None:
        timing.set_keeps_pitch(self._page.ways.session, self._page.item_id, on)

    def _set(self, text: str) -> None:
        """Raises EditError."""
        try:
            speed: Fraction = read_percent(text)
            clips = self._clips()
            keeps = all((clip.timing or PLAIN).keeps_pitch for clip in clips)
            timing.set_speed(self._page.ways.session, [clip.id for clip in clips], SpeedChange(speed, keeps))
        finally:
            self.refresh()


def about_timing(clip: Clip) -> str:
    now = clip.timing or PLAIN
    return tr("Freeze") if now.holds else tr("Average") if now.ramp else ""
