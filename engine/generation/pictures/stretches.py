"""Frames between given pictures by the built-in model: each stretch of them as a gap of its own, in playing order."""

from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import replace

import numpy as np

from engine.finishing.finish import Side, finish
from engine.generation.ask import Ask
from engine.generation.asked import Asked
from engine.generation.built_in import MODEL
from engine.generation.clips import CONTEXT_SECONDS
from engine.generation.course import PREDICTING
from engine.generation.gap import Gap, rendered
from engine.generation.joins import WORST, Beside, joins
from engine.generation.pictures.camera_move import camera_move
from engine.generation.pictures.keyframes import Placed, Stretch
from engine.generation.pictures.passage import Passage
from engine.generation.pictures.ways import Led, Wish, led
from engine.generation.pocket.model import PocketModel
from engine.generation.sampling.glances import Glances
from engine.media.ahead import ahead
from engine.progress import Report
from engine.requests import BUILT_IN_NETWORK, BackTest, Context, Finish, Join, Remedy


class Stretches:
    """The built-in model on a passage; see engine.generation.pictures.making.PictureTake."""

    model = MODEL

    def __init__(
        self, passage: Passage, pocket: PocketModel, name: str, ask: Ask, settings: Finish, again: bool = False
    ) -> None:
        """name: BUILT_IN or BUILT_IN_NETWORK. ask: of a take, its seed included. again: a further take of a request."""
        self._passage, self._pocket, self._name, self._ask, self._settings = passage, pocket, name, ask, settings
        self._again = again
        self._led: list[Led] = []
        self._joins: list[Join] = []
        self.generated = Beside()

    @property
    def motion(self) -> str:
        return "; ".join(dict.fromkeys(each.motions.maker for each in self._led)) or "given"

    @property
    def test(self) -> BackTest | None:
        """The worst that can be said of any stretch."""
        tests = [each.test for each in self._led if each.test is not None]
        return max(tests, key=lambda test: WORST.index(test.verdict), default=None)

    @property
    def joins(self) -> tuple[Join, ...]:
        return tuple(self._joins)

    def frames(self, report: Report, glances: Glances | None = None) -> Generator[np.ndarray, None, None]:
        """All new frames in playing order: each given picture as it is, each stretch as soon as what leads to it is
        there. glances: nothing of it can be seen before a frame is made."""
        past = deque(() if self._passage.before is None else self._passage.before, maxlen=self._remembered)
        done, stretches = 0, len(self._passage.new.stretches)
        for part in self._passage.new.parts():
            if isinstance(part, Placed):
                coming = iter(self._passage.of(part))
                self.generated.followed_by(self._passage.of(part))
            else:
                report(PREDICTING, done, stretches)
                coming = self._made(self._passage.gap(part), self._found(part, past, report.quiet()))
                done += 1
            for frame in coming:
                past.append(frame)
                yield frame

    def foresee(self, report: Report) -> None:
        """Find out what can be said of every stretch before any is made."""
        for part in self._passage.new.stretches:
            self._found(part, deque(), report)

    @property
    def _remembered(self) -> int:
        return int(CONTEXT_SECONDS * self._passage.new.video.rate) + 1

    def _found(self, part: Stretch, past: deque[np.ndarray], report: Report) -> Led:
        hearing = Asked(self._pocket, self._hearing(part), report.quiet())
        self._led.append(led(self._passage.gap(part), np.stack(past) if past else None, hearing, self._wish, report))
        return self._led[-1]

    @property
    def _wish(self) -> Wish:
        seed, new = self._ask.sampling.seed, self._passage.new
        move = camera_move(self._ask.text.prompt, seed, float(new.count / new.video.rate))
        return Wish(network=self._name == BUILT_IN_NETWORK, again=self._again, varied=seed > 0, move=move)

    def _hearing(self, part: Stretch) -> Ask:
        """Told how free what is known at this stretch's ends is; the only side there is counts as the first."""
        first = self._ask.first if part.before is None else Context(noise=(part.before.noise,))
        second = self._ask.second if part.after is None else Context(noise=(part.after.noise,))
        return replace(self._ask, first=second if self._passage.gap(part).before is None else first, second=second)

    def _made(self, gap: Gap, ways: Led) -> Iterator[np.ndarray]:
        """A stretch's new frames, finished; how they join is noted once they are through."""
        generated, made = Beside(), Beside()
        before, after = (None if known is None else Side(known) for known in (gap.before, gap.after))

        def carried() -> Iterator[np.ndarray]:
            return generated.passing(rendered(gap, ways.motions))

        with ahead(finish(carried, gap.count, gap.rate, before, after, self._settings)) as coming:
            yield from made.passing(coming)
        self.generated.joined_by(generated)
        could = {Remedy.MATCH} if self._settings != Finish() else set()
        self._joins += joins(gap, generated, made, {Remedy.ANOTHER_TAKE, *could}, gap.encoding.to_rec709)
