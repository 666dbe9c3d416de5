"""What a user is told of a new clip: where its pictures stand, and what is done to them."""

from collections.abc import Iterator
from itertools import pairwise

from engine.generation.clips import shape
from engine.generation.keyframes import NewClip, Placed, Stretch, evenly
from engine.generation.latents import latent_holding
from engine.requests import BUILT_IN_NETWORK, GenerateRequest

MOVES_PIXELS = (
    "The built-in model moves the given pictures' own pixels and makes no new ones but beyond their borders; a given "
    "picture comes out as it is, and its noise only loosens what the network is told of it."
)
CAMERA_WORDS = (
    "Of a prompt the built-in model follows words for camera moves where nothing else moves the picture (pan, tilt, "
    "zoom; slow, fast); the rest of it has no visible effect."
)
SILENT = "The new clip has no sound."
STIFF = (  # measured on two stills with six seeds each, 2 steps
    "From one still the network alone moves the picture by less than a hundredth of its width a second, "
    "at its usual two steps."
)
WINDOWS = (
    "The matrix is that of the whole clip in one window; the built-in model goes from picture to picture in windows of "
    "its own, each picture as free as it says."
)


def told(request: GenerateRequest, new: NewClip) -> tuple[str, ...]:
    """Each picture's frame, latent and noise, and what is done to it; what the model makes of all that."""
    pictures = [note for placed in new.placed for note in _told(placed, new)]
    prompted = (CAMERA_WORDS,) if request.text.prompt or request.text.negative else ()
    silent = (SILENT,) if any(placed.clip.info.audio for placed in new.placed) else ()
    stiff = (STIFF,) if request.model == BUILT_IN_NETWORK and any(map(_from_one_still, new.stretches)) else ()
    return (*pictures, *_shared(new), *prompted, MOVES_PIXELS, *stiff, *silent)


def _from_one_still(part: Stretch) -> bool:
    sides = [side for side in (part.before, part.after) if side is not None]
    return len(sides) == 1 and sides[0].still


def _told(placed: Placed, new: NewClip) -> Iterator[str]:
    own, to, name = placed.clip.video, new.video, placed.name
    frames, latents = _span(placed.frames), _span(_latents(placed))
    at = float(placed.frames.start / to.rate)
    yield f"{name} stands at {at:.2f} s: frame {frames}, latent {latents} of a model's window, noise {placed.noise:g}."
    yield from placed.clip.info.notes
    if placed.left_out:
        yield f"{placed.left_out} frames of {name} are left out: there is no room for them before what comes next."
    if not placed.still and own.rate != to.rate:
        yield f"{name} is shown at {float(to.rate):.6g} frames a second."
    if shape(evenly(own)) != shape(to):
        yield f"{name} is fitted into {to.width}x{to.height}."
    if own.alpha and not to.alpha:
        yield f"{name} is laid over black where it is transparent."


def _shared(new: NewClip) -> Iterator[str]:
    for one, other in pairwise(new.placed):
        if _latents(one)[-1] == (latent := _latents(other)[0]):
            noise = max(one.noise, other.noise)
            yield (
                f"{one.name} and {other.name} fall into one latent, {latent}, which a model can only hold as freely as "
                f"the freer of them, {noise:g}; both come out at their own frames."
            )


def _latents(placed: Placed) -> range:
    return range(latent_holding(placed.frames[0]), latent_holding(placed.frames[-1]) + 1)


def _span(numbers: range) -> str:
    return f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"
