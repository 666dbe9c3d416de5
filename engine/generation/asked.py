"""What a request asks of the built-in model."""

from dataclasses import dataclass, replace

import numpy as np

from engine.generation.clips import Clip
from engine.generation.gap import new_frames
from engine.generation.pocket.model import Ask, PocketModel
from engine.generation.pocket.window import Window, bridge_window, extension_window
from engine.motion.motion import Motion
from engine.progress import Report
from engine.requests import ExtendRequest, Request


@dataclass(frozen=True, slots=True)
class Asked:
    """The built-in model with a request's wishes: a predictor like the floor."""

    model: PocketModel
    ask: Ask
    report: Report

    def continue_motion(self, context: np.ndarray, rate: float, count: int) -> Motion:
        return self.model.continue_motion(context, rate, count, self.ask, self.report)

    def connect(self, first: np.ndarray, second: np.ndarray, rate: float, count: int) -> tuple[Motion, Motion]:
        return self.model.connect(first, second, rate, count, self.ask, self.report)


def ask_of(request: Request) -> Ask:
    if isinstance(request, ExtendRequest):
        return Ask(request.text, request.sampling, request.context)
    return Ask(request.text, request.sampling, request.first_context, request.second_context)


def window_of(request: Request, clips: tuple[Clip, ...]) -> Window:
    rate, count = clips[0].video.rate, new_frames(request, clips[0])
    available = clips[0].most_context
    if isinstance(request, ExtendRequest):
        return extension_window(float(rate), count, available, request.context)
    known = available, int(clips[1].most_context * rate / clips[1].video.rate)
    return bridge_window(float(rate), count, known, (request.first_context, request.second_context))


def without_own_sigmas(pocket: Asked) -> Asked:
    """As the back-test asks it: its windows are shorter than the one that a matrix was written for."""
    return replace(pocket, ask=replace(pocket.ask, sampling=replace(pocket.ask.sampling, sigmas=None)))
