"""The pictures of the timeline, made on one thread before they are needed and kept in a cache."""

import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from editor.playback.wanted import Key, Seen, Task, Wanted, lies_between
from editor.render.cache import Cache
from editor.render.layers import layers
from editor.render.placement import Size
from editor.timeline.model import Timeline

if TYPE_CHECKING:
    from editor.render.decoders import PreviewPictures
    from editor.render.preview_film import ProxySource

# Seconds in which the playhead may go on, before the picture of where it stands is made finely: after a rough one, that
# may be of another moment, and after a quick one, that is of this.
REST, QUICK_REST = 0.06, 0.15
SOON = 12  # frames away, which are not to wait until all that is decoded before them is made
MISSING_SECONDS = 2.0  # after which a file that was missing is looked for again
PIXEL = 4  # bytes


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
        self._planned: Wanted | None = None  # the wish that these two are of
        self._keys: dict[int, Key] = {}  # by frame, the first one first
        self._left: list[Task] = []  # those after the first, as they are best made
        self._task: Task | None = None  # which is being made
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
        from editor.render.preview_film import Superseded

        pictures = PreviewPictures(self._proxies, self._look_up)
        while (task := self._next()) is not None:
            self._task = task = self._best(task, pictures)
            try:
                self._make(task, pictures)
            except Superseded:
                continue
            except Exception as error:  # shown by whoever listens; the next frame is another matter
                self.cache.put(task.key, Seen(black(task.wanted.size)), 0)
                self.failed.emit(error)
        pictures.close()

    def _look_up(self) -> None:
        """Between two frames that are decoded: raises Superseded where what they lead to is wanted no more."""
        from editor.render.preview_film import Superseded

        task, wanted = self._task, self._wanted
        if self._closing or (task and wanted and not task.is_rough and not task.is_wanted_by(wanted)):
            raise Superseded

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
        """The first frame, then the others until the playhead rests; then the first one finely, then the rest."""
        wanted = self._wanted
        if wanted is None or not wanted.frames:
            return None
        self._forget_missing()
        self._plan(wanted)
        first = Task(wanted.frames[0], self._keys[wanted.frames[0]], wanted, wanted.quick)
        self._left = [task for task in self._left if task.key not in self.cache]
        seen = self.cache.peek(first.key)
        if seen is None:
            soonest = self._soonest(first._replace(quick=wanted.quick or wanted.passing))
            return first._replace(waits=True) if self._roughly is wanted else soonest
        others = map(self._soonest, self._left)
        if wanted.is_met_by(seen):
            return next(others, None)
        fine = first._replace(waits=True)
        return fine if time.monotonic() >= self._rested else next((task for task in others if task.quick), fine)

    def _plan(self, wanted: Wanted) -> None:
        """What a wish comes to. What is there of it is kept for longer than what is not wanted."""
        known, before = self._planned, self._keys
        if known is wanted:
            return
        same = known is not None and known.timeline is wanted.timeline and known.size == wanted.size
        old = before if same else {}
        self._planned = wanted
        self._keys = {
            frame: old.get(frame) or (wanted.size, layers(wanted.timeline, frame)) for frame in wanted.frames
        }  # fmt: skip
        self._left = [Task(frame, self._keys[frame], wanted, wanted.quick or wanted.passing) for frame in wanted.others]
        self.cache.touch(list(self._keys.values())[::-1])

    def _best(self, task: Task, pictures: "PreviewPictures") -> Task:
        """Rather than it: the nearest, where that is at hand or soon needed; and what is passed on the way."""
        here = task.wanted.frames[0]
        if task.frame == here:
            return self._first_on_the_way(task, pictures, SOON) if task.wanted.block and not task.is_rough else task
        nearest = min(self._left, key=lambda each: abs(each.frame - here))
        if pictures.hold(nearest.shots):
            return self._soonest(nearest)
        if abs(nearest.frame - here) <= SOON:
            return self._first_on_the_way(self._soonest(nearest), pictures, SOON)
        return self._first_on_the_way(task, pictures)

    def _first_on_the_way(self, task: Task, pictures: "PreviewPictures", most: int | None = None) -> Task:
        """Of what is missing, the first that is decoded on the way to it, at most so many frames before it."""
        begins = [pictures.begins(shot) for shot in task.shots]
        if all(start >= shot.time for start, shot in zip(begins, task.shots, strict=True)):
            return task
        near = (each for each in self._left if most is None or abs(task.frame - each.frame) <= most)
        passed = [each for each in near if lies_between(each, begins, task)]
        first = min(passed, key=lambda each: [shot.time for shot in each.shots], default=task)
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
            self._planned = None


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
