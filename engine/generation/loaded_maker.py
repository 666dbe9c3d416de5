"""A loaded model at a gap: windows of latents, each going on from the one before, finished as they come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from torch import Tensor

from engine.errors import RequestError
from engine.generation.ask import Ask
from engine.generation.asked import ask_of
from engine.generation.clips import Clip
from engine.generation.course import FINISHING, sampling_stages
from engine.generation.drafts import draft_frames
from engine.generation.gap import Gap
from engine.generation.joins import Beside
from engine.generation.loaded.end_of_take import keep, kept
from engine.generation.loaded.models import outline_for, video_model
from engine.generation.loaded.told import told_of_reading
from engine.generation.making import Made, Scheme
from engine.generation.notes import told_of_loaded
from engine.generation.planned import planned_latents
from engine.generation.sampling.glances import Glances
from engine.generation.sampling.latent_video import VideoModel, model_size, sigmas_of, steps_of
from engine.generation.sampling.layout import Layout, looks_ahead
from engine.generation.sampling.rendering import layout_noise, ramp_order
from engine.generation.sampling.rolling import Watched, freedoms, new_frames, rolled, two_sided
from engine.progress import Report, Stage
from engine.requests import BackTest, Direction, ExtendRequest, GapRequest

GOES_ON = "It goes on from the latents that {} ended with, not from its pictures."


class LoadedMaker:
    """See engine.generation.making.Maker."""

    def __init__(self, request: GapRequest, clips: tuple[Clip, ...], count: int) -> None:
        """Reads no weights. Raises ModelError."""
        self._request, self._clips, self._count = request, clips, count
        self._outline = outline_for(request)
        self.name = self._outline.name

    def scheme(self) -> Scheme:
        layouts, ask = self._layouts(), self._ask()
        if ask.sampling.sigmas is not None and len({layout.latents for layout in layouts}) > 1:
            raise RequestError(
                f"The new frames take {len(layouts)} windows of different lengths; one sigma matrix cannot fit all.",
                do="Make fewer frames at once, or leave the matrix out.",
            )
        matrices = [
            self._sigmas(layout, ask, new) for layout, new in zip(layouts, self._freedoms(layouts), strict=True)
        ]
        latents = planned_latents(layouts[0], matrices[0][0], self._count)
        notes = told_of_loaded(self._request, self._clips, self._outline, layouts, self._size())
        cut = told_of_reading(self._request)
        return Scheme(layouts[0].frames, matrices[0], latents, (*notes, *cut))

    def testing(self) -> list[Stage]:
        """None: to foretell what it knows would take as long as a run."""
        return []

    def stages(self, number: int) -> list[Stage]:
        layouts = self._layouts()
        ahead = looks_ahead(layouts) and self._request.sampling.draft is None
        return sampling_stages(len(layouts) + ahead, steps_of(self._outline, self._request.sampling))

    def tested(self, gap: Callable[[], Gap], report: Report) -> BackTest | None:
        return None

    def ready(self, gap: Gap, draft: np.ndarray | None, report: Report) -> "Sampled":
        model, (height, width) = video_model(self._request, report), self._size()
        latent = model.channels, height // model.scale, width // model.scale
        return Sampled(self._request, gap, model, kept(self._request, self._clips[0], latent))

    def _layouts(self) -> tuple[Layout, ...]:
        first, last = self._clips[0], self._clips[-1]
        if isinstance(self._request, ExtendRequest):
            after = self._request.direction is Direction.AFTER
            known = (first.most_context, self._count, 0) if after else (0, self._count, first.most_context)
        else:
            arriving = min(first.most_context, round(last.length * first.video.rate))
            known = first.most_context, self._count, arriving
        return rolled(known, self._ask(), self._outline.defaults.frames)

    def _ask(self) -> Ask:
        starts = isinstance(self._request, ExtendRequest) and self._request.direction is Direction.BEFORE
        return two_sided(ask_of(self._request), not starts)

    def _freedoms(self, layouts: Sequence[Layout]) -> list[tuple[float, ...]]:
        sampling = self._request.sampling
        return freedoms(layouts, (1.0,) if sampling.draft is None else sampling.freedom)

    def _sigmas(self, layout: Layout, ask: Ask, new: tuple[float, ...]) -> Tensor:
        return sigmas_of(self._outline, layout_noise(layout, ask, new), ask, ramp_order(layout))

    def _size(self) -> tuple[int, int]:
        video = self._clips[0].video
        return model_size(self._outline, video.height, video.width, self._request.sampling)


@dataclass(frozen=True, slots=True)
class Sampled:
    """See engine.generation.making.Making."""

    request: GapRequest
    gap: Gap
    model: VideoModel
    begins: Tensor | None  # see Watched

    def take(self, number: int, path: Path, report: Report) -> Made:
        sampling = replace(self.request.sampling, seed=self.request.sampling.seed + number)
        generated = Beside()
        watched = Watched(
            draft=None if sampling.draft is None else draft_frames(sampling.draft, self.gap.rate),
            generated=generated,
            glances=Glances(path, self.gap.count, report) if number == 0 and report.wants_previews else None,
            begins=self.begins,
            ended=partial(keep, self.request, number, path) if isinstance(self.request, ExtendRequest) else None,
        )
        ask = replace(ask_of(self.request), sampling=sampling)
        frames = new_frames(self.gap, self.model, ask, self.request.finish, report, watched)
        notes = () if self.begins is None else (GOES_ON.format(self.request.sources[0].path.name),)
        return Made(frames, f"made by {self.model.name}", None, generated, notes, FINISHING)
