"""What the worker asks of the place where frames are made."""

from typing import Protocol

from engine.progress import Report
from engine.requests import Answer, Plan, Request, Rooms, Take


class Host(Protocol):
    """A place that makes frames: this process, a child process, a cluster.

    Used by one thread at a time, but for what is called beside.
    """

    def plan(self, request: Request) -> Plan:
        """What `run` would do, without doing it. Raises LongtakeError types."""
        ...

    def plan_beside(self, request: Request) -> Plan | None:
        """As `plan`, on a thread of its own, while another one is in `run` or `test`. None where that cannot be."""
        ...

    def rooms(self, models: tuple[str, ...]) -> Rooms:
        """What the machine is, and what each of these models or presets needs of it for its usual window.

        One that cannot be used has words that say why.
        """
        ...

    def rooms_beside(self, models: tuple[str, ...]) -> Rooms | None:
        """As `rooms`, on a thread of its own, while another one is in `run` or `test`. None where that cannot be."""
        ...

    def test(self, request: Request, report: Report) -> Answer:
        """The plan, and how well the clip's own past is foretold. Raises as `run` does."""
        ...

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        """Make the takes asked for, each told to `report.take` once it is finished.

        Raises LongtakeError types; Cancelled soon after `report.stop()`; EngineDied where the place itself broke down:
        the same request may be tried again.
        """
        ...

    def release(self) -> None:
        """Give back the memory that is held; the next call takes it again."""
        ...

    def close(self) -> None:
        """Give back what is held (models, processes). Nothing is run afterwards."""
        ...
