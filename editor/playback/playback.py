"""The playhead: where it stands, how it moves, and what is seen and heard there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage

from editor.document import Document
from editor.playback.peaks import Peaks
from editor.playback.player import Player
from editor.playback.screen import Screen
from editor.render.audio_output import SoundOutput
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange

if TYPE_CHECKING:  # it brings numpy and FFmpeg
    from editor.render.preview_film import ProxySource

SETTLED = 150  # ms that the playhead stands, after which its sound is made ready
SPEEDS = (1.0, 2.0, 4.0, 8.0)  # of J and L


class Playback(QObject):
    """Follows the document: what is edited is seen and heard at once, also while it plays.

    At parts of a speed it is silent.
    """

    frame_changed = Signal(int)
    speed_changed = Signal(float)  # 0 = it stands
    picture_ready = Signal(object)  # QImage of the current frame, or while dragging of one near it
    failed = Signal(object)  # an error nobody expected; playback goes on
    loop_changed = Signal()

    def __init__(
        self,
        document: Document,
        output: SoundOutput | None = None,
        cache_bytes: int | None = None,
        proxies: "ProxySource | None" = None,
    ) -> None:
        """output: where sound goes; the system's device by default, which is opened when it first plays."""
        super().__init__(document)
        self._document = document
        self._frame, self._speed, self._loop, self._backward = 0, 0.0, False, False
        self._loop_range: TimeRange | None = None
        self._instead: Timeline | None = None
        self.scrubs_with_sound = False  # whether `scrub` and `step` are heard
        self._screen = Screen(cache_bytes, self, proxies)
        self._player = Player(self._screen, output, self)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED)
        self._settled.timeout.connect(self._prepare_sound)
        self._player.moved.connect(self._move)
        self._player.ended.connect(self._stand)
        self._screen.picture_ready.connect(self.picture_ready)
        self._screen.failed.connect(self.failed)
        document.timeline_changed.connect(self._follow_edit)
        document.replaced.connect(self._begin_anew)

    @property
    def frame(self) -> int:
        return self._frame

    @property
    def speed(self) -> float:
        return self._speed

    @property
    def is_playing(self) -> bool:
        return self._player.is_playing

    @property
    def picture(self) -> QImage | None:
        """What was seen last; at most as large as the view."""
        return self._screen.picture

    @property
    def is_by_proxy(self) -> bool:
        """Whether some of `picture` was read from a proxy."""
        return self._screen.is_by_proxy

    @property
    def is_exact(self) -> bool:
        """Whether `picture` is that of the current frame; while it plays there is no telling."""
        return self._screen.is_exact

    @property
    def note(self) -> str:
        """What the user should know about the sound; "" = nothing."""
        return self._player.output.note if self._player.output is not None else ""

    @property
    def shown(self) -> int:
        """Pictures, since it last began to play."""
        return self._player.shown

    @property
    def dropped(self) -> int:
        """Pictures that were not there in time, since it last began to play."""
        return self._player.dropped

    @property
    def lateness(self) -> Sequence[float]:
        """Of each picture shown: seconds after its own time, by the clock of the sound."""
        return self._player.lateness

    @property
    def sound_late(self) -> int:
        """Samples that were silence because they were not mixed in time, since it last began to play."""
        return self._player.sound.late

    @property
    def loop(self) -> bool:
        return self._loop or self._loop_range is not None

    @loop.setter
    def loop(self, on: bool) -> None:
        """Play the marked range, or all, again and again. Off also ends what `loop_range` began."""
        self._set_loop(on, None)

    @property
    def loop_range(self) -> TimeRange | None:
        """What is played again and again whatever is marked; it ends when the playhead is put elsewhere."""
        return self._loop_range

    @loop_range.setter
    def loop_range(self, around: TimeRange | None) -> None:
        self._set_loop(self._loop, around)

    def seek(self, frame: int) -> None:
        """Go there; playing goes on from there."""
        if self._loop_range is not None and not self._loop_range.contains(frame):
            self._loop_range = None
            self.loop_changed.emit()
        self._move(frame)
        if self.is_playing:
            self.play(self._speed)
        else:
            self._look(rough=True)

    def show_instead(self, timeline: Timeline | None) -> None:
        """Another one is seen and heard in place of the document's, by the same playhead; None ends that.

        It is as long, and of the same rates.
        """
        if timeline is self._instead:
            return
        self._instead = timeline
        if self.is_playing:
            self._player.change(self._timeline)
        else:
            self._look()

    def scrub(self, frame: int) -> None:
        """Go there while the playhead is dragged: a moment of it is heard."""
        self.seek(frame)
        self._hear()

    def step(self, frames: int) -> None:
        """Stop, and go so many frames on (or back, below 0)."""
        self.pause()
        self._backward = frames < 0
        self._move(self._frame + frames)
        self._look()
        self._hear()

    def peaks(self) -> Peaks:
        """How loud what was heard since it was asked last was at most; silence where nothing was."""
        return self._player.peaks()

    def play(self, speed: float = 1.0) -> None:
        """speed: below 0 backward. Where there is nothing more to play it begins at the other end."""
        if speed == 0 or not self._timeline.duration:
            self.pause()
            return
        self._backward = speed < 0
        self._player.start(self._timeline, self._frame, speed, self.loop, self._loop_range)
        self._set_speed(speed)

    def pause(self) -> None:
        if self.is_playing:
            self._player.stop()
            self._stand(self._frame)

    def toggle(self) -> None:
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def shuttle(self, direction: int) -> None:
        """The keys J (-1), K (0) and L (1): again in the same direction is twice as fast, up to 8 times."""
        along = self._speed * direction
        faster = next((speed for speed in SPEEDS if speed > along), SPEEDS[-1])
        self.play(direction * (faster if along > 0 else 1.0))

    def set_view_size(self, size: QSize) -> None:
        """size: of the viewer, in the device's own pixels."""
        self._screen.set_view((size.width(), size.height()))
        self._look_again()

    def set_quality(self, divisor: int) -> None:
        """1 = full, 2 = half the width and height, and so on."""
        self._screen.set_divisor(divisor)
        self._look_again()

    def play_on(self, device: str) -> None:
        """A sound device by the system's own name for it, "" for the one that the system has chosen."""
        self._player.play_on(device)

    def set_picture_room(self, size: int) -> None:
        """How much of what was seen is kept, in bytes."""
        self._screen.set_room(size)

    def forget_pictures(self) -> None:
        """Make all of them anew: a file has changed, or how long that takes is measured."""
        self._screen.forget()
        self._look_again()

    def close(self) -> None:
        """Ends its threads. It cannot be used afterwards."""
        self._document.timeline_changed.disconnect(self._follow_edit)
        self._document.replaced.disconnect(self._begin_anew)
        self._settled.stop()
        self._player.close()
        self._screen.close()

    @property
    def _timeline(self) -> Timeline:
        return self._document.timeline if self._instead is None else self._instead

    def _hear(self) -> None:
        if self.scrubs_with_sound:
            self._player.hear(self._timeline, self._frame)

    def _set_loop(self, loop: bool, around: TimeRange | None) -> None:
        self._loop, self._loop_range = loop, around
        self.loop_changed.emit()
        if self.is_playing:
            self.play(self._speed)

    def _stand(self, frame: int) -> None:
        """What played has ended there."""
        self._move(frame)
        self._set_speed(0.0)
        self._look()

    def _look(self, rough: bool = False) -> None:
        self._screen.look_at(self._timeline, self._frame, self._backward, rough)
        self._settled.start()

    def _prepare_sound(self) -> None:
        self._player.prepare(self._timeline, self._frame, self.loop, self._loop_range)

    def _look_again(self) -> None:
        if not self.is_playing:
            self._look()

    def _move(self, frame: int) -> None:
        """The frame after the last one is a place to stand on, too."""
        frame = min(max(frame, 0), self._timeline.duration)
        if frame != self._frame:
            self._frame = frame
            self.frame_changed.emit(frame)

    def _set_speed(self, speed: float) -> None:
        if speed != self._speed:
            self._speed = speed
            self.speed_changed.emit(speed)

    def _follow_edit(self, before: Timeline, after: Timeline) -> None:
        self._move(self._frame)
        if not self.is_playing:
            self._look()
        elif after.rate != before.rate or after.sample_rate != before.sample_rate or not after.duration:
            self.play(self._speed)
        else:
            self._player.change(self._timeline)

    def _begin_anew(self) -> None:
        self._instead = None
        self.pause()
        self.loop_range = None
        self._move(0)
        self._look()
