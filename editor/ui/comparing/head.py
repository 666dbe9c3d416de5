"""The head of the program monitor while takes are compared: of which clip, where, and how they are seen."""

from PySide6.QtCore import Signal

from editor.actions.comparing import name_in_words
from editor.timeline.model import Timeline
from editor.timeline.timecode import format_timecode
from editor.ui.comparing.comparison import Comparison, Mode
from editor.ui.widgets import IconButton, PanelHead, Segmented, Words
from editor.words import tr

TIPS = {
    Mode.SINGLE: Words(tr("Take B alone")),
    Mode.WIPE: Words(tr("A to the left of the line, B to the right: drag it")),
    Mode.SIDE: Words(tr("A and B beside each other")),
    Mode.DIFFERENCE: Words(tr("Black where A and B are the same")),
}
LABELS = (
    (Mode.SINGLE, tr("Single")),
    (Mode.WIPE, tr("Wipe")),
    (Mode.SIDE, tr("Side by side")),
    (Mode.DIFFERENCE, tr("Difference")),
)


class CompareHead(PanelHead):
    left = Signal()  # its cross was pressed

    def __init__(self, comparison: Comparison) -> None:
        super().__init__(tr("Compare takes"))
        self._comparison = comparison
        self.modes: Segmented[Mode] = Segmented(LABELS, comparison.mode, tips=TIPS)
        self.modes.setAccessibleName(tr("How the takes are compared"))
        self.close_button = IconButton("ph.x", tr("Leave the comparison"), "Esc")
        self.add(self.modes)
        self.add(self.close_button)
        self.modes.chosen.connect(comparison.set_mode)
        self.close_button.clicked.connect(self.left)

    def show_timeline(self, timeline: Timeline) -> None:
        """While a comparison is open."""
        comparison = self._comparison
        at = format_timecode(comparison.join, timeline.rate, timeline.drop_frame, timeline.start_frame)
        name = name_in_words(timeline, comparison.clip.id)
        self.name.set_text(tr("{name}, around the join at {at}", name=name, at=at))
        self.modes.set_value(comparison.mode)
