"""Exporting from the window: a process of its own does it, and this tells how it goes."""

import shutil
import threading
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from editor.render.exported import Exported
from editor.render.exporting.settings import ExportSettings
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange
from editor.words import tr
from engine.errors import Cancelled, LongtakeError, OutputError
from engine.media.unfinished import unfinished
from engine.pipes import Closed, Message, Spawned, TooLarge, spawn
from engine.progress import Progress
from engine.wire import error_from_json, to_json

MODULE, FLAG = "editor.render.export_process", "--export"
STAGE = tr("Exporting")
GRACE = 5000  # ms that it has to stop by itself
USUAL = ExportSettings()
UNTOUCHED = tr("What stood under that name before is unchanged.")


def marked_range(timeline: Timeline) -> TimeRange:
    """From the in to the out point; what is not marked is the timeline's own end."""
    start = min(timeline.mark_in or 0, timeline.duration)
    end = timeline.duration if timeline.mark_out is None else min(timeline.mark_out, timeline.duration)
    return TimeRange(start, max(end - start, 0))


class ExportJob(QObject):
    """One export. It holds the timeline as it was when it was made; edits go on meanwhile."""

    progressed = Signal(object)  # Progress, in frames
    finished = Signal(object)  # Exported
    failed = Signal(object)  # a LongtakeError; Cancelled where that was asked for

    def __init__(
        self,
        timeline: Timeline,
        path: Path,
        span: TimeRange | None = None,
        parent: QObject | None = None,
        settings: ExportSettings = USUAL,
    ) -> None:
        """span: the frames to export; all of them by default."""
        super().__init__(parent)
        self.path, self.settings = Path(path), settings
        self._timeline = timeline
        self._span = span if span is not None else TimeRange(0, timeline.duration)
        self._work = unfinished(self.path)
        self._spawned: Spawned | None = None
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="export", daemon=True)
        self._grace = QTimer(self, singleShot=True, interval=GRACE)
        self._grace.timeout.connect(self._kill)

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """Nothing is left of it; `failed` comes when that is so."""
        self._cancelled.set()
        if self._spawned is not None:
            with suppress(Closed):
                self._spawned.channel.send({"do": "stop"})
        self._grace.start()

    def close(self) -> None:
        """Cancel, and wait for that: for the end of the program."""
        self.cancel()
        self._grace.stop()
        if self._thread.ident is not None:
            self._thread.join(GRACE / 1000)
            self._kill()
            self._thread.join()

    def _kill(self) -> None:
        if self._spawned is not None and self.is_running:
            self._spawned.kill()

    # On the thread

    def _run(self) -> None:
        try:
            exported = self._exported()
        except LongtakeError as error:
            self.failed.emit(error)
        else:
            self.finished.emit(exported)

    def _exported(self) -> Exported:
        try:
            last = self._talk()
        except (Closed, OSError, TooLarge) as error:
            raise self._ended(error) from error
        finally:
            self._clear()
        if last["say"] == "failed":
            failure = error_from_json(last["error"])
            raise stopped() if isinstance(failure, Cancelled) else failure
        return Exported(self.path, last["frames"], tuple(last["notes"]), last["bytes"], last["copied"])

    def _talk(self) -> Message:
        """The child's last word. Raises Closed where it ended without one."""
        from editor.timeline.otio_file import encode

        order: Message = {"timeline": encode(self._timeline), "path": str(self.path), "work": str(self._work)}
        order["settings"] = to_json(self.settings)
        self._spawned = spawned = spawn(MODULE, FLAG)
        spawned.channel.send({**order, "start": self._span.start, "frames": self._span.duration})
        if self._cancelled.is_set():
            spawned.channel.send({"do": "stop"})
        while (word := spawned.channel.receive())["say"] == "progress":
            self.progressed.emit(Progress(STAGE, word["step"], word["steps"], word["seconds_left"]))
        return word

    def _ended(self, error: Exception) -> LongtakeError:
        if self._cancelled.is_set():
            return stopped()
        what = tr("The export of {name} ended unexpectedly ({error}).", name=self.path.name, error=error)
        return OutputError(
            what, kept=UNTOUCHED, do=tr("Export again; if it happens again, export the parts one by one.")
        )

    def _clear(self) -> None:
        """The process, and what it has left where it was killed."""
        if self._spawned is not None:
            self._spawned.kill()
            self._spawned.channel.close()
        if self._work.is_dir():
            shutil.rmtree(self._work, ignore_errors=True)
        else:
            self._work.unlink(missing_ok=True)


def stopped() -> Cancelled:
    return Cancelled(tr("The export was stopped."), kept=UNTOUCHED)
