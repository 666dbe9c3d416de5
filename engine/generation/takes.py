"""A finished take: its file, the film around it, and how its joins measure."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from engine.finishing.seam import NEAR, Seam, measure_seam
from engine.generation.clips import Clip
from engine.generation.film import clip_part, film_audio, film_notes, join, new_part
from engine.generation.gap import Gap
from engine.generation.previews import shown
from engine.media.ahead import ahead
from engine.media.write import write_take
from engine.motion.cuts import after_last_cut
from engine.progress import Report
from engine.requests import FrameRange

CARRYING = "Carrying the picture"
CONTEXT_MEASURED = 13  # known frames a join is measured against


class Tally:
    """Passes new frames on, keeping the few beside the joins to measure them by."""

    def __init__(self, frames: Iterator[np.ndarray], total: int, report: Report) -> None:
        self._frames, self._total, self._report = frames, total, report
        self.first: list[np.ndarray] = []
        self.last: list[np.ndarray] = []

    def __iter__(self) -> Iterator[np.ndarray]:
        for done, frame in enumerate(self._frames, 1):
            if len(self.first) <= NEAR:
                self.first.append(frame)
            self.last = [*self.last[-NEAR:], frame]
            yield frame
            self._report(CARRYING, done, self._total)


def write(
    gap: Gap, clips: tuple[Clip, ...], frames: Iterator[np.ndarray], path: Path, report: Report, previews: bool = False
) -> tuple[FrameRange, dict[str, float]]:
    """Known frames, new ones, known ones; returns where the new ones stand in the file, and the seam's numbers."""
    before, after = (() if side is None else side for side in (gap.before, gap.after))
    video = replace(clips[0].video, variable=False)  # a take stands on the grid
    with ahead(frames) as coming:
        tally = Tally(shown(coming, gap.count, path, report) if previews else coming, gap.count, report)
        images = (frame for part in (before, tally, after) for frame in stoppable(part, report))
        write_take(path, images, video, [clip.source.path for clip in clips])
    return FrameRange(len(before), gap.count), seam_numbers(gap, tally)


def stoppable(frames: Iterable[np.ndarray], report: Report) -> Iterator[np.ndarray]:
    for frame in frames:
        report.check()
        yield frame


def seam_numbers(gap: Gap, tally: Tally) -> dict[str, float]:
    """Of the one join, or of the worse of two by its jump."""
    seams: list[Seam] = []
    if gap.before is not None:
        seams.append(measure_seam(_shot(gap.before[-CONTEXT_MEASURED:]), np.stack(tally.first)))
    if gap.after is not None:
        seams.append(measure_seam(_shot(gap.after[CONTEXT_MEASURED - 1 :: -1]), np.stack(tally.last[::-1])))
    return asdict(max(seams, key=lambda seam: seam.jump))


def _shot(frames: np.ndarray) -> np.ndarray:
    """Of known frames up to a join, those that it goes on from; also where they hold a fourth channel."""
    return frames[-len(after_last_cut(frames[..., :3])) :]


@dataclass(frozen=True, slots=True)
class Film:
    new: FrameRange  # where the take's frames stand in it
    frames: int
    notes: tuple[str, ...]


def write_film(gap: Gap, clips: tuple[Clip, ...], take: Path, new: FrameRange, film: Path, report: Report) -> Film:
    """Join the clips and the take's new frames."""
    first, last = clips[0], clips[-1]
    audio = film_audio(clips)
    parts = [new_part(take, new, gap.rate, audio)]
    if gap.before is not None:
        parts.insert(0, clip_part(first, first, audio))
    if gap.after is not None:
        parts.append(clip_part(last, first, audio))
    joined = join(film, parts, first.video, audio, clips, report)
    start = joined.frames[0] if gap.before is not None else 0
    silent = f"{float(joined.lost):.2f} s of the clip's sound cannot be decoded and is silent in the film."
    notes = (*film_notes(clips), silent) if joined.lost else film_notes(clips)
    return Film(FrameRange(start, new.count), sum(joined.frames), notes)
