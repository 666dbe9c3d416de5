"""A new clip from pictures: between two of them a bridge, before the first and after the last one an extension."""

import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from engine.errors import LongtakeError, ModelError, RequestError
from engine.finishing.finish import Side, finish
from engine.generation import claims, previews
from engine.generation.asked import Asked
from engine.generation.built_in import MODEL
from engine.generation.camera_move import camera_move
from engine.generation.clips import CONTEXT_SECONDS
from engine.generation.course import PREDICTING
from engine.generation.film import film_notes, join, new_part
from engine.generation.gap import READING, Gap, rendered
from engine.generation.joins import WORST, Beside, joins, worse
from engine.generation.keyframes import NewClip, Placed, Stretch, known_frames, latent_noise, new_clip_of
from engine.generation.picture_course import making_stages, testing_stages
from engine.generation.picture_notes import WINDOWS, told
from engine.generation.pocket.model import SHIFT, STEPS, Ask, PocketModel
from engine.generation.schedule import matrix_table, sigma_matrix
from engine.generation.stretches import Led, Wish, led
from engine.generation.takes import counted, stoppable
from engine.media.ahead import ahead
from engine.media.coding import take_suffix
from engine.media.write import write_take
from engine.progress import Report
from engine.requests import (
    BUILT_IN,
    BUILT_IN_NETWORK,
    Answer,
    BackTest,
    Context,
    Finish,
    FrameRange,
    GenerateRequest,
    Join,
    Plan,
    Remedy,
    Take,
)


@dataclass(frozen=True, slots=True)
class Ready:
    """What all takes have in common. known: the given pictures' frames, in their order."""

    new: NewClip
    known: tuple[np.ndarray, ...]
    model: PocketModel


@dataclass(slots=True)
class Found:
    """What comes to light while a take's frames are made, stretch by stretch."""

    led: list[Led] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)


def run(request: GenerateRequest, report: Report) -> tuple[Take, ...]:
    """As engine.generation.generate.run; a take is the whole clip, given pictures and all."""
    new = checked(request)
    previews.clear(request.outputs)
    claims.sweep(request.outputs)
    made = claims.made(request.outputs)
    for take in made.values():
        report.take(take)
    missing = [number for number in range(request.takes) if number not in (*made, *request.outputs.had)]
    made |= _made(request, new, missing, report) if missing else {}
    return tuple(made[number] for number in sorted(made))


def plan(request: GenerateRequest) -> Plan:
    """What `run` would do, from the pictures' headers alone. Its matrix is that of the whole clip in one window."""
    new = checked(request)
    noise = latent_noise(new)
    sigmas = sigma_matrix(request.sampling.steps or STEPS, noise, request.sampling.shift or SHIFT)
    return Plan(
        model=MODEL,
        rate=new.video.rate,
        width=new.video.width,
        height=new.video.height,
        new_frames=new.count,
        context_frames=sum(len(placed.frames) for placed in new.placed),
        window_frames=4 * (len(noise) - 1) + 1,
        notes=(*told(request, new), WINDOWS, *(film_notes((new.like,)) if request.outputs.film else ())),
        sigmas=tuple(tuple(row) for row in sigmas.tolist()),
        table=matrix_table(sigmas),
    )


def tested(request: GenerateRequest, report: Report) -> Answer:
    """As engine.generation.generate.tested: the worst that can be said of any stretch."""
    planned, new = plan(request), checked(request)
    report.expect(testing_stages(new))
    ready = _ready(new, report)
    wish, pocket = _wish(request, new, 0), _pocket(request, ready, 0, report)
    found = [led(_gap(ready, each), None, _hearing(pocket, each), wish, report) for each in new.stretches]
    return Answer(planned, _worst(found))


def checked(request: GenerateRequest) -> NewClip:
    """Raises ModelError or RequestError where it cannot be made, or MediaError types where a picture cannot be read."""
    if request.model not in (BUILT_IN, BUILT_IN_NETWORK):
        raise ModelError(f'There is no model "{request.model}" here.', do=f'Use "{BUILT_IN}" or "{BUILT_IN_NETWORK}".')
    if not request.keyframes:
        raise RequestError(
            "The built-in model makes no picture from words alone: what comes out of it is a pattern of grey blocks.",
            do="Give it a picture to begin with.",
        )
    if request.sampling.sigmas is not None:
        raise RequestError(
            "The built-in model goes from picture to picture in windows of its own, which one matrix does not fit.",
            do="Leave the sigma matrix out and give each picture its noise.",
        )
    if request.sampling.draft is not None:
        raise RequestError(
            "A new clip made of pictures cannot be made after a draft yet.",
            kept="The draft is kept as it is.",
            do="Ask for another take with the same seed and more steps.",
        )
    return new_clip_of(request)


def _made(request: GenerateRequest, new: NewClip, numbers: Sequence[int], report: Report) -> dict[int, Take]:
    """The takes of these numbers."""
    began = time.monotonic()
    report.expect(making_stages(request, new, numbers))
    ready = _ready(new, report)
    made: dict[int, Take] = {}
    for number in numbers:
        take = replace(_take(request, ready, number, report), seconds=time.monotonic() - began)
        claims.finished(request, number, take)
        if number == request.outputs.film_of and request.outputs.film is not None:
            take = replace(_filmed(take, ready, request.outputs.film, report), seconds=time.monotonic() - began)
        report.take(take)
        made[number] = take
        began = time.monotonic()
    return made


