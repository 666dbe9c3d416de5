"""A new clip from words or pictures: what is given comes out where it stands, the rest is made between."""

import re
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.errors import LongtakeError, RequestError
from engine.generation import claims, previews
from engine.generation.ask import Ask
from engine.generation.clips import Clip
from engine.generation.course import sampling_stages
from engine.generation.drafts import Likeness, read_draft
from engine.generation.film import film_notes, join, new_part
from engine.generation.joins import worse
from engine.generation.loaded.told import told_of_reading
from engine.generation.pictures.course import making_stages, stretch_stages, testing_stages
from engine.generation.pictures.keyframes import NewClip, new_clip_of
from engine.generation.pictures.layout import Window
from engine.generation.pictures.making import PictureTake, PictureTakes, check_built_in
from engine.generation.pictures.notes import WINDOWS, told, told_of_pictures, told_of_windows
from engine.generation.pictures.passage import Passage, read_passage
from engine.generation.pictures.plan import checked_windows, planned, planned_whole, usual_form
from engine.generation.pictures.stretches import Stretches
from engine.generation.pocket.model import PocketModel
from engine.generation.resuming import resumed
from engine.generation.sampling.glances import Glances
from engine.generation.sampling.latent_video import steps_of
from engine.generation.takes import counted, stoppable
from engine.media.coding import take_suffix
from engine.media.write import write_take
from engine.models.chosen import is_built_in, outline_for
from engine.progress import Report, Stage
from engine.requests import Answer, FrameRange, GenerateRequest, Plan, Take

NOTHING_KNOWN = 0, 0  # frames of clips before and after a clip that is all new
LETTERS = 40  # of a prompt that a take is named by


@dataclass(frozen=True, slots=True)
class Ready:
    """What all takes have in common."""

    passage: Passage
    takes: PictureTakes
    notes: tuple[str, ...]
    draft: np.ndarray | None  # see read_draft


def run(request: GenerateRequest, report: Report) -> tuple[Take, ...]:
    """As engine.generation.generate.run; a take is the whole clip, given pictures and all."""
    new = checked(request)
    return resumed(request, report, lambda missing: _made(request, new, missing, report))


def plan(request: GenerateRequest) -> Plan:
    """What `run` would do, from the pictures' headers alone. The built-in model's matrix is that of the whole clip in
    one window, a loaded model's that of its first window."""
    new = checked(request)
    film, windows = film_notes((new.like,)) if request.outputs.film else (), _windows(request, new)
    notes = _notes(request, new, windows)
    if windows is None:
        return planned_whole(request, new, (*notes, WINDOWS, *film))
    return planned(outline_for(request), new, _ask(request, 0), windows, (*notes, *film))


def tested(request: GenerateRequest, report: Report) -> Answer:
    """As engine.generation.generate.tested: the worst that can be said of any stretch. With a loaded model nothing is
    tried: that would take as long as making it."""
    answer, new = plan(request), checked(request)
    if not is_built_in(request.model):
        return Answer(answer, None)
    report.expect(testing_stages(new))
    passage = read_passage(new, report)
    stretches = Stretches(passage, PocketModel.load(), request.model, _ask(request, 0), request.finish)
    stretches.foresee(report)
    return Answer(answer, stretches.test)


def checked(request: GenerateRequest) -> NewClip:
    """Raises ModelError or RequestError where it cannot be made, or MediaError types where a picture cannot be read."""
    if is_built_in(request.model):
        _check_built_in(request)
        return new_clip_of(request)
    if not request.keyframes and not request.text.prompt.strip():
        raise RequestError("There is neither a prompt nor a picture to make a clip of.", do="Give one of them.")
    return new_clip_of(request, usual_form(outline_for(request)))


def _check_built_in(request: GenerateRequest) -> None:
    if not request.keyframes:
        raise RequestError(
            "The built-in model makes no picture from words alone: what comes out of it is a pattern of grey blocks.",
            do="Give it a picture to begin with, or choose a model that makes pictures.",
        )
    check_built_in(request)


