"""Requests into takes: read the context, test and predict its motion, carry the picture, write."""

import time
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from engine.errors import ModelError
from engine.generation import film, takes
from engine.generation.choosing import Choice, choose
from engine.generation.clips import Clip, told_of_second
from engine.generation.gap import Gap, clips_of, new_frames, predicted, read_gap, rendered
from engine.generation.pocket.model import Ask, PocketModel, window_sigmas
from engine.generation.pocket.window import Window, bridge_window, extension_window
from engine.generation.schedule import matrix_table
from engine.motion.motion import Motion
from engine.progress import Report
from engine.requests import BUILT_IN, ExtendRequest, Plan, Request, Take

MODEL = "Longtake built-in model"
OWN_PIXELS = (
    "The built-in model moves the clip's own pixels and makes no new ones; context in the take is the clip's own."
)


def run(request: Request, report: Report) -> tuple[Take, ...]:
    """Everything a request asks for. Raises LongtakeError types; takes finished before that stay on disk."""
    _known(request.model)
    began = time.monotonic()
    gap = read_gap(request, report)
    report("Testing the motion", 0, 1)
    pocket = Asked(PocketModel.load(), ask_of(request), report)
    choice = choose(gap, pocket)
    notes = (*_notes(gap.clips), *fit_notes(request, gap), OWN_PIXELS)
    made: list[Take] = []
    for number in range(request.takes):
        take = _take(request, gap, _another(choice, pocket, number), number, report)
        made.append(replace(take, notes=notes + take.notes, seconds=time.monotonic() - began))
        began = time.monotonic()
    return tuple(made)


def plan(request: Request) -> Plan:
    """What `run` would do, from the clips' headers alone."""
    _known(request.model)
    clips = clips_of(request)
    video = clips[0].video
    count = new_frames(request, clips[0])
    window = window_of(request, clips, count)
    sigmas = window_sigmas(window, ask_of(request))
    return Plan(
        model=MODEL,
        rate=video.rate,
        width=video.width,
        height=video.height,
        new_frames=count,
        context_frames=sum(clip.most_context for clip in clips),
        window_frames=window.frames,
        notes=(*_notes(clips), _window_note(window, video.rate), OWN_PIXELS),
        sigmas=tuple(tuple(row) for row in sigmas.tolist()),
        table=matrix_table(sigmas),
    )


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


def window_of(request: Request, clips: tuple[Clip, ...], count: int) -> Window:
    rate = float(clips[0].video.rate)
    available = [clip.most_context for clip in clips]
    if isinstance(request, ExtendRequest):
        return extension_window(rate, count, available[0], request.context)
    known = int(available[1] * clips[0].video.rate / clips[1].video.rate)
    return bridge_window(rate, count, (available[0], known), (request.first_context, request.second_context))


def _another(choice: Choice, pocket: Asked, number: int) -> Choice:
    """The first take is the better prediction; the floor has no second opinion, so further takes are the model's."""
    if number == 0:
        return choice
    sampling = replace(pocket.ask.sampling, seed=pocket.ask.sampling.seed + number)
    return replace(choice, predictor=replace(pocket, ask=replace(pocket.ask, sampling=sampling)), motions=None)


def _take(request: Request, gap: Gap, choice: Choice, number: int, report: Report) -> Take:
    motions = choice.motions or predicted(gap, choice.predictor)
    path, new, seam = takes.write(gap, rendered(gap, motions), request.outputs.folder, take_name(request, gap), report)
    video = gap.clips[0].video
    take = Take(
        path=path,
        model=MODEL,
        motion=motions.maker,
        seed=request.sampling.seed + number,
        rate=video.rate,
        width=video.width,
        height=video.height,
        new=new,
        back_test=choice.test,
        seam=seam,
    )
    if request.outputs.film is None or number:
        return take
    report("Writing the film", 0, 1)
    film_new, frames = takes.write_film(gap, path, new, request.outputs)
    return replace(take, film=request.outputs.film, film_new=film_new, film_frames=frames, notes=(film.NOTE,))


def take_name(request: Request, gap: Gap) -> str:
    names = [clip.source.path.stem for clip in gap.clips]
    return f"{names[0]}, {request.direction}" if isinstance(request, ExtendRequest) else " to ".join(names)


def _notes(clips: tuple[Clip, ...]) -> tuple[str, ...]:
    own = [note for clip in clips for note in clip.notes()]
    return (*own, *(told_of_second(clips[1], clips[0]) if len(clips) > 1 else ()))


def fit_notes(request: Request, gap: Gap) -> tuple[str, ...]:
    return (_window_note(window_of(request, gap.clips, gap.count), gap.clips[0].video.rate),)


def _window_note(window: Window, rate: Fraction) -> str:
    known = f"{window.join + 1} frames before" if window.before else ""
    cadence = float(rate) / window.stride
    return f"The model sees {window.frames} frames at {cadence:.3g} a second ({known} the join known)."


def _known(model: str) -> None:
    if model != BUILT_IN:
        raise ModelError(f'There is no model "{model}" here.', do=f'Use "{BUILT_IN}".')
