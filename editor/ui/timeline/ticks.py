"""Where the ruler has its lines and numbers at a scale."""

from collections.abc import Iterator
from dataclasses import dataclass

from editor.timeline.model import Timeline
from editor.timeline.timecode import frame_of, nominal_rate, number_of
from editor.ui.timeline.viewport import Viewport

APART = 112  # pixels between numbers, at least
FINE = 20  # pixels between lines, at least
SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000)


@dataclass(frozen=True, slots=True)
class Tick:
    frame: int
    is_major: bool


def steps(rate: int, scale: float) -> tuple[int, int]:
    """Frames between numbers, and between lines: parts of a second that leave nothing over, then whole seconds."""
    frames = [step for step in range(1, rate) if rate % step == 0 and step != 3] + [rate * step for step in SECONDS]
    major = next((step for step in frames if step * scale >= APART), frames[-1])
    alike = [step for step in frames if step < major and major % step == 0 and (step >= rate or major <= rate)]
    finer = (step for step in alike if step * scale >= FINE)
    return major, next(finer, major)


def ticks(viewport: Viewport, timeline: Timeline) -> Iterator[Tick]:
    """Those in sight, on round numbers of the timecode. Of numbers that are dropped, the next one has the line."""
    rate, drops, start = timeline.rate, timeline.drop_frame, timeline.start_frame
    major, minor = steps(nominal_rate(rate), viewport.scale)
    sight = viewport.in_sight()
    first = number_of(max(0, sight.start - major) + start, rate, drops)
    last = number_of(max(0, sight.end) + start, rate, drops)
    before = -1
    for number in range(first - first % minor, last + 1, minor):
        frame = frame_of(number, rate, drops) - start
        if frame > before:
            yield Tick(frame, number % major == 0)
            before = frame
