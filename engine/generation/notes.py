"""What a user is told of a run: what is done to the clips, what the model sees, what has no part in it."""

from collections.abc import Sequence

from engine.generation.ask import Ask
from engine.generation.asked import ask_of, window_of
from engine.generation.clips import Clip, told_of_second
from engine.generation.pocket.window import BRIDGE_LATENTS, MOST_LATENTS, Window
from engine.generation.sampling.latents import FRAMES_PER_LATENT
from engine.generation.sampling.layout import Layout, looks_ahead
from engine.models.folder import Outline
from engine.requests import ExtendRequest, GapRequest, Sampling, Text

DEAF = "The built-in model reads prompts, but its training was too short for one to have a visible effect."
SLOWEST = 6  # frames a second the model was trained on, at least
OWN_PIXELS = (
    "The built-in model moves the clip's own pixels and makes no new ones; context in the take is the clip's own."
)
CLIPS_OWN = "Context in the take is the clip's own."
OTHER_PACE = 1.3  # times the rate a model was trained at


def told(request: GapRequest, clips: tuple[Clip, ...]) -> tuple[str, ...]:
    """What is done to the clips and what the built-in model sees of them, for the user."""
    window = window_of(request, clips)
    cadence = float(clips[0].video.rate) / window.stride
    known = window.join + 1 + FRAMES_PER_LATENT * window.after
    seen = f"The model sees {window.frames} frames at {cadence:.3g} a second, {known} of them known."
    fewer = fewer_known(request, window.join + 1)
    return (*of_clips(clips), seen, *stretched(window, cadence), *fewer, *_without_effect(request), OWN_PIXELS)


def of_clips(clips: tuple[Clip, ...]) -> tuple[str, ...]:
    """What is done to them, for the user."""
    own = [note if len(clips) == 1 else f"{clip.source.path.name}: {note}" for clip in clips for note in clip.notes()]
    return (*own, *(told_of_second(clips[1], clips[0]) if len(clips) > 1 else ()))


def _without_effect(request: GapRequest) -> tuple[str, ...]:
    text, sampling = request.text, request.sampling
    loaded = {
        "adapters": sampling.adapters,
        "a guidance of its low-noise expert": sampling.low_guidance is not None,
        "a boundary between experts": sampling.boundary is not None,
        "a size to work at": sampling.width or sampling.height,
    }
    asked = [name for name, holds in loaded.items() if holds]
    told = (f"The built-in model has no use for {' and '.join(asked)}: that is for models that are loaded.",)
    return (*((DEAF,) if text != Text() else ()), *(told if asked else ()))


def told_of_loaded(
    request: GapRequest, clips: tuple[Clip, ...], model: Outline, layouts: Sequence[Layout], size: tuple[int, int]
) -> tuple[str, ...]:
    """What is done to the clips and what a loaded model sees of them, for the user. size: (height, width) of that."""
    first, video = layouts[0], clips[0].video
    ahead = looks_ahead(layouts) and request.sampling.draft is None
    known = sum(side.count for side in first.sides)
    seen = f"The model sees {first.frames} frames at {float(video.rate):.3g} a second, {known} of them known."
    notes = {
        f"Its {len(layouts)} windows go on from one another.": len(layouts) > 1,
        "All of the gap is looked at first, at a lower rate, so that each window leads to the other clip.": ahead,
        f"It works at {size[1]}x{size[0]}; new frames are brought to the clip's {video.width}x{video.height}.": (
            size != (video.height, video.width)
        ),
        f"It was trained at {model.defaults.rate} frames a second: motion may come out at another pace.": (
            not 1 / OTHER_PACE < video.rate / model.defaults.rate < OTHER_PACE
        ),
    }
    shown = first.sides[0].count
    told = (note for note, holds in notes.items() if holds)
    return (*of_clips(clips), seen, *told, *fewer_known(request, shown), CLIPS_OWN)


def stretched(window: Window, cadence: float) -> tuple[str, ...]:
    """Of a request so long that the window's frames lie further apart than the model has learned."""
    if window.stride == 1 or cadence >= SLOWEST:
        return ()
    best = FRAMES_PER_LATENT * (BRIDGE_LATENTS if window.after else MOST_LATENTS - 2) / SLOWEST
    return (
        f"It was trained on {SLOWEST} or more: so many new frames at once come out coarser than up to {best:.2g} s do.",
    )


def fewer_known(request: GapRequest, shown: int) -> tuple[str, ...]:
    """shown: known frames of the first side that the model sees."""
    context = request.context if isinstance(request, ExtendRequest) else request.first_context
    if context.frames is None or context.frames == shown:
        return ()
    return (
        f"You asked for {context.frames} known frames: it takes 1 + 4n, as many as the clip and its window hold, "
        f"which is {shown} here.",
    )


def unheard(request: GapRequest) -> tuple[str, ...]:
    """Where the floor did better than the model: what was asked of the model has no part in the take."""
    ask, plain = ask_of(request), Sampling(seed=request.sampling.seed)
    if ask == Ask(sampling=plain):
        return ()
    return (
        "Measured motion did better here than the model: prompt, noise, context, steps and the like had no part in it.",
    )
