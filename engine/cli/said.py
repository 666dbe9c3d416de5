"""What a model is really told, and what of it is ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from engine.models.chosen import is_built_in
from engine.presets import spoken
from engine.requests import GenerateRequest, InterpolateRequest, Request

OURS = " (ours, since none was given)"
DEAF = "Words have no effect on the built-in model."


@dataclass(frozen=True, slots=True)
class Said:
    """later: seconds from the first new frame, and what is said from there on. ours: which of it nobody gave."""

    prompt: str
    negative: str
    later: tuple[tuple[Fraction, str], ...]
    ours: tuple[str, ...]


def said(request: Request) -> Said | None:
    """None where the model hears no words."""
    if is_built_in(request.model):
        return None
    told = spoken(request.text)
    ours = [name for name in ("prompt", "negative") if not getattr(request.text, name).strip()]
    return Said(told.prompt, told.negative, tuple((each.at, each.prompt) for each in told.later), tuple(ours))


def said_in_words(request: Request) -> Iterator[str]:
    told = said(request)
    if told is None:
        if not isinstance(request, GenerateRequest | InterpolateRequest):  # the one hears camera moves, the other none
            yield DEAF
        return
    yield f"Prompt{OURS if 'prompt' in told.ours else ''}: {told.prompt}"
    yield from (f"Prompt from {float(at):g} s on: {prompt}" for at, prompt in told.later)
    yield f"Negative prompt{OURS if 'negative' in told.ours else ''}: {told.negative}"
