"""A finished take: its file, the film around it, and how its joins measure."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import count as numbers
from pathlib import Path

import numpy as np

from engine.finishing.seam import NEAR, Seam, measure_seam
from engine.generation.clips import Clip
from engine.generation.film import clip_part, join, new_part
from engine.generation.gap import Gap
from engine.media.coding import take_suffix
from engine.media.write import write_take
from engine.progress import Report
from engine.requests import FrameRange

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
            self._report("Carrying the picture", done, self._total)


def write(
    gap: Gap, clips: tuple[Clip, ...], frames: Iterator[np.ndarray], path: Path, report: Report
) -> tuple[FrameRange, dict[str, float]]:
    """Known frames, new ones, known ones; returns where the new ones stand in the file, and the seam's numbers."""
    tally = Tally(frames, gap.count, report)
    before, after = (() if side is None else side for side in (gap.before, gap.after))
    images = (frame for part in (before, tally, after) for frame in part)
    write_take(path, images, clips[0].video, [clip.source.path for clip in clips])
    return FrameRange(len(before), gap.count), seam_numbers(gap, tally)


def seam_numbers(gap: Gap, tally: Tally) -> dict[str, float]:
    """Of the one join, or of the worse of two by its jump."""
    seams: list[Seam] = []
    if gap.before is not None:
        seams.append(measure_seam(gap.before[-CONTEXT_MEASURED:], np.stack(tally.first)))
    if gap.after is not None:
        seams.append(measure_seam(gap.after[CONTEXT_MEASURED - 1 :: -1], np.stack(tally.last[::-1])))
    return asdict(max(seams, key=lambda seam: seam.jump))


def write_film(gap: Gap, clips: tuple[Clip, ...], take: Path, new: FrameRange, film: Path) -> tuple[FrameRange, int]:
    """Join the clips and the take's new frames; where those stand in the film, and how many frames it has."""
    first, last = clips[0], clips[-1]
    audio = first.info.audio or last.info.audio
    parts = [new_part(take, new, gap.rate, audio)]
    if gap.before is not None:
        parts.insert(0, clip_part(first, first, audio))
    if gap.after is not None:
        parts.append(clip_part(last, first, audio))
    start = round(parts[0].duration * gap.rate) if gap.before is not None else 0
    return FrameRange(start, new.count), join(film, parts, first.video, audio, clips)


def unused(folder: Path, name: str, clip: Clip) -> Path:
    """The first of "name, take 1", "name, take 2", ... that is not there yet: takes are never written over."""
    folder.mkdir(parents=True, exist_ok=True)
    names = (folder / f"{name}, take {number}{take_suffix(clip.video)}" for number in numbers(1))
    return next(path for path in names if not path.exists())
