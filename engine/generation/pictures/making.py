"""Who makes frames with pictures given on the way: the built-in model or a loaded one."""

from collections.abc import Generator
from typing import Protocol

import numpy as np

from engine.errors import RequestError
from engine.generation.ask import Ask
from engine.generation.joins import Beside
from engine.generation.loaded.models import video_model
from engine.generation.pictures.passage import Passage
from engine.generation.pictures.stretches import Stretches
from engine.generation.pictures.windows import Windows
from engine.generation.pocket.model import PocketModel
from engine.generation.sampling.glances import Glances
from engine.models.chosen import is_built_in
from engine.progress import Report
from engine.requests import BackTest, GapRequest, GenerateRequest, Join

Asking = GenerateRequest | GapRequest


class PictureTake(Protocol):
    """One take's frames. What is told of them is complete when the last one has been taken."""

    generated: Beside  # the first and the last of them as they were before finishing

    @property
    def model(self) -> str:
        """As shown to the user."""

    @property
    def motion(self) -> str:
        """What moved the picture, in words."""

    @property
    def test(self) -> BackTest | None:
        """The worst that could be said beforehand; None where there was nothing to try it on."""

    @property
    def joins(self) -> tuple[Join, ...]:
        """Into and out of what is given on the way."""

    def frames(self, report: Report, glances: Glances | None = None) -> Generator[np.ndarray, None, None]:
        """All new frames [H, W, C] in playing order, finished, at the passage's own size, depth and encoding. Raises
        RequestError, ModelError, Cancelled."""


def check_built_in(request: Asking) -> None:
    """Raises RequestError for what it cannot do where pictures are given."""
    if request.sampling.sigmas is not None:
        raise RequestError(
            "The built-in model goes from picture to picture in windows of its own, which one matrix does not fit.",
            do="Leave the sigma matrix out and give each picture its noise.",
        )
    if request.sampling.draft is not None:
        raise RequestError(
            "The built-in model makes nothing after a draft where pictures are given on the way.",
            kept="The draft is kept as it is.",
            do="Ask for another take with the same seed and more steps.",
        )


class PictureTakes:
    """Those of a request; the model is loaded once."""

    def __init__(self, request: Asking, passage: Passage, report: Report, draft: np.ndarray | None = None) -> None:
        """draft: as many frames [n, h, w, 3] as are new, in Rec.709. Raises ModelError."""
        self._request, self._passage, self._draft = request, passage, draft
        self._built_in = PocketModel.load() if is_built_in(request.model) else None
        self._loaded = None if self._built_in else video_model(request, report)

    def of(self, ask: Ask, number: int) -> PictureTake:
        """ask: of the take `number`, its seed included."""
        request = self._request
        if self._loaded is not None:
            return Windows(self._passage, self._loaded, ask, request.finish, self._draft)
        assert self._built_in is not None
        return Stretches(self._passage, self._built_in, request.model, ask, request.finish, again=number > 0)
