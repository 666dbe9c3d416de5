"""Requests into takes: read the context, test and predict its motion, carry the picture, write."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.errors import LongtakeError, ModelError
from engine.generation import claims, previews, takes
from engine.generation.choosing import Choice, Floor, choose, decided
from engine.generation.clips import Clip, told_of_second
from engine.generation.course import PREDICTING, run_stages, testing_stages
from engine.generation.film import film_notes
from engine.generation.gap import Gap, clips_of, new_frames, read_gap, rendered, told_of_cuts
from engine.generation.latents import FRAMES_PER_LATENT
from engine.generation.pocket.model import Ask, PocketModel, window_sigmas
from engine.generation.pocket.window import BRIDGE_LATENTS, MOST_LATENTS, Window, bridge_window, extension_window
from engine.generation.schedule import matrix_table
from engine.media.coding import take_suffix
from engine.motion.motion import Motion
from engine.progress import Report
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Answer, ExtendRequest, Plan, Request, Sampling, Take

MODEL = "Longtake built-in model"
DEAF = "The built-in model reads prompts, but its training was too short for one to have a visible effect."
SLOWEST = 6  # frames a second the model was trained on, at least
OWN_PIXELS = (
    "The built-in model moves the clip's own pixels and makes no new ones; context in the take is the clip's own."
)


@dataclass(frozen=True, slots=True)
class Ready:
    """What all takes of a request have in common."""

    clips: tuple[Clip, ...]
    gap: Gap
    pocket: "Asked"
    choice: Choice


def run(request: Request, report: Report) -> tuple[Take, ...]:
    """Everything a request asks for. Raises LongtakeError types; takes finished before that stay on disk.

    Each take is told to `report` as soon as it is finished; those that an earlier run of the same job had finished are
    told first, and not made again. Those that whoever asks has already are neither made nor told.
    """
    _known(request.model)
    previews.clear(request.outputs)
    claims.sweep(request.outputs)
    made = claims.made(request.outputs)
    for take in made.values():
        report.take(take)
    missing = [number for number in range(request.takes) if number not in (*made, *request.outputs.had)]
    made |= _made(request, missing, report) if missing else {}
    return tuple(made[number] for number in sorted(made))


def tested(request: Request, report: Report) -> Answer:
    """What `run` would do, and how far its result could be trusted: reads the clip and makes nothing."""
    planned = plan(request)
    clips = clips_of(request)
    report.expect(testing_stages(clips))
    ready = _ready(request, clips, report)
    own = request.model == BUILT_IN_NETWORK
    return Answer(planned, ready.choice.model_test if own else ready.choice.test)


def _made(request: Request, numbers: Sequence[int], report: Report) -> dict[int, Take]:
    """The takes of these numbers."""
    began = time.monotonic()
    clips = clips_of(request)
    window_sigmas(window_of(request, clips), ask_of(request))  # an own matrix that does not fit is refused at once
    report.expect(run_stages(request, clips, new_frames(request, clips[0]), numbers))
    ready = _ready(request, clips, report)
    notes = (*told(request, clips), *told_of_cuts(ready.gap))
    made: dict[int, Take] = {}
    for number in numbers:
        take = _take(request, ready, number, report)
        take = replace(take, notes=(*notes, *take.notes), seconds=time.monotonic() - began)
        claims.finished(request, number, take)
        if number == 0 and request.outputs.film is not None:
            take = _joined(take, ready, request.outputs.film, report)
            take = replace(take, seconds=time.monotonic() - began)
        report.take(take)
        made[number] = take
        began = time.monotonic()
    return made


def _ready(request: Request, clips: tuple[Clip, ...], report: Report) -> Ready:
    gap = read_gap(request, clips, report)
    pocket = Asked(PocketModel.load(), ask_of(request), report.quiet())  # its steps are a small part of a stage here
    return Ready(clips, gap, pocket, choose(gap, pocket, without_own_sigmas(pocket), report))


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
        notes=(*told(request, clips), *(film_notes(clips) if request.outputs.film else ())),
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


def _network(choice: Choice, pocket: Asked, number: int) -> Choice:
    """The network's own prediction: where asked for, and for further takes, as the floor has no second opinion."""
    sampling = replace(pocket.ask.sampling, seed=pocket.ask.sampling.seed + number)
    again = replace(pocket, ask=replace(pocket.ask, sampling=sampling))
    return replace(choice, predictor=again, test=choice.model_test, motions=None)


