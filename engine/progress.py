"""How far a run has come, what it has made so far, and the wish to stop it."""

import threading
import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from engine.errors import Cancelled
from engine.requests import Take

LEAST_SHARE = 0.02  # of a run, before which its pace says nothing


@dataclass(frozen=True, slots=True)
class Progress:
    stage: str  # a verb phrase for the user: "Reading the clip"
    step: int
    steps: int
    seconds_left: float | None = None  # of the whole run if `share` is known, else of this stage; None: not yet known
    share: float | None = None  # of the whole run, 0 to 1; None where its stages were not told beforehand


@dataclass(frozen=True, slots=True)
class Stage:
    """One stretch of a run. The same name may come again later: each take is carried."""

    name: str
    cost: float  # about how long it takes, in any unit


class Report:
    """Passed down a run: stages tell it how far they are, and it raises Cancelled once stopping is asked for.

    `stop` may be called from any thread; everything else belongs to the run's own thread.
    """

    def __init__(
        self,
        listener: Callable[[Progress], None] = lambda progress: None,
        on_take: Callable[[Take], None] = lambda take: None,
        on_preview: Callable[[int, Path], None] | None = None,
    ) -> None:
        self._listener = listener
        self._on_take = on_take
        self._on_preview = on_preview
        self._stopping = threading.Event()
        self._at_once = False
        self._stage = ""
        self._began = 0.0
        self._course: Course | None = None

    def stop(self, at_once: bool = False) -> None:
        """at_once: a host that can should break the run off instead of waiting for its next look at this."""
        self._at_once = self._at_once or at_once
        self._stopping.set()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    @property
    def at_once(self) -> bool:
        return self._at_once

    def check(self) -> None:
        """Raise Cancelled if stopping was asked for. Cheap: called before every transformer block."""
        if self._stopping.is_set():
            raise Cancelled("Stopped.", kept="Takes that were finished before are kept.")

    def expect(self, stages: Sequence[Stage]) -> None:
        """The run's stages in their order, so that progress can tell of the whole of it."""
        self._course = Course(stages)

    def __call__(self, stage: str, step: int, steps: int) -> None:
        """`step` of `steps` is done; time left is taken from the pace so far."""
        self.check()
        if self._course is not None:
            self._listener(self._course.at(stage, step, steps))
            return
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began = stage, now
        left = (now - self._began) / step * (steps - step) if step else None
        self._listener(Progress(stage, step, steps, left))

    def hear(self, progress: Progress) -> None:
        """What another report's listener was told, as it is: the run happens in another process."""
        self._listener(progress)

    def take(self, take: Take) -> None:
        """A take is finished: its file is complete and on the disk for good."""
        self._on_take(take)

    @property
    def wants_previews(self) -> bool:
        return self._on_preview is not None

    def preview(self, index: int, image: Path) -> None:
        """A small picture of the new frame `index` of the first take, to look at while the rest is made."""
        if self._on_preview is not None:
            self._on_preview(index, image)

    def passing(self, on_take: Callable[[Take], None]) -> "Report":
        """This report, but takes go to `on_take`."""
        passing = copy(self)
        passing._on_take = on_take
        return passing

    def watched(self, watcher: Callable[[Progress], None]) -> "Report":
        """This report, whose progress `watcher` is told of, too."""

        def tell(progress: Progress) -> None:
            watcher(progress)
            self._listener(progress)

        watched = copy(self)
        watched._listener = tell
        return watched

    def quiet(self) -> "Report":
        """For a part of a stage: stops with this report, and tells nothing."""
        quiet = Report()
        quiet._stopping = self._stopping
        return quiet


class Course:
    """Where a run stands on its way through stages that were told beforehand."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self._stages = stages
        self._total = sum(stage.cost for stage in stages)
        self._index = 0
        self._inside = 0.0  # of the current stage, 0 to 1
        self._began = time.monotonic()

    def at(self, name: str, step: int, steps: int) -> Progress:
        """A stage that was not expected leaves the share as it was."""
        inside = step / steps if steps else 0.0
        found = self._find(name, inside)
        if found is not None:
            self._index, self._inside = found, inside
        share = self._share()
        left = (time.monotonic() - self._began) * (1 - share) / share if share >= LEAST_SHARE else None
        return Progress(name, step, steps, left, share)

    def _find(self, name: str, inside: float) -> int | None:
        """The stage of that name that comes next: the current one unless it would go backwards."""
        for index in range(self._index, len(self._stages)):
            if self._stages[index].name == name and (index > self._index or inside >= self._inside):
                return index
        return None

    def _share(self) -> float:
        done = sum(stage.cost for stage in self._stages[: self._index]) + self._inside * self._stages[self._index].cost
        return min(1.0, done / self._total)
