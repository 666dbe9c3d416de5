"""The built-in model at a gap: its motion is chosen by back-test, and the clip's own pixels are carried along it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.finishing.finish import Frames, Side, finish
from engine.generation.asked import Asked, for_back_test, onward_ask_of, window_of
from engine.generation.built_in import MODEL
from engine.generation.choosing import Choice, Floor, choose, decided
from engine.generation.clips import Clip
from engine.generation.course import PREDICTING, built_in_stages, choosing_stages
from engine.generation.drafts import read_draft
from engine.generation.gap import Gap, Motions, predicted, rendered
from engine.generation.joins import Beside
from engine.generation.making import Made, Scheme
from engine.generation.notes import told, unheard
from engine.generation.planned import planned_latents
from engine.generation.pocket.model import PocketModel, window_sigmas
from engine.progress import Report, Stage
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, BackTest, Direction, ExtendRequest, Finish, GapRequest


class BuiltInMaker:
    """See engine.generation.making.Maker."""

    name = MODEL

    def __init__(self, request: GapRequest, clips: tuple[Clip, ...], count: int) -> None:
        self._request, self._clips, self._count = request, clips, count

    def scheme(self) -> Scheme:
        window = window_of(self._request, self._clips)
        sigmas = window_sigmas(window, onward_ask_of(self._request))
        starts = isinstance(self._request, ExtendRequest) and self._request.direction is Direction.BEFORE
        latents = planned_latents(window, sigmas[0], self._count, backwards=starts)
        return Scheme(window.frames, sigmas, latents, told(self._request, self._clips))

    def testing(self) -> list[Stage]:
        return choosing_stages()

    def stages(self, number: int) -> list[Stage]:
        return built_in_stages(self._clips, self._count)

    def tested(self, gap: Callable[[], Gap], report: Report) -> BackTest | None:
        read = gap()
        making = self.ready(read, read_draft(self._request.sampling.draft, read), report)
        own = self._request.model == BUILT_IN_NETWORK
        return making.choice.model_test if own else making.choice.test

    def ready(self, gap: Gap, draft: np.ndarray | None, report: Report) -> "Carrying":
        onward = draft if gap.before is not None or draft is None else draft[::-1]  # from the known frames
        # its steps are a small part of a stage here
        pocket = Asked(PocketModel.load(), onward_ask_of(self._request), report.quiet(), onward)
        choice = choose(gap, pocket, for_back_test(pocket), report)
        return Carrying(self._request, gap, pocket, choice, draft is not None)


@dataclass(frozen=True, slots=True)
class Carrying:
    """See engine.generation.making.Making."""

    request: GapRequest
    gap: Gap
    pocket: Asked
    choice: Choice
    has_draft: bool

    def take(self, number: int, path: Path, report: Report) -> Made:
        first = number == 0 and self.request.model == BUILT_IN
        choice = self.choice if first else self._network(number)
        report(PREDICTING, 0, 1)
        motions = self._motions(choice)
        report(PREDICTING, 1, 1)
        generated = Beside()
        frames = finished(self.gap, lambda: generated.passing(rendered(self.gap, motions)), self.request.finish)
        notes = unheard(self.request) if isinstance(choice.predictor, Floor) else ()
        return Made(frames, motions.maker, choice.test, generated, notes)

    def _network(self, number: int) -> Choice:
        """The network's own prediction: where asked for, and for further takes, as the floor has no second opinion."""
        sampling = replace(self.pocket.ask.sampling, seed=self.pocket.ask.sampling.seed + number)
        again = replace(self.pocket, ask=replace(self.pocket.ask, sampling=sampling))
        return replace(self.choice, predictor=again, test=self.choice.model_test, motions=None)

    def _motions(self, choice: Choice) -> Motions:
        """A draft's motion has settled already where it had to."""
        if self.has_draft and isinstance(choice.predictor, Asked):
            return choice.motions or predicted(self.gap, choice.predictor)
        return decided(self.gap, choice)


def finished(gap: Gap, frames: Frames, settings: Finish) -> Iterator[np.ndarray]:
    """The new frames matched to the clip's own. The built-in model renders none of those: it moves their pixels."""
    before, after = (None if known is None else Side(known) for known in (gap.before, gap.after))
    return finish(frames, gap.count, gap.rate, before, after, settings)
