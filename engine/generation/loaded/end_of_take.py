"""The latents that a take ended with, kept beside it and read again where a clip goes on from it."""

from contextlib import suppress
from pathlib import Path

from safetensors import SafetensorError
from torch import Tensor

from engine.generation.clips import Clip
from engine.generation.onward import key_of, latents_before, place_beside, take_before
from engine.generation.origins import files_of, origin_of
from engine.generation.tensor_cache import read_tensor, write_tensor
from engine.requests import ExtendRequest, GapRequest

MOST = 8  # latents that are kept: twice what a window is usually shown


def keep(request: GapRequest, number: int, take: Path, latents: Tensor) -> None:
    """Of the request's take of this number, [1, channel, latent, h, w], all of whose frames are the take's own."""
    place = place_beside(take)
    with suppress(OSError, SafetensorError):  # a full disk: the next one goes on from pictures
        place.parent.mkdir(exist_ok=True)
        write_tensor(place, key_of(origin_of(request, number)), latents[:, :, -MOST:].detach().cpu().contiguous())


def kept(request: GapRequest, clip: Clip, latent: tuple[int, ...]) -> Tensor | None:
    """What the take that the request goes on from ended with, if the same model made it at the same size, and all of it
    is used. latent: (channel, h, w) of one."""
    place, origin = latents_before(request), None
    if place is not None and isinstance(request, ExtendRequest):
        origin = take_before(request)
    if place is None or origin is None or clip.end + 1 / (2 * clip.video.rate) < clip.info.duration:
        return None
    now = files_of(request)
    if len(now) != len(origin.files) or not all(map(lambda one, other: one.same_content(other), now, origin.files)):
        return None
    found = read_tensor(place, key_of(origin))
    fits = found is not None and found.ndim == 5 and (found.shape[1], *found.shape[3:]) == latent
    return found if fits else None
