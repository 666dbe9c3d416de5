"""The sound of a file that is being written: samples, coded into a stream of it."""

from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer

from engine.media.coding import SoundCoding
from engine.media.info import AudioInfo
from engine.media.sound import LAYOUTS


class SoundWriter:
    """Raises FFmpeg's own errors."""

    def __init__(self, container: OutputContainer, audio: AudioInfo, coding: SoundCoding) -> None:
        self._container, self._audio = container, audio
        self._stream = cast(AudioStream, container.add_stream(coding.codec, rate=audio.sample_rate))
        self._written = 0  # samples
        context = self._stream.codec_context
        context.layout, context.format = LAYOUTS[audio.channels], coding.sample_format
        if coding.bit_rate is not None:
            context.bit_rate = coding.bit_rate

    def write(self, samples: np.ndarray) -> None:
        """The next ones, [sample, channel] float32."""
        if not len(samples):
            return
        packed = np.ascontiguousarray(samples, np.float32).reshape(1, -1)  # PyAV 18 cannot take eight channels apart
        frame = av.AudioFrame.from_ndarray(packed, format="flt", layout=LAYOUTS[self._audio.channels])
        frame.sample_rate, frame.pts = self._audio.sample_rate, self._written
        frame.time_base = Fraction(1, self._audio.sample_rate)
        self._written += len(samples)
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self._container.mux(self._stream.encode(None))
