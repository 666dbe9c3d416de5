"""The card at the lane's head: presets, what the numbers came from, and a line of help."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor import presets
from editor.presets import BY_HAND
from editor.ui import icons, theme
from editor.ui.generation.open_segmented import OpenSegmented
from editor.ui.guarded import guarded
from editor.ui.timeline.noise_lane.shape import HEIGHT
from editor.ui.widgets import Chip, Choice, IconButton, Label, Words
from editor.words import tr

TITLE = tr("Keep ↔ Free")
KEYS = "Alt+K"
NARROW = 180  # pixels; a narrower card has the presets in a drop-down
MARGIN, NARROW_MARGIN = 12, 8


class LaneCard(QWidget):
    """closed, reset: their buttons were pressed. chosen(name): of a preset."""

    closed = Signal()
    reset = Signal()
    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_narrow = self._by_hand = False
        self.close_button = IconButton("ph.x", tr("Close the lane"), KEYS, size=22, icon_size=14)
        self.title = Label(TITLE, "value", elide=Qt.TextElideMode.ElideRight)
        tips = {each.name: Words(each.tip) for each in presets.freedoms()}
        self.presets = OpenSegmented([(name, presets.shown(name)) for name in tips], generates=True, tips=tips, pad=5)
        self.few = Choice([(BY_HAND, tr("Custom")), *((name, presets.shown(name)) for name in tips)], name=tr("Preset"))
        self.custom = Chip(tr("Custom"), news=True)
        self.origin = Label("", "small", "dim", elide=Qt.TextElideMode.ElideRight)
        self.reset_button = IconButton("ph.arrow-counter-clockwise", tr("Back to the preset"), size=22, icon_size=14)
        self.help = Label("", "small", "dim", wrap=True)
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.reset_button.clicked.connect(self.reset)
        self.presets.chosen.connect(self.chosen.emit)
        self.few.chosen.connect(self._choose_of_few)
        theme.changed.connect(self.update)
        self.setAccessibleName(TITLE)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addSpacing(20)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        origin = QHBoxLayout()
        origin.setSpacing(6)
        origin.addWidget(self.custom)
        origin.addWidget(self.origin, 1)
        origin.addWidget(self.reset_button)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        for part in (head, self.presets, self.few, origin, self.help):
            self._column.addWidget(part) if isinstance(part, QWidget) else self._column.addLayout(part)
        self._column.addStretch(1)

    def place(self, top: int, width: int) -> None:
        """In the headers."""
        is_narrow = width < NARROW
        margin = NARROW_MARGIN if is_narrow else MARGIN
        self._column.setContentsMargins(margin, 10, margin, 8)
        self._is_narrow = is_narrow
        self._show_parts()
        self.setGeometry(0, top, width, HEIGHT)

    def show_preset(self, name: str, origin: str) -> None:
        """name: BY_HAND where the numbers are none of a preset's; then `origin` is what they came from."""
        self.presets.set_value_or_none(name)
        self.few.set_value(name if name in [each.name for each in presets.freedoms()] else BY_HAND)
        self._by_hand = name == BY_HAND
        self._show_parts()
        self.origin.set_text(tr("from {origin}", origin=presets.shown(origin)))
        self.reset_button.set_tip(tr("Back to {origin}", origin=presets.shown(origin)))

    def _show_parts(self) -> None:
        """The list of a narrow card says itself that the numbers are by hand."""
        self.presets.setVisible(not self._is_narrow)
        self.few.setVisible(self._is_narrow)
        self.custom.setVisible(self._by_hand and not self._is_narrow)
        for part in (self.origin, self.reset_button):
            part.setVisible(self._by_hand)

    def show_help(self, words: str) -> None:
        self.help.set_text(words)

    def lock(self, reason: str) -> None:
        """Nothing can be changed, for this reason; "" ends that."""
        for part in (self.presets, self.few, self.reset_button):
            part.set_disabled_reason(reason or None)

    def _choose_of_few(self, name: str) -> None:
        if name != BY_HAND:
            self.chosen.emit(name)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.colour("panel"))
            painter.fillRect(0, HEIGHT - 1, self.width(), 1, theme.colour("line"))
            margin = self._column.contentsMargins().left()
            icons.paint(painter, "ph.line-segments", QRect(margin, 13, 16, 16), "gen_text")
