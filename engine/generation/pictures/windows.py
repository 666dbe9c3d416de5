"""Frames with pictures given on the way, by a model of latents: window after window, each finished as it is made."""

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

import numpy as np

from engine.finishing.finish import Side
from engine.finishing.pixels import coded, scaled, unit
from engine.generation.ask import Ask
from engine.generation.joins import Beside
from engine.generation.pictures.keyframes import NewClip
from engine.generation.pictures.layout import Place, Spot, Window, windows
from engine.generation.pictures.matching import Edge, Made, Matching
from engine.generation.pictures.passage import Passage
from engine.generation.sampling import latent_video
from engine.generation.sampling.glances import Glances
from engine.generation.sampling.latent_video import Given, VideoModel, latent_times, model_size
from engine.generation.sampling.layout import USUAL_CONTEXT
from engine.generation.sampling.rolling import APART
from engine.generation.sampling.sampler import Seen
from engine.progress import Report
from engine.requests import BackTest, Context, Finish, Join


def spots_of(new: NewClip, ask: Ask, after: int) -> list[Spot]:
    """Of all that is given on the way, and of a clip of which `after` frames follow."""
    spots = [Spot(placed.frames, (placed.noise,)) for placed in new.placed]
    end = range(new.count, new.count + looked_at(ask.second, after))
    return [*spots, Spot(end, ask.second.noise)] if end else spots


def windows_of(new: NewClip, ask: Ask, known: tuple[int, int], most: int) -> tuple[Window, ...]:
    """Each of `most` frames at most. known: frames of clips before and after the new ones. Raises RequestError."""
    before, after = known
    return windows(new.count, spots_of(new, ask, after), looked_at(ask.first, before), most, ask.first.noise)


def looked_at(context: Context, available: int) -> int:
    """Frames of a clip that a model is shown, at most."""
    return min(context.frames or USUAL_CONTEXT, available)


class Windows:
    """A model of latents on a passage; see engine.generation.pictures.making.PictureTake."""

    test: BackTest | None = None  # nothing is foretold that could be tried on what is known

    def __init__(
        self, passage: Passage, model: VideoModel, ask: Ask, settings: Finish, draft: np.ndarray | None = None
    ) -> None:
        """ask: of a take, its seed included. draft: as many frames [n, h, w, 3] as are new, in Rec.709.

        Raises RequestError where no window holds them, or an own matrix does not fit the only one.
        """
        self._passage, self._model, self._ask, self._draft = passage, model, ask, draft
        self._size = model_size(model, passage.new.video.height, passage.new.video.width, ask.sampling)
        before, after = (0 if side is None else len(side) for side in (passage.before, passage.after))
        self._windows = windows_of(passage.new, ask, (before, after), model.defaults.frames)
        spots = spots_of(passage.new, ask, after)
        self._images = [*passage.pictures, *(() if passage.after is None else (passage.after,))]
        self.generated = Beside()
        self._matching = Matching(passage, spots, self._images, settings)

    @property
    def motion(self) -> str:
        return f"made by {self._model.name}"

    @property
    def model(self) -> str:
        return self._model.name

    @property
    def joins(self) -> tuple[Join, ...]:
        return tuple(self._matching.joins)

    def frames(self, report: Report, glances: Glances | None = None) -> Generator[np.ndarray, None, None]:
        """All new frames [H, W, C] in playing order, finished, at the passage's own size, depth and encoding.

        A picture that is kept comes out as it is; of one that is freer the model's own rendering, in the picture's
        light. Raises RequestError, ModelError, Cancelled.
        """
        past, reached = _Past(self._passage.before, max([USUAL_CONTEXT, *(each.context for each in self._windows)])), 0
        for index, window in enumerate(self._windows):
            yield from past.passing(self._given(range(reached, window.new.start)))
            made = self._made(index, window, past.recent[len(past.recent) - window.context :], report, glances)
            yield from past.passing(self._matching.finished(made, past.edge(made)))
            self.generated.followed_by(made.of(window.new))
            reached = window.new.stop
        yield from self._given(range(reached, self._passage.new.count))

    def _given(self, frames: range) -> Iterator[np.ndarray]:
        for frame in self._matching.given(frames):
            self.generated.followed_by([coded(scaled(unit(frame), *self._size), np.dtype(np.uint16))])
            yield frame

    def _made(
        self, index: int, window: Window, context: Sequence[np.ndarray], report: Report, glances: Glances | None
    ) -> Made:
        """In the clip's own encoding; the model sees Rec.709."""
        encoding, sampling = self._passage.encoding, self._ask.sampling
        ask = replace(self._ask, sampling=replace(sampling, seed=sampling.seed + APART * index))
        shown = [self._placed(place, context) for place in window.places]
        if self._draft is not None:
            shown.insert(0, self._drafted(window, context, self._draft))
        times = latent_times(window.frames, window.start, self._passage.new.video.rate)
        seen = None if glances is None else self._seen(window, glances)
        frames = latent_video.window(
            self._model, window.frames, shown, self._size, ask, report, times=times, order=window.free, seen=seen
        )
        as_clip = (encoding.from_rec709(coded(unit(frame), np.dtype(np.uint16)), np.uint16) for frame in frames)
        return Made(window, np.stack(list(as_clip)))

    def _seen(self, window: Window, glances: Glances) -> Seen:
        new = range(window.context, window.context + len(window.new))
        return glances.over(self._model, new, window.new.start)

    def _placed(self, place: Place, context: Sequence[np.ndarray]) -> Given:
        images = context if place.spot is None else self._images[place.spot]
        frames = np.stack([image[..., :3] for image in images[place.first : place.first + place.count]])
        return Given(place.at, self._passage.encoding.to_rec709(frames), place.noise)

    def _drafted(self, window: Window, context: Sequence[np.ndarray], draft: np.ndarray) -> Given:
        """All of the window, encoded at once so that its motion has no break; what it is longer by is held."""
        before = [self._passage.encoding.to_rec709(image[None, ..., :3])[0] for image in context]
        frames = [scaled(unit(frame), *self._size) for frame in (*before, *draft[window.new.start :])]
        frames = [*frames, *[frames[-1]] * window.frames][: window.frames]
        return Given(0, np.stack(frames), window.drafted(self._ask.sampling.freedom, self._passage.new.count))


class _Past:
    """What windows go on from: the frames right before them, and those that all began with."""

    def __init__(self, before: np.ndarray | None, frames: int) -> None:
        """frames: as many as are remembered."""
        self._begun = () if before is None else before[-frames:]
        self._recent = deque(self._begun, maxlen=frames)
        self._begins = before is not None  # what comes next follows the clip's own

    @property
    def recent(self) -> list[np.ndarray]:
        """[H, W, C] each, in playing order."""
        return list(self._recent)

    def passing(self, frames: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
        for frame in frames:
            self._recent.append(frame)
            self._begins = False
            yield frame

    def edge(self, made: Made) -> Edge | None:
        """Of a window's new frames, with what is before them."""
        window = made.window
        if not window.context:
            return None
        original = None if self._begins or not len(self._begun) else np.asarray(self._begun)
        rendered = made.of(range(window.start, window.new.start))
        return Edge(Side(np.stack(self.recent), rendered, original), self._begins)
