"""The parts of an export that need not be coded anew: where a file plays as it is, and is coded as the export is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from editor.render.exporting.form import Target
from editor.render.exporting.pictures import is_plain
from editor.render.inspected import inspected
from editor.render.layers import Layer, Shot, layers
from editor.timeline.model import Timeline
from engine.errors import MediaError
from engine.media.copying import CodedPicture, PictureSource, Span
from engine.media.film_file import Mixing
from engine.progress import Report

LEAST_DELAY = 2  # frames: x264's own, with a pyramid of B-frames


@dataclass(frozen=True, slots=True)
class Run:
    """Frames of the export that are one file's, one after another."""

    first: int
    count: int
    path: str
    time: Fraction  # in the file, of the first


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames of the export that are copied: the file's `span`, from the export's frame `first` on."""

    first: int
    source: PictureSource
    span: Span

    @property
    def end(self) -> int:
        return self.first + self.span.count


@dataclass
class Copies:
    """What is copied, and the open files it is copied from."""

    pieces: list[Piece] = field(default_factory=list)
    delay: int = 0
    sources: list[PictureSource] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(piece.span.count for piece in self.pieces)

    def left(self, numbers: Sequence[int]) -> list[int]:
        """Of the timeline's frames those that are coded."""
        copied = {index for piece in self.pieces for index in range(piece.first, piece.end)}
        return [number for index, number in enumerate(numbers) if index not in copied]

    def pictures(self) -> Iterator[tuple[int, CodedPicture]]:
        """All that are copied, and which frame of the export each is, in the order in which they are written."""
        for piece in self.pieces:
            for picture in piece.source.pictures(piece.span):
                yield piece.first + picture.frame - piece.span.first, picture

    def has(self, index: int) -> bool:
        return any(piece.first <= index < piece.end for piece in self.pieces)

    def mixing(self) -> Mixing | None:
        if not self.pieces:
            return None
        parameters = self.pieces[0].source.parameters
        if parameters is None:
            return Mixing(0)
        return Mixing(max(self.delay, LEAST_DELAY), parameters.annex_b)

    def coded(self, target: Target) -> Target:
        """The same, but that its own parameter sets have a number which the copied ones have not."""
        parameters = self.pieces[0].source.parameters if self.pieces else None
        if parameters is None:
            return target
        options = dict(target.coding.options)
        options["x264-params"] = f"{options.get('x264-params', '')}:sps-id={parameters.free_number}".lstrip(":")
        return replace(target, coding=replace(target.coding, options=options))

    def close(self) -> None:
        for source in self.sources:
            source.close()


def copies_of(timeline: Timeline, numbers: Sequence[int], target: Target, report: Report) -> Copies:
    """What of these frames of the timeline can be taken over. To be closed. Raises Cancelled."""
    copies = Copies()
    opened: dict[str, PictureSource | None] = {}
    for run in runs(timeline, numbers):
        report.check()
        if run.path not in opened:
            opened[run.path] = source_of(Path(run.path), target)
        source = opened[run.path]
        if source is None:
            continue
        if source not in copies.sources:
            copies.sources.append(source)
        first = run.time * source.video.rate
        if first.denominator == 1 and fits(source, copies):
            add(copies, run, source, int(first))
    return copies


def fits(source: PictureSource, copies: Copies) -> bool:
    """One stream has room for the parameter sets of one origin beside its own."""
    return not copies.pieces or copies.pieces[0].source.parameters == source.parameters


def add(copies: Copies, run: Run, source: PictureSource, first: int) -> None:
    try:
        spans, delay = source.spans(first, run.count)
    except MediaError:
        return
    copies.pieces += [Piece(run.first + span.first - first, source, span) for span in spans]
    copies.delay = max(copies.delay, delay)


def source_of(path: Path, target: Target) -> PictureSource | None:
    """None where nothing of the file can be copied."""
    try:
        info = inspected(path)
        if info.video is None or info.notes:
            return None
        source = PictureSource(path, info)
    except MediaError:
        return None
    if source.matches(target.video, target.coding):
        return source
    source.close()
    return None


def runs(timeline: Timeline, numbers: Sequence[int]) -> Iterator[Run]:
    run: Run | None = None
    for index, number in enumerate(numbers):
        shot = only_shot(layers(timeline, number))
        if run is not None:
            if shot and shot.path == run.path and shot.time == run.time + run.count / timeline.rate:
                run = replace(run, count=run.count + 1)
                continue
            yield run
        run = Run(index, 1, shot.path, shot.time) if shot else None
    if run is not None:
        yield run


def only_shot(seen: Sequence[Layer]) -> Shot | None:
    """The one that is seen alone and as it is; whether it covers the canvas, its size says."""
    if not seen or not is_plain(seen[-1]) or seen[-1].incoming is not None:
        return None
    return seen[-1].shot
