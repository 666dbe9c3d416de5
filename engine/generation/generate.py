"""Requests into takes: read the context, test and predict its motion, carry the picture, write."""

import time
from dataclasses import dataclass, replace

import numpy as np

from engine.errors import ModelError
from engine.generation import takes
from engine.generation.choosing import Choice, choose, decided
from engine.generation.clips import Clip, told_of_second
from engine.generation.gap import Gap, clips_of, new_frames, read_gap, rendered
from engine.generation.latents import FRAMES_PER_LATENT
from engine.generation.pocket.model import Ask, PocketModel, window_sigmas
from engine.generation.pocket.window import Window, bridge_window, extension_window
from engine.generation.schedule import matrix_table
from engine.motion.motion import Motion
from engine.progress import Report
from engine.requests import BUILT_IN, ExtendRequest, Plan, Request, Take

MODEL = "Longtake built-in model"
FILM_NOTE = "The film is a re-encoded copy; the take and your clip are not touched by it."
OWN_PIXELS = (
    "The built-in model moves the clip's own pixels and makes no new ones; context in the take is the clip's own."
)


def run(request: Request, report: Report) -> tuple[Take, ...]:
    """Everything a request asks for. Raises LongtakeError types; takes finished before that stay on disk."""
    _known(request.model)
    began = time.monotonic()
    clips = clips_of(request)
    gap = read_gap(request, clips, report)
    report("Testing the motion", 0, 1)
    pocket = Asked(PocketModel.load(), ask_of(request), report)
    choice = choose(gap, pocket)
    made: list[Take] = []
    for number in range(request.takes):
        take = _take(request, clips, gap, _another(choice, pocket, number), number, report)
        made.append(replace(take, notes=(*told(request, clips), *take.notes), seconds=time.monotonic() - began))
        began = time.monotonic()
    return tuple(made)


def plan(request: Request) -> Plan:
    """What `run` would do, from the clips' headers alone."""
    _known(request.model)
    clips = clips_of(request)
    video = clips[0].video
    count = new_frames(request, clips[0])
    window = window_of(request, clips)
    sigmas = window_sigmas(window, ask_of(request))
    return Plan(
        model=MODEL,
        rate=video.rate,
        width=video.width,
        height=video.height,
        new_frames=count,
        context_frames=sum(clip.most_context for clip in clips),
        window_frames=window.frames,
        notes=told(request, clips),
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


def window_of(request: Request, clips: tuple[Clip, ...]) -> Window:
    rate, count = clips[0].video.rate, new_frames(request, clips[0])
    available = clips[0].most_context
    if isinstance(request, ExtendRequest):
        return extension_window(float(rate), count, available, request.context)
    known = available, int(clips[1].most_context * rate / clips[1].video.rate)
    return bridge_window(float(rate), count, known, (request.first_context, request.second_context))


def _another(choice: Choice, pocket: Asked, number: int) -> Choice:
    """The first take is the better prediction; the floor has no second opinion, so further takes are the model's."""
    if number == 0:
        return choice
    sampling = replace(pocket.ask.sampling, seed=pocket.ask.sampling.seed + number)
    return replace(choice, predictor=replace(pocket, ask=replace(pocket.ask, sampling=sampling)), motions=None)


def _take(request: Request, clips: tuple[Clip, ...], gap: Gap, choice: Choice, number: int, report: Report) -> Take:
    motions = decided(gap, choice)
    path = takes.unused(request.outputs.folder, take_name(request), clips[0])
    new, seam = takes.write(gap, clips, rendered(gap, motions), path, report)
    video = clips[0].video
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
    film = request.outputs.film
    if film is None or number:
        return take
    report("Writing the film", 0, 1)
    film_new, frames = takes.write_film(gap, clips, path, new, film)
    return replace(take, film=film, film_new=film_new, film_frames=frames, notes=(FILM_NOTE,))


def take_name(request: Request) -> str:
    names = [source.path.stem for source in request.sources]
    return f"{names[0]}, {request.direction}" if isinstance(request, ExtendRequest) else " to ".join(names)


def told(request: Request, clips: tuple[Clip, ...]) -> tuple[str, ...]:
    """What is done to the clips and what the model sees of them, for the user."""
    own = [note for clip in clips for note in clip.notes()]
    second = told_of_second(clips[1], clips[0]) if len(clips) > 1 else ()
    window = window_of(request, clips)
    cadence = float(clips[0].video.rate) / window.stride
    known = window.join + 1 + FRAMES_PER_LATENT * window.after
    seen = f"The model sees {window.frames} frames at {cadence:.3g} a second, {known} of them known."
    return (*own, *second, seen, OWN_PIXELS)


def _known(model: str) -> None:
    if model != BUILT_IN:
        raise ModelError(f'There is no model "{model}" here.', do=f'Use "{BUILT_IN}".')
