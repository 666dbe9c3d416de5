"""Requests into takes: read the context, have a model make the new frames, write."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.errors import LongtakeError
from engine.generation import claims, previews, takes
from engine.generation.built_in_maker import BuiltInMaker
from engine.generation.clips import Clip
from engine.generation.course import joining_stage, loading_stages, reading_stage
from engine.generation.drafts import Likeness, read_draft
from engine.generation.film import film_notes
from engine.generation.gap import Gap, clips_of, new_frames, read_gap, told_of_cuts
from engine.generation.hearing import Hearing, hearing, planned
from engine.generation.joins import remedies_for, worse
from engine.generation.making import Maker, Making
from engine.generation.resuming import resumed
from engine.generation.sampling.schedule import matrix_table
from engine.media.coding import take_suffix
from engine.progress import Report, Stage
from engine.requests import (
    BUILT_IN,
    BUILT_IN_NETWORK,
    Answer,
    BackTest,
    BridgeRequest,
    ExtendRequest,
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
    model: str  # as shown to the user
    making: Making
    heard: Hearing | None  # None where no clip has sound
    draft: np.ndarray | None = None  # see read_draft


def run(request: GapRequest, report: Report) -> tuple[Take, ...]:
    """Everything a request asks for, as engine.generation.resuming has it. Raises LongtakeError types; takes finished
    before that stay on disk."""
    return resumed(request, report, lambda missing: _made(request, missing, report))


def tested(request: GapRequest, report: Report) -> Answer:
    """What `run` would do, and how far its result could be trusted: reads the clip and makes nothing."""
    told, clips = plan(request), clips_of(request)
    maker = maker_of(request, clips)
    report.expect([reading_stage(clips), *maker.testing()])
    return Answer(told, maker.tested(lambda: read_gap(request, clips, report), report))


def plan(request: GapRequest) -> Plan:
    """What `run` would do, from the clips' headers alone."""
    clips = clips_of(request)
    video, maker = clips[0].video, maker_of(request, clips)
    scheme = maker.scheme()
    return Plan(
        model=maker.name,
        rate=video.rate,
        width=video.width,
        height=video.height,
        new_frames=new_frames(request, clips[0]),
        context_frames=sum(clip.most_context for clip in clips),
        window_frames=scheme.frames,
        notes=(*scheme.notes, *planned(request, clips), *(film_notes(clips) if request.outputs.film else ())),
        sigmas=tuple(tuple(row) for row in scheme.sigmas.tolist()),
        table=matrix_table(scheme.sigmas),
        latents=scheme.latents,
    )


def maker_of(request: GapRequest, clips: tuple[Clip, ...]) -> Maker:
    """Raises ModelError where there is no such model."""
    count = new_frames(request, clips[0])
    if request.keyframes:
        from engine.generation.pictures.keyframed import keyframed  # late: it brings diffusers

        return keyframed(request, clips, count)
    if request.model in (BUILT_IN, BUILT_IN_NETWORK):
        return BuiltInMaker(request, clips, count)
    from engine.generation.loaded_maker import LoadedMaker  # late: it brings diffusers

    return LoadedMaker(request, clips, count)


def stages(
    request: GapRequest, clips: tuple[Clip, ...], numbers: Sequence[int], film: Stage | None = None
) -> Iterator[Stage]:
    """Of a run that makes the takes of these numbers. film: of the one that follows the take it is made of."""
    maker, film_of = maker_of(request, clips), request.outputs.film_of
    yield reading_stage(clips)
    yield from maker.testing()
    yield from loading_stages(request)
    for number in (number for number in numbers if number <= film_of):
        yield from maker.stages(number)
    if film is not None:
        yield film
    for number in (number for number in numbers if number > film_of):
        yield from maker.stages(number)


def _made(request: GapRequest, numbers: Sequence[int], report: Report) -> dict[int, Take]:
    """The takes of these numbers."""
    began = time.monotonic()
    clips = clips_of(request)
    maker = maker_of(request, clips)
    scheme = maker.scheme()  # what does not fit is refused at once
    film = request.outputs.film if request.outputs.film_of in numbers else None
    joining = joining_stage(clips, new_frames(request, clips[0])) if film else None
    report.expect(list(stages(request, clips, numbers, joining)))
    ready = _ready(request, clips, maker, report)
    notes = (*scheme.notes, *told_of_cuts(ready.gap), *(ready.heard.notes if ready.heard else ()))
    made: dict[int, Take] = {}
    for number in numbers:
        take = _take(request, ready, number, report)
        take = replace(take, notes=(*notes, *take.notes), seconds=time.monotonic() - began)
        claims.finished(request, number, take)
        if number == request.outputs.film_of and film is not None:
            take = _joined(take, ready, request, film, report)
            take = replace(take, seconds=time.monotonic() - began)
        report.take(take)
        made[number] = take
        began = time.monotonic()
    return made


def _ready(request: GapRequest, clips: tuple[Clip, ...], maker: Maker, report: Report) -> Ready:
    gap = read_gap(request, clips, report)
    draft = read_draft(request.sampling.draft, gap)
    making = maker.ready(gap, draft, report)
    return Ready(clips, gap, maker.name, making, hearing(request.sound, clips, gap), draft)


def _take(request: GapRequest, ready: Ready, number: int, report: Report) -> Take:
    video, look = ready.clips[0].video, number == 0 and report.wants_previews
    name, suffix = take_name(request), take_suffix(video)
    with claims.claimed(request, number, name, suffix) as path, previews.kept(request.outputs):
        made = ready.making.take(number, path, report)
        likeness = None if ready.draft is None else Likeness(ready.draft, ready.gap.encoding)
        frames = made.frames if likeness is None else likeness.passing(made.frames)
        remedies = _remedies(request, ready, made.test)
        new, found = takes.write(
            ready.gap, ready.clips, frames, path, report, look, ready.heard, made.generated, remedies, made.stage
        )
    return Take(
        path=path,
        model=ready.model,
        motion=made.motion,
        seed=request.sampling.seed + number,
        rate=video.rate,
        width=video.width,
        height=video.height,
        new=new,
        back_test=made.test,
        seam=worse(found).numbers,
        joins=found,
        like_draft=None if likeness is None else likeness.correlation,
        sound=ready.heard is not None and ready.heard.in_take,
        notes=made.notes,
    )


def _remedies(request: GapRequest, ready: Ready, test: BackTest | None) -> tuple[Remedy, ...]:
    known = min(clip.most_context for clip in ready.clips)
    return remedies_for(request, test, ready.gap.duration, known)


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
