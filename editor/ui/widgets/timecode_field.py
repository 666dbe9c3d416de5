"""A field for timecode: `+12`, `10.`, bare digits from the right; what can't be read says why."""

from fractions import Fraction

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.timeline.timecode import TimecodeError, format_timecode, parse_timecode
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.widgets.stepped_field import SteppedField
from editor.words import tr


class TimecodeField(SteppedField):
    """Frames in, frames out. entered: by Return, by leaving, or by Up and Down (one frame; ten with Shift)."""

    entered = Signal(int)

    def __init__(
        self,
        rate: Fraction,
        frame: int = 0,
        drop_frame: bool = False,
        start_frame: int = 0,
        least: int | None = None,
        most: int | None = None,
        flat: bool = False,
        name: str = tr("Timecode"),
        parent: QWidget | None = None,
    ) -> None:
        """start_frame: what the timecode of frame 0 counts. flat: amber on the panel, as a monitor's position."""
        super().__init__(parent)
        self._rate, self._drop_frame, self._start = rate, drop_frame, start_frame
        self._least, self._most = least, most
        self._frame, self._error = frame, ""
        self._is_clicked_into = False  # that click is not over yet
        self._name = name
        self.setAccessibleName(name)
        self.setFont(theme.font("timecode" if flat else "value"))
        if flat:
            self.setProperty("look", "timecode")
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_tip(name)
        self._show()

    @property
    def frame(self) -> int:
        return self._frame

    @property
    def error(self) -> str:
        """Why what is typed can't be read; empty where it can."""
        return self._error

    def set_frame(self, frame: int) -> None:
        """Shown, not entered; what is being typed stays."""
        changed, self._frame = frame != self._frame, frame
        if changed and not (self.hasFocus() and self.isModified()):
            self._show()

    def set_rate(self, rate: Fraction, drop_frame: bool = False, start_frame: int = 0) -> None:
        if (rate, drop_frame, start_frame) != (self._rate, self._drop_frame, self._start):
            self._rate, self._drop_frame, self._start = rate, drop_frame, start_frame
            self._show()

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(max(112, QFontMetrics(self.font()).horizontalAdvance(self.text()) + 24), 28)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._is_clicked_into = event.reason() is Qt.FocusReason.MouseFocusReason
        if not self._is_clicked_into:
            self.selectAll()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The click that begins to type selects all, as elsewhere; the next one places the cursor."""
        super().mouseReleaseEvent(event)
        if self._is_clicked_into and not self.hasSelectedText():
            self.selectAll()
        self._is_clicked_into = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._error:
            self._show()

    def _step_by(self, step: int, modifiers: Qt.KeyboardModifier) -> None:
        shift = modifiers & Qt.KeyboardModifier.ShiftModifier
        self._take(self._limited(self._frame + step * (10 if shift else 1)))

    def _enter(self) -> None:
        if not self.isModified():
            return
        try:
            frame = parse_timecode(
                self.text(), self._rate, drop_frame=self._drop_frame, current=self._frame, start_frame=self._start
            )
        except TimecodeError as error:
            self._refuse(str(error))
            return
        self._take(self._limited(frame))

    def _limited(self, frame: int) -> int:
        frame = frame if self._least is None else max(self._least, frame)
        return frame if self._most is None else min(self._most, frame)

    def _take(self, frame: int) -> None:
        changed, self._frame = frame != self._frame, frame
        self._show()
        if changed:
            self.entered.emit(frame)

    def _refuse(self, reason: str) -> None:
        self._error = reason
        self._mark_wrong(True)
        self.set_tip(reason)
        self.show_tip()

    def _show(self) -> None:
        self.setText(format_timecode(self._frame, self._rate, drop_frame=self._drop_frame, start_frame=self._start))
        self.setModified(False)
        self.setCursorPosition(len(self.text()))
        if self._error:
            self._error = ""
            self._mark_wrong(False)
            self.set_tip(self._name)
            self.hide_tip()

    def _mark_wrong(self, wrong: bool) -> None:
        self.setProperty("wrong", wrong)
        self.style().unpolish(self)
        self.style().polish(self)
