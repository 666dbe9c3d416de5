"""The frames at dragged edges, in the program monitor for as long as the drag lasts."""

from fractions import Fraction
from typing import TYPE_CHECKING

from editor.timeline.rational_time import to_frames
from editor.timeline.timecode import format_timecode
from editor.ui.timeline.overlay import View
from editor.ui.viewer.trim_view import Frame, TrimView

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


class TrimViews:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.overlay = TrimView(window.session.thumbnails)
        window.timeline_panel.surface.viewed.connect(self._show)
        window.session.thumbnails.arrived.connect(self._hear)

    def _show(self, views: tuple[View, ...]) -> None:
        """Laid over the monitor only meanwhile: others lie there, too."""
        area = self._window.program.area
        self.overlay.show([self._frame(view) for view in views])
        if self.overlay in area.overlays and not views:
            area.overlays.remove(self.overlay)
        elif views and self.overlay not in area.overlays:
            area.overlays.append(self.overlay)
            self._window.monitors.show_monitor(self._window.program)
        area.update()

    def _frame(self, view: View) -> Frame:
        """Named by its place in the file, at the timeline's rate."""
        timeline = self._window.session.document.timeline
        time = max(Fraction(0), timeline.moment(view.clip, view.frame))
        words = format_timecode(to_frames(time, timeline.rate), timeline.rate)
        return Frame(timeline.media_of(view.clip), time, words, view.large)

    def _hear(self, media_id: str) -> None:
        if any(frame.media is not None and frame.media.id == media_id for frame in self.overlay.frames):
            self._window.program.area.update()
