"""Stand-ins for the places where frames are made."""

import threading
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from engine.errors import EngineDied
from engine.progress import Report
from engine.requests import (
    Answer,
    BackTest,
    Direction,
    End,
    ExtendRequest,
    FrameRange,
    Join,
    Measure,
    Outputs,
    Plan,
    Remedy,
    Request,
    Room,
    Rooms,
    Source,
    Take,
    Verdict,
)


def some_request(name: str = "clip", folder: Path = Path("out")) -> ExtendRequest:
    return ExtendRequest(Source(Path(f"{name}.mp4")), Fraction(2), Outputs(folder / "film.assets", folder / "film.mp4"))


def ends_of(request: Request) -> tuple[End, ...]:
    if isinstance(request, ExtendRequest):
        return (End.END,) if request.direction is Direction.BEFORE else (End.START,)
    return (End.START, End.END)


def some_join(end: End = End.START) -> Join:
    """It needs a look, and something was matched."""
    return Join(
        end,
        Verdict.CHECK,
        "20 % softer after the cut",
        Remedy.ANOTHER_TAKE,
        (
            Measure("Brightness", "0.4 stop brighter → as the clip's own", Verdict.GOOD),
            Measure("Sharpness", "20 % softer", Verdict.CHECK),
        ),
        {"jump": 0.9, "colour": 0.4},
        {"jump": 2.5, "colour": 6.4},
    )


def some_take(request: Request, number: int = 1) -> Take:
    return Take(
        path=request.outputs.folder / f"take-{number}.mp4",
        model="Built-in model",
        motion="camera motion, continued",
        seed=request.sampling.seed + number - 1,
        rate=Fraction(24000, 1001),
        width=1280,
        height=720,
        new=FrameRange(9, 48),
        back_test=BackTest(Verdict.GOOD, "The last half second was foreseen well.", Fraction(3, 2), 4.25),
        film=request.outputs.film,
        film_new=FrameRange(192, 48),
        film_frames=240,
        notes=("The context was fitted from 10 to 9 frames.",),
        seam={"jump": 0.9, "colour": 0.4},
        joins=tuple(some_join(end) for end in ends_of(request)),
        seconds=12.5,
    )


def some_room(model: str) -> Room:
    return Room(f"{model}: everything on the GPU; peak 5.0 GB", "A GPU", 5 * 10**9, 12 * 10**9, 2 * 10**9, 60.0, True)


class FakeHost:
    """Makes takes without frames, or raises `error`. Counts what it was asked."""

    def __init__(self, error: BaseException | None = None, steps: int = 2) -> None:
        self.error = error
        self.steps = steps
        self.ran: list[Request] = []
        self.closed = 0

    def plan(self, request: Request) -> Plan:
        if self.error:
            raise self.error
        return Plan(
            "Built-in model",
            Fraction(24),
            1280,
            720,
            48,
            9,
            57,
            ("Told beforehand.",),
            ((1.0, 0.0), (0.0, 0.0)),
            "1 0\n0 0",
        )

    def plan_beside(self, request: Request) -> Plan | None:
        return None

    def rooms(self, models: tuple[str, ...]) -> Rooms:
        return Rooms("A machine of tests", tuple(some_room(model) for model in models))

    def rooms_beside(self, models: tuple[str, ...]) -> Rooms | None:
        return None

    def test(self, request: Request, report: Report) -> Answer:
        return Answer(self.plan(request), BackTest(Verdict.GOOD, "Foreseen well.", Fraction(1), 3.0))

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        self.ran.append(request)
        for step in range(self.steps):
            report("Making frames", step + 1, self.steps)
        if self.error:
            raise self.error
        takes = tuple(some_take(request, number + 1) for number in range(request.takes))
        for take in takes:
            report.take(take)
        return takes

    def release(self) -> None:
        """It holds nothing."""

    def close(self) -> None:
        self.closed += 1


class HeldHost(FakeHost):
    """Stays in its first job until `let_go` or until it is told to stop."""

    def __init__(self) -> None:
        super().__init__()
        self.began = threading.Event()
        self._released = threading.Event()

    def let_go(self) -> None:
        self._released.set()

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        report("Making frames", 0, 4)
        self.began.set()
        while not self._released.wait(0.001):  # as the sampler does: it asks before every block
            report.check()
        return super().run(request, report)


class DyingHost(FakeHost):
    """Tells one take more at each run, and dies of it `deaths` times before the last run ends well."""

    def __init__(self, deaths: int) -> None:
        super().__init__()
        self.deaths = deaths

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        self.ran.append(request)
        alive = len(self.ran) > self.deaths
        takes = tuple(some_take(request, number + 1) for number in range(request.takes if alive else len(self.ran)))
        for take in takes:
            report.take(take)
        if not alive:
            raise EngineDied("The engine broke down.", kept="Takes are kept.", do="Try again.")
        return takes


class Heard:
    """A listener that keeps what it was told, and on which thread."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.jobs: list = []
        self.threads: set[str] = set()
        self._then = then

    def __call__(self, job) -> None:
        self.jobs.append(job)
        self.threads.add(threading.current_thread().name)
        self._then()
