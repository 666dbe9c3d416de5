"""What the worker asks of the place where frames are made."""

from typing import Protocol

from engine.progress import Report
from engine.requests import Plan, Request, Take


class Host(Protocol):
    """A place that makes frames: this process, a child process, a cluster. Used by one thread at a time."""

    def plan(self, request: Request) -> Plan:
        """What `run` would do, without doing it. Raises LongtakeError types."""
        ...

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        """Make the takes asked for. Raises LongtakeError types; Cancelled soon after `report.stop()`."""
        ...

    def close(self) -> None:
        """Give back what is held (models, processes). Nothing is run afterwards."""
        ...
