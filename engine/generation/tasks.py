"""What is done for each kind of request."""

from contextlib import nullcontext
from dataclasses import replace
from importlib import import_module
from typing import Any

from engine.generation.origins import part_of
from engine.models.chosen import is_wan
from engine.progress import Report
from engine.requests import (
    Answer,
    BetweenRequest,
    BridgeRequest,
    CompleteRequest,
    ExtendRequest,
    GenerateRequest,
    InterpolateRequest,
    LoopRequest,
    Plan,
    RepairRequest,
    Request,
    SmoothRequest,
    Take,
)

# Each with functions run, plan and tested, which say what they do in engine.generation.generate.
MODULES: dict[type[Request], str] = {
    ExtendRequest: "generate",
    BridgeRequest: "generate",
    LoopRequest: "mending.between",
    SmoothRequest: "mending.between",
    CompleteRequest: "mending.between",
    RepairRequest: "mending.between",
    InterpolateRequest: "speeds.interpolate",
    GenerateRequest: "pictures.animate",
}


def run(request: Request, report: Report) -> tuple[Take, ...]:
    with part_of(request) if isinstance(request, BetweenRequest) else nullcontext():
        if is_wan(request.model):
            from engine.generation.retrying import within_memory  # late: it brings torch

            return within_memory(request, report, _module(request).plan(request), _module(request).run)
        takes: tuple[Take, ...] = _module(request).run(request, report)
    return takes


def plan(request: Request) -> Plan:
    planned: Plan = _module(request).plan(request)
    return _with_room(request, planned)


def tested(request: Request, report: Report) -> Answer:
    answer: Answer = _module(request).tested(request, report)
    return replace(answer, plan=_with_room(request, answer.plan))


def _with_room(request: Request, planned: Plan) -> Plan:
    if not is_wan(request.model):
        return planned
    from engine.generation.memory.plan import room_for  # late: it brings torch

    return replace(planned, room=room_for(request, planned))


def _module(request: Request) -> Any:
    """Late: a task that needs no network does not wait for torch."""
    return import_module(f"engine.generation.{MODULES[type(request)]}")
