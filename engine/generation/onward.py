"""Where the latents lie that a take ended with, for what is made after it to go on from."""

import json
from pathlib import Path

from engine.errors import LongtakeError
from engine.media.origin import Origin, read_origin
from engine.models.chosen import is_built_in
from engine.requests import Direction, ExtendRequest, Request
from engine.wire import to_json

FOLDER = ".latents"  # beside the takes


def place_beside(take: Path) -> Path:
    return take.parent / FOLDER / f"{take.name}.safetensors"


def key_of(origin: Origin) -> str:
    """Tells latents of this very take from those of another that had its name."""
    return json.dumps(to_json(origin), sort_keys=True)


def latents_before(request: Request) -> Path | None:
    """Those of the take whose end a request goes on from with a loaded model, where there are any."""
    if is_built_in(request.model) or not isinstance(request, ExtendRequest):
        return None
    place = place_beside(request.source.path)
    goes_on = request.direction is Direction.AFTER and request.source.shown is None
    return place if goes_on and place.is_file() else None


def take_before(request: ExtendRequest) -> Origin | None:
    """What the clip says of how it was made; None of one that is no take."""
    try:
        return read_origin(request.source.path)
    except LongtakeError:  # it is told where the clip is read
        return None
