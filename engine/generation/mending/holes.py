"""Holes in known picture: what is asked for to fill each, and where its frames stand in the film."""

from dataclasses import dataclass, replace
from fractions import Fraction

from engine.errors import RequestError
from engine.generation.clips import FEWEST, Clip
from engine.requests import BetweenRequest, BridgeRequest, Context, Direction, ExtendRequest, GapRequest


@dataclass(frozen=True, slots=True)
class Hole:
    """request: for the frames that fill it. before, after: the known sides it is made from; one may be None."""

    request: GapRequest
    before: Clip | None
    after: Clip | None
    count: int  # frames
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """Frames of the film that are made: so many of a hole's, from `first` on. under: whose place they take."""

    hole: int
    first: int
    count: int
    under: tuple[Clip, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """film: in playing order; what is a clip's own there stays as it is. clips: those that were given."""

    clips: tuple[Clip, ...]
    holes: tuple[Hole, ...]
    film: tuple[Clip | Made, ...]

    @property
    def new_frames(self) -> int:
        return sum(part.count for part in self.film if isinstance(part, Made))


def stretch(clip: Clip, start: Fraction, end: Fraction) -> Clip:
    """A part of it, in seconds from the file's first frame; it may be too short to be a side."""
    return replace(clip, source=replace(clip.source, start=start, end=end))


def hole_between(request: BetweenRequest, before: Clip, after: Clip, count: int, job: str = "") -> Hole:
    """A bridge, or an extension where a side has too little that is known. Raises RequestError where both have.

    job: added to the request's own, where it has one.
    """
    if before.frames >= FEWEST and after.frames >= FEWEST:
        return Hole(bridge(request, before, after, count, job), before, after, count)
    if before.frames < FEWEST and after.frames < FEWEST:
        raise RequestError(
            f"{before.frames} known frames are left before the new ones and {after.frames} after them; at least "
            f"{FEWEST} are needed on one side.",
            do="Make fewer frames anew, or use a longer part of the clip.",
        )
    note = one_sided(before.frames, after.frames)
    if before.frames < FEWEST:
        return Hole(extension(request, after, count, Direction.BEFORE, job), None, after, count, (note,))
    return Hole(extension(request, before, count, Direction.AFTER, job), before, None, count, (note,))


def one_sided(before: int, after: int) -> str:
    """before, after: known frames there are on either side, too few on one of them."""
    where, known, other = ("before", before, "after") if before < FEWEST else ("after", after, "before")
    has = f"Only {known} of the clip's frames are" if known else "Nothing of the clip is"
    return f"{has} known {where} the new ones: they are made from those {other} them alone."


def bridge(request: BetweenRequest, before: Clip, after: Clip, count: int, job: str = "") -> BridgeRequest:
    """count: frames at the rate of the clip before."""
    return BridgeRequest(
        first=before.source,
        second=after.source,
        duration=count / before.video.rate,
        outputs=replace(request.outputs, film=None, job=own_job(request, job)),
        first_context=request.context,
        second_context=mirrored(request.context),
        text=request.text,
        sampling=request.sampling,
        model=request.model,
        takes=request.takes,
        finish=request.finish,
        sound=request.sound,
    )


def extension(request: BetweenRequest, side: Clip, count: int, direction: Direction, job: str = "") -> ExtendRequest:
    return ExtendRequest(
        source=side.source,
        duration=count / side.video.rate,
        outputs=replace(request.outputs, film=None, job=own_job(request, job)),
        direction=direction,
        context=mirrored(request.context) if direction is Direction.BEFORE else request.context,
        text=request.text,
        sampling=request.sampling,
        model=request.model,
        takes=request.takes,
        finish=request.finish,
        sound=request.sound,
    )


def own_job(request: BetweenRequest, job: str) -> str:
    """Each hole's takes are noted apart from one another's; a run without a job stays without."""
    return request.outputs.job and request.outputs.job + job


def mirrored(context: Context) -> Context:
    """Noise runs from far to near on the first side, and back on the second."""
    return Context(context.frames, context.noise[::-1])
