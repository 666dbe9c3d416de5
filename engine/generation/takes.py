"""A finished take: its file, the film around it, and how its joins measure."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from itertools import count as numbers
from pathlib import Path

import numpy as np

from engine.finishing.seam import NEAR, Seam, measure_seam
from engine.generation.clips import Clip
from engine.generation.film import clip_part, film_audio, film_notes, join, new_part
from engine.generation.gap import Gap
from engine.media.ahead import ahead
from engine.media.coding import take_suffix
from engine.media.target import output_errors
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
    before, after = (() if side is None else side for side in (gap.before, gap.after))
    video = replace(clips[0].video, variable=False)  # a take stands on the grid
    with ahead(frames) as coming:
        tally = Tally(coming, gap.count, report)
        images = (frame for part in (before, tally, after) for frame in part)
        write_take(path, images, video, [clip.source.path for clip in clips])
    return FrameRange(len(before), gap.count), seam_numbers(gap, tally)


def seam_numbers(gap: Gap, tally: Tally) -> dict[str, float]:
    """Of the one join, or of the worse of two by its jump."""
    seams: list[Seam] = []
    if gap.before is not None:
        seams.append(measure_seam(gap.before[-CONTEXT_MEASURED:], np.stack(tally.first)))
    if gap.after is not None:
        seams.append(measure_seam(gap.after[CONTEXT_MEASURED - 1 :: -1], np.stack(tally.last[::-1])))
    return asdict(max(seams, key=lambda seam: seam.jump))


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


@contextmanager
def claimed(folder: Path, name: str, clip: Clip) -> Iterator[Path]:
    """The first of "name, take 1", "name, take 2", ... that is not there yet: takes are never written over.

    An empty file holds the name against other runs; it, and a folder with nothing in it, go when the block fails.
    """
    with output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        path = next(
            filter(claim, (folder / f"{name}, take {number}{take_suffix(clip.video)}" for number in numbers(1)))
        )
    try:
        yield path
    except BaseException:
        with suppress(OSError):
            if not path.stat().st_size:
                path.unlink()
            folder.rmdir()
        raise


def claim(path: Path) -> bool:
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
