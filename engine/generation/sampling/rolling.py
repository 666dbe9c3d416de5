"""As many windows as a gap needs, each going on from the one before.

Every window is matched to the clip as soon as it is made, and against the frames that the first one began with, so what
a generator adds in each does not add up. It begins with the latents that the one before ended with.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile, gettempdir

import numpy as np
from torch import Tensor

from engine.finishing.finish import Side, finish
from engine.generation.ask import Ask
from engine.generation.gap import Gap
from engine.generation.joins import Beside
from engine.generation.sampling.conditioning import spread_noise
from engine.generation.sampling.destination import Way, way
from engine.generation.sampling.glances import Glances
from engine.generation.sampling.latent_video import Given, VideoModel, latent_times, model_size
from engine.generation.sampling.latents import FRAMES_PER_LATENT
from engine.generation.sampling.layout import USUAL_CONTEXT, Known, Layout, held, looks_ahead, windows
from engine.generation.sampling.rendering import Drafted, Extra, Rendering, layout_noise, rendering
from engine.generation.sampling.sampler import Seen
from engine.media.target import output_errors
from engine.motion.cuts import after_last_cut, cuts
from engine.progress import Report
from engine.requests import Context, Finish

APART = 1_000_003  # between the seeds of a take's windows: takes lie one apart
FEWEST_AFTER = 2 * FRAMES_PER_LATENT - 1  # known frames: one group, and what may be skipped before it


@dataclass(frozen=True, slots=True)
class Watched:
    """What a roll is made after, and who looks on.

    draft: gives as many frames of a draft [h, w, 3 or more], coded as the gap's, as a range of the gap's has.
    generated: is told of the new frames beside the joins as they were before finishing. keeps_latents: a window goes on
    from the latents of the one before, not from its finished frames encoded again: what a codec loses and a model adds
    in each window adds up less. After 20 windows of a toy, finished: 0.7 instead of 4.4 dE, and where its sampler leans
    by 3 levels a window 2.0 instead of 8.3; motion kept alike (95 and 93 to 99 %). begins: latents [1, channel, latent,
    h, w] that the clip itself ended with, where it is such a window's. ended: is told of all latents of the last window
    after a clip, where no frame of it goes unused.
    """

    draft: Callable[[range], Iterable[np.ndarray]] | None = None
    generated: Beside | None = None
    glances: Glances | None = None
    keeps_latents: bool = True
    begins: Tensor | None = None
    ended: Callable[[Tensor], None] | None = None


ALONE = Watched()


def new_frames(
    gap: Gap, model: VideoModel, ask: Ask, settings: Finish, report: Report, watched: Watched = ALONE
) -> Iterator[np.ndarray]:
    """The gap's new frames [H, W, C] in playing order, finished, at the clip's own size, depth and rate.

    Raises RequestError, ModelError, Cancelled.
    """
    roll = _Roll(gap, model, ask, settings, report, watched)
    return roll.backwards() if gap.before is None else roll.onwards()


def two_sided(ask: Ask, before: bool) -> Ask:
    """The only side that there is is asked for as the first, also where it stands after the gap."""
    return ask if before else replace(ask, second=ask.first)


def rolled(gap: tuple[int, int, int], ask: Ask, most: int) -> tuple[Layout, ...]:
    """The windows of at most `most` frames that a gap takes, in the order in which they are made.

    gap: known frames before it, frames that are missing, known frames after it; 0 where nothing is known.
    """
    before, new, after = gap
    first = min(_asked(ask.first), before)
    second = min(max(_asked(ask.second), FRAMES_PER_LATENT), max(after, FEWEST_AFTER)) if after else 0
    return windows(new, most, first, second, max(after, FEWEST_AFTER))


def _asked(context: Context) -> int:
    return context.frames or USUAL_CONTEXT


def freedoms(layouts: Sequence[Layout], freedom: Sequence[float]) -> list[tuple[float, ...]]:
    """Of the new latents of each window: the values of `freedom` spread over those of all windows in playing order."""
    in_order = layouts if layouts[0].before else layouts[::-1]
    spread = iter(spread_noise(freedom, sum(len(layout.new_latents) for layout in layouts)).tolist())
    shares = [tuple(next(spread) for _ in layout.new_latents) for layout in in_order]
    return shares if layouts[0].before else shares[::-1]


class _Roll:
    def __init__(
        self, gap: Gap, model: VideoModel, ask: Ask, settings: Finish, report: Report, watched: Watched
    ) -> None:
        self._gap, self._model, self._settings, self._report, self._watched = gap, model, settings, report, watched
        self._ask = two_sided(ask, gap.before is not None)
        self._before = None if gap.before is None else after_last_cut(gap.before[..., :3])
        self._after = None if gap.after is None else _first_shot(gap.after[..., :3])
        known = gap.before if gap.before is not None else gap.after
        assert known is not None, "a gap has a side"
        self._size = model_size(model, known.shape[1], known.shape[2], ask.sampling)
        sides = _count(self._before), gap.count, _count(self._after)
        self._layouts = rolled(sides, self._ask, model.defaults.frames)
        self._latents = watched.begins  # of the window before, as they came out

    def onwards(self) -> Iterator[np.ndarray]:
        assert self._gap.before is not None
        first = min(_asked(self._ask.first), _count(self._before))
        known = original = self._gap.before[-first:]
        to, start = self._way(), 0
        for index, layout in enumerate(self._layouts):
            also = () if to is None or layout.after else to.at_end_of(layout, start)
            made = self._made(index, layout, known, start, (*self._gone_on_from(index, known), *also))
            sides = Side(known, made.before(), original if index else None, start), self._other_side(layout, made)
            finished: list[np.ndarray] = []
            for frame in self._finished(made, len(layout.new), *sides):
                yield frame
                finished = [*finished, frame][-first:]
            if self._watched.generated is not None:
                self._watched.generated.followed_by(made.new())
            known = np.concatenate([known, finished])[-first:]
            start += len(layout.new)
        if self._watched.ended is not None and self._latents is not None and _is_whole(self._layouts[-1]):
            self._watched.ended(self._latents)

    def backwards(self) -> Iterator[np.ndarray]:
        """The window nearest to the clip is made first, and shown last."""
        assert self._gap.after is not None
        second = min(max(_asked(self._ask.second), FRAMES_PER_LATENT), _count(self._after))
        known = original = self._gap.after[:second]
        parts: list[np.ndarray] = []
        start = self._gap.count
        for index, layout in enumerate(self._layouts):
            start -= len(layout.new)
            made = self._made(index, layout, known, start)
            after = Side(known, made.after(), original if index else None, self._gap.count - start - len(layout.new))
            parts.append(put_by(list(self._finished(made, len(layout.new), None, after))))
            if self._watched.generated is not None:
                self._watched.generated.preceded_by(made.new())
            known = np.concatenate([parts[-1][:second], known])[:second]
        yield from (frame for part in parts[::-1] for frame in part)

    def _other_side(self, layout: Layout, made: Rendering) -> Side | None:
        return Side(self._gap.after, made.after()) if layout.after and self._gap.after is not None else None

    def _way(self) -> Way | None:
        """Of a bridge that takes several windows and has no draft to go by."""
        if not looks_ahead(self._layouts) or self._watched.draft is not None:
            return None
        gap, ask = replace(self._gap, before=self._before, after=self._after), self._seeded(len(self._layouts))
        return way(gap, self._model, self._size, ask, self._report)

    def _seeded(self, window: int) -> Ask:
        sampling = replace(self._ask.sampling, seed=self._ask.sampling.seed + APART * window)
        return replace(self._ask, sampling=sampling)

    def _made(
        self, index: int, layout: Layout, known: np.ndarray, start: int, also: tuple[Given, ...] = ()
    ) -> Rendering:
        """known: frames on the side that windows come from. start: which of the gap's frames its first new one is."""
        extra = Extra(
            encoding=self._gap.encoding,
            times=latent_times(layout.frames, start - layout.new.start, self._gap.rate),
            draft=self._draft(index, layout, start),
            also=also,
            seen=self._seen(layout, start),
        )
        sides = [self._shown(side, known, layout) for side in layout.sides]
        return rendering(self._model, layout, sides, self._size, self._seeded(index), self._report, extra)

    def _gone_on_from(self, index: int, known: np.ndarray) -> tuple[Given, ...]:
        """Of the known frames those that the window before held in whole latents, if it ended where one does: all but
        the first."""
        layout = self._layouts[index]
        groups = len(layout.before.latents) - 1 if layout.before else 0
        goes_on = self._watched.draft is None and (index == 0 or _is_whole(self._layouts[index - 1]))
        if self._latents is None or not goes_on or not 1 <= groups <= self._latents.shape[2]:
            return ()
        noise = tuple(layout_noise(layout, self._ask)[1 : 1 + groups].tolist())
        return (Given(1, known[-FRAMES_PER_LATENT * groups :], noise, self._latents[:, :, -groups:]),)

    def _seen(self, layout: Layout, start: int) -> Seen | None:
        glances, keeps = self._watched.glances, self._watched.keeps_latents
        look = None if glances is None else glances.over(self._model, layout.new, start)

        def seen(step: int, estimate: Tensor) -> None:
            self._latents = estimate  # after the last step, what comes out
            if look is not None:
                look(step, estimate)

        return seen if keeps else look

    def _shown(self, side: Known, known: np.ndarray, layout: Layout) -> np.ndarray:
        if side is layout.before:
            return known[-side.count :]
        met = self._after if layout.before else known
        assert met is not None
        return held(met, side.skipped + side.count)[side.skipped :]

    def _draft(self, index: int, layout: Layout, start: int) -> Drafted | None:
        if self._watched.draft is None:
            return None
        frames = list(self._watched.draft(range(start, start + len(layout.new))))
        if layout.after and self._after is not None:
            frames += list(held(self._after, layout.after.skipped))
        return Drafted(frames, freedoms(self._layouts, self._ask.sampling.freedom)[index])

    def _finished(self, made: Rendering, count: int, before: Side | None, after: Side | None) -> Iterator[np.ndarray]:
        return finish(made.new, count, self._gap.rate, before, after, self._settings)


def put_by(frames: Sequence[np.ndarray]) -> np.ndarray:
    """[n, H, W, C] on the disk, until nobody looks at them any more: a long start would not fit in memory."""
    with output_errors(Path(gettempdir())), TemporaryFile() as file:
        for frame in frames:
            file.write(frame.tobytes())
        file.flush()
        return np.memmap(file, frames[0].dtype, "r", shape=(len(frames), *frames[0].shape))


def _is_whole(layout: Layout) -> bool:
    """Whether it ends with its new frames."""
    return layout.new.stop == layout.frames


def _first_shot(frames: np.ndarray) -> np.ndarray:
    """Up to the first cut."""
    return frames[: (*cuts(frames), len(frames))[0]]


def _count(frames: np.ndarray | None) -> int:
    return 0 if frames is None else len(frames)
