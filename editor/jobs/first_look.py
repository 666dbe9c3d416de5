"""The first look at a machine: what it is, which model fits it, and how long the built-in one takes, measured once."""

import logging
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from PySide6.QtCore import QObject, Qt, Signal

from editor.job_store import Run
from editor.jobs.jobs import Jobs
from editor.jobs.recorder import megapixels
from editor.jobs.row import JobRow
from engine.errors import Cancelled, LongtakeError
from engine.progress import Progress, Report
from engine.requests import BUILT_IN, ExtendRequest, Outputs, Rooms, Source
from engine.worker import Host, JobState

log = logging.getLogger(__name__)

SECOND = Fraction(1)  # of new picture that is made for it
A_SECOND = 24 * 1280 * 720 / 1e6  # megapixels of a second at 720p
PATIENCE = 2.0  # seconds that it has to end, once it is not wanted


@dataclass(frozen=True, slots=True)
class Seen:
    """gpu: in words, empty where there is none; None while it is not known. fitting: of the models asked for, the first
    that the GPU can run, empty for none."""

    gpu: str | None = None
    fitting: str = ""


class FirstLook(QObject):
    """changed: more is known. A job of the user's ends it: that tells its own pace."""

    changed = Signal()
    _told = Signal(object)  # from its own thread, as is the next one: Rooms
    _timed = Signal(object)  # Run

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._report = Report()
        self._thread: Thread | None = None
        self._models: tuple[str, ...] = ()
        self.seen = Seen()
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._timed.connect(self._remember, Qt.ConnectionType.QueuedConnection)

    @property
    def seconds(self) -> float | None:
        """That a second at 720p takes the built-in model here; None until it was measured."""
        return self._jobs.seconds_expected(BUILT_IN, A_SECOND, 1)

    def begin(self, host: Host, clip: Path, models: tuple[str, ...]) -> None:
        """host: its own, closed by it. clip: what is made longer for it, where no run has told the pace yet."""
        self._models = models
        self._jobs.changed.connect(self._give_way)
        wanted = host, clip, self.seconds is None
        self._thread = Thread(target=self._look, args=wanted, name="first look", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._report.stop(at_once=True)
        if self._thread is not None:
            self._thread.join(PATIENCE)

    def _give_way(self, row: JobRow) -> None:
        if row.state is JobState.RUNNING:
            self._report.stop(at_once=True)

    def _look(self, host: Host, clip: Path, measures: bool) -> None:
        """On its own thread. The engine's process gives way to others by itself."""
        try:
            self._told.emit(host.rooms(self._models))
            if measures and not self._report.stopping:
                self._timed.emit(timed(host, clip, self._report))
        except Cancelled:
            pass
        except LongtakeError as error:  # the first real run will tell, and why it cannot be, too
            log.warning("the first look at this machine failed: %s", error)
        finally:
            host.close()

    def _take(self, rooms: Rooms) -> None:
        """Out of the engine's words for a machine, which begin with its GPUs and what of each is free in brackets."""
        gpu = rooms.machine.partition(" (")[0] if rooms.has_gpu else ""
        fits = (model for model, room in zip(self._models, rooms.rooms, strict=False) if rooms.has_gpu and room.fits)
        self.seen = Seen(gpu, next(fits, ""))
        self.changed.emit()

    def _remember(self, run: Run) -> None:
        if not self._report.stopping:
            self._jobs.remember_run(BUILT_IN, run)
            self.changed.emit()


def timed(host: Host, clip: Path, report: Report) -> Run:
    """A second more of the clip is made and thrown away. Raises LongtakeError types."""
    began: list[float] = []

    def hear(progress: Progress) -> None:
        began.append(time.monotonic())

    with TemporaryDirectory(prefix="longtake-") as folder:
        takes = host.run(ExtendRequest(Source(clip), SECOND, Outputs(Path(folder))), report.watched(hear))
        return Run(megapixels(takes[0]), 1, time.monotonic() - began[0])
