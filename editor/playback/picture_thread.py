"""The pictures of the timeline, made on one thread before they are needed and kept in a cache."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from editor.render.cache import Cache
from editor.render.layers import Layer, Shot, Showing, layers
from editor.render.placement import Size
from editor.timeline.model import Timeline

if TYPE_CHECKING:
    from editor.render.decoders import PreviewPictures
    from editor.render.preview_film import ProxySource

Key = tuple[Size, tuple[Layer, ...]]
# Seconds in which the playhead may go on, before the picture of where it stands is made finely: after a rough one, that
# may be of another moment, and after a quick one, that is of this.
REST, QUICK_REST = 0.06, 0.15
MISSING_SECONDS = 2.0  # after which a file that was missing is looked for again
PIXEL = 4  # bytes


class Seen(NamedTuple):
    """A picture, and how it was made."""

    image: QImage
    by_proxy: bool = False  # some of it was read from a proxy
    is_fine: bool = True  # else there is a finer one to be had


@dataclass(frozen=True, slots=True)
class Wanted:
    """The frames to have, the most urgent first. Each wish replaces the one before."""

    timeline: Timeline
    size: Size
    frames: tuple[int, ...]
    rough: bool = False  # the first one is wanted soon rather than exactly; it is made exactly after that
    quick: bool = False  # all of them are wanted soon rather than finely

    def is_met_by(self, seen: Seen | None) -> bool:
        return seen is not None and (seen.is_fine or self.quick)


class Task(NamedTuple):
    """A picture to be made for a wish."""

    frame: int
    key: Key
    wanted: Wanted
    quick: bool
    waits: bool = False  # until the playhead has rested: something like it is seen already

    @property
    def is_rough(self) -> bool:
        return self.wanted.rough and not self.quick and not self.waits and self.frame == self.wanted.frames[0]

    @property
    def shots(self) -> list[Shot]:
        """Of media files."""
        found = (shot for layer in self.key[1] for shot, _ in layer.shots)
        return [shot for shot in found if shot.path and shot.showing is Showing.MEDIA]


def in_making_order(frames: Iterable[int], block: int = 0) -> tuple[int, ...]:
    """Frames in the order they are needed, as they are best decoded.

    block: going backward they are decoded forward, so many at a time; 0 = they go forward. A last block that is not
    whole yet is left for later: with each frame that came to it, it would be decoded from its key frame on again.
    """
    needed = list(frames)
    if not block:
        return tuple(needed)
    numbers = list(dict.fromkeys(frame // block for frame in needed))
    if len(numbers) > 1 and needed[-1] % block >= abs(needed[-2] - needed[-1]):
        numbers.pop()
    return tuple(frame for number in numbers for frame in sorted(f for f in needed if f // block == number))


def lies_between(task: Task, begins: list[Fraction], later: Task) -> bool:
    """Whether its pictures are decoded on the way from there to the later one."""
    shots, ends = task.shots, later.shots
    if [shot.path for shot in shots] != [shot.path for shot in ends]:
        return False
    return all(start <= shot.time < end.time for start, shot, end in zip(begins, shots, ends, strict=True))


class PictureThread(QObject):
    """`ask` and `get` are for the window's thread. made(frame): it is there to `get`."""

    made = Signal(int)
    roughly_made = Signal(object)  # Seen, of a frame near the one wanted
    failed = Signal(object)  # an error that should not have been, or a look-up table that is left out

    def __init__(
        self, limit: int | None = None, proxies: "ProxySource | None" = None, parent: QObject | None = None
    ) -> None:
        """limit: bytes that are kept."""
        super().__init__(parent)
        self.cache: Cache[Seen] = Cache(limit)
        self._proxies = proxies
        self._change = threading.Condition()
        self._wanted: Wanted | None = None
        self._roughly: Wanted | None = None  # the wish whose first frame was shown roughly
        self._rested = 0.0  # when what is seen is to be made finely
        self._missing: dict[Key, float] = {}
        self._planned: tuple[Wanted, list[Task]] | None = None  # what a wish comes to
        self._closing = False
        self._thread: threading.Thread | None = None

    def get(self, timeline: Timeline, frame: int, size: Size) -> Seen | None:
        return self.cache.get((size, layers(timeline, frame)))

    def has(self, timeline: Timeline, frame: int, size: Size) -> bool:
        return (size, layers(timeline, frame)) in self.cache

    def ask(self, wanted: Wanted) -> None:
        with self._change:
            self._wanted, self._rested = wanted, time.monotonic() + QUICK_REST
            self._change.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="pictures", daemon=True)
                self._thread.start()

    def close(self) -> None:
        with self._change:
            self._closing = True
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        from editor.render.decoders import PreviewPictures  # here, since it brings numpy and FFmpeg

        pictures = PreviewPictures(self._proxies)
        while (task := self._next()) is not None:
            task = task if task.is_rough else self._first_on_the_way(task, pictures)
            try:
                self._make(task, pictures)
            except Exception as error:  # shown by whoever listens; the next frame is another matter
                self.cache.put(task.key, Seen(black(task.wanted.size)), 0)
                self.failed.emit(error)
        pictures.close()

    def _make(self, task: Task, pictures: "PreviewPictures") -> None:
        frame, key, wanted, quick, _ = task
        seen = painted(key, pictures, task.is_rough, quick)
        if pictures.reading.is_near:
            self._roughly, self._rested = wanted, time.monotonic() + REST
            self.roughly_made.emit(seen)
            return
        for error in pictures.tables.news():
            self.failed.emit(error)
        self.cache.put(key, seen, PIXEL * wanted.size[0] * wanted.size[1])
        if pictures.failed:
            self._missing[key], pictures.failed = time.monotonic(), False
        self.made.emit(frame)

    def _next(self) -> Task | None:
        """Waits for something to do; None at the end."""
        with self._change:
            while not self._closing:
                task = self._undone()
                left = self._rested - time.monotonic() if task is not None and task.waits else 0.0
                if task is not None and left <= 0:
                    return task
                self._change.wait(left if task is not None else None)
        return None

    def _undone(self) -> Task | None:
        """The first frame, then what of the others is soon made; then the first one finely, then the rest."""
        wanted = self._wanted
        if wanted is None or not wanted.frames:
            return None
        self._forget_missing()
        first, *others = self._tasks(wanted)
        seen = self.cache.peek(first.key)
        if seen is None:
            return first._replace(waits=True) if self._roughly is wanted else self._soonest(first)
        missing = [self._soonest(task) for task in others if task.key not in self.cache]
        if not wanted.is_met_by(seen):
            return next((task for task in missing if task.quick), first._replace(waits=True))
        return next(iter(missing), None)

    def _tasks(self, wanted: Wanted) -> list[Task]:
        if self._planned is None or self._planned[0] is not wanted:
            keys = ((frame, (wanted.size, layers(wanted.timeline, frame))) for frame in wanted.frames)
            self._planned = wanted, [Task(frame, key, wanted, wanted.quick) for frame, key in keys]
        return self._planned[1]

    def _first_on_the_way(self, task: Task, pictures: "PreviewPictures") -> Task:
        """Of what is wanted as well, the first that is decoded on the way to it: else that would be decoded again."""
        begins = [pictures.begins(shot) for shot in task.shots]
        if all(start >= shot.time for start, shot in zip(begins, task.shots, strict=True)):
            return task
        passed = [each for each in self._tasks(task.wanted) if lies_between(each, begins, task)]
        missing = [each for each in passed if each.key not in self.cache]
        first = min(missing, key=lambda each: [shot.time for shot in each.shots], default=task)
        return task if first is task else self._soonest(first)

    def _soonest(self, task: Task) -> Task:
        """Quickly where there are proxies: so it is there at once, and is made finely when it is looked at."""
        paths = {shot.path for layer in task.key[1] for shot, _ in layer.shots if shot.path}
        proxied = self._proxies is not None and all(map(self._proxies.proxy_of, paths))
        return task._replace(quick=task.quick or proxied)

    def _forget_missing(self) -> None:
        now = time.monotonic()
        for key in [key for key, since in self._missing.items() if now - since > MISSING_SECONDS]:
            self.cache.drop(key)
            del self._missing[key]


def black(size: Size) -> QImage:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(0)
    return image


def painted(key: Key, pictures: "PreviewPictures", rough: bool, quick: bool) -> Seen:
    """The picture, in the very memory it was composed in."""
    from editor.render.compose import compose

    size, shown = key
    pictures.reading.begin(rough, quick)
    pixels = compose(shown, size, pictures)
    image = QImage(pixels.data, size[0], size[1], PIXEL * size[0], QImage.Format.Format_RGB32)
    return Seen(image, pictures.reading.by_proxy, pictures.reading.is_fine)
