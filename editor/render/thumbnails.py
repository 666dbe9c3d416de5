"""Thumbnails and waveforms for painting: what is in memory at once, what is not a moment later."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from editor.render.thumbnail_store import Arrival, Key, PeaksKey, ThumbnailStore
from editor.timeline.model import Media
from engine.errors import Cancelled

if TYPE_CHECKING:  # they bring numpy and FFmpeg
    from engine.media.peaks import Peaks
    from engine.media.service import MediaService

Value = TypeVar("Value")
HEIGHTS = (36, 54, 72, 108, 144, 216, 288, 432, 720)  # rows of neighbouring heights share pictures
STEPS = [Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), *map(Fraction, (1, 2, 5, 10, 30, 60, 120, 300, 600))]
MOST = 480  # pictures of one file, apart from exact ones
TOGETHER = 2  # pictures asked for at once: they arrive together, and a newly imported file waits for them
IN_FLIGHT = 4  # such requests on the way, so that the reader is never idle
WAITING = 1000  # pictures; those asked for longest ago, which are off the screen by now, are given up first
QUIET = 50  # milliseconds between two signals
MEMORY = 96 << 20  # bytes of pictures
PEAKS_MEMORY = 64 << 20


class Thumbnails(QObject):
    """Asked from `paint`: never waits. What is missing is asked for, and `arrived` tells when to paint again.

    A file that cannot be read is told of once, by `failed`, and not tried again until it is forgotten.
    """

    arrived = Signal(str)  # media id; at most once in 50 ms
    failed = Signal(str, str)  # media id, what is wrong
    _came = Signal(object)  # Arrival, from another thread

    def __init__(
        self, service: "MediaService", folder: Path, parent: QObject | None = None, memory: int = MEMORY
    ) -> None:
        """folder: the disk cache, which may be deleted at any time. memory: bytes of pictures kept at hand."""
        super().__init__(parent)
        self._store = ThumbnailStore(service, folder, self._came.emit)
        self._pictures: _Kept[QImage] = _Kept(memory)
        self._peaks: _Kept[Peaks] = _Kept(PEAKS_MEMORY)
        self._wanted: dict[Key, int] = {}  # and the turn of the event loop they were asked for in last
        self._asked: set[Hashable] = set()
        self._hopeless: set[Hashable] = set()  # keys, and (media id, kind)
        self._epochs: dict[str, int] = {}
        self._turn = 0
        self._requests = 0
        self._news: set[str] = set()
        self._soon = _timer(self, 0, self._request)
        self._tell = _timer(self, QUIET, self._tell_news)
        self._came.connect(self._settle)

    def image(self, media: Media, time: Fraction, height: int, exact: bool = False) -> QImage | None:
        """A picture at least `height` pixels high (up to 720) from about `time` seconds into the media.

        Neighbouring times share one, except for `exact`: that is the very frame, for the ends of clips.
        """
        if media.picture is None:
            return None
        moment, tolerance = _moment(media.duration, media.picture.rate, time, exact)
        high = next((step for step in HEIGHTS if step >= height), HEIGHTS[-1])
        epoch = self._epochs.get(media.id, 0)
        key = Key(media.id, epoch, media.path, high, moment, tolerance, media.picture.alpha)
        picture = self._pictures.get(key)
        if picture is None and not self._is_known(key, "picture"):
            self._want(key)
        return picture

    def peaks(self, media: Media) -> "Peaks | None":
        """The waveform of the whole file, once it is there."""
        key = (media.id, self._epochs.get(media.id, 0), media.path)
        peaks = self._peaks.get(key)
        if peaks is None and media.sound is not None and not self._is_known(key, "sound"):
            self._asked.add(key)
            self._store.load_peaks(key, media)
        return peaks

    def forget(self, media_id: str) -> None:
        """All that is known of a file that was replaced, relinked or removed, also that it failed."""
        self._epochs[media_id] = self._epochs.get(media_id, 0) + 1
        self._hopeless -= {(media_id, "picture"), (media_id, "sound")}
        self._wanted = {key: turn for key, turn in self._wanted.items() if key.media != media_id}
        self._pictures.drop(lambda key: key.media == media_id)
        self._peaks.drop(lambda key: key[0] == media_id)
        self._store.stop_peaks(media_id)

    def close(self) -> None:
        """Waits for what is being read from the disk; the service is closed by whoever made it."""
        self._soon.stop()
        self._tell.stop()
        self._wanted.clear()
        self._store.close()

    def _want(self, key: Key) -> None:
        self._wanted.pop(key, None)
        self._wanted[key] = self._turn
        if len(self._wanted) > WAITING:
            del self._wanted[next(iter(self._wanted))]
        if not self._soon.isActive():
            self._soon.start()

    def _request(self) -> None:
        self._turn += 1
        while self._wanted and self._requests < IN_FLIGHT:
            keys = self._next_keys()
            for key in keys:
                del self._wanted[key]
            self._asked.update(keys)
            self._requests += 1
            self._store.load_pictures(keys)

    def _next_keys(self) -> tuple[Key, ...]:
        """Of what was painted last: the first, and what can be read from the file together with it."""
        latest = max(self._wanted.values())
        seen = [key for key, turn in self._wanted.items() if turn == latest]
        alike = [key for key in seen if _kind(key) == _kind(seen[0])][:TOGETHER]
        return tuple(sorted(alike, key=lambda key: key.time))

    def _settle(self, arrival: Arrival) -> None:
        self._asked.difference_update(arrival.keys)
        pictures = isinstance(arrival.keys[0], Key)
        self._requests -= pictures
        if arrival.error is None:
            self._keep(arrival)
        elif not isinstance(arrival.error, Cancelled) and self._is_current(arrival.keys[0]):
            self._fail(arrival, "picture" if pictures else "sound")
        self._request()

    def _keep(self, arrival: Arrival) -> None:
        for key in arrival.keys:
            value = arrival.found.get(key)
            if value is None:
                self._hopeless.add(key)
            elif not self._is_current(key):
                continue
            elif isinstance(value, QImage):
                self._pictures.put(key, value, value.sizeInBytes())
            else:
                self._peaks.put(key, value, value.memory)
        self._news.add(arrival.media)
        if not self._tell.isActive():
            self._tell.start()

    def _fail(self, arrival: Arrival, kind: str) -> None:
        self._hopeless.update(arrival.keys)
        self._hopeless.add((arrival.media, kind))
        if kind == "picture":
            self._wanted = {key: turn for key, turn in self._wanted.items() if key.media != arrival.media}
        self.failed.emit(arrival.media, str(arrival.error))

    def _is_known(self, key: Key | PeaksKey, kind: str) -> bool:
        """Asked for already, or in vain."""
        media_id = key.media if isinstance(key, Key) else key[0]
        return key in self._asked or key in self._hopeless or (media_id, kind) in self._hopeless

    def _is_current(self, key: Key | PeaksKey) -> bool:
        media, epoch = (key.media, key.epoch) if isinstance(key, Key) else key[:2]
        return bool(self._epochs.get(media, 0) == epoch)

    def _tell_news(self) -> None:
        news, self._news = self._news, set()
        for media_id in news:
            self.arrived.emit(media_id)


class _Kept(Generic[Value]):
    """Values by key, those used last, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0
        self._values: OrderedDict[Any, tuple[Value, int]] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        self._used += size - self._values.pop(key, (value, 0))[1]
        self._values[key] = (value, size)
        while self._used > self._limit and len(self._values) > 1:
            self._used -= self._values.popitem(last=False)[1][1]

    def drop(self, unwanted: Callable[[Any], bool]) -> None:
        for key in [key for key in self._values if unwanted(key)]:
            self._used -= self._values.pop(key)[1]


def _timer(parent: QObject, interval: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent, singleShot=True, interval=interval)
    timer.timeout.connect(slot)
    return timer


@lru_cache(1 << 13)  # a timeline is painted again and again
def _moment(duration: Fraction, rate: Fraction, time: Fraction, exact: bool) -> tuple[Fraction, Fraction]:
    """The time a picture is taken at, and how far before it a key frame may stand. duration: 0 for a still."""
    last = max(ceil(duration * rate) - 1, 0) / rate
    frame = min(max(floor(time * rate) / rate, Fraction(0)), last)
    if exact or frame == last:
        return frame, Fraction(0)
    step = next((step for step in STEPS if duration / step <= MOST), STEPS[-1])
    return min(max(round(time / step) * step, Fraction(0)), last), step / 2


def _kind(key: Key) -> tuple[object, ...]:
    """What the pictures of one request have in common."""
    return key.media, key.epoch, key.path, key.height, key.tolerance
