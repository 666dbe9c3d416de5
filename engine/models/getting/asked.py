"""The downloader's process as whoever has an errand for it sees it: the window opens no connection itself."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Timer
from typing import Any

from engine.errors import Cancelled, LongtakeError
from engine.models.getting.coming import Coming, Got
from engine.models.getting.moving import Moved
from engine.models.getting.part import KEPT
from engine.models.getting.watch import Came
from engine.pipes import Closed, Message, Spawned, spawn
from engine.wire import error_from_json, from_json, to_json

MODULE, FLAG = "engine.models.getting", "--get"
LOOK, GET, STOP = "look", "get", "stop"
KEEP, FORGET, MOVE = "keep", "forget", "move"  # a token; what was fetched
CAME, DONE, FAILED = "came", "done", "failed"
GRACE = 3.0  # seconds to stop by itself; what has come is kept also when it is killed


class Errand:
    """Something that a process of its own does. Whoever asks waits, on a thread of their own; `stop` from any."""

    def __init__(self, task: Message, log: Path | None = None, environment: Mapping[str, str] | None = None) -> None:
        """log: for what its process prints. environment: variables of its process beside ours."""
        self._task, self._log, self._environment = task, log, environment
        self._stop = Event()
        self._lock = Lock()
        self._spawned: Spawned | None = None
        self._timer: Timer | None = None

    def stop(self) -> None:
        """Pause, or give up: what has come is kept."""
        self._stop.set()
        with self._lock:
            if self._spawned is not None:
                self._end(self._spawned)

    def _end(self, spawned: Spawned) -> None:
        with suppress(Closed):
            spawned.channel.send({"do": STOP})
        self._timer = Timer(GRACE, spawned.process.kill)
        self._timer.daemon = True
        self._timer.start()

    def _asked(self, what: str, on_came: Callable[[Came], None]) -> Any:
        with self._process() as spawned:
            try:
                spawned.channel.send({"do": what, **self._task})
                while (word := spawned.channel.receive())["say"] == CAME:
                    on_came(from_json(Came, word["value"]))
            except Closed as closed:
                raise self._gone() from closed
        if word["say"] == FAILED:
            raise error_from_json(word["value"])
        return word["value"]

    @contextmanager
    def _process(self) -> Iterator[Spawned]:
        if self._stop.is_set():
            raise self._gone()
        try:
            spawned = spawn(MODULE, FLAG, environment=self._environment, log=self._log)
        except OSError as error:
            raise LongtakeError(f"The downloader could not be started ({error}).", do="Try again.") from error
        with self._lock:
            self._spawned = spawned
            if self._stop.is_set():
                self._end(spawned)
        try:
            yield spawned
        finally:
            with self._lock:
                self._spawned = None
            if self._timer is not None:
                self._timer.cancel()
            spawned.kill()
            spawned.channel.close()

    def _gone(self) -> LongtakeError:
        if self._stop.is_set():
            return Cancelled("Stopped.", kept=KEPT)
        return LongtakeError("The downloader ended without a word.", kept=KEPT, do="Start it again: it goes on.")


class Download(Errand):
    """One preset, or some of what it is made of, fetched."""

    def __init__(
        self,
        preset: str,
        form: str = "",
        folder: Path | None = None,
        log: Path | None = None,
        environment: Mapping[str, str] | None = None,
        only: Collection[str] = (),
    ) -> None:
        """form: "" = the usual one. folder: None = the usual one. only: as `wanted_for`."""
        task = {"preset": preset, "form": form, "folder": to_json(folder), "only": list(only)}
        super().__init__(task, log, environment)

    def look(self) -> Coming:
        """Ask the hub what would come. Raises LongtakeError types."""
        return from_json(Coming, self._asked(LOOK, lambda came: None))

    def get(self, on_came: Callable[[Came], None]) -> Got:
        """on_came: called on this thread. Raises LongtakeError types; after `stop` Cancelled: another one goes on."""
        return from_json(Got, self._asked(GET, on_came))


class Move(Errand):
    """What was fetched into a folder, moved to another."""

    def __init__(self, folder: Path, to: Path, log: Path | None = None) -> None:
        super().__init__({"folder": to_json(folder), "to": to_json(to)}, log)

    def get(self, on_came: Callable[[Came], None]) -> Moved:
        """As `Download.get`."""
        return from_json(Moved, self._asked(MOVE, on_came))


class Token(Errand):
    """The user's access token, in the system's keychain."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        super().__init__({}, environment=environment)

    def keep(self, token: str) -> None:
        """Raises LongtakeError where there is no keychain."""
        self._task = {"token": token}
        self._asked(KEEP, lambda came: None)

    def forget(self) -> None:
        """Raises LongtakeError where there is no keychain."""
        self._asked(FORGET, lambda came: None)
