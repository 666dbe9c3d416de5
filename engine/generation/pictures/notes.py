"""What a user is told of a new clip: where its pictures stand, and what is done to them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.generation.ask import Ask
from engine.generation.clips import shape
from engine.generation.pictures.keyframes import NewClip, Placed, Stretch, evenly
from engine.generation.pictures.layout import Window
from engine.generation.sampling.latent_video import model_size
from engine.models.folder import Outline
from engine.requests import BUILT_IN_NETWORK, GapRequest, GenerateRequest

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

KEPT = "A picture of noise 0 comes out as it is; of one that is freer, what the model makes of it."
HINTED = "What is to come is hinted at in each window before it, the more firmly the nearer it is."


FIRST_STRETCH = (
    "The matrix is that of everything up to the first long stretch in one window; the built-in model goes from picture "
    "to picture in windows of its own, each picture as free as it says."
)


def told(request: GenerateRequest, new: NewClip) -> tuple[str, ...]:
    """As told_of_built_in, of a clip that is all new."""
    silent = (SILENT,) if any(placed.clip.info.audio for placed in new.placed) else ()
    return (*told_of_built_in(request, new), *silent)


def told_of_built_in(
    request: GenerateRequest | GapRequest, new: NewClip, windows: Sequence[Window] = ()
) -> tuple[str, ...]:
    """Each picture's frame, latent and noise, and what is done to it; what the model makes of all that. windows: that
    are told of; none where the clip is all new and seen whole."""
    placed = enumerate(new.placed)
    stands = [_in_window(each, new, index, windows) if windows else _stands(each, new) for index, each in placed]
    prompted = (CAMERA_WORDS,) if request.text.prompt or request.text.negative else ()
    stiff = (STIFF,) if request.model == BUILT_IN_NETWORK and any(map(_from_one_still, new.stretches)) else ()
    shared = (note for window in windows for note in _shared_in(window, new)) if windows else _shared(new)
    return (*stands, *told_of_pictures(new), *shared, *prompted, MOVES_PIXELS, *stiff)


def _from_one_still(part: Stretch) -> bool:
    sides = [side for side in (part.before, part.after) if side is not None]
    return len(sides) == 1 and sides[0].still


def told_of_pictures(new: NewClip) -> tuple[str, ...]:
    """What is done to them."""
    return tuple(note for placed in new.placed for note in _fitted(placed, new))


def told_of_windows(outline: Outline, new: NewClip, ask: Ask, windows: Sequence[Window]) -> tuple[str, ...]:
    """Each picture's frame, latent and noise, and what was fitted to a loaded model."""
    height, width = model_size(outline, new.video.height, new.video.width, ask.sampling)
    video, own = new.video, outline.defaults.rate
    notes = {
        f"{outline.name} works at {width}x{height}; new frames are brought to {video.width}x{video.height}.": (
            (width, height) != (video.width, video.height)
        ),
        f"It was trained at {own} frames a second; these are made at {float(video.rate):.6g}.": video.rate != own,
        f"It takes {len(windows)} windows, each going on from the one before. {HINTED}": len(windows) > 1,
        KEPT: bool(new.placed),
    }
    places = (_in_window(placed, new, index, windows) for index, placed in enumerate(new.placed))
    shared = (note for window in windows for note in _shared_in(window, new))
    return (*places, *shared, *(note for note, holds in notes.items() if holds))


def _in_window(placed: Placed, new: NewClip, index: int, windows: Sequence[Window]) -> str:
    at = float(placed.frames.start / new.video.rate)
    stands = f"{placed.name} stands at {at:.2f} s: frame {_span(placed.frames)}"
    for number, window in enumerate(windows, 1):
        for place in window.places:
            if place.spot == index and window.start + place.at in placed.frames:
                return f"{stands}, latent {_span(place.latents)} of window {number}, noise {placed.noise:g}."
    return f"{stands}; it is long enough to go on from."


def _stands(placed: Placed, new: NewClip) -> str:
    at, frames, latents = float(placed.frames.start / new.video.rate), _span(placed.frames), _span(placed.latents)
    stands = f"{placed.name} stands at {at:.2f} s: frame {frames}"
    return f"{stands}, latent {latents} of a model's window, noise {placed.noise:g}."


def _fitted(placed: Placed, new: NewClip) -> Iterator[str]:
    own, to, name = placed.clip.video, new.video, placed.name
    yield from placed.clip.info.notes
    if placed.left_out:
        yield f"{placed.left_out} frames of {name} are left out: there is no room for them before what comes next."
    if not placed.still and own.rate != to.rate:
        yield f"{name} is shown at {float(to.rate):.6g} frames a second."
    if shape(to) not in (shape(own), shape(evenly(own))):
        yield f"{name} is fitted into {to.width}x{to.height}."
    if own.alpha and not to.alpha:
        yield f"{name} is laid over black where it is transparent."


def _shared(new: NewClip) -> Iterator[str]:
    for one, other in pairwise(new.placed):
        if one.latents[-1] == other.latents[0]:
            yield _in_one_latent(one, other, other.latents[0])


def _shared_in(window: Window, new: NewClip) -> Iterator[str]:
    pictures = [place for place in window.places if place.spot is not None and place.spot < len(new.placed)]
    for one, other in pairwise(pictures):
        if one.latents[-1] == other.latents[0]:
            yield _in_one_latent(new.placed[one.spot or 0], new.placed[other.spot or 0], other.latents[0])


def _in_one_latent(one: Placed, other: Placed, latent: int) -> str:
    return (
        f"{one.name} and {other.name} fall into one latent, {latent}, which a model can only hold as freely as the "
        f"freer of them, {max(one.noise, other.noise):g}; both come out at their own frames."
    )


def _span(numbers: range) -> str:
    return f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"
