"""What a request would do, as sentences, as a table of noise, and as data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.cli.said import said, said_in_words
from engine.cli.words import frame_rate
from engine.requests import (
    BridgeRequest,
    ExtendRequest,
    GenerateRequest,
    Keyframe,
    Plan,
    PlannedLatent,
    Request,
)

STEPS_ABREAST = 8  # columns of the table; more wrap below
HEAD = "Noise of each latent frame before each step (sigma: 1 pure noise, 0 clean); frame 0 is the first new one:"


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a keyframe stands. latent: of the first window; None where a later one holds it. sigmas: before each step,
    and after the last one; empty without a latent."""

    picture: str
    frame: int
    latent: int | None
    noise: float
    sigmas: tuple[float, ...]


def plan_in_words(plan: Plan, request: Request) -> str:
    lines = [
        f"{plan.model} would make {plan.new_frames} new frames at {frame_rate(plan.rate)} fps, "
        f"{plan.width} x {plan.height}.",
        f"It looks at {plan.context_frames} known frames; its window holds {plan.window_frames}, known and new.",
        *([] if plan.room is None else [f"{plan.room.words}."]),
        *(f"Note: {note}" for note in plan.notes),
        *said_in_words(request),
        *_noise_in_words(plan, request),
        "Nothing was made or written.",
    ]
    return "\n".join(lines)


def plan_as_data(plan: Plan, request: Request) -> dict[str, Any]:
    return {"plan": plan, "keyframes": stands(plan, request), "said": said(request)}


def stands(plan: Plan, request: Request) -> list[Stands]:
    """Each keyframe's frame, latent and sigmas."""
    if not isinstance(request, ExtendRequest | BridgeRequest | GenerateRequest):
        return []
    return [_stands(plan, keyframe, request.duration) for keyframe in request.keyframes]


def _stands(plan: Plan, keyframe: Keyframe, duration: Fraction) -> Stands:
    frame = min(round(keyframe.at * plan.rate), plan.new_frames - 1)
    if keyframe.at == duration:
        frame = plan.new_frames - min(_lasts(keyframe, plan.rate), plan.new_frames)
    holding = (index for index, latent in enumerate(plan.latents) if latent.start <= frame < latent.stop)
    latent = next(holding, None)
    sigmas = () if latent is None else tuple(row[latent] for row in plan.sigmas)
    return Stands(keyframe.source.path.name, frame, latent, keyframe.noise, sigmas)


def _lasts(keyframe: Keyframe, rate: Fraction) -> int:
    """Frames; at the very end a clip ends there, as a still does."""
    from engine.media.opening import still_format  # late: they bring PyAV
    from engine.media.probe import probe

    source = keyframe.source
    if still_format(source.path) is not None:
        return 1
    end = probe(source.path).duration if source.end is None else source.end
    return max(1, round((end - (source.start or 0)) * rate))


def _noise_in_words(plan: Plan, request: Request) -> Iterator[str]:
    if not plan.latents:
        yield from ["Noise in each latent frame, step by step (0 keep, 1000 pure noise):"] if plan.sigmas else []
        yield plan.table
        return
    yield HEAD
    yield latent_table(plan.latents, plan.sigmas, stands(plan, request))


def latent_table(
    latents: Sequence[PlannedLatent], sigmas: Sequence[Sequence[float]], keyframes: Sequence[Stands] = ()
) -> str:
    """A row for each latent: the frames it holds, whether they are given, how free it is, its sigma before each step.

    sigmas: [step + 1][latent]. Long schedules go on below.
    """
    names: dict[int | None, str] = {}
    for each in keyframes:
        names[each.latent] = f"{names[each.latent]}, {each.picture}" if each.latent in names else each.picture
    parts = range(0, len(sigmas), STEPS_ABREAST)
    return "\n\n".join("\n".join(_part(latents, sigmas, first, names)) for first in parts)


def _part(
    latents: Sequence[PlannedLatent], sigmas: Sequence[Sequence[float]], first: int, names: dict[int | None, str]
) -> Iterator[str]:
    rows = range(first, min(first + STEPS_ABREAST, len(sigmas)))
    heads = ["end" if row == len(sigmas) - 1 else f"step {row + 1}" for row in rows]
    yield f"{'latent':>6} {'frames':>12}  {'':5} {'free':>5}" + "".join(f"{head:>9}" for head in heads)
    for index, latent in enumerate(latents):
        kind = "given" if latent.given else "new"
        cells = "".join(f"{sigmas[row][index]:9.3f}" for row in rows)
        name = f"  {names[index]}" if index in names else ""
        yield f"{index:6} {held(latent):>12}  {kind:5} {latent.noise:5.2f}{cells}{name}"


def held(latent: PlannedLatent) -> str:
    """-12 to -9, or 0 where it is one frame."""
    last = latent.stop - 1
    return str(latent.start) if last <= latent.start else f"{latent.start} to {last}"
