"""A finished take: its file, the film around it, and how its joins measure."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import count as numbers
from pathlib import Path

import numpy as np

from engine.finishing.seam import NEAR, Seam, measure_seam
from engine.generation import film
from engine.generation.gap import Gap
from engine.media.coding import take_suffix
from engine.media.write import write_take
from engine.progress import Report
from engine.requests import FrameRange, Outputs

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
    gap: Gap, frames: Iterator[np.ndarray], folder: Path, name: str, report: Report
) -> tuple[Path, FrameRange, dict[str, float]]:
    """Known frames, new ones, known ones; returns the file, where the new ones stand in it and the seam's numbers."""
    video = gap.clips[0].video
    tally = Tally(frames, gap.count, report)
    path = unused(folder, name, take_suffix(video))
    before, after = (() if side is None else side for side in (gap.before, gap.after))
    images = (frame for part in (before, tally, after) for frame in part)
    write_take(path, images, video, [clip.source.path for clip in gap.clips])
    return path, FrameRange(len(before), gap.count), seam_numbers(gap, tally)


def seam_numbers(gap: Gap, tally: Tally) -> dict[str, float]:
    """Of the one join, or of the worse of two by its jump."""
    seams: list[Seam] = []
    if gap.before is not None:
        seams.append(measure_seam(gap.before[-CONTEXT_MEASURED:], np.stack(tally.first)))
    if gap.after is not None:
        seams.append(measure_seam(gap.after[CONTEXT_MEASURED - 1 :: -1], np.stack(tally.last[::-1])))
    return asdict(max(seams, key=lambda seam: seam.jump))


def write_film(gap: Gap, take: Path, new: FrameRange, outputs: Outputs) -> tuple[FrameRange, int]:
    """Join the clips and the take's new frames; where those stand in the film, and how many frames it has."""
    assert outputs.film is not None
    first, last = gap.clips[0], gap.clips[-1]
    audio = first.info.audio or last.info.audio
    parts = [film.new_part(take, new, first.video.rate, audio)]
    if gap.before is not None:
        parts.insert(0, film.clip_part(first, first, audio))
    if gap.after is not None:
        parts.append(film.clip_part(last, first, audio))
    start = round(parts[0].duration * first.video.rate) if gap.before is not None else 0
    return FrameRange(start, new.count), film.join(outputs.film, parts, first.video, audio, gap.clips)


def unused(folder: Path, name: str, suffix: str) -> Path:
    """The first of "name, take 1", "name, take 2", ... that is not there yet: takes are never written over."""
    folder.mkdir(parents=True, exist_ok=True)
    return next(path for n in numbers(1) if not (path := folder / f"{name}, take {n}{suffix}").exists())
