"""What is done about proxies beside the window: looking for them, and having them made."""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from editor.render.proxies.folder import ProxyFolder
from editor.render.proxies.heavy import is_heavy
from editor.words import tr
from engine.errors import Cancelled, LongtakeError, NoSpace, OutputError

if TYPE_CHECKING:  # it brings numpy and FFmpeg
    from engine.media.service import MediaService

STEP = 0.01  # of a film, between two tellings


class Found(NamedTuple):
    """What was seen of a film. proxy: None where there is none."""

    path: str
    proxy: Path | None
    heavy: bool = False


class Part(NamedTuple):
    """How much of a film's proxy is made, 0 to 1."""

    path: str
    part: float


class Made(NamedTuple):
    """What came of an order."""

    path: str
    proxy: Path | None
    error: LongtakeError | None = None


News = Found | Part | Made


class Looking:
    """One thread, and the service. tell: called from any thread."""

    def __init__(self, service: "MediaService", folder: ProxyFolder, tell: Callable[[News], None]) -> None:
        self._service, self._folder, self._tell_owner = service, folder, tell
        self._thread = ThreadPoolExecutor(1, "proxies")
        self._ordered: tuple[str, Future[Path]] | None = None
        self._wanted = ""  # the path whose proxy is on order
        self._closed = False
        self._do(folder.clear_unfinished)

    def look(self, path: str) -> None:
        """Found comes of it."""
        self._do(self._look, path)

    def order(self, path: str, used: frozenset[Path]) -> None:
        """One at a time; Made comes of it. used: the proxies that no room may be made of."""
        self._wanted = path
        self._do(self._order, path, used)

    def cancel(self) -> None:
        """What is on order."""
        self._wanted = ""
        if self._ordered is not None:
            self._service.cancel(self._ordered[1])

    def drop(self, proxy: Path) -> None:
        self._do(self._folder.drop, proxy)

    def clear(self) -> None:
        self._do(self._folder.clear)

    def close(self) -> None:
        self._closed = True
        self.cancel()
        self._thread.shutdown(cancel_futures=True)

    def _do(self, work: Callable[..., None], *arguments: object) -> None:
        with suppress(RuntimeError):  # closed meanwhile
            self._thread.submit(work, *arguments)

    def _tell(self, news: News) -> None:
        if not self._closed:
            self._tell_owner(news)

    def _look(self, path: str) -> None:
        proxy = self._folder.find(Path(path))
        self._tell(Found(path, proxy, proxy is None and is_heavy(Path(path))))

    def _order(self, path: str, used: frozenset[Path]) -> None:
        found = self._folder.find(Path(path))
        if found is not None:  # another project has it, or the film was away when it was looked for
            self._tell(Made(path, found))
            return
        try:
            place = self._place(Path(path), used)
        except LongtakeError as error:
            self._tell(Made(path, None, error))
            return
        future = self._service.proxy(Path(path), place, self._steps(path))
        self._ordered = path, future
        if self._wanted != path:  # it was cancelled meanwhile
            self._service.cancel(future)
        future.add_done_callback(lambda done: self._tell(outcome(path, done)))

    def _place(self, path: Path, used: frozenset[Path]) -> Path:
        """Where its proxy will be, once there is room. Raises OutputError, NoSpace."""
        if not self._folder.make_room(used):
            what = tr("There is no room for a proxy of {name}.", name=path.name)
            raise NoSpace(
                what, kept=tr("It plays as it is."), do=tr("Delete proxies of other films, or free some disk space.")
            )
        try:
            return self._folder.place(path)
        except OSError as error:
            what = tr("{name} cannot be read: {strerror}.", name=path.name, strerror=error.strerror)
            raise OutputError(what, kept=tr("It has no proxy."), do=tr("Check the disk it is on.")) from error

    def _steps(self, path: str) -> Callable[[float], None]:
        last = 0.0

        def tell(part: float) -> None:
            nonlocal last
            if part - last >= STEP:
                last = part
                self._tell(Part(path, part))

        return tell


def outcome(path: str, done: "Future[Path]") -> Made:
    try:
        error = done.exception()
    except CancelledError:
        error = Cancelled(tr("Nobody waits for it any more."))
    assert error is None or isinstance(error, LongtakeError)
    return Made(path, None if error else done.result(), error)
