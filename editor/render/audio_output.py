"""Where sound goes: a device, or nowhere. Either way it keeps the time that playback follows."""

import time
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QIODevice, QObject

from editor.words import tr

CHANNELS, SAMPLE_BYTES = 2, 4  # stereo, float32
FRAME_BYTES = CHANNELS * SAMPLE_BYTES
BUFFER_SECONDS = 0.12  # held by the device: so long may the window's thread be busy without a gap
PULL = 0.1  # of the difference to the device's own count is made up at each look
SILENT = 1.5  # seconds without asking for samples after which a device is taken to be lost
LOST = 0.1  # seconds of difference that are no jitter any more

Read = Callable[[int], bytes]  # so many samples of both channels, interleaved float32
Clock = Callable[[], float]


class SoundOutput(Protocol):
    """Used by the window's thread."""

    note: str  # what the user should know, such as that there is no device; "" = nothing

    def start(self, read: Read, rate: int) -> None:
        """Play what `read` gives, at so many samples a second; `seconds` counts from 0 again."""

    def stop(self) -> None: ...

    def seconds(self) -> float:
        """How much has been heard."""

    def close(self) -> None: ...


class NullOutput:
    """Plays to nobody at the pace of a clock; takes the samples when they would be heard."""

    def __init__(self, note: str = "", clock: Clock = time.monotonic) -> None:
        self.note = note
        self._clock = clock
        self._began: float | None = None
        self._taken = 0

    def start(self, read: Read, rate: int) -> None:
        self._read, self._rate = read, rate
        self._began, self._taken = self._clock(), 0

    def stop(self) -> None:
        self._began = None

    def seconds(self) -> float:
        if self._began is None:
            return 0.0
        heard = self._clock() - self._began
        due = int(heard * self._rate) - self._taken
        if due > 0:
            self._read(due)
            self._taken += due
        return heard

    def close(self) -> None:
        self.stop()


class SteadyClock:
    """A device counts in steps; this runs evenly, and stays with it."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._at: float | None = None
        self._seen = 0.0

    def seconds(self, counted: float) -> float:
        """The time now, given what the device has counted; never less than before."""
        now = self._clock()
        if self._at is None or counted <= 0:  # the device is still getting ready
            self._at = max(counted, 0.0)
        else:
            expected = self._at + now - self._seen
            off = counted - expected
            self._at = max(self._at, counted if abs(off) > LOST else expected + PULL * off)
        self._seen = now
        return self._at


class QtOutput:
    """The system's sound device; where it stops answering, the clock goes on without it."""

    def __init__(self, parent: QObject | None = None, clock: Clock = time.monotonic) -> None:
        """Raises NoDevice."""
        self.note = ""
        self.device = ""  # by the system's own name for it, from the next start on; "" = as the system has it
        self._now = clock
        self._parent = parent
        self._multimedia = _multimedia()
        self._sink: Any = None
        self._lost: NullOutput | None = None  # keeps the time since the device was lost
        self._heard = 0.0
        if self._multimedia.QMediaDevices.defaultAudioOutput().isNull():
            raise NoDevice(tr("no sound device"))

    def start(self, read: Read, rate: int) -> None:
        self.stop()
        self._read, self._rate = read, rate
        self._feed, self._steady, self._heard = Feed(read), SteadyClock(self._now), 0.0
        self._counted, self._since = 0, self._now()
        self._sink = self._opened(rate)
        self._sink.start(self._feed)

    def stop(self) -> None:
        if self._sink is not None:
            self._sink.stop()
            self._sink.deleteLater()
        self._sink = self._lost = None

    def seconds(self) -> float:
        if self._sink is None:
            return 0.0
        if self._lost is None and self._is_lost():
            self.note = tr("The sound device does not answer; playing without sound.")
            self._lost = NullOutput(clock=self._now)
            self._lost.start(self._read, self._rate)
        if self._lost is not None:
            return self._heard + self._lost.seconds()
        self._heard = self._steady.seconds(self._count() / self._rate)
        return self._heard

    def close(self) -> None:
        self.stop()

    def _opened(self, rate: int) -> Any:
        kind = self._multimedia.QAudioFormat()
        kind.setSampleRate(rate)
        kind.setChannelCount(CHANNELS)
        kind.setSampleFormat(self._multimedia.QAudioFormat.SampleFormat.Float)
        sink = self._multimedia.QAudioSink(self._chosen(), kind, self._parent)
        sink.setBufferSize(int(BUFFER_SECONDS * rate) * FRAME_BYTES)
        return sink

    def _chosen(self) -> Any:
        """The device that is wanted, where it is connected; else the system's, which may be another one by now."""
        devices = self._multimedia.QMediaDevices
        wanted = (each for each in devices.audioOutputs() if _name_of(each) == self.device) if self.device else ()
        return next(iter(wanted), None) or devices.defaultAudioOutput()

    def _count(self) -> int:
        """Samples that were heard: given, and not waiting in the buffer."""
        return (self._feed.given - (self._sink.bufferSize() - self._sink.bytesFree())) // FRAME_BYTES

    def _is_lost(self) -> bool:
        """Unplugged, refusing, or asking for nothing any more."""
        now, counted = self._now(), self._count()
        if counted != self._counted:
            self._counted, self._since = counted, now
        return self._sink.state().name == "StoppedState" or now - self._since > SILENT


class Feed(QIODevice):
    """What the device pulls its samples from."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read
        self.given = 0  # bytes
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def readData(self, most: int) -> bytes:  # noqa: N802 - Qt's name
        samples = self._read(most // FRAME_BYTES)
        self.given += len(samples)
        return samples

    def bytesAvailable(self) -> int:  # noqa: N802 - Qt's name
        return 1 << 20  # there is always more: silence, if nothing else

    def isSequential(self) -> bool:  # noqa: N802 - Qt's name
        return True


class NoDevice(Exception):
    """Sound cannot be played here; the reason, for a note."""


def default_output(parent: QObject | None = None) -> SoundOutput:
    """The system's device where there is one that works, else none, which `note` tells."""
    try:
        return QtOutput(parent)
    except NoDevice:
        return NullOutput(tr("No sound device was found; playing without sound."))


def sound_devices() -> dict[str, str]:
    """What sound can be played on now: how each is called, by the system's own name for it."""
    try:
        return {_name_of(each): each.description() for each in _multimedia().QMediaDevices.audioOutputs()}
    except NoDevice:
        return {}


def _name_of(device: Any) -> str:
    return bytes(device.id().data()).decode(errors="replace")


def _multimedia() -> Any:
    try:
        from PySide6 import QtMultimedia  # late: it takes 0.1 s
    except ImportError as error:  # libraries of the system are missing
        raise NoDevice(str(error)) from error
    return QtMultimedia
