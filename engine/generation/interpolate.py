"""A clip at another speed, another rate or both: its own frames at their places, frames made between them."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from engine.errors import LongtakeError
from engine.generation import claims, previews
from engine.generation.built_in import OPTICAL_FLOW
from engine.generation.course import CODE, READ
from engine.generation.film import JOINING, film_notes, join, new_part
from engine.generation.in_between import Shown, at_moments, read_through
from engine.generation.previews import shown as previewed
from engine.generation.retimed import Retimed, foreseen, found, retimed, told
from engine.generation.takes import stoppable
from engine.media.ahead import ahead
from engine.media.coding import take_suffix
from engine.media.write import write_take
from engine.progress import Report, Stage
from engine.requests import Answer, FrameRange, InterpolateRequest, Plan, Sound, Take

MAKING = "Making the frames between"
MOTION = "motion measured between each frame and the next"
MAKE = 0.11  # seconds on one core of a megapixel made between two frames; see engine.generation.course
NO_SIGMAS = "There is no noise: frames are made along the motion measured between two known ones, not by diffusion."


def run(request: InterpolateRequest, report: Report) -> tuple[Take, ...]:
    """As engine.generation.generate.run. There is one take, the same each time."""
    previews.clear(request.outputs)
    claims.sweep(request.outputs)
    made = claims.made(request.outputs)
    for take in made.values():
        report.take(take)
    if made or 0 in request.outputs.had:
        return tuple(made.values())
    return (_made(retimed(request), report),)


def plan(request: InterpolateRequest) -> Plan:
    """As engine.generation.generate.plan."""
    what = retimed(request)
    return Plan(
        model=OPTICAL_FLOW,
        rate=what.video.rate,
        width=what.video.width,
        height=what.video.height,
        new_frames=what.count,
        context_frames=what.clip.frames,
        window_frames=2,
        notes=(*foreseen(what), *told(what), *(film_notes([what.clip]) if request.outputs.film else ())),
        sigmas=(),
        table=NO_SIGMAS,
    )


def tested(request: InterpolateRequest, report: Report) -> Answer:
    """As engine.generation.generate.tested: nothing is foretold here, so there is nothing to test beforehand."""
    report.check()
    return Answer(plan(request), None)


def _made(what: Retimed, report: Report) -> Take:
    began = time.monotonic()
    report.expect(_stages(what))
    take = _take(what, report)
    take = replace(take, seconds=time.monotonic() - began)
    claims.finished(what.request, 0, take)
    if what.request.outputs.film is not None:
        take = replace(_filmed(what, take, report), seconds=time.monotonic() - began)
    report.take(take)
    return take


def _stages(what: Retimed) -> list[Stage]:
    megapixels = what.video.width * what.video.height / 1e6
    making = Stage(MAKING, (MAKE * what.count + READ * what.clip.frames) * megapixels)
    joining = Stage(JOINING, CODE * what.count * megapixels)
    return [making, joining] if what.request.outputs.film else [making]


def _take(what: Retimed, report: Report) -> Take:
    request, video, clip, shown = what.request, what.video, what.clip, Shown()
    audio = None if request.sound is Sound.LEAVE else what.audio
    with claims.claimed(request, 0, take_name(request), take_suffix(video)) as path, previews.kept(request.outputs):
        frames = at_moments(read_through(clip), what.moments, clip.video.rate, shown)
        with ahead(stoppable(frames, report)) as coming:
            images = previewed(coming, what.count, path, report) if report.wants_previews else coming
            heard = what.heard() if audio else ()
            write_take(path, _counted(images, what.count, report), video, [clip.source.path], audio, heard)
    return Take(
        path=path,
        model=OPTICAL_FLOW,
        motion=MOTION,
        seed=request.sampling.seed,
        rate=video.rate,
        width=video.width,
        height=video.height,
        new=FrameRange(0, what.count),
        back_test=None,
        notes=(*found(shown), *told(what)),
        sound=audio is not None,
    )


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
