"""An engine that plans and checks for real, and whose takes hold the clip's last picture: made in no time."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.generation.claims import claimed
from engine.hosts.here import Here
from engine.media.info import VideoInfo
from engine.media.write import timed, write_film, write_take
from engine.progress import Report
from engine.requests import ExtendRequest, Plan, Request, Take
from tests.engine.fakes import some_take

KNOWN = 5  # frames of a take before its new ones
GREY = 90


class QuickHost(Here):
    """What it is asked goes the whole way from the options to the files, as far as no frame has to be thought of."""

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        plan = self.plan(request)
        for stage in ("Making new frames", "Writing the film"):
            for step in range(3):
                report(stage, step, 2)
        takes = tuple(_take(request, number, plan) for number in range(request.takes))
        for take in takes:
            report.take(take)
        return takes


def _take(request: Request, number: int, plan: Plan) -> Take:
    frames, video = KNOWN + plan.new_frames, VideoInfo(plan.width, plan.height, plan.rate)
    with claimed(request, number, _name(request), ".mp4") as path:
        write_take(path, _pictures(plan, frames), video)
    if request.outputs.film is not None:
        write_film(request.outputs.film, timed(_pictures(plan, frames), plan.rate), video)
    return replace(some_take(request), path=path, notes=plan.notes, seed=request.sampling.seed + number)


def _name(request: Request) -> str:
    stem = Path(request.sources[0].path).stem if request.sources else "words"
    return f"{stem}, {request.direction}" if isinstance(request, ExtendRequest) else stem


def _pictures(plan: Plan, count: int) -> list[np.ndarray]:
    return [np.full((plan.height, plan.width, 3), GREY, np.uint8)] * count
