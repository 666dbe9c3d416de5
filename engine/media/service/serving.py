"""The media process's side: jobs one after the other, each answered with a result or an error in words."""

import os
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import av
import numpy as np
import psutil

from engine.errors import LongtakeError, MediaError, OutputError
from engine.media.decoder import Decoder
from engine.media.fingerprint import content_fingerprint
from engine.media.inspection import inspect_media, look_over
from engine.media.opening import local_file
from engine.media.peaks import make_peaks, write_peaks
from engine.media.proxies import make_proxy
from engine.media.service.jobs import (
    JOBS,
    Answer,
    Files,
    Fingerprint,
    Identify,
    Inspect,
    Job,
    MakePeaks,
    MakeProxy,
    MakeThumbnails,
)
from engine.media.thumbnails import make_thumbnail
from engine.pipes import Channel, Closed, Message
from engine.wire import error_to_json, from_json_any, to_json

OPEN = 4  # films kept open, so that the next thumbnails of one go on where the last ended
LAST = 19  # the least that a process can ask for
MEMORY = 4 << 30  # bytes of addresses, where the system can limit them: no file may take the machine down
Alive = Callable[[float], None]  # called from time to time with how much is done, 0 to 1 where that is known


def serve(channel: Channel) -> None:
    """Answers jobs until the other side is gone."""
    films = Films()
    with suppress(Closed):
        while True:
            job: Any = from_json_any(JOBS, channel.receive()["job"])
            channel.send(answered(job, films, lambda part: channel.send({"alive": part})) | {"memory": memory()})


def answered(job: Job, films: "Films", alive: Alive) -> Message:
    try:
        return {"done": to_json(done(job, films, alive))}
    except Closed:
        raise
    except Exception as error:  # whatever a damaged file set off: it must not stop the others
        return {"error": error_to_json(in_words(job, error))}


def in_words(job: Job, error: Exception) -> LongtakeError:
    name, reason = job.path.name, str(error) or type(error).__name__
    if isinstance(error, LongtakeError):
        return error
    if isinstance(error, OSError) and not isinstance(error, av.FFmpegError):
        return OutputError(f"What belongs to {name} cannot be kept: {reason}.", do="Free some space on the disk.")
    return MediaError(f"{name} could not be read: {reason}.", do="Take another copy of the file.")


def done(job: Job, films: "Films", alive: Alive) -> Answer:
    match job:
        case Inspect():
            return look_over(inspect_media(job.path))
        case MakeThumbnails():
            return thumbnails(job, films.film(job.path), alive)
        case MakePeaks():
            return peaks(job, alive)
        case MakeProxy():
            return proxy(job, alive)
        case Identify():
            return Fingerprint(content_fingerprint(local_file(job.path)))


def thumbnails(job: MakeThumbnails, film: Decoder, alive: Alive) -> Files:
    def made() -> Iterator[Path]:
        for time in job.times:
            yield make_thumbnail(film, time, job.height, job.tolerance, job.folder)
            alive(0.0)

    return Files(tuple(made()))


def peaks(job: MakePeaks, alive: Alive) -> Files:
    info, parts = inspect_media(job.path), []
    for part in make_peaks(job.path):
        parts.append(part)
        alive(0.0)
    assert info.audio is not None
    write_peaks(job.target, info.audio.sample_rate, np.concatenate(parts or [np.zeros((0, 2), np.int16)]))
    return Files((job.target,))


def proxy(job: MakeProxy, alive: Alive) -> Files:
    """Behind everything else in the line for the processor: nobody waits for it, and a film may be playing."""
    with suppress(OSError, psutil.Error):
        psutil.Process().nice(psutil.IDLE_PRIORITY_CLASS if sys.platform == "win32" else LAST)
    make_proxy(job.path, job.target, alive)
    return Files((job.target,))


class Films:
    """The films asked for last, kept open."""

    def __init__(self) -> None:
        self._open: OrderedDict[Path, tuple[tuple[int, int], Decoder]] = OrderedDict()

    def film(self, path: Path) -> Decoder:
        """Raises what Decoder raises."""
        state = os.stat(local_file(path))
        stamp = (state.st_size, state.st_mtime_ns)
        kept = self._open.pop(path, None)
        if kept and kept[0] != stamp:  # another file by now
            kept[1].close()
            kept = None
        self._open[path] = kept or (stamp, Decoder(path))
        if len(self._open) > OPEN:
            self._open.popitem(last=False)[1][1].close()
        return self._open[path][1]


def be_modest() -> None:
    """Behind the window in the line for the processor, and without the means to fill the memory."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError):
        os.nice(10)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def memory() -> int:
    """Bytes this process holds. (What getrusage calls its peak begins with what its parent held when it was forked.)"""
    return int(psutil.Process().memory_info().rss)
