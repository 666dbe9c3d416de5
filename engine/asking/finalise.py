"""A draft made in full, from what its own file says of it."""

from dataclasses import replace
from pathlib import Path

from engine.asking.again import TakeInfo, again_request
from engine.asking.values import number, whole
from engine.errors import RequestError
from engine.requests import BridgeRequest, Direction, ExtendRequest, GapRequest, Source

FINAL_STEPS = 2  # the built-in network was trained to need no more
FREEDOM = 0.2  # measured on eight drafts: correlation 0.87 to 1.00, seven of them 0.91 or more; a half 0.77 to 0.99


def finalise_request(
    info: TakeInfo, output: Path | str | None = None, *, steps: int = FINAL_STEPS, freedom: float = FREEDOM
) -> GapRequest:
    """The take's request once more, with its new frames as conditioning: each as free from it as `freedom` says.

    Raises what again_request raises, and RequestError for a take that has no such frames.
    """
    request = again_request(info, output)
    if not isinstance(request, ExtendRequest | BridgeRequest):
        raise RequestError(
            f"{info.path.name} cannot be finalised: it is no extension and no bridge.", do="Make it again instead."
        )
    sampling = replace(
        request.sampling,
        steps=whole("The number of steps", steps, least=1),
        draft=_new_frames(info, request),
        freedom=number("Freedom from the draft", freedom, least=0, most=1),
    )
    return replace(request, sampling=sampling)


def _new_frames(info: TakeInfo, request: GapRequest) -> Source:
    """Where they stand in the take: between the known ones, which are as many as a run reads."""
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
