"""Models that are being fetched, as the window sees them: one after another, each by a process of its own."""

import json
import logging
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from editor.model_source import ModelSource
from editor.settings import Settings
from engine.errors import LongtakeError, RequestError, in_our_words

if TYPE_CHECKING:  # late: the window's start does not need it
    from engine.models.getting.asked import Download, Move
    from engine.models.getting.watch import Came

    Errand = Download | Move

log = logging.getLogger(__name__)

KEPT = "models not whole"  # the setting's name
PATIENCE = 5.0  # seconds until a download has stopped; it is killed before

MOVE = "move"  # in place of a preset
Key = tuple[str, str]  # a preset and its form, or MOVE and the folder


class State(Enum):
    WAITING = "waiting"  # for its turn
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Getting:
    """came: how far it is; None before the first word. error: why it stopped by itself.

    only: ids of the entries that are meant, none = all of the preset. moved: a folder; what was fetched into that is to
    go to `folder`, and no preset is meant.
    """

    preset: str
    form: str
    folder: Path
    moved: Path | None = None
    state: State = State.WAITING
    came: "Came | None" = None
    error: LongtakeError | None = None
    only: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return (self.preset, self.form) if self.moved is None else (MOVE, str(self.moved))

    @property
    def may_go_on(self) -> bool:
        return self.state in (State.PAUSED, State.FAILED)


class ModelGetting(QObject):
    """changed: there are others, or one has another state. came(Getting): it has moved on. got(Getting) and
    failed(Getting): how it ended. What an earlier start has left is paused."""

    changed = Signal()
    came = Signal(object)
    got = Signal(object)
    failed = Signal(object)
    _heard = Signal(object, object)  # from the download's own thread, as is the next one: the download, and a Came
    _ended = Signal(object, object)  # the download, and a Got or an error

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = ModelSource(settings)
        self.log: Path | None = None  # for what its process prints
        self._settings = settings
        self._rows = {each.key: each for each in _read(settings.text(KEPT))}
        self._download: Errand | None = None
        self._key: Key = ("", "")  # of the download
        self._thread: Thread | None = None
        self._heard.connect(self._move, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @property
    def rows(self) -> tuple[Getting, ...]:
        """Those that have not come whole, in the order in which they were asked for."""
        return tuple(self._rows.values())

    def get(self, preset: str, form: str, only: tuple[str, ...] = ()) -> None:
        """Or go on with it, then as it was asked for. Raises RequestError where nothing may be fetched."""
        new = Getting(preset, form, self.source.folder, state=State.PAUSED, only=only)
        row = self._rows.get((preset, form), new)
        if row.moved is None:
            self._must_be_allowed()
        if row.may_go_on:
            self._put(replace(row, state=State.WAITING, error=None))
            self._next()

    def move(self, folder: Path, to: Path) -> None:
        """What was fetched into one folder; once that is done everything is fetched into the other."""
        row = Getting("", "", to, folder)
        if row.key not in self._rows or self._rows[row.key].may_go_on:
            self._put(row)
            self._next()

    def pause(self, key: Key) -> None:
        if key in self._rows:
            self._put(replace(self._rows[key], state=State.PAUSED))
            self._stop(key)

    def cancel(self, key: Key) -> None:
        """What has come of it stays in its folder, and is made use of when it is asked for again."""
        if self._rows.pop(key, None) is not None:
            self._show()
            self._stop(key)

    def close(self) -> None:
        """What has not come whole is offered again at the next start."""
        download, self._download = self._download, None
        if download is not None and self._thread is not None:
            download.stop()
            self._thread.join(PATIENCE)

    def _must_be_allowed(self) -> None:
        if refusal := self.source.why_not():
            raise RequestError(refusal)

    def _next(self) -> None:
        """One at a time: two would share the connection, and parts that both need."""
        waiting = next((each for each in self.rows if each.state is State.WAITING), None)
        if self._download is None and waiting is not None:
            self._start(waiting)

    def _start(self, row: Getting) -> None:
        from engine.models.getting.asked import Download, Move

        if row.moved is None:
            download: Errand = Download(row.preset, row.form, row.folder, self.log, self.source.environment(), row.only)
        else:
            download = Move(row.moved, row.folder, self.log)
        self._download, self._key = download, row.key
        self._put(replace(row, state=State.RUNNING))
        self._thread = Thread(target=self._fetch, args=(download,), name="getting", daemon=True)
        self._thread.start()

    def _fetch(self, download: "Errand") -> None:
        """On the download's own thread."""
        try:
            outcome: object = download.get(lambda came: self._heard.emit(download, came))
        except Exception as error:
            outcome = in_our_words(error)
        self._ended.emit(download, outcome)

    def _stop(self, key: Key) -> None:
        if self._download is not None and self._key == key:
            self._download.stop()

    def _move(self, download: "Errand", came: "Came") -> None:
        row = self._rows.get(self._key)
        if download is self._download and row is not None:
            self._rows[row.key] = moved = replace(row, came=came)
            self.came.emit(moved)

    def _end(self, download: "Errand", outcome: object) -> None:
        if download is not self._download:
            return
        self._download = None
        row = self._rows.get(self._key)
        if row is not None and not isinstance(outcome, LongtakeError):
            self._rows.pop(row.key)
            if row.moved is not None:
                self.source.set_folder(row.folder)
            self._show()
            self.got.emit(row)
        elif row is not None and row.state is State.RUNNING:
            self._fail(row, outcome)
        self._next()

    def _fail(self, row: Getting, error: object) -> None:
        assert isinstance(error, LongtakeError)
        log.warning("fetching %s: %s", row.preset, error, exc_info=error.__cause__)
        self._put(replace(row, state=State.FAILED, error=error))
        self.failed.emit(self._rows[row.key])

    def _put(self, row: Getting) -> None:
        self._rows[row.key] = row
        self._show()

    def _show(self) -> None:
        self._settings.set({KEPT: json.dumps([_kept(each) for each in self.rows])})
        self.changed.emit()


def _kept(row: Getting) -> list[str]:
    return [row.preset, row.form, str(row.folder), str(row.moved or ""), *row.only]


def _read(kept: str) -> list[Getting]:
    try:
        told = [list(map(str, each)) for each in json.loads(kept)]
        return [_row(*each) for each in told]
    except (ValueError, TypeError):  # nothing yet, or edited by hand
        return []


def _row(preset: str, form: str, folder: str, moved: str, *only: str) -> Getting:
    return Getting(preset, form, Path(folder), Path(moved) if moved else None, State.PAUSED, only=only)
