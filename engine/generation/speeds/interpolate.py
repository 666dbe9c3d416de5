"""A clip at another speed, another rate or both: its own frames at their places, frames made between them."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import LongtakeError
from engine.generation import claims, previews
from engine.generation.ask import Ask
from engine.generation.built_in import OPTICAL_FLOW
from engine.generation.course import CODE, READ, loading_stages, sampling_stages
from engine.generation.film import JOINING, film_notes, join, new_part
from engine.generation.previews import shown as previewed
from engine.generation.resuming import resumed
from engine.generation.speeds.in_between import Shown, Tick, at_moments, read_through, told_apart
from engine.generation.speeds.retimed import Retimed, foreseen, found, made_of, retimed, told
from engine.generation.takes import stoppable
from engine.media.ahead import ahead
from engine.media.coding import take_suffix
from engine.media.write import write_take
from engine.models.chosen import is_built_in, outline_for
from engine.progress import Report, Stage
from engine.requests import Answer, FrameRange, InterpolateRequest, Plan, Sound, Take

if TYPE_CHECKING:
    from engine.generation.sampling.latent_video import VideoModel

MAKING = "Making the frames between"
MOTION = "motion measured between each frame and the next"
MAKE = 0.11  # seconds on one core of a megapixel made between two frames; see engine.generation.course
AFTER_FLOW = (
    "{} makes the frames between after those of measured motion, in windows of up to {} frames that begin with one of "
    "the clip's own."
)
NO_SIGMAS = "There is no noise: frames are made along the motion measured between two known ones, not by diffusion."


def run(request: InterpolateRequest, report: Report) -> tuple[Take, ...]:
    """As engine.generation.generate.run. By optical flow there is one take, the same each time."""
    what = retimed(request)
    return resumed(request, report, lambda missing: _made(what, missing, report))


def plan(request: InterpolateRequest) -> Plan:
    """As engine.generation.generate.plan."""
    what = retimed(request)
    planned = Plan(
        model=OPTICAL_FLOW,
        rate=what.video.rate,
        width=what.video.width,
        height=what.video.height,
        new_frames=what.count,
        context_frames=what.clip.frames,
        window_frames=2,
        notes=(*foreseen(what), *_told(what), *(film_notes([what.clip]) if request.outputs.film else ())),
        sigmas=(),
        table=NO_SIGMAS,
    )
    return planned if is_built_in(request.model) else _with_model(planned, what)


def tested(request: InterpolateRequest, report: Report) -> Answer:
    """As engine.generation.generate.tested: nothing is foretold here, so there is nothing to test beforehand."""
    report.check()
    return Answer(plan(request), None)


def _told(what: Retimed) -> tuple[str, ...]:
    if is_built_in(what.request.model):
        return told(what)
    outline = outline_for(what.request)
    return (*told(what), AFTER_FLOW.format(outline.name, outline.defaults.frames))


def _with_model(planned: Plan, what: Retimed) -> Plan:
    """Of a loaded model, whose first window is told as far as it is known which frames are the clip's own."""
    from engine.generation.sampling.schedule import matrix_table
    from engine.generation.speeds.windows import first_window  # late: it brings torch

    outline = outline_for(what.request)
    matrix, latents = first_window(outline, made_of(what, outline.defaults.frames), what.count, _ask(what.request, 0))
    return replace(
        planned,
        model=outline.name,
        window_frames=latents[-1].stop,
        sigmas=tuple(tuple(row) for row in matrix.tolist()),
        table=matrix_table(matrix),
        latents=latents,
    )


def _made(what: Retimed, numbers: Sequence[int], report: Report) -> dict[int, Take]:
    """The takes of these numbers."""
    began, request, takes = time.monotonic(), what.request, dict[int, Take]()
    report.expect([*loading_stages(request), *_stages(what, numbers)])
    model = None if is_built_in(request.model) else _loaded(what, report)
    for number in numbers:
        take = replace(_take(what, number, model, report), seconds=time.monotonic() - began)
        claims.finished(request, number, take)
        if number == request.outputs.film_of and request.outputs.film is not None:
            take = replace(_filmed(what, take, report), seconds=time.monotonic() - began)
        report.take(take)
        takes[number] = take
        began = time.monotonic()
    return takes


