"""The proxies of the pool's films: found again, made one after another beside everything else, and told of."""

from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from editor.render.proxies.folder import MOST, ProxyFolder
from editor.render.proxies.looking import Found, Looking, Made, News, Part
from editor.render.proxies.state import NOTHING, READY, Progress, State
from editor.timeline.model import Media
from engine.errors import Cancelled

if TYPE_CHECKING:  # it brings numpy and FFmpeg
    from engine.media.service import MediaService

PATIENCE = 3000  # ms after a film came in, before a proxy that nobody asked for is begun


class Proxies(QObject):
    """For the window's thread, but for `proxy_of` and `tell_broken`, which any thread may call.

    Films are known by their paths. `used` and `automatic` are the user's switches: whether the preview reads proxies,
    and whether those of heavy films are made without being asked for.
    """

    changed = Signal(str)  # the path of a film with which it stands otherwise
    switched = Signal()  # `used`: what was seen until now may be seen otherwise
    failed = Signal(object)  # why one that was asked for could not be made
    _came = Signal(object)  # News, from another thread
    _broke = Signal(str)

    def __init__(
        self, service: "MediaService", folder: Path, most: int = MOST, parent: QObject | None = None
    ) -> None:  # fmt: skip
        """folder: of the proxies alone, which may be deleted at any time. most: bytes in it."""
        super().__init__(parent)
        self.used = self.automatic = True
        self._ready: dict[str, Path] = {}
        self._stands: dict[str, Progress] = {}
        self._waiting: OrderedDict[str, None] = OrderedDict()
        self._making = ""  # the path of the film whose proxy is on order
        self._mended: set[str] = set()  # whose proxy was broken once
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._begin_next)
        self._came.connect(self._take_in)
        self._broke.connect(self._mend)
        self._folder = ProxyFolder(folder, most)
        self._looking = Looking(service, self._folder, self._came.emit)

    def use(self, on: bool) -> None:
        if on is not self.used:
            self.used = on
            self.switched.emit()

    def proxy_of(self, path: str) -> Path | None:
        """What the preview is to read in place of a film; None = the film itself."""
        return self._ready.get(path) if self.used else None

    def tell_broken(self, path: str) -> None:
        """Its proxy cannot be read: it is made anew, once."""
        self._broke.emit(path)

    def progress(self, path: str) -> Progress:
        return self._stands.get(path, NOTHING)

    def follow(self, pool: Iterable[Media]) -> None:
        """Look for the proxies of the films that are new in it; those of films that left it are not made any more."""
        films = [media.path for media in pool if media.picture is not None and not media.is_still]
        for path in films:
            if path not in self._stands:
                self._stands[path] = NOTHING
                self._looking.look(path)
        self.stop({*self._waiting, *filter(None, (self._making,))} - set(films))

    def make(self, paths: Iterable[str]) -> None:
        """In this order, after those that are asked for already."""
        for path in paths:
            if self.progress(path).state not in (State.MAKING, State.READY):
                self._waiting[path] = None
                self._set(path, Progress(State.WAITING))
        self._begin_next()

    def stop(self, paths: Iterable[str]) -> None:
        """Those that are asked for or being made."""
        stopped = set(paths)
        for path in stopped & self._waiting.keys():
            del self._waiting[path]
            self._set(path, NOTHING)
        if self._making in stopped:
            self._looking.cancel()  # `_finish` comes of it, and begins the next one of those that wait

    def delete(self, paths: Iterable[str]) -> None:
        for path in paths:
            proxy = self._ready.pop(path, None)
            if proxy is not None:
                self._looking.drop(proxy)
                self._set(path, NOTHING)

    def bound(self, most: int) -> None:
        """To so many bytes on the disk, from the next one on."""
        self._folder.bound(most)

    def clear(self) -> None:
        """All there are on the disk, also of other projects; and none is being made any more."""
        self.stop([*self._waiting, *filter(None, (self._making,))])
        self.delete(list(self._ready))
        self._looking.clear()

    def close(self) -> None:
        """The service is closed by whoever made it."""
        self._patience.stop()
        self._waiting.clear()
        self._looking.close()

    def _take_in(self, news: News) -> None:
        match news:
            case Found():
                self._see(news)
            case Part():
                if news.path == self._making:
                    self._set(news.path, Progress(State.MAKING, news.part))
            case Made():
                self._finish(news)

    def _see(self, found: Found) -> None:
        if found.proxy is not None:
            self._keep(found.path, found.proxy)
        elif found.heavy and self.automatic and self.progress(found.path) == NOTHING:
            self._waiting[found.path] = None
            self._set(found.path, Progress(State.WAITING))
            self._patience.start()

    def _begin_next(self) -> None:
        if self._making or not self._waiting:
            return
        self._making, _ = self._waiting.popitem(last=False)
        self._set(self._making, Progress(State.MAKING))
        self._looking.order(self._making, frozenset(self._ready.values()))

    def _finish(self, made: Made) -> None:
        self._making = ""
        if made.proxy is not None:
            self._keep(made.path, made.proxy)
        elif isinstance(made.error, Cancelled):
            self._set(made.path, NOTHING)
        else:
            self._set(made.path, Progress(State.FAILED))
            self.failed.emit(made.error)
        self._begin_next()

    def _keep(self, path: str, proxy: Path) -> None:
        self._ready[path] = proxy
        self._waiting.pop(path, None)
        self._set(path, READY)

    def _mend(self, path: str) -> None:
        """Each thread that read it tells; it counts once."""
        proxy = self._ready.pop(path, None)
        if proxy is None:
            return
        self._looking.drop(proxy)
        self._set(path, NOTHING)
        if path not in self._mended:
            self._mended.add(path)
            self.make([path])

    def _set(self, path: str, progress: Progress) -> None:
        self._stands[path] = progress
        self.changed.emit(path)
