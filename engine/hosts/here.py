"""The engine in this process: for the command line, scripts and tests, and inside the engine's child."""

from engine.progress import Report
from engine.requests import Answer, Plan, Request, Take


class Here:
    """Runs requests where it is called. Imports torch at the first one, not before."""

    def plan(self, request: Request) -> Plan:
        from engine.generation.tasks import plan

        return plan(request)

    def plan_beside(self, request: Request) -> Plan | None:
        return self.plan(request)

    def test(self, request: Request, report: Report) -> Answer:
        from engine.generation.tasks import tested

        return tested(request, report)

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        from engine.generation.tasks import run

        return run(request, report)

    def release(self) -> None:
        """Models are loaded for each run and let go after it."""

    def close(self) -> None:
        """Nothing outlives the process."""
