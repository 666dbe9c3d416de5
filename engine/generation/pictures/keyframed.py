"""Extensions and bridges with pictures given on the way, by any model; see engine.generation.making."""

from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.errors import RequestError
from engine.generation.ask import Ask
from engine.generation.asked import ask_of
from engine.generation.built_in import MODEL
from engine.generation.clips import Clip
from engine.generation.course import sampling_stages
from engine.generation.gap import Gap
from engine.generation.joins import shot
from engine.generation.loaded.told import told_of_reading
from engine.generation.making import Made, Maker, Scheme
from engine.generation.notes import of_clips
from engine.generation.pictures.course import stretch_stages
from engine.generation.pictures.keyframes import new_part_of
from engine.generation.pictures.layout import Window
from engine.generation.pictures.making import PictureTake, PictureTakes, check_built_in
from engine.generation.pictures.notes import FIRST_STRETCH, told_of_built_in, told_of_pictures, told_of_windows
from engine.generation.pictures.passage import read_passage
from engine.generation.pictures.plan import Known, built_in_sigmas, checked_windows, planned_latents, sigmas
from engine.generation.pictures.stretches import Stretches
from engine.generation.pictures.windows import windows_of
from engine.generation.pocket.model import PocketModel
from engine.generation.sampling.glances import Glances
from engine.generation.sampling.latent_video import steps_of
from engine.generation.sampling.rolling import two_sided
from engine.models.chosen import is_built_in, outline_for
from engine.progress import Report, Stage
from engine.requests import BackTest, Direction, ExtendRequest, GapRequest

ANY = 1_000_000  # frames: a window that holds whatever is asked for


def keyframed(request: GapRequest, clips: tuple[Clip, ...], count: int) -> Maker:
    """Of `count` new frames. Raises ModelError, RequestError or MediaError types, saying which picture stands wrong."""
    maker = CarriedAlong if is_built_in(request.model) else SampledAlong
    return maker(request, clips, count)


class _Along:
    """What the makers have in common."""

    name: str

    def __init__(self, request: GapRequest, clips: tuple[Clip, ...], count: int) -> None:
        self._request, self._clips = request, clips
        self._new = new_part_of(request, clips[0], count)
        if not self._new.stretches:
            raise RequestError("The pictures leave no frame to be made.", do="Ask for more frames, or leave some out.")

    @property
    def _starts(self) -> bool:
        return isinstance(self._request, ExtendRequest) and self._request.direction is Direction.BEFORE

    @property
    def _ask(self) -> Ask:
        return two_sided(ask_of(self._request), not self._starts)

    @property
    def _known(self) -> Known:
        first, last = self._clips[0], self._clips[-1]
        if isinstance(self._request, ExtendRequest):
            return (0, first.most_context) if self._starts else (first.most_context, 0)
        return first.most_context, min(first.most_context, round((last.end - last.start) * first.video.rate))

    def ready(self, gap: Gap, draft: np.ndarray | None, report: Report) -> "Along":
        before, after = gap.before, gap.after
        if not is_built_in(self._request.model):  # which is shown no other shot
            before = None if before is None else shot(before)
            after = None if after is None else shot(after[::-1])[::-1]
        passage = read_passage(self._new, report.quiet(), before, after)
        return Along(PictureTakes(self._request, passage, report, draft), self._ask, passage.new.count)


class CarriedAlong(_Along):
    """The built-in model."""

    name = MODEL

    def scheme(self) -> Scheme:
        check_built_in(self._request)
        [window, *others] = windows_of(self._new, self._ask, self._known, ANY)
        matrix = built_in_sigmas(window.noise, self._ask, window.free)
        latents = tuple(planned_latents(window.held, matrix[0].tolist(), window.free))
        notes = (*of_clips(self._clips), *told_of_built_in(self._request, self._new, (window, *others)), FIRST_STRETCH)
        return Scheme(window.frames, matrix, latents, notes)

    def testing(self) -> list[Stage]:
        return []

    def stages(self, number: int) -> list[Stage]:
        return stretch_stages(self._new)

    def tested(self, gap: Callable[[], Gap], report: Report) -> BackTest | None:
        known = gap()
        passage = read_passage(self._new, report.quiet(), known.before, known.after)
        stretches = Stretches(passage, PocketModel.load(), self._request.model, self._ask, self._request.finish)
        stretches.foresee(report)
        return stretches.test


class SampledAlong(_Along):
    """A loaded model."""

    def __init__(self, request: GapRequest, clips: tuple[Clip, ...], count: int) -> None:
        super().__init__(request, clips, count)
        self._outline = outline_for(request)
        self.name = self._outline.name

    def scheme(self) -> Scheme:
        windows = self._windows
        matrix = sigmas(self._outline, self._ask, windows[0], self._new.count)
        latents = tuple(planned_latents(windows[0].held, matrix[0].tolist(), windows[0].free))
        told = told_of_windows(self._outline, self._new, self._ask, windows)
        cut = told_of_reading(self._request)
        notes = (*of_clips(self._clips), *told, *cut, *told_of_pictures(self._new))
        return Scheme(windows[0].frames, matrix, latents, notes)

    @property
    def _windows(self) -> tuple[Window, ...]:
        return checked_windows(self._outline, self._new, self._ask, self._known)

    def testing(self) -> list[Stage]:
        return []

    def stages(self, number: int) -> list[Stage]:
        return sampling_stages(len(self._windows), steps_of(self._outline, self._request.sampling))

    def tested(self, gap: Callable[[], Gap], report: Report) -> BackTest | None:
        """To try it would take as long as making it."""
        return None


class Along:
    """See engine.generation.making.Making."""

    def __init__(self, takes: PictureTakes, ask: Ask, count: int) -> None:
        self._takes, self._ask, self._count = takes, ask, count

    def take(self, number: int, path: Path, report: Report) -> Made:
        sampling = replace(self._ask.sampling, seed=self._ask.sampling.seed + number)
        take = self._takes.of(replace(self._ask, sampling=sampling), number)
        look = number == 0 and report.wants_previews
        made = Made(iter(()), "", None, take.generated)
        made.frames = _told(take, made, report, Glances(path, self._count, report) if look else None)
        return made


def _told(take: PictureTake, made: Made, report: Report, glances: Glances | None) -> Generator[np.ndarray, None, None]:
    """Its frames; then `made` is told what they are."""
    yield from take.frames(report, glances)
    made.motion, made.test = take.motion, take.test
