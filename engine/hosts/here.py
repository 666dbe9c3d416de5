"""The engine in this process: for the command line, scripts and tests, and inside the engine's child."""

import sys

from engine.progress import Report
from engine.requests import Answer, Plan, Request, Rooms, Take

LOADED = "engine.generation.loaded.models"


class Here:
    """Runs requests where it is called. Imports torch at the first one, not before."""

    def plan(self, request: Request) -> Plan:
        from engine.generation.tasks import plan

        return plan(request)

    def plan_beside(self, request: Request) -> Plan | None:
        return self.plan(request)

    def rooms(self, models: tuple[str, ...]) -> Rooms:
        from engine.generation.memory.plan import rooms

        return rooms(models)

    def rooms_beside(self, models: tuple[str, ...]) -> Rooms | None:
        return self.rooms(models)

    def test(self, request: Request, report: Report) -> Answer:
        from engine.generation.tasks import tested

        return tested(request, report)

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        from engine.generation.tasks import run

        return run(request, report)

    def release(self) -> None:
        """The model that was loaded last is let go of."""
        if LOADED in sys.modules:  # else nothing was loaded, and torch need not be
            from engine.generation.loaded.models import release

            release()

    def close(self) -> None:
        """Nothing outlives the process."""
