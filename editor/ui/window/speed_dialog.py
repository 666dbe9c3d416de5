"""Speed/Duration: how fast clips play, in per cent or by how long they are then; the two go together."""

from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from editor.actions import timing
from editor.actions.slowing import why_no_slower
from editor.actions.timing import SpeedChange, read_percent
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Timeline
from editor.timeline.timing import ONE, PLAIN
from editor.ui.generation.layout_rows import Row
from editor.ui.widgets import Button, Label, PointerDialog, TextField, TimecodeField
from editor.words import tr, trn

WIDTH = 440
LONGEST = 10_000_000  # frames


class SpeedDialog(PointerDialog):
    """chosen(SpeedChange): OK or Return. smooth_wanted(Fraction): the missing frames are to be made."""

    chosen = Signal(object)
    smooth_wanted = Signal(object)

    def __init__(
        self, window: QWidget, timeline: Timeline, clips: list[Clip], before: SpeedChange, generates: bool
    ) -> None:
        """before: the switches as they were left last. generates: whether frames may be made."""
        first = clips[0]
        about = first.name if len(clips) == 1 else tr("{clips} clips", clips=len(clips))
        super().__init__(window, tr("Speed/Duration"), about, "ph.gauge", WIDTH, tone="dim")
        now = first.timing or PLAIN
        self._timeline, self._clip, self._is_alone = timeline, first, len(clips) == 1
        self._speed = abs(timing.speed_of(first)) or ONE
        self._asked = replace(before, keeps_pitch=now.keeps_pitch if first.timing else before.keeps_pitch)
        self.error = ""  # why what is typed cannot be
        self._make(timeline, now.is_backward)
        self._lay_out(generates)
        self._show()

    def take_keyboard(self) -> None:
        self.speed.setFocus(Qt.FocusReason.TabFocusReason)
        self.speed.selectAll()

    @property
    def answer(self) -> SpeedChange:
        speed = -self._speed if self.backward.isChecked() else self._speed
        return SpeedChange(speed, self.pitch.isChecked(), self.ripple.isChecked())

    def _make(self, timeline: Timeline, is_backward: bool) -> None:
        self.speed = TextField("", name=tr("Speed in per cent"))
        self.speed.setFixedWidth(96)
        self.length = TimecodeField(timeline.rate, 1, timeline.drop_frame, least=1, most=LONGEST, name=tr("Duration"))
        self.length.setFixedWidth(124)
        self.frames = Label("", "text", "dim")
        self.backward, self.pitch = QCheckBox(tr("Play backward")), QCheckBox(tr("Keep pitch of sound"))
        self.ripple = QCheckBox(tr("Ripple: what follows moves along"))
        self.backward.setChecked(is_backward)
        self.pitch.setChecked(self._asked.keeps_pitch)
        self.ripple.setChecked(self._asked.ripple)
        self.note = Label("", "small", "dim", wrap=True)
        self.smooth = Button(tr("Make Frames"), icon="ph.sparkle", kind="generate")
        self.cancel, self.done = Button(tr("Cancel"), kind="quiet"), Button("OK", kind="primary")
        self.length.set_disabled_reason(None if self._is_alone else tr("Several clips are selected"))
        self.speed.textEdited.connect(self._take_speed)
        self.speed.entered.connect(self._enter_speed)
        self.length.entered.connect(self._take_frames)
        self.finish_from(self.length)
        self.backward.toggled.connect(lambda _: self._show(speed_too=False))
        self.smooth.clicked.connect(self._finish_smooth)
        self.cancel.clicked.connect(self.reject)
        self.done.clicked.connect(self.finish)
        self.closed.connect(self.deleteLater)

    def _lay_out(self, generates: bool) -> None:
        for row in (Row(tr("Speed"), self.speed, 1), Row(tr("Duration"), self.length, self.frames, 1)):
            self.body.addWidget(row)
        for box in (self.backward, self.pitch, self.ripple):
            self.body.addWidget(box)
        self.body.addWidget(self.note)
        buttons = QHBoxLayout()
        self.smooth.setVisible(generates)
        buttons.addWidget(self.smooth)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.done)
        self.body.addLayout(buttons)

    def _take_speed(self, text: str) -> None:
        """Letter by letter."""
        self.error = ""
        try:
            speed = read_percent(text)
            self._frames_at(abs(speed))
        except EditError as error:
            self.error = f"{error.what} {error.do}".strip()
            self.note.set_text(self.error)
            self.refit()
            return
        if speed < 0:
            self.backward.setChecked(True)
        self._speed = abs(speed)
        self._show(speed_too=False)

    def _enter_speed(self, text: str) -> None:
        self._take_speed(text)
        if not self.error:
            self._show()

    def _take_frames(self, frames: int) -> None:
        self._take_speed(timing.percent(timing.speed_for(self._timeline, self._clip, frames)))
        if not self.error:
            self._speed = timing.speed_for(self._timeline, self._clip, frames)  # exact; what is shown is rounded
            self._show()

    def _frames_at(self, speed: Fraction) -> int:
        """Raises EditError."""
        return timing.frames_at(self._timeline, self._clip.id, speed)

    def _show(self, speed_too: bool = True) -> None:
        """speed_too: not while it is being typed."""
        if speed_too:
            self.error = ""
            self.speed.set_text(timing.percent(self._speed))
        frames = self._frames_at(self._speed)
        self.length.set_frame(frames)
        self.frames.set_text(trn("{count} frame", "{count} frames", frames) if self._is_alone else tr("of the first"))
        if not self.error:
            self.note.set_text(self._about())
        reason = self._why_not_smooth()
        self.smooth.set_disabled_reason(reason or None)
        self.refit()

    def _about(self) -> str:
        if self._clip.timing is not None and self._clip.timing.ramp:
            return tr("Its speed curve is taken away.")
        if self._speed < 1 and not self._why_not_smooth():
            return tr("OK shows each frame for longer. Make Frames makes those that are missing between them.")
        return ""

    def _why_not_smooth(self) -> str:
        if not self._is_alone:
            return tr("Select one clip for it.")
        if self._speed >= 1 or self.backward.isChecked():
            return tr("Frames are missing only where a clip plays slower, and forward.")
        return why_no_slower(self._timeline, self._clip.id, self._speed)

    def finish(self) -> None:
        self.done.setFocus()  # what is still being typed in a field is entered
        if not self.error and not self.length.error:
            self.accept()
            self.chosen.emit(self.answer)

    def _finish_smooth(self) -> None:
        self.accept()
        self.smooth_wanted.emit(self._speed)