def _loaded(what: Retimed, report: Report) -> "VideoModel":
    """Raises ModelError, and RequestError where an own matrix does not fit."""
    from engine.generation.loaded.models import video_model  # late: it brings torch

    plan(what.request)
    return video_model(what.request, report)


def _stages(what: Retimed, numbers: Sequence[int]) -> list[Stage]:
    request, megapixels = what.request, what.video.width * what.video.height / 1e6
    making = [Stage(MAKING, (MAKE * what.count + READ * what.clip.frames) * megapixels)]
    if not is_built_in(request.model):
        outline = outline_for(request)
        windows = ceil(what.count / outline.defaults.frames)
        making = sampling_stages(windows, request.sampling.steps or outline.defaults.steps)
    joining = Stage(JOINING, CODE * what.count * megapixels)
    joined = request.outputs.film_of if request.outputs.film is not None else None
    return [stage for number in numbers for stage in (*making, *([joining] if number == joined else []))]


def _take(what: Retimed, number: int, model: "VideoModel | None", report: Report) -> Take:
    request, video, clip, shown = what.request, what.video, what.clip, Shown()
    audio, look = None if request.sound is Sound.LEAVE else what.audio, number == 0 and report.wants_previews
    name, suffix = take_name(request), take_suffix(video)
    with claims.claimed(request, number, name, suffix) as path, previews.kept(request.outputs):
        frames = at_moments(read_through(clip), what.moments, clip.video.rate, shown)
        made = frames if model is None else _made_by(model, what, path, number, told_apart(frames, shown), report)
        with ahead(stoppable(made, report)) as coming:
            images = previewed(coming, what.count, path, report) if look else coming
            heard = what.heard() if audio else ()
            write_take(path, _counted(images, what.count, report), video, [clip.source.path], audio, heard)
    return Take(
        path=path,
        model=OPTICAL_FLOW if model is None else model.name,
        motion=MOTION if model is None else f"{MOTION}, made anew by {model.name}",
        seed=request.sampling.seed + number,
        rate=video.rate,
        width=video.width,
        height=video.height,
        new=FrameRange(0, what.count),
        back_test=None,
        notes=(*found(shown), *_told(what)),
        sound=audio is not None,
    )


def _made_by(
    model: "VideoModel", what: Retimed, path: Path, number: int, ticks: Iterator[Tick], report: Report
) -> Iterator[np.ndarray]:
    from engine.generation.sampling.glances import Glances  # late: they bring torch
    from engine.generation.speeds.windows import Film, InBetweens

    film, request = Film(what.video.rate, what.count, what.clip.encoding), what.request
    glances = Glances(path, what.count, report) if number == 0 and report.wants_previews else None
    return InBetweens(model, film, _ask(request, number), request.finish, glances).frames(ticks, report)


def _ask(request: InterpolateRequest, number: int) -> Ask:
    return Ask(request.text, replace(request.sampling, seed=request.sampling.seed + number))


def _counted(images: Iterable[np.ndarray], total: int, report: Report) -> Iterator[np.ndarray]:
    for done, image in enumerate(images, 1):
        yield image
        report(MAKING, done, total)


def _filmed(what: Retimed, take: Take, report: Report) -> Take:
    """The take with its film. Whatever goes wrong, the take stays."""
    path, clip = what.request.outputs.film, what.clip
    assert path is not None, "a film was asked for"
    part = new_part(take.path, take.new, take.rate, what.heard())
    try:
        joined = join(path, [part], what.video, what.audio, [clip], report)
    except LongtakeError as error:
        error.kept = f"{error.kept} The finished take is kept: {take.path}.".lstrip()
        raise
    frames = sum(joined.frames)
    silent = f"{float(joined.lost):.2f} s of the clip's sound cannot be decoded and is silent in the film."
    notes = (*take.notes, *film_notes([clip]), *((silent,) if joined.lost else ()))
    return replace(take, film=path, film_new=FrameRange(0, frames), film_frames=frames, notes=notes)


def take_name(request: InterpolateRequest) -> str:
    return f"{request.source.path.stem}, retimed"
