"""How the joins of a take are reported: which frames are measured, and which remedies can be had."""

from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction

import numpy as np

from engine.finishing.joins.report import join_report
from engine.finishing.joins.seam import NEAR
from engine.generation.gap import Gap
from engine.motion.cuts import after_last_cut
from engine.requests import BackTest, Context, End, ExtendRequest, Finish, GapRequest, Join, Remedy, Verdict

CONTEXT_MEASURED = 13  # known frames a join is measured against
LOOSE = 0.35  # mean noise of the known frames beyond which more freedom leaves little of them
USUAL_CONTEXT = 13  # known frames; more than that a model is not asked to look at
WORST = (Verdict.GOOD, Verdict.CHECK, Verdict.POOR)

View = Callable[[np.ndarray], np.ndarray]


class Beside:
    """Passes new frames on, keeping the few beside the joins to measure them by."""

    def __init__(self) -> None:
        self.first: list[np.ndarray] = []
        self.last: list[np.ndarray] = []
        self._reached = 0

    def passing(self, frames: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """Where the same frames come more than once, those of the time that got furthest are kept."""
        first: list[np.ndarray] = []
        last: list[np.ndarray] = []
        for number, frame in enumerate(frames, 1):
            first, last = [*first, frame][: NEAR + 1], [*last[-NEAR:], frame]
            if number >= self._reached:
                self._reached, self.first, self.last = number, first, last
            yield frame

    def followed_by(self, frames: Iterable[np.ndarray]) -> None:
        """More of them, after all that came before."""
        more = list(frames)
        self.first, self.last = [*self.first, *more][: NEAR + 1], [*self.last, *more][-NEAR - 1 :]

    def joined_by(self, other: "Beside") -> None:
        """More of them, of which the other one kept the first and the last."""
        self.first, self.last = [*self.first, *other.first][: NEAR + 1], [*self.last, *other.last][-NEAR - 1 :]

    def preceded_by(self, frames: Iterable[np.ndarray]) -> None:
        """More of them, before all that came before."""
        more = list(frames)
        self.first, self.last = [*more, *self.first][: NEAR + 1], [*more, *self.last][-NEAR - 1 :]


def as_it_is(frames: np.ndarray) -> np.ndarray:
    return frames


def joins(
    gap: Gap,
    generated: Beside,
    finished: Beside,
    remedies: Collection[Remedy] = tuple(Remedy),
    view: View = as_it_is,
) -> tuple[Join, ...]:
    """One join of an extension, both of a bridge, in playing order.

    generated, finished: the same new frames before and after finishing; one object where nothing was finished. view:
    shows frames [..., height, width, channel] as Rec.709, which is what can be measured.
    """

    bridge = gap.before is not None and gap.after is not None

    def reported(end: End, known: np.ndarray, raw: list[np.ndarray], new: list[np.ndarray]) -> Join:
        made = view(np.stack(new))
        as_generated = made if generated is finished else view(np.stack(raw))
        return join_report(end, view(shot(known)), as_generated, made, remedies, bridge)

    found = []
    if gap.before is not None:
        found.append(reported(End.START, gap.before[-CONTEXT_MEASURED:], generated.first, finished.first))
    if gap.after is not None:
        known = gap.after[CONTEXT_MEASURED - 1 :: -1]
        found.append(reported(End.END, known, generated.last[::-1], finished.last[::-1]))
    return tuple(found)


def worse(found: tuple[Join, ...]) -> Join:
    """By its verdict; of two alike, by its jump."""
    return max(found, key=lambda join: (WORST.index(join.verdict), join.numbers["jump"]))


def shot(frames: np.ndarray) -> np.ndarray:
    """Of known frames up to a join, those that it goes on from; also where they hold a fourth channel."""
    return frames[-len(after_last_cut(frames[..., :3])) :]


def remedies_for(request: GapRequest, test: BackTest | None, seconds: Fraction, known: int) -> tuple[Remedy, ...]:
    """Those that would change anything. seconds: of new picture. known: frames there are beside it."""
    contexts = _contexts(request)
    bounded = [context.frames for context in contexts if context.frames is not None]
    could = {
        Remedy.MATCH: request.finish != Finish(),
        Remedy.MORE_CONTEXT: bool(bounded) and min(bounded) < min(USUAL_CONTEXT, known),
        Remedy.MORE_FREEDOM: min(sum(each.noise) / len(each.noise) for each in contexts) < LOOSE,
        Remedy.FEWER_FRAMES: isinstance(request, ExtendRequest) and 0 < (test.believable if test else 0) < seconds,
        Remedy.ANOTHER_TAKE: True,
    }
    return tuple(remedy for remedy, helps in could.items() if helps)


def _contexts(request: GapRequest) -> tuple[Context, ...]:
    if isinstance(request, ExtendRequest):
        return (request.context,)
    return (request.first_context, request.second_context)
