"""The models that are here, as the window sees them: looked for on a thread of its own, told on the window's."""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, Qt, Signal

from editor.words import tr
from engine.errors import Cancelled, LongtakeError, in_our_words
from engine.models.on_disk.choices import BUILT_INS
from engine.models.on_disk.store import Choice, Shelf, Store, choices
from engine.requests import Adapter, Expert

log = logging.getLogger(__name__)

Found = tuple[Shelf, tuple[Choice, ...]]
Meant = tuple[Choice | None, tuple[Adapter, ...]]

OFTEN = 0.1  # seconds between two words about how far a look has come
PATIENCE = 2.0  # seconds that a look has to end, once it is not wanted; a disk that hangs must not hold the window


class ModelShelf(QObject):
    """changed: there is another shelf, or other folders. looked(folder, files): how far a look has come. ended: it is
    over, whatever came of it. failed(LongtakeError)."""

    changed = Signal()
    looked = Signal(str, int)
    ended = Signal()
    failed = Signal(object)
    _told = Signal(object, str, int)  # from the look's own thread, as is the next one: the look, and `looked`
    _found = Signal(object, object)  # the look, and what is there or an error

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._look: Look | None = None
        self._thread: Thread | None = None  # of the look that was begun last
        self.shelf = Shelf()
        self.choices: tuple[Choice, ...] = BUILT_INS
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._found.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def folders(self) -> tuple[Path, ...]:
        """As they were added; also those that are not there just now."""
        return self._store.folders

    @property
    def is_looking(self) -> bool:
        return self._look is not None

    def add(self, folder: Path) -> None:
        """And look into it. Raises ModelError."""
        self._store.add(folder)
        self.look()

    def remove(self, folder: Path) -> None:
        """Its files stay where they are. Raises ModelError."""
        self._store.remove(folder)
        self.look()

    def say(self, path: Path, expert: Expert | None) -> None:
        """Which of two experts a transformer or an adapter is for; None: as its name says. Raises ModelError."""
        self._store.say(path, expert)
        self.look()

    def look(self) -> None:
        """Look through all folders; one that is under way begins anew."""
        if self._look is not None:
            self._look.is_wanted = False
        self._look = look = Look(lambda folder, files: self._told.emit(look, folder, files))
        self._thread = Thread(target=self._look_through, args=(look, self._thread), name="models", daemon=True)
        self._thread.start()
        self.changed.emit()

    def stop(self) -> None:
        """What was known stays known."""
        if self._look is not None:
            self._look.is_wanted = False
            self._look = None
            self.ended.emit()

    def close(self) -> None:
        self.stop()
        if self._thread is not None:
            self._thread.join(PATIENCE)

    def meant(self, model: str, adapters: tuple[Adapter, ...]) -> Meant:
        return meant(self.choices, model, adapters)

    def title(self, model: str, adapters: tuple[Adapter, ...] = ()) -> str:
        """As shown. What is not on the shelf is called by its name there, or its file's."""
        known, own = self.meant(model, adapters)
        name = known.title if known is not None else Path(model).name
        return tr(" with ").join(part for part in (name, tr(" and ").join(each.path.stem for each in own)) if part)

    def _look_through(self, look: "Look", before: Thread | None) -> None:
        """On the look's own thread, once the one before it has ended."""
        if before is not None:
            before.join(PATIENCE)
        try:
            shelf = self._store.shelf(look.tell)
            found: Found | LongtakeError = (shelf, choices(shelf))
        except Exception as error:
            found = in_our_words(error)
        if look.is_wanted:
            self._found.emit(look, found)

    def _tell(self, look: "Look", folder: str, files: int) -> None:
        if look is self._look:
            self.looked.emit(folder, files)

    def _take(self, look: "Look", found: Found | LongtakeError) -> None:
        """Of the look that was begun last only."""
        if look is not self._look:
            return
        self._look = None
        if isinstance(found, tuple):
            self.shelf, self.choices = found
            self.changed.emit()
        else:
            log.warning("looking for models: %s", found, exc_info=found.__cause__)
            self.failed.emit(found)
        self.ended.emit()


def meant(choices: Sequence[Choice], model: str, adapters: tuple[Adapter, ...]) -> Meant:
    """The choice that a request means, None where it is not here (any more); and the adapters that it adds to it."""
    of_model = [each for each in choices if each.model == model and set(each.adapters) <= set(adapters)]
    known = max(of_model, key=lambda each: (not each.missing, len(each.adapters)), default=None)
    return known, tuple(each for each in adapters if known is None or each not in known.adapters)


class Look:
    """One look through all folders: told of now and then, and broken off once it is not wanted any more."""

    def __init__(self, told: Callable[[str, int], None]) -> None:
        self.is_wanted = True
        self._told = told
        self._last = 0.0

    def tell(self, folder: str, files: int) -> None:
        """See engine.models.on_disk.store.Tell. Raises Cancelled."""
        if not self.is_wanted:
            raise Cancelled(tr("Stopped looking for models."))
        now = time.monotonic()
        if now - self._last >= OFTEN:
            self._last = now
            self._told(folder, files)
