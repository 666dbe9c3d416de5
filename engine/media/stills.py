"""A film as numbered stills in a folder, which appears when all of them are there."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import av
from av.video.codeccontext import VideoCodecContext

from engine.errors import OutputError
from engine.media.coding import Coding
from engine.media.info import VideoInfo
from engine.media.target import output_errors

DIGITS = 6


class StillFolder:
    """Raises OutputError (also where the folder is there already and holds anything) or NoSpace."""

    def __init__(self, path: Path, work: Path, suffix: str, video: VideoInfo, coding: Coding) -> None:
        """work: the folder's name until all of them are there."""
        self.path, self._work = Path(path), Path(work)
        self._suffix, self._video, self._coding = suffix, video, coding
        self._written = 0

    def __enter__(self) -> Self:
        refuse_full(self.path)
        with output_errors(self.path):
            self._work.mkdir()
            self._encoder = cast(VideoCodecContext, av.CodecContext.create(self._coding.codec, "w"))
        encoder, rate = self._encoder, self._video.rate
        encoder.width, encoder.height, encoder.pix_fmt = (
            self._video.width,
            self._video.height,
            self._coding.pixel_format,
        )
        encoder.time_base, encoder.options = 1 / rate, dict(self._coding.options)
        encoder.thread_type, encoder.thread_count = "AUTO", 0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                with output_errors(self.path):
                    self._put(self._encoder.encode(None))
                    self._settle()
        finally:
            shutil.rmtree(self._work, ignore_errors=True)

    def write(self, frame: av.VideoFrame, index: int) -> None:
        frame.pts, frame.time_base = index, 1 / self._video.rate
        with output_errors(self.path):
            self._put(self._encoder.encode(frame))

    def add(self, name: str, content: bytes) -> None:
        """A file beside the stills."""
        with output_errors(self.path):
            put_whole(self._work / name, content)

    def _put(self, packets: list[av.Packet]) -> None:
        """Each packet is a file; they come in order, some frames late."""
        for packet in packets:
            self._written += 1
            name = f"{self.path.name}_{self._written:0{DIGITS}}{self._suffix}"
            put_whole(self._work / name, bytes(packet))

    def _settle(self) -> None:
        with suppress(FileNotFoundError):
            self.path.rmdir()  # an empty one gives way
        os.rename(self._work, self.path)


def put_whole(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def refuse_full(path: Path) -> None:
    with output_errors(path):
        taken = path.is_file() or (path.is_dir() and any(path.iterdir()))
    if taken:
        raise OutputError(f"{path} is there already, and not empty.", do="Choose another folder or name.")
