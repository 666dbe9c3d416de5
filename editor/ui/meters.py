"""How loud what is heard is: two bars with the loudest of the last moments, and a light for what was too loud."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import log10
from typing import Any, Protocol

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.playback.peaks import SILENCE, Peaks
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.widgets.tip import Tipped
from editor.words import tr

WIDTH = 36
BAR, BETWEEN, LEFT = 5, 2, 6  # pixels
TOP, FOOT = 18, 10  # pixels above and below the bars
LIGHT = 4  # pixels high
FLOOR = -60.0  # dB
MARKS = (0, -6, -12, -24, -36, -48, -60)
FALL = 24.0  # dB a second
HOLD = 1.5  # seconds that the loudest stays marked
EVERY = 33  # ms
Clock = Callable[[], float]


class Heard(Protocol):
    """What `Playback` is to the meters."""

    speed_changed: Any
    frame_changed: Any

    @property
    def speed(self) -> float: ...

    def peaks(self) -> Peaks: ...


@dataclass(frozen=True, slots=True)
class Needle:
    """One channel: it rises at once and falls slowly."""

    level: float = FLOOR  # dB
    peak: float = FLOOR  # the loudest of the last moments
    held: float = 0.0  # seconds that it stays marked
    clipped: bool = False

    def after(self, seconds: float, amplitude: float) -> "Needle":
        """So much later, in which the loudest sample was that."""
        now = max(FLOOR, 20 * log10(amplitude)) if amplitude > 0 else FLOOR
        level = max(now, self.level - FALL * seconds, FLOOR)
        clipped = self.clipped or amplitude >= 1
        if now >= self.peak and now > FLOOR:
            return Needle(level, now, HOLD, clipped)
        held = self.held - seconds
        peak = self.peak if held > 0 else max(level, self.peak - FALL * seconds)
        return Needle(level, peak, max(0.0, held), clipped)

    @property
    def rests(self) -> bool:
        return self.level <= FLOOR and self.peak <= FLOOR


class Meters(Tipped, QWidget):
    """Of the playbacks together; still while nothing is heard. A click puts the lights out."""

    def __init__(self, heard: Sequence[Heard], parent: QWidget | None = None, clock: Clock = time.monotonic) -> None:
        super().__init__(parent)
        self.left, self.right = Needle(), Needle()
        self._heard, self._clock, self._at = heard, clock, clock()
        self._looks = QTimer(self, interval=EVERY)
        self._looks.timeout.connect(self.look)
        self.setFixedWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Sound level"))
        self.set_tip(tr("Sound level. A click puts the lights out"))
        for each in heard:
            each.speed_changed.connect(self._begin)
            each.frame_changed.connect(self._wake)
        theme.changed.connect(self.update)

    @property
    def is_looking(self) -> bool:
        return self._looks.isActive()

    def look(self) -> None:
        """Measure what was heard since the last look."""
        now = self._clock()
        seconds, self._at = now - self._at, now
        peaks = SILENCE
        for each in self._heard:
            peaks = peaks.with_those(each.peaks())
        before = self.left, self.right
        self.left, self.right = self.left.after(seconds, peaks.left), self.right.after(seconds, peaks.right)
        if before != (self.left, self.right):
            self.update(0, 0, LEFT + 2 * BAR + BETWEEN, self.height())
        if self.left.rests and self.right.rests and not any(each.speed for each in self._heard):
            self._looks.stop()

    def put_out(self) -> None:
        """The lights."""
        self.left, self.right = (replace(needle, clipped=False) for needle in (self.left, self.right))
        self.update()

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 200)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.put_out()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.colour("panel"))
            for needle, left in ((self.left, LEFT), (self.right, LEFT + BAR + BETWEEN)):
                self._paint_bar(painter, needle, left)
            self._paint_scale(painter)

    def _begin(self, speed: float) -> None:
        if speed:
            self.put_out()
            self._wake()

    def _wake(self, *_: object) -> None:
        """A step or a drag is heard, too."""
        if not self._looks.isActive():
            self._at = self._clock()
            self._looks.start()

    def _y(self, decibels: float) -> int:
        span = self.height() - TOP - FOOT
        return TOP + round(span * max(0.0, min(decibels / FLOOR, 1.0)))

    def _paint_bar(self, painter: QPainter, needle: Needle, left: int) -> None:
        foot = self.height() - FOOT
        painter.fillRect(left, TOP, BAR, foot - TOP, theme.colour("field"))
        top = self._y(needle.level)
        painter.fillRect(left, top, BAR, foot - top, theme.colour("sound_wave"))
        if needle.peak > FLOOR:
            painter.fillRect(left, self._y(needle.peak), BAR, 1, theme.colour("text"))
        light = theme.colour("bad" if needle.clipped else "field")
        painter.fillRect(left, TOP - LIGHT - 2, BAR, LIGHT, light)

    def _paint_scale(self, painter: QPainter) -> None:
        painter.setFont(theme.font("scale"))
        painter.setPen(theme.colour("faint"))
        left = LEFT + 2 * BAR + BETWEEN
        for mark in MARKS:
            place = QRect(left, self._y(mark) - 6, WIDTH - left - 3, 12)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(-mark))
