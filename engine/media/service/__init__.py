"""Media files read in processes of their own, so that none of them can stop the window."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from engine.media.info import MediaInfo
from engine.media.service.jobs import (
    Answer,
    Files,
    Fingerprint,
    Identify,
    Inspect,
    MakePeaks,
    MakeProxy,
    MakeThumbnails,
)
from engine.media.service.lane import JOBS, Lane
from engine.pipes import spawn

PATIENCE = 30.0  # seconds without a word before a reader counts as hanging
FIRST, SEEN, LATER = range(3)  # a new file; thumbnails that are on screen; the rest


class MediaService:
    """Called from any thread; answers are futures, done on a thread of the service's own.

    Three processes, started when they are first needed: one for what somebody waits for, one for waveforms, which take
    long, and one for proxies, which take longer. A future that is cancelled before its turn costs nothing. Every future
    raises LongtakeError only: MediaError where the file is at fault, also where it made the process crash or hang,
    which the others never notice.
    """

    def __init__(
        self, log: Path | None = None, patience: float = PATIENCE, jobs: int = JOBS, module: str = "engine.media"
    ) -> None:
        """log: the file for what libraries print. jobs: after how many a process is replaced. module: what it runs."""
        start = partial(spawn, module, "--media", log=log)
        self._lanes = tuple(Lane(start, patience, jobs) for _ in range(3))
        self._quick, self._slow, self._slowest = self._lanes

    def inspect(self, path: Path) -> "Future[MediaInfo]":
        """What is in the file, after trying to decode some of it: a film, a still (duration 0) or only sound."""
        return self._quick.submit(Inspect(Path(path)), media_info, FIRST)

    def thumbnails(
        self,
        path: Path,
        times: Sequence[Fraction],
        height: int,
        folder: Path,
        tolerance: Fraction = Fraction(0),
        seen: bool = True,
    ) -> "Future[tuple[Path, ...]]":
        """Pictures as JPEG (PNG with alpha) in `folder`, one for each time; those that are there already stay.

        tolerance: seconds a key frame may stand before the time it is taken for; key frames are quick. Ask for times
        in order, and for few at once: a new file waits until they are done.
        """
        job = MakeThumbnails(Path(path), tuple(times), height, tolerance, Path(folder))
        return self._quick.submit(job, paths, SEEN if seen else LATER)

    def peaks(self, path: Path, target: Path) -> "Future[Path]":
        """The waveform of the whole sound, for peaks.read_peaks, written to `target`."""
        return self._slow.submit(MakePeaks(Path(path), Path(target)), lambda answer: paths(answer)[0], LATER)

    def proxy(self, path: Path, target: Path, tell: Callable[[float], None]) -> "Future[Path]":
        """See proxies.make_proxy. tell: called on another thread with how much of it is done, 0 to 1."""
        return self._slowest.submit(MakeProxy(Path(path), Path(target)), lambda answer: paths(answer)[0], LATER, tell)

    def fingerprint(self, path: Path) -> "Future[str]":
        """See fingerprint.content_fingerprint."""
        return self._quick.submit(Identify(Path(path)), fingerprint_text, LATER)

    def cancel(self, future: "Future[Any]") -> None:
        """Also where it is being worked on: then it raises Cancelled."""
        for lane in self._lanes:
            lane.cancel(future)

    def close(self) -> None:
        """Ends the processes. Futures that are not done are cancelled, or raise Cancelled."""
        for lane in self._lanes:
            lane.close()


def media_info(answer: Answer) -> MediaInfo:
    assert isinstance(answer, MediaInfo)
    return answer


def paths(answer: Answer) -> tuple[Path, ...]:
    assert isinstance(answer, Files)
    return answer.paths


def fingerprint_text(answer: Answer) -> str:
    assert isinstance(answer, Fingerprint)
    return answer.text
