"""The mix, backward: stretches are mixed forward, since files are read that way, and turned round."""

from typing import TYPE_CHECKING

from editor.timeline.model import Timeline

if TYPE_CHECKING:
    import numpy as np

    from editor.render.sound import Mixer

STRETCH = 24_000  # samples: going back to an earlier one takes as long as mixing many


class BackwardMixer:
    """Keeps the stretch that it is in."""

    def __init__(self, mixer: "Mixer") -> None:
        self._mixer = mixer
        self._kept: tuple[Timeline, int] | None = None  # which stretch of what
        self._samples: np.ndarray

    def mix(self, timeline: Timeline, end: int, count: int) -> "np.ndarray":
        """[count, 2] float32: the samples before `end`, the last one first."""
        import numpy as np  # here, since the window's start does not need it

        parts = []
        while count:
            number = (end - 1) // STRETCH
            before = end - number * STRETCH
            length = min(count, before)
            parts.append(self._stretch(timeline, number)[before - length : before][::-1])
            end, count = end - length, count - length
        return np.concatenate(parts)

    def _stretch(self, timeline: Timeline, number: int) -> "np.ndarray":
        kept = self._kept
        if kept is None or kept[0] is not timeline or kept[1] != number:
            self._samples = self._mixer.mix(timeline, number * STRETCH, STRETCH)
            self._kept = timeline, number
        return self._samples
