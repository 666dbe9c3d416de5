"""Kinds of models that other packages bring: how a base that is unknown here joins."""

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Protocol

from engine.models.folder import Outline

GROUP = "longtake.models"  # of a package's entry points; each names a Family


class Family(Protocol):
    """A kind of model whose latents hold 1 + 4n frames and that takes one noise level a latent.

    loads: "module:function", imported when frames are made and not before. It is called with (request, report) and
    gives an engine.generation.sampling.latent_video.VideoModel. It keeps warm what it likes.
    """

    loads: str

    def knows(self, model: str) -> bool:
        """Whether what a request names is of this kind. Imports nothing heavy, as the window asks, too."""

    def models(self) -> Mapping[str, str]:
        """Those that can be chosen here: what a request names one by, and its title for the user."""

    def outline(self, model: str) -> Outline:
        """What is known of it without its weights. Raises ModelError where it cannot be used."""


@cache
def families() -> tuple[Family, ...]:
    """All that are installed."""
    return tuple(each.load() for each in sorted(entry_points(group=GROUP), key=lambda each: each.name))


def family_of(model: str) -> Family | None:
    """None for Wan's and the built-in ones."""
    return next((family for family in families() if family.knows(model)), None)


def loader(family: Family) -> Callable[..., Any]:
    module, _, function = family.loads.partition(":")
    loads: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return loads
