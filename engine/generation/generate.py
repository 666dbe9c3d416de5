"""Requests into takes: read the context, test and predict its motion, carry the picture, write."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.errors import LongtakeError, ModelError
from engine.finishing.finish import Frames, Side, finish
from engine.generation import claims, previews, takes
from engine.generation.asked import Asked, ask_of, for_back_test, window_of
from engine.generation.built_in import MODEL
from engine.generation.choosing import Choice, Floor, choose, decided
from engine.generation.clips import Clip
from engine.generation.course import PREDICTING, run_stages, testing_stages
from engine.generation.drafts import Likeness, read_draft
from engine.generation.film import film_notes
from engine.generation.gap import Gap, Motions, clips_of, new_frames, predicted, read_gap, rendered, told_of_cuts
from engine.generation.hearing import Hearing, hearing, planned
from engine.generation.joins import Beside, remedies_for, worse
from engine.generation.notes import told, unheard
from engine.generation.pocket.model import PocketModel, window_sigmas
from engine.generation.schedule import matrix_table
from engine.media.coding import take_suffix
from engine.progress import Report
from engine.requests import (
    BUILT_IN,
    BUILT_IN_NETWORK,
    Answer,
    BridgeRequest,
    ExtendRequest,
    Finish,
    GapRequest,
    Plan,
    Remedy,
    Take,
)


@dataclass(frozen=True, slots=True)
class Ready:
    """What all takes of a request have in common."""

    clips: tuple[Clip, ...]
    gap: Gap
    pocket: Asked
    choice: Choice
    heard: Hearing | None  # None where no clip has sound
    draft: np.ndarray | None = None  # see read_draft


def run(request: GapRequest, report: Report) -> tuple[Take, ...]:
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


def tested(request: GapRequest, report: Report) -> Answer:
    """What `run` would do, and how far its result could be trusted: reads the clip and makes nothing."""
    planned = plan(request)
    clips = clips_of(request)
    report.expect(testing_stages(clips))
    ready = _ready(request, clips, report)
    own = request.model == BUILT_IN_NETWORK
    return Answer(planned, ready.choice.model_test if own else ready.choice.test)


def _made(request: GapRequest, numbers: Sequence[int], report: Report) -> dict[int, Take]:
    """The takes of these numbers."""
    began = time.monotonic()
    clips = clips_of(request)
    window_sigmas(window_of(request, clips), ask_of(request))  # an own matrix that does not fit is refused at once
    report.expect(run_stages(request, clips, new_frames(request, clips[0]), numbers))
    ready = _ready(request, clips, report)
    notes = (*told(request, clips), *told_of_cuts(ready.gap), *(ready.heard.notes if ready.heard else ()))
    made: dict[int, Take] = {}
    for number in numbers:
        take = _take(request, ready, number, report)
        take = replace(take, notes=(*notes, *take.notes), seconds=time.monotonic() - began)
        claims.finished(request, number, take)
        if number == request.outputs.film_of and request.outputs.film is not None:
            take = _joined(take, ready, request, request.outputs.film, report)
            take = replace(take, seconds=time.monotonic() - began)
        report.take(take)
        made[number] = take
        began = time.monotonic()
    return made


def _ready(request: GapRequest, clips: tuple[Clip, ...], report: Report) -> Ready:
    gap = read_gap(request, clips, report)
    draft = read_draft(request.sampling.draft, gap)
    onward = draft if gap.before is not None or draft is None else draft[::-1]  # from the known frames
    # its steps are a small part of a stage here
    pocket = Asked(PocketModel.load(), ask_of(request), report.quiet(), onward)
    choice = choose(gap, pocket, for_back_test(pocket), report)
    return Ready(clips, gap, pocket, choice, hearing(request.sound, clips, gap), draft)


def plan(request: GapRequest) -> Plan:
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
        notes=(*told(request, clips), *planned(request, clips), *(film_notes(clips) if request.outputs.film else ())),
        sigmas=tuple(tuple(row) for row in sigmas.tolist()),
        table=matrix_table(sigmas),
    )


def _network(choice: Choice, pocket: Asked, number: int) -> Choice:
    """The network's own prediction: where asked for, and for further takes, as the floor has no second opinion."""
    sampling = replace(pocket.ask.sampling, seed=pocket.ask.sampling.seed + number)
    again = replace(pocket, ask=replace(pocket.ask, sampling=sampling))
    return replace(choice, predictor=again, test=choice.model_test, motions=None)


def _take(request: GapRequest, ready: Ready, number: int, report: Report) -> Take:
    first = number == 0
    choice = ready.choice if first and request.model == BUILT_IN else _network(ready.choice, ready.pocket, number)
    report(PREDICTING, 0, 1)
    motions = _motions(ready, choice)
    report(PREDICTING, 1, 1)
    video = ready.clips[0].video
    look = first and report.wants_previews
    name, suffix = take_name(request), take_suffix(video)
    with claims.claimed(request, number, name, suffix) as path, previews.kept(request.outputs):
        generated = Beside()
        frames = finished(ready.gap, lambda: generated.passing(rendered(ready.gap, motions)), request.finish)
        likeness = None if ready.draft is None else Likeness(ready.draft, ready.gap.encoding)
        frames = frames if likeness is None else likeness.passing(frames)
        remedies = _remedies(request, ready, choice)
        new, found = takes.write(ready.gap, ready.clips, frames, path, report, look, ready.heard, generated, remedies)
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
        seam=worse(found).numbers,
        joins=found,
        like_draft=None if likeness is None else likeness.correlation,
        sound=ready.heard is not None and ready.heard.in_take,
        notes=unheard(request) if isinstance(choice.predictor, Floor) else (),
    )


def _motions(ready: Ready, choice: Choice) -> Motions:
    """A draft's motion has settled already where it had to."""
    if ready.draft is not None and isinstance(choice.predictor, Asked):
        return choice.motions or predicted(ready.gap, choice.predictor)
    return decided(ready.gap, choice)


def finished(gap: Gap, frames: Frames, settings: Finish) -> Iterator[np.ndarray]:
    """The new frames matched to the clip's own. The built-in model renders none of those: it moves their pixels."""
    before, after = (None if known is None else Side(known) for known in (gap.before, gap.after))
    return finish(frames, gap.count, gap.rate, before, after, settings)


def _remedies(request: GapRequest, ready: Ready, choice: Choice) -> tuple[Remedy, ...]:
    known = min(clip.most_context for clip in ready.clips)
    return remedies_for(request, choice.test, ready.gap.duration, known)


def _joined(take: Take, ready: Ready, request: GapRequest, path: Path, report: Report) -> Take:
    """The take with its film. Whatever goes wrong, the take stays."""
    loops = isinstance(request, BridgeRequest) and request.loops
    try:
        film = takes.write_film(ready.gap, ready.clips, take.path, take.new, path, report, ready.heard, loops)
    except LongtakeError as error:
        error.kept = f"{error.kept} The finished take is kept: {take.path}.".lstrip()
        raise
    return replace(take, film=path, film_new=film.new, film_frames=film.frames, notes=(*take.notes, *film.notes))


def take_name(request: GapRequest) -> str:
    names = [source.path.stem for source in request.sources]
    if isinstance(request, ExtendRequest):
        return f"{names[0]}, {request.direction}"
    return " to ".join(dict.fromkeys(names))


def _known(model: str) -> None:
    if model not in (BUILT_IN, BUILT_IN_NETWORK):
        raise ModelError(f'There is no model "{model}" here.', do=f'Use "{BUILT_IN}" or "{BUILT_IN_NETWORK}".')