def _ready(new: NewClip, report: Report) -> Ready:
    known = []
    for done, placed in enumerate(new.placed):
        report(READING, done, len(new.placed))
        known.append(known_frames(placed, new))
    report(READING, len(known), len(known))
    return Ready(new, tuple(known), PocketModel.load())


def _take(request: GenerateRequest, ready: Ready, number: int, report: Report) -> Take:
    video, found, look = ready.new.video, Found(), number == 0 and report.wants_previews
    with claims.claimed(request, number, _name(ready.new), take_suffix(video)) as path, previews.kept(request.outputs):
        sources = [placed.clip.source.path for placed in ready.new.placed]
        with closing(_frames(request, ready, number, found, report)) as frames:
            looked = previews.shown(frames, ready.new.count, path, report) if look else frames
            write_take(path, stoppable(looked, report), video, sources)
    return Take(
        path=path,
        model=MODEL,
        motion="; ".join(dict.fromkeys(each.motions.maker for each in found.led)) or "given",
        seed=request.sampling.seed + number,
        rate=video.rate,
        width=video.width,
        height=video.height,
        new=FrameRange(0, ready.new.count),
        back_test=_worst(found.led),
        notes=told(request, ready.new),
        seam=worse(tuple(found.joins)).numbers if found.joins else {},
        joins=tuple(found.joins),
    )


def _frames(
    request: GenerateRequest, ready: Ready, number: int, found: Found, report: Report
) -> Generator[np.ndarray, None, None]:
    """All of the clip in playing order: each given picture as it is, each stretch as soon as what leads to it is there.

    What `found` is told of a stretch is complete when its last frame has been taken.
    """
    wish, pocket = _wish(request, ready.new, number), _pocket(request, ready, number, report)
    past: deque[np.ndarray] = deque(maxlen=int(CONTEXT_SECONDS * ready.new.video.rate) + 1)
    for part in ready.new.parts():
        if isinstance(part, Placed):
            coming = iter(_known(ready, part))
        else:
            report(PREDICTING, 0, 1)
            gap = _gap(ready, part)
            ways = led(gap, np.stack(past) if past else None, _hearing(pocket, part), wish, report.quiet())
            report(PREDICTING, 1, 1)
            found.led.append(ways)
            coming = _stretch(gap, ways, request.finish, found, report)
        for frame in coming:
            past.append(frame)
            yield frame


def _stretch(gap: Gap, ways: Led, settings: Finish, found: Found, report: Report) -> Iterator[np.ndarray]:
    """Its new frames, finished; how they join is noted once they are through."""
    generated, made = Beside(), Beside()
    before, after = (None if known is None else Side(known) for known in (gap.before, gap.after))

    def carried() -> Iterator[np.ndarray]:
        return generated.passing(rendered(gap, ways.motions))

    with ahead(finish(carried, gap.count, gap.rate, before, after, settings)) as coming:
        yield from made.passing(counted(coming, gap.count, report))
    could = {Remedy.MATCH} if settings != Finish() else set()
    found.joins += joins(gap, generated, made, {Remedy.ANOTHER_TAKE, *could}, gap.encoding.to_rec709)


def _filmed(take: Take, ready: Ready, path: Path, report: Report) -> Take:
    """The take with its film. Whatever goes wrong, the take stays."""
    like = ready.new.like
    try:
        part = new_part(take.path, take.new, take.rate, iter(()))
        join(path, [part], like.video, None, [placed.clip for placed in ready.new.placed], report)
    except LongtakeError as error:
        error.kept = f"{error.kept} The finished take is kept: {take.path}.".lstrip()
        raise
    notes = (*take.notes, *film_notes((like,)))
    return replace(take, film=path, film_new=take.new, film_frames=take.new.count, notes=notes)


def _gap(ready: Ready, part: Stretch) -> Gap:
    before, after = (None if side is None else _known(ready, side) for side in (part.before, part.after))
    return Gap(before, after, ready.new.video.rate, len(part.frames), ready.new.like.encoding)


def _known(ready: Ready, placed: Placed) -> np.ndarray:
    return ready.known[ready.new.placed.index(placed)]


def _wish(request: GenerateRequest, new: NewClip, number: int) -> Wish:
    seed = request.sampling.seed + number
    move = camera_move(request.text.prompt, seed, float(new.count / new.video.rate))
    return Wish(network=request.model == BUILT_IN_NETWORK, again=number > 0, varied=seed > 0, move=move)


def _pocket(request: GenerateRequest, ready: Ready, number: int, report: Report) -> Asked:
    sampling = replace(request.sampling, seed=request.sampling.seed + number)
    return Asked(ready.model, Ask(request.text, sampling), report.quiet())


def _hearing(pocket: Asked, part: Stretch) -> Asked:
    """The network told how free the pictures at this stretch's ends are."""
    sides = [side for side in (part.before, part.after) if side is not None]
    first, second = (Context(noise=(side.noise,)) for side in (sides[0], sides[-1]))
    return replace(pocket, ask=replace(pocket.ask, first=first, second=second))


def _worst(found: Sequence[Led]) -> BackTest | None:
    tests = [each.test for each in found if each.test is not None]
    return max(tests, key=lambda test: WORST.index(test.verdict), default=None)


def _name(new: NewClip) -> str:
    first, last = new.placed[0].clip.source.path.stem, new.placed[-1].clip.source.path.stem
    return f"{first}, animated" if len(new.placed) == 1 else f"{first} to {last}"
