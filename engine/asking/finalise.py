"""A draft made in full, from what its own file says of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.asking.again import TakeInfo, again_request
from engine.asking.freedoms import by_number_or_name
from engine.asking.values import whole
from engine.errors import RequestError
from engine.requests import (
    BridgeRequest,
    CompleteRequest,
    Direction,
    ExtendRequest,
    InterpolateRequest,
    Quality,
    RepairRequest,
    Request,
    Sampling,
    Source,
)

USUAL = "Natural"  # freedom from the draft


def finalise_request(
    info: TakeInfo,
    output: Path | str | None = None,
    *,
    steps: int | None = None,
    freedom: float | Sequence[float] | None = None,
    preset: str | None = None,
) -> Request:
    """The take's request once more, with its new frames as conditioning and as many steps as a final has.

    freedom: from the draft, 0 keep to 1 free, spread over the new frames; preset: the same by name. Raises what
    again_request raises, and RequestError for a take that is made in full at once.
    """
    part = again_request(info)
    request = part if output is None else again_request(info, output)
    if isinstance(request, InterpolateRequest):
        what = "frames between a clip's own are made in full at once"
        raise RequestError(f"{info.path.name} cannot be finalised: {what}.", do="Make it again instead.")
    if isinstance(request, RepairRequest):
        what = "a repair's film may hold several takes, and this is one of them"
        raise RequestError(f"{info.path.name} cannot be finalised: {what}.", do="Finalise it without a film.")
    if isinstance(request, CompleteRequest):
        request = replace(request, freedom=(1.0,))  # the draft is what it is free from
    free = by_number_or_name("finalise", freedom, preset, USUAL)
    return replace(request, sampling=_in_full(request, _new_frames(info, part), steps, free))


def _in_full(request: Request, draft: Source, steps: int | None, freedom: tuple[float, ...]) -> Sampling:
    return replace(
        request.sampling,
        steps=None if steps is None else whole("The number of steps", steps, least=1),
        quality=Quality.FINAL,
        draft=draft,
        freedom=freedom,
    )


def _new_frames(info: TakeInfo, request: Request) -> Source:
    """Where they stand in the take: between the known ones, which are as many as a run reads. request: for it alone."""
    if not isinstance(request, ExtendRequest | BridgeRequest):
        return Source(info.path.absolute())  # a new clip is new throughout
    from engine.generation.clips import open_clip  # late: they bring OpenCV and PyAV
    from engine.media.probe import probe

    probed = probe(info.path)
    video = probed.video
    assert video is not None, "a take has a picture"
    count = round(request.duration * video.rate)
    if isinstance(request, BridgeRequest):
        start = open_clip(request.first).most_context
    else:
        start = 0 if request.direction is Direction.BEFORE else round(probed.duration * video.rate) - count
    return Source(info.path.absolute(), start / video.rate, (start + count) / video.rate)
