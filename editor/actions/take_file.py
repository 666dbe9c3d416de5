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
from editor.words import tr
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
        raise EditError(tr("Nothing is made of this clip yet."), tr("Wait for its first take."))
    origin = await asyncio.to_thread(read_origin, Path(media.path))
    if origin is None:
        raise EditError(
            tr(
                "{name} does not say how it was made: it was coded anew by another program.", name=Path(media.path).name
            ),
            tr("The inspector shows what the project knows of it."),
        )
    return origin


def why_no_file(timeline: Timeline, clip: Clip) -> str:
    """Why there is no file to read, for the user; empty where there is one."""
    media = timeline.media_of(clip)
    if media is None:
        return tr("Nothing is made of this clip yet.")
    return "" if Path(media.path).is_file() else tr("{name} is offline: relink it first.", name=media.name)


def in_words(origin: Origin) -> list[tuple[str, str]]:
    """Label and value."""
    request = origin.asked
    negative = [(tr("Negative"), request.text.negative)] if request.text.negative else []
    joined = adapters_in_words(request.sampling.adapters)
    return [
        (tr("Model"), origin.model),
        *([(tr("Adapters"), joined)] if joined else []),
        (tr("Weights"), _weights(origin)),
        (tr("Seed"), f"{origin.seed:,}".replace(",", " ")),
        (
            tr("Made by"),
            tr("Longtake {longtake}, as take {number} of its job", longtake=origin.longtake, number=origin.number + 1),
        ),
        (tr("Made from"), ", ".join(mark.path.name for mark in origin.sources) or tr("Words alone")),
        (tr("Prompt"), request.text.prompt or tr("None")),
        *negative,
        *_settings(request),
    ]


def _settings(request: Request) -> Iterator[tuple[str, str]]:
    """What else was asked for, where it was not left to the model."""
    context, steps = getattr(request, "context", None), request.sampling.steps
    if context is not None:
        known = tr("{frames} known frames, ", frames=context.frames) if context.frames else ""
        yield tr("Keep ↔ Free"), f"{known}{percent(context.noise)}"
    if steps:
        yield tr("Steps"), f"{steps}"
    finish = getattr(request, "finish", None)
    if finish is not None:
        yield tr("Match"), f"{finish.colour * 100:.0f} %"


def _weights(origin: Origin) -> str:
    """Of the built-in network, or the largest file of a model that was chosen, and how many there are beside it."""
    marks = sorted((origin.weights,) if origin.weights else origin.files, key=lambda mark: mark.size)
    if not marks:
        return tr("None: measured motion")
    more = tr(", and {marks} more", marks=len(marks) - 1) if len(marks) > 1 else ""
    return f"{marks[-1].path.name}, SHA-256 {marks[-1].sha256[:SHOWN]}{more}"


def as_text(origin: Origin) -> str:
    """All of it, as JSON."""
    return json.dumps(to_json(origin), indent=2, ensure_ascii=False)


def make_again(session: Session, clip_id: ItemId, origin: Origin) -> None:
    """The very same take as a new file and another take of the clip. Raises EditError where a source is gone."""
    gone = [mark.path.name for mark in origin.sources if not mark.path.is_file()]
    if gone:
        raise EditError(
            tr("{gone}, which it was made from, is not there.", gone=gone[0]), tr("Put it back where it was.")
        )
    timeline = session.document.timeline
    if not timeline.has(clip_id):
        raise EditError(tr("This clip is not on the timeline any more."), tr("Undo brings it back."))
    outputs = Outputs(session.project.assets, had=tuple(range(origin.number)), film_of=origin.number)
    submit(
        session,
        replace(origin.request, outputs=outputs),
        clip_id,
        tr("Make again: {name}", name=timeline.clip(clip_id).name),
    )
