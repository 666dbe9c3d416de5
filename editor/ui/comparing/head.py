"""The head of the program monitor while takes are compared: of which clip, where, and how they are seen."""

from PySide6.QtCore import Signal

from editor.timeline.model import Timeline
from editor.timeline.timecode import format_timecode
from editor.ui.comparing.comparison import Comparison, Mode
from editor.ui.widgets import IconButton, PanelHead, Segmented, Words

TIPS = {
    Mode.SINGLE: Words("Take B alone"),
    Mode.WIPE: Words("A to the left of the line, B to the right: drag it"),
    Mode.SIDE: Words("A and B beside each other"),
    Mode.DIFFERENCE: Words("Black where A and B are the same"),
}
LABELS = ((Mode.SINGLE, "Single"), (Mode.WIPE, "Wipe"), (Mode.SIDE, "Side by side"), (Mode.DIFFERENCE, "Difference"))


class CompareHead(PanelHead):
    left = Signal()  # its cross was pressed

    def __init__(self, comparison: Comparison) -> None:
        super().__init__("Compare takes")
        self._comparison = comparison
        self.modes: Segmented[Mode] = Segmented(LABELS, comparison.mode, tips=TIPS)
        self.modes.setAccessibleName("How the takes are compared")
        self.close_button = IconButton("ph.x", "Leave the comparison", "Esc")
        self.add(self.modes)
        self.add(self.close_button)
        self.modes.chosen.connect(comparison.set_mode)
        self.close_button.clicked.connect(self.left)

    def show_timeline(self, timeline: Timeline) -> None:
        """While a comparison is open."""
        comparison = self._comparison
        at = format_timecode(comparison.join, timeline.rate, timeline.drop_frame, timeline.start_frame)
        self.name.set_text(f"{comparison.clip.name}, around the join at {at}")
        self.modes.set_value(comparison.mode)
