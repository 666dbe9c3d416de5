"""What a take's own file says of how it was made, and the same take once more."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from editor.actions.asked_models import adapters_in_words
from editor.actions.generating import submit
from editor.presets import percent
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline
from engine.media.origin import Origin, read_origin
from engine.requests import Outputs, Request
from engine.wire import to_json

SHOWN = 12  # digits of a hash


async def origin_of(session: Session, clip_id: ItemId, take: int | None = None) -> Origin:
    """Of a take, from 0, or of the one that plays.

    Raises EditError where there is none or it says nothing, MediaError where it is gone.
    """
    clip = session.document.timeline.clip(clip_id)
    media = session.document.timeline.media_of(clip if take is None else replace(clip, active=take))
    if media is None:
        raise EditError("Nothing is made of this clip yet.", "Wait for its first take.")
    origin = await asyncio.to_thread(read_origin, Path(media.path))
    if origin is None:
        raise EditError(
            f"{Path(media.path).name} does not say how it was made: it was coded anew by another program.",
            "The inspector shows what the project knows of it.",
        )
    return origin


def why_no_file(timeline: Timeline, clip: Clip) -> str:
    """Why there is no file to read, for the user; empty where there is one."""
    media = timeline.media_of(clip)
    if media is None:
        return "Nothing is made of this clip yet."
    return "" if Path(media.path).is_file() else f"{media.name} is offline: relink it first."


def in_words(origin: Origin) -> list[tuple[str, str]]:
    """Label and value."""
    request = origin.asked
    negative = [("Negative", request.text.negative)] if request.text.negative else []
    joined = adapters_in_words(request.sampling.adapters)
    return [
        ("Model", origin.model),
        *([("Adapters", joined)] if joined else []),
        ("Weights", _weights(origin)),
        ("Seed", f"{origin.seed:,}".replace(",", " ")),
        ("Made by", f"Longtake {origin.longtake}, as take {origin.number + 1} of its job"),
        ("Made from", ", ".join(mark.path.name for mark in origin.sources) or "Words alone"),
        ("Prompt", request.text.prompt or "None"),
        *negative,
        *_settings(request),
    ]


def _settings(request: Request) -> Iterator[tuple[str, str]]:
    """What else was asked for, where it was not left to the model."""
    context, steps = getattr(request, "context", None), request.sampling.steps
    if context is not None:
        known = f"{context.frames} known frames, " if context.frames else ""
        yield "Keep ↔ Free", f"{known}{percent(context.noise)}"
    if steps:
        yield "Steps", f"{steps}"
    finish = getattr(request, "finish", None)
    if finish is not None:
        yield "Match", f"{finish.colour * 100:.0f} %"


def _weights(origin: Origin) -> str:
    """Of the built-in network, or the largest file of a model that was chosen, and how many there are beside it."""
    marks = sorted((origin.weights,) if origin.weights else origin.files, key=lambda mark: mark.size)
    if not marks:
        return "None: measured motion"
    more = f", and {len(marks) - 1} more" if len(marks) > 1 else ""
    return f"{marks[-1].path.name}, SHA-256 {marks[-1].sha256[:SHOWN]}{more}"


def as_text(origin: Origin) -> str:
    """All of it, as JSON."""
    return json.dumps(to_json(origin), indent=2, ensure_ascii=False)


def make_again(session: Session, clip_id: ItemId, origin: Origin) -> None:
    """The very same take as a new file and another take of the clip. Raises EditError where a source is gone."""
    gone = [mark.path.name for mark in origin.sources if not mark.path.is_file()]
    if gone:
        raise EditError(f"{gone[0]}, which it was made from, is not there.", "Put it back where it was.")
    timeline = session.document.timeline
    if not timeline.has(clip_id):
        raise EditError("This clip is not on the timeline any more.", "Undo brings it back.")
    outputs = Outputs(session.project.assets, had=tuple(range(origin.number)), film_of=origin.number)
    submit(session, replace(origin.request, outputs=outputs), clip_id, f"Make again: {timeline.clip(clip_id).name}")
