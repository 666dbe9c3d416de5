"""As many windows as a gap needs, each going on from the finished frames of the one before.

Every window is matched to the clip as soon as it is made, and against the frames that the first one began with, so what
a generator adds in each does not add up.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from engine.finishing.finish import Side, finish
from engine.generation.gap import Gap
from engine.generation.latent_video import Rendering, VideoModel, model_size, rendering
from engine.generation.layout import USUAL_CONTEXT, Layout, after_clip, before_clip, between_clips, rolling
from engine.generation.pocket.model import Ask
from engine.progress import Report
from engine.requests import Context, Finish

APART = 1_000_003  # between the seeds of a take's windows: takes lie one apart


def new_frames(gap: Gap, model: VideoModel, ask: Ask, settings: Finish, report: Report) -> Iterator[np.ndarray]:
    """The gap's new frames [H, W, C] in playing order, finished, at the clip's own size, depth and rate.

    Raises RequestError, ModelError, Cancelled.
    """
    roll = _Roll(gap, model, ask, settings, report)
    if gap.before is None:
        return roll.backwards()
    return roll.onwards()


class _Roll:
    def __init__(self, gap: Gap, model: VideoModel, ask: Ask, settings: Finish, report: Report) -> None:
        if gap.before is None:  # the only side there is is asked for as the first
            ask = replace(ask, second=ask.first)
        self._gap, self._model, self._ask, self._settings, self._report = gap, model, ask, settings, report
        known = gap.before if gap.before is not None else gap.after
        assert known is not None, "a gap has a side"
        self._size = model_size(model, *known.shape[1:3])
        self._first = _looked_at(gap.before, ask.first)
        self._second = _looked_at(gap.after, ask.second)

    def onwards(self) -> Iterator[np.ndarray]:
        assert self._gap.before is not None
        known = original = self._gap.before[-self._first :]
        parts = self._parts(self._first, self._second)
        for index, new in enumerate(parts):
            after = self._gap.after if index == len(parts) - 1 else None
            layout = self._layout(new, after)
            seen = [known[-layout.before.count :]] if layout.before else []
            if layout.after and after is not None:
                seen.append(after[layout.after.skipped :][: layout.after.count])
            made = self._made(index, layout, seen)
            finished: list[np.ndarray] = []
            sides = Side(known, made.before, original if index else None), _side(after, made.after)
            for frame in self._finished(made, *sides):
                yield frame
                finished = [*finished, frame][-self._first :]
            known = np.concatenate([known, finished])[-self._first :]

    def backwards(self) -> Iterator[np.ndarray]:
        """The window nearest to the clip is made first, and shown last."""
        assert self._gap.after is not None
        known = original = self._gap.after[: self._second]
        windows: list[list[np.ndarray]] = []
        for index, new in enumerate(self._parts(self._second)):
            layout = before_clip(new, self._second)
            assert layout.after is not None
            made = self._made(index, layout, [known[: layout.after.count]])
            after = Side(known, made.after, original if index else None)
            windows.append(list(self._finished(made, None, after)))
            known = np.concatenate([windows[-1], known])[: self._second]
        yield from (frame for window in windows[::-1] for frame in window)

    def _parts(self, context: int, second: int = 0) -> tuple[int, ...]:
        return rolling(self._gap.count, context, self._model.defaults.frames, second)

    def _layout(self, new: int, after: np.ndarray | None) -> Layout:
        if after is None:
            return after_clip(new, self._first)
        return between_clips(new, self._first, self._second, len(after))

    def _made(self, index: int, layout: Layout, sides: list[np.ndarray]) -> Rendering:
        """In the clip's own encoding; the model sees Rec.709."""
        seed = self._ask.sampling.seed + APART * index
        ask = replace(self._ask, sampling=replace(self._ask.sampling, seed=seed))
        encoding = self._gap.encoding
        shown = [encoding.to_rec709(side) for side in sides]
        made = rendering(self._model, layout, shown, self._size, ask, self._report)
        parts = (made.before, made.new, made.after)
        return Rendering(*(encoding.from_rec709(part, np.uint16) for part in parts))

    def _finished(self, made: Rendering, before: Side | None, after: Side | None) -> Iterator[np.ndarray]:
        return finish(lambda: iter(made.new), len(made.new), self._gap.rate, before, after, self._settings)


def _side(known: np.ndarray | None, rendered: np.ndarray) -> Side | None:
    return None if known is None else Side(known, rendered)


def _looked_at(side: np.ndarray | None, context: Context) -> int:
    """Known frames of a side that the model is shown, at most."""
    return 0 if side is None else min(context.frames or USUAL_CONTEXT, len(side))
