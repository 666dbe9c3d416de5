"""Where the ruler has its lines and numbers at a scale."""

from collections.abc import Iterator
from dataclasses import dataclass

from editor.ui.timeline.viewport import Viewport

APART = 112  # pixels between numbers, at least
FINE = 20  # pixels between lines, at least
FRAMES = (1, 2, 5, 10)
SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000)


@dataclass(frozen=True, slots=True)
class Tick:
    frame: int
    is_major: bool


def steps(rate: int, scale: float) -> tuple[int, int]:
    """Frames between numbers, and between lines."""
    frames = [step for step in FRAMES if step < rate] + [rate * step for step in SECONDS]
    major = next((step for step in frames if step * scale >= APART), frames[-1])
    finer = (step for step in frames if major % step == 0 and step * scale >= FINE and major // step >= 2)
    return major, next(finer, major)


def ticks(viewport: Viewport, rate: int, start_frame: int) -> Iterator[Tick]:
    """Those in sight, on round numbers of the timecode."""
    major, minor = steps(rate, viewport.scale)
    sight = viewport.in_sight()
    first = max(0, sight.start - major) + start_frame
    first -= first % minor
    for number in range(first, sight.end + start_frame + 1, minor):
        if number >= start_frame:
            yield Tick(number - start_frame, number % major == 0)
