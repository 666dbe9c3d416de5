"""The form all dialogs fill in: what is on it, where, and which keys it takes."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from editor.model_shelf import ModelShelf
from editor.timeline.edits import Rule
from editor.timeline.model import Task
from editor.timeline.timecode import TimecodeError, parse_timecode
from editor.ui.generation.filmstrip import ContextStrip
from editor.ui.generation.layout_rows import Row, wide
from editor.ui.generation.room_line import RoomLine
from editor.ui.generation.strip_painting import Pictures
from editor.ui.generation.verdict_line import VerdictLine
from editor.ui.generation.wish_rows import WishRows
from editor.ui.widgets.button import Button, IconButton
from editor.ui.widgets.label import Label, Line
from editor.ui.widgets.panel import SectionHead
from editor.ui.widgets.pointer_dialog import PointerDialog
from editor.ui.widgets.segmented import Segmented
from editor.ui.widgets.timecode_field import TimecodeField
from editor.words import tr

RULES = ((Rule.RIPPLE, tr("Ripple")), (Rule.OVERWRITE, tr("Overwrite")), (Rule.ABOVE, tr("Track above")))
RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
RING = 3  # pixels around what the keyboard is on, which a scrolled part would cut off
EDGE, LEAST = 8, 66  # pixels: from the dialog to the window's edges; of the numbers, where they scroll
LONGEST = 99_999  # frames the length field takes


class GenerationForm(PointerDialog):
    """Return queues, Escape cancels."""

    lead = tr("Tested on this clip.")  # of the verdict
    purpose: str = ""  # of what is asked for, see editor.timeline.model.Purpose
    testing = tr("Testing on this clip…")  # before there is one

    def __init__(self, window: QWidget, task: Task, title: str, about: str, width: int) -> None:
        super().__init__(window, title, about, "ph.sparkle", width)
        self.task = task

    # What subclasses say

    def length_row(self) -> Row:
        raise NotImplementedError

    def top(self) -> QWidget:
        """Above all rows: what the new frames are made from."""
        self.context_strip = ContextStrip(self._pictures, *self.strip_size())
        self.context_strip.asked.connect(self.rows.ask_context)
        return self.context_strip

    def middle_rows(self) -> Sequence[QWidget]:
        """Between the wishes and the advanced ones."""
        return ()

    def advanced_rows(self) -> Sequence[QWidget]:
        return ()

    def strip_size(self) -> tuple[int, int]:
        """Height, and the width of its new part."""
        raise NotImplementedError

    def queue(self) -> None:
        """Return, or the button."""
        raise NotImplementedError

    # The rest

    def fill(self, pictures: Pictures, models: ModelShelf, rate: Fraction, drop_frame: bool) -> None:
        """Make what is on it, once the subclass knows what it is about."""
        self._counting = rate, drop_frame
        self.unread = ""  # why the length that was typed last can't be read
        self._pictures = pictures
        self.length = TimecodeField(rate, 1, drop_frame, least=1, most=LONGEST, name=tr("Length"))
        self.length.setFixedWidth(124)
        self.rows = WishRows(models, self.task, self.purpose)
        self.rule = Segmented(RULES, pad=12)
        self.verdict = VerdictLine(self.lead, self.testing)
        self.room_line = RoomLine()
        self.cost = Label("", "text", "dim", wrap=True)
        self.cancel_button = Button(tr("Cancel"), kind="quiet")
        self.queue_button = Button(tr("Queue"), kind="generate")
        self.reset_button = IconButton("ph.arrow-counter-clockwise", tr("Reset to the first choices"))
        self.add_to_head(self.reset_button)
        self._lay_out()
        self.length.installEventFilter(self)
        self.disclosure.clicked.connect(lambda: self.show_advanced(not self.disclosure.is_open))
        self.cancel_button.clicked.connect(self.reject)
        self.queue_button.clicked.connect(self.queue)

    def begin(self) -> None:
        """Once it is on screen: the length is what is changed first."""
        self.length.setFocus(Qt.FocusReason.PopupFocusReason)

    def fit(self) -> None:
        """As high as all of it, or as the window, with the numbers scrolling."""
        if not self.isVisible():
            return
        whole = self.advanced.sizeHint().height()
        self.area.setFixedHeight(whole)
        self.refit()
        over = self.panel.height() + 2 * EDGE - self._window.height()
        if self.disclosure.is_open and over > 0:
            self.area.setFixedHeight(max(LEAST, whole - over))
            self.refit()

    def show_advanced(self, shown: bool) -> None:
        self.disclosure.is_open = shown
        self.disclosure.update()
        self.area.setVisible(shown)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in RETURN:
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        else:
            self.queue()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return in the length field enters the length, and then queues; left with nonsense in it, it says so."""
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self.fit()
        if watched is self.length:
            if event.type() is QEvent.Type.FocusOut:
                self.unread = self._why_unread()
            elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in RETURN:
                QTimer.singleShot(0, self, self._queue_entered)
        return super().eventFilter(watched, event)

    def _why_unread(self) -> str:
        """The field goes back to its last length when it is left; Queue must not take that for what was meant."""
        rate, drop_frame = self._counting
        try:
            parse_timecode(self.length.text(), rate, drop_frame, current=self.length.frame)
        except TimecodeError as error:
            return str(error)
        return ""

    def _queue_entered(self) -> None:
        if not self.length.error:
            self.queue()

    def allow(self, refusal: str) -> None:
        self.queue_button.set_disabled_reason(refusal or None)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(0, 16, 0, 16)
        column = QVBoxLayout()
        column.setSpacing(10 - RING)
        column.addLayout(self._upper())
        column.addWidget(self._advanced())
        self.body.addLayout(column)
        self.body.setSpacing(12)
        self.body.addWidget(Line())
        self.body.addLayout(self._lower())

    def _upper(self) -> QVBoxLayout:
        upper = QVBoxLayout()
        upper.setContentsMargins(16, 0, 16, 0)
        upper.setSpacing(10)
        upper.addWidget(self.top())
        upper.addWidget(self.length_row())
        for row in (*self.middle_rows(), self.rows):
            upper.addWidget(row)
        self.disclosure = SectionHead(tr("Advanced"), quiet=True)
        upper.addWidget(Row(tr("Model"), wide(self.rows.model), wide(self.rows.no_other), self.disclosure))
        return upper

    def _advanced(self) -> QScrollArea:
        """From edge to edge: where the window is low, it scrolls."""
        self.advanced, self.area = QWidget(), QScrollArea()
        numbers = QVBoxLayout(self.advanced)
        numbers.setContentsMargins(16, RING, 16, RING)
        numbers.setSpacing(10)
        for row in (*self.rows.advanced(), *self.advanced_rows()):
            numbers.addWidget(row)
        self.area.setWidget(self.advanced)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the keys
        self.show_advanced(False)
        return self.area

    def _lower(self) -> QVBoxLayout:
        lower = QVBoxLayout()
        lower.setContentsMargins(16, 0, 16, 0)
        lower.setSpacing(10)
        lower.addWidget(self.verdict)
        lower.addWidget(self.room_line)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.cost, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.queue_button)
        lower.addLayout(foot)
        return lower