def _made(request: GenerateRequest, new: NewClip, numbers: Sequence[int], report: Report) -> dict[int, Take]:
    """The takes of these numbers."""
    began = time.monotonic()
    windows = _windows(request, new)
    report.expect(making_stages(request, new, numbers, _stages(request, new, windows)))
    passage = read_passage(new, report)
    draft = read_draft(request.sampling.draft, passage.whole)
    ready = Ready(passage, PictureTakes(request, passage, report, draft), _notes(request, new, windows), draft)
    made: dict[int, Take] = {}
    for number in numbers:
        take = replace(_take(request, ready, number, report), seconds=time.monotonic() - began)
        claims.finished(request, number, take)
        if number == request.outputs.film_of and request.outputs.film is not None:
            pictures = [placed.clip for placed in new.placed]
            take = _filmed(take, new.like, pictures, request.outputs.film, report)
            take = replace(take, seconds=time.monotonic() - began)
        report.take(take)
        made[number] = take
        began = time.monotonic()
    return made


def _windows(request: GenerateRequest, new: NewClip) -> Sequence[Window] | None:
    """None where the built-in model makes it."""
    if is_built_in(request.model):
        return None
    return checked_windows(outline_for(request), new, _ask(request, 0), NOTHING_KNOWN)


def _stages(request: GenerateRequest, new: NewClip, windows: Sequence[Window] | None) -> list[Stage]:
    """Of a take."""
    if windows is None:
        return stretch_stages(new)
    return sampling_stages(len(windows), steps_of(outline_for(request), request.sampling))


def _take(request: GenerateRequest, ready: Ready, number: int, report: Report) -> Take:
    new, made = ready.passage.new, ready.takes.of(_ask(request, number), number)
    look = number == 0 and report.wants_previews
    likeness = None if ready.draft is None else Likeness(ready.draft, ready.passage.encoding)
    sources = [placed.clip.source.path for placed in new.placed]
    name, suffix = take_name(request), take_suffix(new.video)
    with claims.claimed(request, number, name, suffix) as path, previews.kept(request.outputs):
        glances = Glances(path, new.count, report) if look else None
        with closing(made.frames(report, glances)) as frames:
            passing = frames if likeness is None else likeness.passing(frames)
            looked = previews.shown(passing, new.count, path, report) if look else passing
            write_take(path, counted(stoppable(looked, report), new.count, report), new.video, sources)
    like_draft = None if likeness is None else likeness.correlation
    return _told(request, ready, number, made, path, like_draft)


def _told(
    request: GenerateRequest, ready: Ready, number: int, made: PictureTake, path: Path, like_draft: float | None
) -> Take:
    new = ready.passage.new
    return Take(
        path=path,
        model=made.model,
        motion=made.motion,
        seed=request.sampling.seed + number,
        rate=new.video.rate,
        width=new.video.width,
        height=new.video.height,
        new=FrameRange(0, new.count),
        back_test=made.test,
        notes=ready.notes,
        seam=worse(made.joins).numbers if made.joins else {},
        joins=made.joins,
        like_draft=like_draft,
    )


def _filmed(take: Take, like: Clip, pictures: Sequence[Clip], path: Path, report: Report) -> Take:
    """The take with its film. Whatever goes wrong, the take stays."""
    try:
        part = new_part(take.path, take.new, take.rate, iter(()))
        join(path, [part], like.video, None, pictures, report)
    except LongtakeError as error:
        error.kept = f"{error.kept} The finished take is kept: {take.path}.".lstrip()
        raise
    notes = (*take.notes, *film_notes((like,)))
    return replace(take, film=path, film_new=take.new, film_frames=take.new.count, notes=notes)


def _ask(request: GenerateRequest, number: int) -> Ask:
    return Ask(request.text, replace(request.sampling, seed=request.sampling.seed + number))


def _notes(request: GenerateRequest, new: NewClip, windows: Sequence[Window] | None) -> tuple[str, ...]:
    if windows is None:
        return told(request, new)
    fitted = told_of_windows(outline_for(request), new, _ask(request, 0), windows)
    return (*fitted, *told_of_reading(request), *told_of_pictures(new))


def take_name(request: GenerateRequest) -> str:
    """By its pictures, or by its first words."""
    names = [keyframe.source.path.stem for keyframe in request.keyframes]
    if not names:
        words = re.findall(r"\w+", request.text.prompt)
        return " ".join(words)[:LETTERS].strip() or "New clip"
    return f"{names[0]}, animated" if len(names) == 1 else f"{names[0]} to {names[-1]}"
