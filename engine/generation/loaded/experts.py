"""A model's transformers, of which one is loaded at a time: Wan2.2's high-noise and low-noise experts, or only one."""

from collections.abc import Callable, Sequence

from torch import Tensor

from engine.generation.loaded.transformer import VTATransformer, predictor
from engine.generation.sampling.guidance import Predict, high_noise


class Experts:
    def __init__(self, loads: Sequence[Callable[[], VTATransformer]]) -> None:
        """loads: what makes each ready to run, the high-noise one first; or the only one's."""
        self._loads = tuple(loads)
        self._number = -1
        self._loaded: VTATransformer | None = None

    def ready(self, number: int = 0) -> VTATransformer:
        """Loaded now if it was not; any other was let go first."""
        number = min(number, len(self._loads) - 1)
        if self._loaded is None or number != self._number:
            self._loaded = None
            self._loaded, self._number = self._loads[number](), number
        return self._loaded

    def predictor(self, check: Callable[[], None], boundary: float) -> Predict:
        """Picks by the free frames' timestep, which is the largest of a step's. check: see `transformer.predictor`."""

        def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
            number = 0 if high_noise(timesteps.max().item(), boundary) else 1
            return predictor(self.ready(number), check)(latents, timesteps, text)

        return predict
