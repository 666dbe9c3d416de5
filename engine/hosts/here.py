"""The engine in this process: for the command line, scripts and tests."""

from engine.progress import Report
from engine.requests import Plan, Request, Take


class Here:
    """Runs requests where it is called. Imports torch at the first one, not before."""

    def plan(self, request: Request) -> Plan:
        from engine.generation.generate import plan

        return plan(request)

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        from engine.generation.generate import run

        return run(request, report)

    def close(self) -> None:
        """Nothing outlives the process."""
