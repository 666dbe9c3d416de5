"""Scrubbing: a short piece of the mix is heard at each place the playhead is dragged or stepped to."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from editor.playback.peaks import SILENCE, Peaks, peaks_of
from editor.render.audio_output import FRAME_BYTES, SoundOutput
from editor.render.voices import sample_at
from editor.timeline.model import Timeline

if TYPE_CHECKING:
    import numpy as np

PIECE = 0.06  # seconds, or a frame where that is longer
SLOPE = 0.005  # seconds at a piece's ends: a cut in a wave is a click
POLL = 20  # ms
IDLE = 25  # looks without another piece, after which the device is given back: half a second


class Scrub(QObject):
    """`hear` and `stop` are for the window's thread. Pieces are mixed on one of their own; the latest one wins."""

    def __init__(self, device: Callable[[], SoundOutput], parent: QObject | None = None) -> None:
        """device: opens it the first time."""
        super().__init__(parent)
        self._device = device
        self._output: SoundOutput | None = None  # while it is ours
        self._rate = 0
        self._change = threading.Condition()
        self._wanted: tuple[Timeline, int] | None = None
        self._piece = b""  # what of it is to be heard still
        self._peaks = SILENCE
        self._closing = False
        self._thread: threading.Thread | None = None
        self._quiet = 0  # looks since the last piece
        self._timer = QTimer(self, interval=POLL)
        self._timer.timeout.connect(self._look)

    def hear(self, timeline: Timeline, frame: int) -> None:
        """What plays from that frame on, for a moment."""
        self._begin(timeline.sample_rate)
        with self._change:
            self._wanted = timeline, frame
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="scrubbing", daemon=True)
                self._thread.start()
            self._change.notify_all()

    def stop(self) -> None:
        """Give the device back."""
        self._timer.stop()
        with self._change:
            self._wanted, self._piece, self._peaks = None, b"", SILENCE
        if self._output is not None:
            self._output.stop()
        self._output = None

    def peaks(self) -> Peaks:
        """The loudest since it was asked last."""
        with self._change:
            peaks, self._peaks = self._peaks, SILENCE
        return peaks

    def close(self) -> None:
        self.stop()
        with self._change:
            self._closing = True
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _begin(self, rate: int) -> None:
        self._quiet = 0
        if self._output is not None and rate == self._rate:
            return
        self._rate, self._output = rate, self._device()
        self._output.start(self._read, rate)
        self._timer.start()

    def _look(self) -> None:
        self._quiet += 1
        if self._output is not None:
            self._output.seconds()  # an output to nobody takes its samples when it is asked
        if self._quiet > IDLE:
            self.stop()

    def _read(self, count: int) -> bytes:
        """The device's: silence where there is no piece."""
        with self._change:
            data, self._piece = self._piece[: count * FRAME_BYTES], self._piece[count * FRAME_BYTES :]
        return data + bytes(count * FRAME_BYTES - len(data))

    def _run(self) -> None:
        from editor.render.sound import Mixer  # here, since it brings numpy and FFmpeg

        mixer = Mixer()
        while (wanted := self._next()) is not None:
            timeline, frame = wanted
            start = sample_at(timeline, frame)
            count = max(sample_at(timeline, frame + 1) - start, round(PIECE * timeline.sample_rate))
            piece = rounded_off(mixer.mix(timeline, start, count), round(SLOPE * timeline.sample_rate))
            with self._change:
                if self._output is not None:
                    self._piece = joined(self._piece, piece, round(SLOPE * timeline.sample_rate))
                    self._peaks = self._peaks.with_those(peaks_of(piece.tobytes()))
        mixer.close()

    def _next(self) -> tuple[Timeline, int] | None:
        with self._change:
            self._change.wait_for(lambda: self._closing or self._wanted is not None)
            wanted, self._wanted = self._wanted, None
            return None if self._closing else wanted


def rounded_off(samples: "np.ndarray", slope: int) -> "np.ndarray":
    """[sample, 2] float32, coming from silence and going to it in so many samples."""
    import numpy as np

    at = np.arange(len(samples)) + 0.5
    ends = np.minimum(at, len(samples) - at) / max(1, slope)
    return (samples * ends.clip(0, 1)[:, None]).astype(np.float32)


def joined(before: bytes, piece: "np.ndarray", slope: int) -> bytes:
    """A piece in the place of what was left of the one before, which goes while this one comes."""
    import numpy as np

    left = np.frombuffer(before, np.float32).reshape(-1, 2)[:slope]
    whole = piece.copy()
    whole[: len(left)] += left * np.linspace(1, 0, len(left), endpoint=False, dtype=np.float32)[:, None]
    return whole.tobytes()
