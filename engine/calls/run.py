"""Whatever is asked for: made, or planned."""

from collections.abc import Sequence

from engine.asking import open_outputs
from engine.progress import Report
from engine.requests import Plan, Request, Take


def run(request: Request, report: Report | None = None) -> Sequence[Take]:
    """Make all takes of a request (of `extend_request` and its like), in this process and on this thread.

    Raises LongtakeError types.
    """
    from engine.hosts.here import Here

    open_outputs(request.outputs)
    return Here().run(request, report or Report())


def plan(request: Request) -> Plan:
    """What `run` would do, without doing it: frames, memory, and `sigmas`, the noise of every latent frame.

    Raises LongtakeError types.
    """
    from engine.hosts.here import Here

    return Here().plan(request)
