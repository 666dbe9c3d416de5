"""What a user is told of a run: what is done to the clips, what the model sees, what has no part in it."""

from engine.generation.asked import ask_of, window_of
from engine.generation.clips import Clip, told_of_second
from engine.generation.latents import FRAMES_PER_LATENT
from engine.generation.pocket.model import Ask
from engine.generation.pocket.window import BRIDGE_LATENTS, MOST_LATENTS, Window
from engine.requests import ExtendRequest, GapRequest, Sampling

DEAF = "The built-in model reads prompts, but its training was too short for one to have a visible effect."
SLOWEST = 6  # frames a second the model was trained on, at least
OWN_PIXELS = (
    "The built-in model moves the clip's own pixels and makes no new ones; context in the take is the clip's own."
)


def told(request: GapRequest, clips: tuple[Clip, ...]) -> tuple[str, ...]:
    """What is done to the clips and what the model sees of them, for the user."""
    own = [note if len(clips) == 1 else f"{clip.source.path.name}: {note}" for clip in clips for note in clip.notes()]
    second = told_of_second(clips[1], clips[0]) if len(clips) > 1 else ()
    window = window_of(request, clips)
    cadence = float(clips[0].video.rate) / window.stride
    known = window.join + 1 + FRAMES_PER_LATENT * window.after
    seen = f"The model sees {window.frames} frames at {cadence:.3g} a second, {known} of them known."
    prompted = (DEAF,) if request.text.prompt or request.text.negative else ()
    return (*own, *second, seen, *stretched(window, cadence), *fewer_known(request, window), *prompted, OWN_PIXELS)


def stretched(window: Window, cadence: float) -> tuple[str, ...]:
    """Of a request so long that the window's frames lie further apart than the model has learned."""
    if window.stride == 1 or cadence >= SLOWEST:
        return ()
    best = FRAMES_PER_LATENT * (BRIDGE_LATENTS if window.after else MOST_LATENTS - 2) / SLOWEST
    return (
        f"It was trained on {SLOWEST} or more: so many new frames at once come out coarser than up to {best:.2g} s do.",
    )


def fewer_known(request: GapRequest, window: Window) -> tuple[str, ...]:
    context = request.context if isinstance(request, ExtendRequest) else request.first_context
    if context.frames is None or context.frames == window.join + 1:
        return ()
    return (
        f"You asked for {context.frames} known frames: it takes 1 + 4n, as many as the clip and its window hold, "
        f"which is {window.join + 1} here.",
    )


def unheard(request: GapRequest) -> tuple[str, ...]:
    """Where the floor did better than the model: what was asked of the model has no part in the take."""
    ask, plain = ask_of(request), Sampling(seed=request.sampling.seed)
    if ask == Ask(sampling=plain):
        return ()
    return (
        "Measured motion did better here than the model: prompt, noise, context, steps and the like had no part in it.",
    )
