"""A model's transformers, of which one is loaded at a time: Wan2.2's high-noise and low-noise experts, or only one."""

from collections.abc import Callable, Sequence

import psutil
from torch import Tensor

from engine.generation.loaded.network.transformer import VTATransformer, predictor
from engine.generation.loaded.placing import PlacedTransformer, Tell
from engine.generation.loaded.several.parallel import Group
from engine.generation.sampling.guidance import Predict, high_noise

SPARE = 2 * 10**9  # bytes of the computer's memory that stay free


class Experts:
    def __init__(
        self, loads: Sequence[Callable[[], VTATransformer]], keeps_text: bool = True, group: Group | None = None
    ) -> None:
        """loads: what makes each ready to run, the high-noise one first; or the only one's. keeps_text: see Reading.
        group: the devices that compute together; None = one does all."""
        self._loads, self._keeps_text, self._group = tuple(loads), keeps_text, group
        self._number = -1
        self._loaded: VTATransformer | None = None

    def ready(self, number: int = 0) -> VTATransformer:
        """Loaded now if it was not; any other was let go first."""
        number = min(number, len(self._loads) - 1)
        if self._loaded is None or number != self._number:
            self._loaded = None
            if self._group is not None:
                self._group.ready(number)
            self._loaded, self._number = self._loads[number](), number
        return self._loaded

    def forget(self) -> None:
        """None is loaded any more: it was let go of."""
        self._loaded = None

    def predictor(self, check: Callable[[], None], boundary: float) -> Predict:
        """Picks by the free frames' timestep, which is the largest of a step's. check: see `transformer.predictor`."""
        by_number: dict[int, Predict] = {}  # of one at a time: what it keeps lies beside the expert

        def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
            number = 0 if high_noise(timesteps.max().item(), boundary) else 1
            if number not in by_number:
                by_number.clear()
                by_number[number] = self._predictor(self.ready(number), check)
            return by_number[number](latents, timesteps, text)

        return predict

    def _predictor(self, transformer: VTATransformer, check: Callable[[], None]) -> Predict:
        if self._group is None:
            return predictor(transformer, check, self._keeps_text)
        return self._group.predictor(self._number, transformer, check, self._keeps_text)


class Turns:
    """Transformers that take turns on one device. What waits in the computer's memory while another computes stays
    there if both have room; what was read from files, the system keeps in memory as far as it can."""

    def __init__(
        self, transformers: Sequence[PlacedTransformer], tuned: Callable[[VTATransformer], str] = lambda network: ""
    ) -> None:
        """tuned: sets one up to run quickly, when it is there for the first time; what it did, in words."""
        self._transformers, self._tuned = transformers, tuned
        self._told: dict[int, str] = {}
        self._there: PlacedTransformer | None = None
        self._tell: Tell = lambda done, blocks: None
        self._check: Callable[[], None] = lambda: None

    @property
    def blocks(self) -> int:
        """Of the first one."""
        return self._transformers[0].blocks

    def telling(self, tell: Tell, check: Callable[[], None]) -> None:
        """Who is told from now on of each block that arrives. check: called before each weight; either may raise."""
        self._tell, self._check = tell, check

    def take(self, number: int) -> VTATransformer:
        coming, leaving = self._transformers[number], self._there
        self._there = None
        if leaving is not None:
            leaving.leave(keep=has_room(coming.waiting()))
        network = coming.arrive(self._tell, self._check)
        self._there = coming
        if number not in self._told:
            self._told[number] = self._tuned(network)
        return network

    @property
    def told(self) -> tuple[str, ...]:
        """How they run, in words, as far as there was something to choose."""
        return tuple(dict.fromkeys(words for words in self._told.values() if words))

    def pause(self, room: int = 0) -> None:
        """None is on the device. room: bytes of the computer's memory that something else is about to take."""
        keep, self._there = has_room(room), None
        for each in self._transformers:
            each.leave(keep)

    def leave(self) -> None:
        """All of them: nothing is on the device or waits any more."""
        self._there = None
        for each in self._transformers:
            each.leave()


def has_room(size: int) -> bool:
    """Whether the computer's memory has so many bytes, and some more."""
    return size <= psutil.virtual_memory().available - SPARE