def without_own_sigmas(pocket: Asked) -> Asked:
    """As the back-test asks it: its windows are shorter than the one that a matrix was written for."""
    return replace(pocket, ask=replace(pocket.ask, sampling=replace(pocket.ask.sampling, sigmas=None)))


def _take(request: Request, ready: Ready, number: int, report: Report) -> Take:
    first = number == 0
    choice = ready.choice if first and request.model == BUILT_IN else _network(ready.choice, ready.pocket, number)
    report(PREDICTING, 0, 1)
    motions = decided(ready.gap, choice)
    report(PREDICTING, 1, 1)
    video = ready.clips[0].video
    look = first and report.wants_previews
    name, suffix = take_name(request), take_suffix(video)
    with claims.claimed(request, number, name, suffix) as path, previews.kept(request.outputs):
        frames = rendered(ready.gap, motions)
        new, seam = takes.write(ready.gap, ready.clips, frames, path, report, look)
    return Take(
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
        notes=unheard(request) if isinstance(choice.predictor, Floor) else (),
    )


def _joined(take: Take, ready: Ready, path: Path, report: Report) -> Take:
    """The take with its film. Whatever goes wrong, the take stays."""
    try:
        film = takes.write_film(ready.gap, ready.clips, take.path, take.new, path, report)
    except LongtakeError as error:
        error.kept = f"{error.kept} The finished take is kept: {take.path}.".lstrip()
        raise
    return replace(take, film=path, film_new=film.new, film_frames=film.frames, notes=(*take.notes, *film.notes))


def take_name(request: Request) -> str:
    names = [source.path.stem for source in request.sources]
    return f"{names[0]}, {request.direction}" if isinstance(request, ExtendRequest) else " to ".join(names)


def told(request: Request, clips: tuple[Clip, ...]) -> tuple[str, ...]:
    """What is done to the clips and what the model sees of them, for the user."""
    own = [note if len(clips) == 1 else f"{clip.source.path.name}: {note}" for clip in clips for note in clip.notes()]
    second = told_of_second(clips[1], clips[0]) if len(clips) > 1 else ()
    window = window_of(request, clips)
    cadence = float(clips[0].video.rate) / window.stride
    known = window.join + 1 + FRAMES_PER_LATENT * window.after
    seen = f"The model sees {window.frames} frames at {cadence:.3g} a second, {known} of them known."
    prompted = (DEAF,) if request.text.prompt or request.text.negative else ()
    return (*own, *second, seen, *stretched(window, cadence), *fewer_known(request, window), *prompted, OWN_PIXELS)


def stretched(window: Window, cadence: float) -> tuple[str, ...]:
    """Of a request so long that the window's frames lie further apart than the model has learned."""
    if window.stride == 1 or cadence >= SLOWEST:
        return ()
    best = FRAMES_PER_LATENT * (BRIDGE_LATENTS if window.after else MOST_LATENTS - 2) / SLOWEST
    return (
        f"It was trained on {SLOWEST} or more: so many new frames at once come out coarser than up to {best:.2g} s do.",
    )


def fewer_known(request: Request, window: Window) -> tuple[str, ...]:
    context = request.context if isinstance(request, ExtendRequest) else request.first_context
    if context.frames is None or context.frames == window.join + 1:
        return ()
    return (
        f"You asked for {context.frames} known frames: it takes 1 + 4n, as many as the clip and its window hold, "
        f"which is {window.join + 1} here.",
    )


def unheard(request: Request) -> tuple[str, ...]:
    """Where the floor did better than the model: what was asked of the model has no part in the take."""
    ask, plain = ask_of(request), Sampling(seed=request.sampling.seed)
    if ask == Ask(sampling=plain):
        return ()
    return (
        "Measured motion did better here than the model: prompt, noise, context, steps and the like had no part in it.",
    )


def _known(model: str) -> None:
    if model not in (BUILT_IN, BUILT_IN_NETWORK):
        raise ModelError(f'There is no model "{model}" here.', do=f'Use "{BUILT_IN}" or "{BUILT_IN_NETWORK}".')
