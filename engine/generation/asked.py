"""What a request asks of the built-in model."""

from dataclasses import dataclass, replace

import numpy as np

from engine.generation.ask import Ask
from engine.generation.clips import Clip
from engine.generation.gap import new_frames
from engine.generation.pocket.model import PocketModel
from engine.generation.pocket.window import Window, bridge_window, extension_window
from engine.motion.motion import Motion
from engine.progress import Report
from engine.requests import Direction, ExtendRequest, GapRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """The built-in model with a request's wishes: a predictor like the floor."""

    model: PocketModel
    ask: Ask
    report: Report
    draft: np.ndarray | None = None  # [count, h, w, 3] in playing order, of ask.sampling.draft

    def continue_motion(self, context: np.ndarray, rate: float, count: int) -> Motion:
        return self.model.continue_motion(context, rate, count, self.ask, self.report, self.draft)

    def connect(self, first: np.ndarray, second: np.ndarray, rate: float, count: int) -> tuple[Motion, Motion]:
        return self.model.connect(first, second, rate, count, self.ask, self.report, self.draft)


def ask_of(request: GapRequest) -> Ask:
    if isinstance(request, ExtendRequest):
        return Ask(request.text, request.sampling, request.context)
    return Ask(request.text, request.sampling, request.first_context, request.second_context)


def onward_ask_of(request: GapRequest) -> Ask:
    """As the built-in model is asked: its window before a clip goes from that backwards, and so does all that a request
    tells in playing order."""
    ask = ask_of(request)
    if not (isinstance(request, ExtendRequest) and request.direction is Direction.BEFORE):
        return ask
    first = replace(ask.first, noise=ask.first.noise[::-1])
    return replace(ask, first=first, sampling=replace(ask.sampling, freedom=ask.sampling.freedom[::-1]))


def window_of(request: GapRequest, clips: tuple[Clip, ...]) -> Window:
    rate, count = clips[0].video.rate, new_frames(request, clips[0])
    available = clips[0].most_context
    if isinstance(request, ExtendRequest):
        return extension_window(float(rate), count, available, request.context)
    known = available, int(clips[1].most_context * rate / clips[1].video.rate)
    return bridge_window(float(rate), count, known, (request.first_context, request.second_context))


def for_back_test(pocket: Asked) -> Asked:
    """Its windows are shorter than the one that a matrix was written for, and what it foretells has no draft."""
    sampling = replace(pocket.ask.sampling, sigmas=None, draft=None)
    return replace(pocket, ask=replace(pocket.ask, sampling=sampling), draft=None)
