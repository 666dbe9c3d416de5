"""A finished take: its file, the film around it, and how its joins measure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.generation.clips import Clip
from engine.generation.film import clip_part, film_audio, film_notes, join, new_part
from engine.generation.gap import Gap
from engine.generation.hearing import Hearing
from engine.generation.joins import Beside, joins
from engine.generation.previews import shown
from engine.media.ahead import ahead
from engine.media.write import write_take
from engine.progress import Report
from engine.requests import FrameRange, Join, Remedy

CARRYING = "Carrying the picture"


def counted(frames: Iterable[np.ndarray], total: int, report: Report, stage: str = CARRYING) -> Iterator[np.ndarray]:
    """Tells how many have passed."""
    for done, frame in enumerate(frames, 1):
        yield frame
        report(stage, done, total)


def write(
    gap: Gap,
    clips: tuple[Clip, ...],
    frames: Iterator[np.ndarray],
    path: Path,
    report: Report,
    previews: bool = False,
    heard: Hearing | None = None,
    generated: Beside | None = None,
    remedies: Collection[Remedy] = tuple(Remedy),
    stage: str = CARRYING,
) -> tuple[FrameRange, tuple[Join, ...]]:
    """Known frames, new ones, known ones; returns where the new ones stand in the file, and how they join.

    generated: the new frames beside the joins as they were before finishing, if they were finished.
    """
    before, after = (() if side is None else side for side in (gap.before, gap.after))
    video = replace(clips[0].video, variable=False)  # a take stands on the grid
    made = Beside()
    with ahead(frames) as coming:
        looked = shown(coming, gap.count, path, report) if previews else coming
        new = made.passing(counted(looked, gap.count, report, stage))
        images = (frame for part in (before, new, after) for frame in stoppable(part, report))
        audio = heard.audio if heard and heard.in_take else None
        sound = heard.take(len(before) / gap.rate, len(after) / gap.rate) if heard and audio else ()
        write_take(path, images, video, [clip.source.path for clip in clips], audio, sound)
    return FrameRange(len(before), gap.count), joins(gap, generated or made, made, remedies, gap.encoding.to_rec709)


def stoppable(frames: Iterable[np.ndarray], report: Report) -> Iterator[np.ndarray]:
    for frame in frames:
        report.check()
        yield frame


@dataclass(frozen=True, slots=True)
class Film:
    new: FrameRange  # where the take's frames stand in it
    frames: int
    notes: tuple[str, ...]


def write_film(
    gap: Gap,
    clips: tuple[Clip, ...],
    take: Path,
    new: FrameRange,
    film: Path,
    report: Report,
    heard: Hearing | None = None,
    loops: bool = False,
) -> Film:
    """Join the clips and the take's new frames, with what is heard under them. loops: the film ends with those."""
    first, last = clips[0], clips[-1]
    audio = film_audio(clips)
    parts = [new_part(take, new, gap.rate, heard.new() if heard else iter(()))]
    if gap.before is not None:
        parts.insert(0, clip_part(first, first, audio))
    if gap.after is not None and not loops:
        parts.append(clip_part(last, first, audio))
    joined = join(film, parts, first.video, audio, clips, report)
    start = joined.frames[0] if gap.before is not None else 0
    silent = f"{float(joined.lost):.2f} s of the clip's sound cannot be decoded and is silent in the film."
    notes = (*film_notes(clips), silent) if joined.lost else film_notes(clips)
    return Film(FrameRange(start, new.count), sum(joined.frames), notes)
