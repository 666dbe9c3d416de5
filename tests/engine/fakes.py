"""Stand-ins for the places where frames are made."""

import threading
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from engine.progress import Report
from engine.requests import BackTest, ExtendRequest, FrameRange, Outputs, Plan, Request, Source, Take, Verdict


def some_request(name: str = "clip", folder: Path = Path("out")) -> ExtendRequest:
    return ExtendRequest(Source(Path(f"{name}.mp4")), Fraction(2), Outputs(folder / "film.assets", folder / "film.mp4"))


def some_take(request: Request) -> Take:
    return Take(
        path=request.outputs.folder / "take-1.mp4",
        model="Built-in model",
        motion="camera motion, continued",
        seed=request.sampling.seed,
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
        seconds=12.5,
    )


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

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        self.ran.append(request)
        for step in range(self.steps):
            report("Making frames", step + 1, self.steps)
        if self.error:
            raise self.error
        return tuple(some_take(request) for _ in range(request.takes))

    def close(self) -> None:
        self.closed += 1


class HeldHost(FakeHost):
    """Stays in its first job until `release` or until it is told to stop."""

    def __init__(self) -> None:
        super().__init__()
        self.began = threading.Event()
        self._released = threading.Event()

    def release(self) -> None:
        self._released.set()

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        report("Making frames", 0, 4)
        self.began.set()
        while not self._released.wait(0.001):  # as the sampler does: it asks before every block
            report.check()
        return super().run(request, report)


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
