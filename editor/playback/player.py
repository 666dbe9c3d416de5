"""Playing: the clock runs, sound is fed to the device, and each picture is shown in its time."""

from collections import deque
from dataclasses import replace
from math import ceil

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from editor.playback.course import Course, course_from, span_of
from editor.playback.peaks import Peaks
from editor.playback.screen import Screen
from editor.playback.scrub import Scrub
from editor.playback.sound_ahead import SoundAhead
from editor.render.audio_output import NullOutput, QtOutput, SoundOutput, default_output
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange

LATE = 3  # ticks after its time up to which a picture is still shown rather than none
PATIENCE = 80  # ms that playing waits at most for its first pictures and sounds
POLL = 5  # ms


class Player(QObject):
    """The sound device's clock leads; pictures that are not there in time are left out."""

    moved = Signal(int)  # the frame whose time has come
    ended = Signal(int)  # after the last frame, or before the first, with that frame

    def __init__(self, screen: Screen, output: SoundOutput | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = self.dropped = 0  # pictures, since it last began
        self.lateness: deque[float] = deque(maxlen=10_000)  # seconds by the clock after each one's own time
        self.sound = SoundAhead()
        self.output = output
        self._device_wanted = ""  # see QtOutput.device
        self._screen = screen
        self.scrub = Scrub(self._device, self)
        self._silent = NullOutput()  # keeps the time where nothing is heard
        self._clock: SoundOutput = self._silent
        self._timeline: Timeline | None = None
        self._course: Course | None = None
        self._running = False  # the clock runs; False while the first pictures are waited for
        self._waited = 0  # ms
        self._tick = -1  # of the picture that was shown last
        self._frame = -1  # that was told last
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go_on)
        screen.made.connect(self._show_made)

    @property
    def is_playing(self) -> bool:
        return self._course is not None

    def prepare(self, timeline: Timeline, frame: int, loop: bool, around: TimeRange | None = None) -> None:
        """Mix what will be heard if it plays from there."""
        if timeline.duration and self._course is None:
            self.sound.start(timeline, course_from(timeline, frame, 1.0, loop, around))

    def start(self, timeline: Timeline, frame: int, speed: float, loop: bool, around: TimeRange | None = None) -> None:
        """From `frame` on, or from the other end where that is the last one. The timeline is not empty.

        around: what is played again and again, instead of the marked range.
        """
        self._halt()
        self._timeline, self._course = timeline, course_from(timeline, frame, speed, loop, around)
        self._clock = self._silent if self._course.is_mute else self._device()
        self._tick, self._waited, self.shown, self.dropped = -1, 0, 0, 0
        self.lateness.clear()
        self.sound.start(timeline, self._course)
        self._tell(self._course, 0)
        self._timer.start(0)

    def change(self, timeline: Timeline) -> None:
        """Go on with another timeline of the same rate."""
        if self._course is not None:
            self._timeline = timeline
            self._course = replace(self._course, span=span_of(timeline, self._course.loop, self._course.around))
            self.sound.change(timeline, self._course)
            self._prepare(self._course, max(self._tick, 0))

    def play_on(self, device: str) -> None:
        """A sound device, from the next time something is heard; see QtOutput.device."""
        self._device_wanted = device
        if isinstance(self.output, QtOutput):
            self.output.device = device

    def hear(self, timeline: Timeline, frame: int) -> None:
        """A moment of what plays there, while it stands."""
        if timeline.duration and self._course is None:
            self.scrub.hear(timeline, frame)

    def peaks(self) -> Peaks:
        """How loud what was heard since it was asked last was at most."""
        if not self._running:
            return self.scrub.peaks()
        return self.sound.peaks(round(self._clock.seconds() * self._now.sample_rate))

    def stop(self) -> None:
        self._halt()
        self.sound.stop()

    def close(self) -> None:
        self.stop()
        self.scrub.close()
        self.sound.close()
        if self.output is not None:
            self.output.close()

    def _halt(self) -> None:
        self._timer.stop()
        self.scrub.stop()
        self._clock.stop()
        self._course, self._running, self._frame = None, False, -1

    def _go_on(self) -> None:
        """The timer's: once a frame, and while the first ones are waited for."""
        course = self._course
        if course is None:
            return
        if not self._running and not self._is_ready(course):
            self._waited += POLL
            self._timer.start(POLL)
            return
        if not self._running:
            self._running = True
            self._clock.start(self.sound.read, self._now.sample_rate)
        self._advance(course)

    def _is_ready(self, course: Course) -> bool:
        """Whether the first pictures and sounds are there; nobody waits for them for long."""
        first = course.coming(0, min(2, self._depth(course)))
        pictures = all(self._screen.has(self._now, frame) for frame in first)
        return self._waited >= PATIENCE or (pictures and self.sound.is_ready)

    def _advance(self, course: Course) -> None:
        tick = course.tick(self._clock.seconds())
        frame = course.frame(tick)
        if frame is None:
            self.stop()
            self.ended.emit(course.last)
            return
        if frame != self._frame:
            self._tell(course, tick)
        if self._course is course:  # nobody stopped it on being told
            self._show_newest(course, tick)
            left = course.seconds(tick + 1) - self._clock.seconds()
            self._timer.start(max(1, ceil(1000 * left)))

    def _tell(self, course: Course, tick: int) -> None:
        self._prepare(course, tick)
        frame = course.frame(tick)
        assert frame is not None
        self._frame = frame
        self.moved.emit(frame)

    def _show_made(self) -> None:
        if self._course is not None and self._running:
            self._show_newest(self._course, self._course.tick(self._clock.seconds()))

    def _show_newest(self, course: Course, tick: int) -> None:
        """The picture of this tick, or the latest of the last few that was not shown yet."""
        for each in range(tick, max(self._tick, tick - LATE), -1):
            frame = course.frame(each)
            if frame is not None and self._screen.show(self._now, frame):
                self.dropped += each - self._tick - 1
                self.shown += 1
                self.lateness.append(self._clock.seconds() - course.seconds(each))
                self._tick = each
                return

    def _prepare(self, course: Course, tick: int) -> None:
        """The pictures of this tick and of the next ones."""
        self._screen.prepare(self._now, course.coming(tick, self._depth(course) + 1), course.speed < 0)

    def _depth(self, course: Course) -> int:
        return self._screen.depth(self._now, course.speed < 0)

    @property
    def _now(self) -> Timeline:
        assert self._timeline is not None
        return self._timeline

    def _device(self) -> SoundOutput:
        if self.output is None:
            self.output = default_output(self)
            self.play_on(self._device_wanted)
        return self.output
