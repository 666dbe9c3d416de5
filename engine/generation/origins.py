"""What a take says of how it was made, known as soon as its file is begun."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

from engine.generation.built_in import MODEL, OPTICAL_FLOW, WEIGHTS
from engine.generation.onward import latents_before
from engine.media.file_mark import FileMark, file_mark
from engine.media.origin import Origin
from engine.models.chosen import as_told, is_built_in, outline_for
from engine.requests import InterpolateRequest, Outputs, Request, Source
from engine.version import version

Value = TypeVar("Value")
NOWHERE = Outputs(Path())
_WHOLE: ContextVar[Request | None] = ContextVar("whole", default=None)


@contextmanager
def part_of(whole: Request) -> Iterator[None]:
    """Takes that are begun in the block say that they are part of what `whole` asks for."""
    token = _WHOLE.set(whole)
    try:
        yield
    finally:
        _WHOLE.reset(token)


def origin_of(request: Request, number: int) -> Origin:
    """Of a request's take of this number: the same whichever job it is made in, and wherever it is written."""
    alone, asked = _alone(request, number), _WHOLE.get()
    whole = None if asked is None else _alone(asked, number)
    return Origin(
        request=alone,
        number=number,
        seed=request.sampling.seed + number,
        model=model_name(request),
        weights=weights_of(request),
        sources=tuple(map(file_mark, dict.fromkeys((*paths_in(alone), *gone_on_from(alone))))),
        longtake=version(),
        whole=whole,
        files=files_of(request),
    )


def _alone(request: Request, number: int) -> Request:
    model = as_told(request.model)
    return replace(with_sources_at(request, Path.absolute), outputs=NOWHERE, takes=number + 1, model=model)


def model_name(request: Request) -> str:
    """Raises ModelError where a model that is not built in is not there."""
    if not is_built_in(request.model):
        return outline_for(request).name
    return OPTICAL_FLOW if isinstance(request, InterpolateRequest) else MODEL


def files_of(request: Request) -> tuple[FileMark, ...]:
    """Of a model that is not built in, as they are now: whatever decides what it makes. Raises ModelError."""
    return () if is_built_in(request.model) else tuple(map(file_mark, outline_for(request).files))


def weights_of(request: Request) -> FileMark | None:
    """Of the built-in network, which has a part in it even where the classical floor is chosen in the end; named
    without its folder. None where another model makes it, or none."""
    if not is_built_in(request.model) or isinstance(request, InterpolateRequest):
        return None
    return replace(file_mark(WEIGHTS), path=Path(WEIGHTS.name))


def paths_in(request: Request) -> list[Path]:
    """Of every source, wherever it stands in the request: clips, pictures on the way, a draft."""
    found: list[Path] = []

    def noted(path: Path) -> Path:
        found.append(path)
        return path

    with_sources_at(request, noted)
    return found


def gone_on_from(request: Request) -> tuple[Path, ...]:
    """What else decides what comes of a request: the latents that the take it goes on from ended with."""
    place = latents_before(request)
    return () if place is None else (place,)


def with_sources_at(value: Value, place: Callable[[Path], Path]) -> Value:
    """The same request with every source, wherever it stands in it, at the path that `place` gives for its own."""
    found, moved = cast(Any, value), cast(Any, value)
    if isinstance(found, Source):
        moved = replace(found, path=place(found.path))
    elif isinstance(found, tuple):
        moved = tuple(with_sources_at(item, place) for item in found)
    elif dataclasses.is_dataclass(found) and not isinstance(found, type):
        fields = dataclasses.fields(found)
        moved = replace(found, **{field.name: with_sources_at(getattr(found, field.name), place) for field in fields})
    return cast(Value, moved)
