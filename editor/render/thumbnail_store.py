"""Thumbnails and waveforms on the disk: read on a thread of their own, made by the media service where missing."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from hashlib import blake2b
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

from editor.timeline.model import Media, MediaId
from engine.errors import Cancelled, LongtakeError

if TYPE_CHECKING:  # it brings numpy and FFmpeg
    from engine.media.service import MediaService

DISK = 512 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Key:
    """A picture. `epoch` counts how often its media was forgotten."""

    media: MediaId
    epoch: int
    path: str
    height: int
    time: Fraction
    tolerance: Fraction  # seconds a key frame before it may stand in for it
    alpha: bool


PeaksKey = tuple[str, int, str]  # media id, epoch, path


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of a request: pictures, or a waveform, or why there is none."""

    keys: tuple[Key, ...] | tuple[PeaksKey]
    media: MediaId
    found: dict[Any, Any]
    error: LongtakeError | None = None


class ThumbnailStore:
    """The disk cache, read on a thread of its own, and the service that fills it."""

    def __init__(self, service: "MediaService", folder: Path, deliver: Callable[[Arrival], None]) -> None:
        self._service = service
        self._folder = folder
        self._deliver = deliver
        self._reading = ThreadPoolExecutor(1, "thumbnails")
        self._making_peaks: dict[str, Future[Path]] = {}
        self._closed = False
        self._do(clear_old, folder)

    def close(self) -> None:
        self._closed = True
        for future in self._making_peaks.values():
            future.cancel()
        self._reading.shutdown(cancel_futures=True)

    def load_pictures(self, keys: Sequence[Key]) -> None:
        self._do(self._load, tuple(keys))

    def load_peaks(self, key: PeaksKey, media: Media) -> None:
        self._do(self._load_peaks, key, media)

    def stop_peaks(self, media_id: str) -> None:
        future = self._making_peaks.pop(media_id, None)
        if future is not None:
            self._service.cancel(future)

    def _do(self, work: Callable[..., None], *arguments: object) -> None:
        with suppress(RuntimeError):  # closed meanwhile
            self._reading.submit(work, *arguments)

    def _load(self, keys: tuple[Key, ...]) -> None:
        folder = _cache_folder(self._folder, keys[0].path) / _picture_folder(keys[0])
        found = {key: picture for key in keys if (picture := _read(folder / _name(key))) is not None}
        missing = tuple(key for key in keys if key not in found)
        if not missing:
            self._send(Arrival(keys, keys[0].media, found))
            return
        first, times = keys[0], [key.time for key in missing]
        future = self._service.thumbnails(Path(first.path), times, first.height, folder, first.tolerance)
        future.add_done_callback(lambda done: self._do(self._loaded, keys, missing, found, done))

    def _loaded(
        self, keys: tuple[Key, ...], missing: tuple[Key, ...], found: dict[Key, QImage], done: "Future[Any]"
    ) -> None:
        error = _error(done)
        if error is None:
            files = zip(missing, done.result(), strict=True)
            found |= {key: picture for key, path in files if (picture := _read(path)) is not None}
        self._send(Arrival(keys, keys[0].media, found, error))

    def _load_peaks(self, key: PeaksKey, media: Media) -> None:
        target = _cache_folder(self._folder, media.path) / "peaks"
        if self._send_peaks(key, media, target):
            return
        future = self._service.peaks(Path(media.path), target)
        self._making_peaks[media.id] = future
        future.add_done_callback(lambda done: self._do(self._made_peaks, key, media, target, done))

    def _made_peaks(self, key: PeaksKey, media: Media, target: Path, done: "Future[Any]") -> None:
        if self._making_peaks.get(media.id) is done:
            del self._making_peaks[media.id]
        error = _error(done)
        if error is not None or not self._send_peaks(key, media, target):
            self._send(Arrival((key,), media.id, {}, error))

    def _send_peaks(self, key: PeaksKey, media: Media, target: Path) -> bool:
        from engine.media.peaks import read_peaks  # numpy and FFmpeg, on this thread and not for the first paint

        try:
            self._send(Arrival((key,), media.id, {key: read_peaks(target)}))
        except (OSError, ValueError):  # not there, or not whole
            return False
        return True

    def _send(self, arrival: Arrival) -> None:
        if not self._closed:
            self._deliver(arrival)


def _picture_folder(key: Key) -> str:
    return str(key.height) if key.tolerance else f"{key.height} exact"


def _name(key: Key) -> str:
    from engine.media.thumbnails import thumbnail_name  # late, as above

    return thumbnail_name(key.time, key.alpha)


def _cache_folder(folder: Path, path: str) -> Path:
    """Another one when the file is another: by its path, size and time of change."""
    try:
        state = os.stat(path)
        stamp = f"{path}|{state.st_size}|{state.st_mtime_ns}"
    except OSError:  # the service says what is wrong
        stamp = path
    return folder / blake2b(stamp.encode(errors="surrogateescape"), digest_size=12).hexdigest()


def _read(path: Path) -> QImage | None:
    """Ready to be painted; a file that is not whole is removed, to be made again."""
    if not path.exists():
        return None
    picture = QImage(str(path))
    if picture.isNull():
        with suppress(OSError):
            path.unlink()
        return None
    alpha = picture.hasAlphaChannel()
    return picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32)


def _error(done: "Future[Any]") -> LongtakeError | None:
    try:
        error = done.exception()
    except CancelledError:
        return Cancelled("Nobody waits for it any more.")
    assert error is None or isinstance(error, LongtakeError)
    return error


def clear_old(folder: Path, most: int = DISK) -> None:
    """The files whose pictures were made longest ago go first."""
    with suppress(OSError):
        total, entries = 0, [entry for entry in os.scandir(folder) if entry.is_dir()]
        for entry in sorted(entries, key=lambda entry: entry.stat().st_mtime, reverse=True):
            total += sum(file.stat().st_size for file in Path(entry.path).rglob("*") if file.is_file())
            if total > most:
                rmtree(entry.path, ignore_errors=True)
