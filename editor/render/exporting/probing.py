"""Asking, in a process of its own, which hardware encoders work."""

import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from engine.pipes import Closed, Spawned, spawn


class HardwareProbe(QObject):
    """found: the encoders that coded pictures, by FFmpeg's names; none where the process did not come back."""

    found = Signal(object)  # tuple[str, ...]

    def __init__(self, module: str, flag: str, parent: QObject | None = None) -> None:
        """module, flag: of the process that exports."""
        super().__init__(parent)
        self._called = (module, flag)
        self._spawned: Spawned | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="encoders", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed = True
        if self._spawned is not None:
            self._spawned.kill()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        found: tuple[str, ...] = ()
        with suppress(Closed, OSError):
            self._spawned = spawned = spawn(*self._called)
            if self._closed:
                raise Closed
            spawned.channel.send({"do": "probe"})
            answer = spawned.channel.receive()
            found = tuple(answer.get("encoders", ()))
        if self._spawned is not None:
            self._spawned.kill()
            self._spawned.channel.close()
        if not self._closed:
            self.found.emit(found)
