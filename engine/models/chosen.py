"""The model that a request names, as far as it is known without its weights."""

import re
from dataclasses import replace
from pathlib import Path

from engine.errors import RequestError
from engine.models.adapters import Kind, adapter_kind
from engine.models.defaults import with_lightx2v, with_pusa
from engine.models.families import family_of
from engine.models.folder import Outline
from engine.models.outlines import outline
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Expert, Request, Sampling

NAMED = re.compile("(high|low)_noise")  # as PUSA's and LightX2V's files for two experts are


def is_built_in(model: str) -> bool:
    return model in (BUILT_IN, BUILT_IN_NETWORK)


def is_wan(model: str) -> bool:
    """Whether it is loaded here, as a plan for this machine's memory says; another family's loads itself."""
    return not is_built_in(model) and family_of(model) is None


def as_told(model: str) -> str:
    """Of a path the whole of it, so that it means the same wherever it is read; a name as it is."""
    return str(Path(model).absolute()) if not is_built_in(model) and Path(model).exists() else model


def outline_for(request: Request) -> Outline:
    """Of a request's model, with what its adapters and size make of that. Raises ModelError and RequestError."""
    return (_wans if is_wan(request.model) else _others)(request)


def _others(request: Request) -> Outline:
    found, adapters = outline(request.model), request.sampling.adapters
    if adapters:
        raise RequestError(f"{found.name} takes no adapters: {adapters[0].path.name} is for Wan.", do="Leave it out.")
    return found


def _wans(request: Request) -> Outline:
    found, sampling = outline(request.model), request.sampling
    _check(found, sampling)
    kinds = {adapter.path: adapter_kind(adapter.path) for adapter in sampling.adapters}
    defaults = found.defaults
    if Kind.PUSA in kinds.values():
        defaults = with_pusa(defaults)
    if Kind.LIGHTX2V in kinds.values():
        defaults = with_lightx2v(defaults)
    area = defaults.area if sampling.width is None or sampling.height is None else sampling.width * sampling.height
    told = dict.fromkeys(path.stem if kind is Kind.OTHER else kind.value for path, kind in kinds.items())
    name = " with ".join(part for part in (found.name, " and ".join(told)) if part)
    return replace(found, name=name, defaults=defaults.at_area(area), files=(*found.files, *kinds))


def _check(found: Outline, sampling: Sampling) -> None:
    asked = {
        "an adapter for one of two experts": any(adapter.expert is not Expert.BOTH for adapter in sampling.adapters),
        "guidance for the low-noise expert": sampling.low_guidance is not None,
        "a boundary between two experts": sampling.boundary is not None,
    }
    wrong = [words for words, holds in asked.items() if holds]
    if found.experts == 1 and wrong:
        raise RequestError(f"{found.name} has one transformer: {wrong[0]} means nothing to it.", do="Leave it out.")
    for adapter in sampling.adapters if found.experts == 2 else ():
        named = NAMED.search(adapter.path.name.lower())
        if named and adapter.expert is Expert.BOTH:
            what = f"{adapter.path.name} is for the {named[1]}-noise expert by its name, and was asked for both."
            raise RequestError(what, do="Say which expert it is for.")
