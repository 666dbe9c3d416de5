"""Loops, smooth cuts, completions and repairs: their holes filled as gaps are, and one film of it all."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path

from engine.errors import LongtakeError
from engine.generation import claims, generate
from engine.generation.clips import Clip
from engine.generation.course import CODE, megapixels
from engine.generation.film import JOINING, Part, clip_part, film_audio, film_notes, join, new_part
from engine.generation.gap import clips_of
from engine.generation.hearing import Hearing
from engine.generation.mending.holes import Hole, Made, Parts
from engine.generation.mending.remaking import parts_of
from engine.generation.mending.within import Within
from engine.media.info import AudioInfo
from engine.media.sound import Sound, stream_sound
from engine.progress import Report, Stage
from engine.requests import Answer, BetweenRequest, FrameRange, Plan, Take
from engine.requests import Sound as Kind


def run(request: BetweenRequest, report: Report) -> tuple[Take, ...]:
    """The takes of each hole in playing order, as engine.generation.generate.run makes them.

    A film that is asked for holds one take of every hole, of one number: these are told when it is there.
    """
    parts = parts_of(request)
    report.expect(list(_stages(request, parts)))
    telling = _Telling(request, parts, report)
    try:
        for index, hole in enumerate(parts.holes):
            generate.run(hole.request, Within(report, partial(telling.came, index)))
    except BaseException:
        telling.let_go()
        raise
    return telling.takes


def plan(request: BetweenRequest) -> Plan:
    """As engine.generation.generate.plan: its matrix is the first hole's."""
    parts = parts_of(request)
    plans = [generate.plan(hole.request) for hole in parts.holes]
    told = [note for hole, planned in zip(parts.holes, plans, strict=True) for note in (*hole.notes, *planned.notes)]
    film = film_notes(parts.clips) if request.outputs.film else ()
    return replace(plans[0], new_frames=parts.new_frames, notes=tuple(dict.fromkeys((*told, *film))))


def tested(request: BetweenRequest, report: Report) -> Answer:
    """As engine.generation.generate.tested, for the longest hole: the hardest to fill."""
    planned, parts = plan(request), parts_of(request)
    longest = max(parts.holes, key=lambda hole: hole.count)
    return replace(generate.tested(longest.request, report), plan=planned)


class _Telling:
    """Takes on their way to whoever asked; those that the film is made of, one of each hole, wait for it."""

    def __init__(self, request: BetweenRequest, parts: Parts, report: Report) -> None:
        self._request = request
        self._parts = parts
        self._report = report
        self._made: dict[tuple[int, int], Take] = {}  # (hole, number)
        self._waiting: dict[int, Take] = {}

    @property
    def takes(self) -> tuple[Take, ...]:
        return tuple(self._made[key] for key in sorted(self._made))

    def came(self, hole: int, take: Take) -> None:
        take = replace(take, notes=(*self._parts.holes[hole].notes, *take.notes))
        number = take.seed - self._request.sampling.seed
        film, film_of = self._request.outputs.film, self._request.outputs.film_of
        if film is None or number != film_of:
            self._tell(hole, number, take)
            return
        self._waiting[hole] = take
        if len(self._waiting) == len(self._parts.holes):
            self._waiting = dict(enumerate(self._joined(film)))
            self.let_go()

    def let_go(self) -> None:
        """Tell of those that wait, with the film or without."""
        for hole, take in self._waiting.items():
            self._tell(hole, self._request.outputs.film_of, take)
        self._waiting = {}

    def _tell(self, hole: int, number: int, take: Take) -> None:
        self._report.take(take)
        self._made[hole, number] = take

    def _joined(self, film: Path) -> list[Take]:
        takes = [self._waiting[index] for index in range(len(self._parts.holes))]
        began = time.monotonic()
        try:
            *others, last = write_film(self._parts, takes, self._request.sound, film, self._report)
            return [*others, replace(last, seconds=last.seconds + time.monotonic() - began)]
        except LongtakeError as error:
            kept = ", ".join(str(take.path) for take in takes)
            error.kept = f"{error.kept} What was finished is kept: {kept}.".lstrip()
            raise


def write_film(parts: Parts, takes: Sequence[Take], sound: Kind, path: Path, report: Report) -> list[Take]:
    """Join the clips' own frames and those of `takes`, one a hole; returns these with their places in it."""
    like, audio = parts.clips[0], film_audio(parts.clips)

    def part(each: Clip | Made) -> Part:
        if isinstance(each, Clip):
            return clip_part(each, each if _is_same(each, like) else like, audio)
        return _new_part(each, parts.holes[each.hole], takes[each.hole], sound, audio)

    joined = join(path, [part(each) for each in parts.film], like.video, audio, parts.clips, report)
    notes = film_notes(parts.clips)
    if joined.lost:
        notes += (f"{float(joined.lost):.2f} s of the clip's sound cannot be decoded and is silent in the film.",)
    places, frames = _places(parts, joined.frames), sum(joined.frames)
    return [
        replace(
            take, film=path, film_new=FrameRange(place, take.new.count), film_frames=frames, notes=take.notes + notes
        )
        for take, place in zip(takes, places, strict=True)
    ]


def _is_same(clip: Clip, like: Clip) -> bool:
    """Of one file, whose frames keep their own times also where its rate varies."""
    return (clip.source.path, clip.source.encoding) == (like.source.path, like.source.encoding)


def _places(parts: Parts, frames: Sequence[int]) -> list[int]:
    """Where the first frame of each hole stands in the film. frames: of each part of it."""
    starts = accumulate(frames, initial=0)
    made = [(part, start) for part, start in zip(parts.film, starts, strict=False) if isinstance(part, Made)]
    return [next(start for part, start in made if part.hole == hole) for hole in range(len(parts.holes))]


def _new_part(made: Made, hole: Hole, take: Take, sound: Kind, audio: AudioInfo | None) -> Part:
    new = FrameRange(take.new.start + made.first, made.count)
    heard = _heard(made, hole, sound, audio, take) if audio else iter(())
    return new_part(take.path, new, take.rate, heard)


def _heard(made: Made, hole: Hole, sound: Kind, audio: AudioInfo, take: Take) -> Iterator[Sound]:
    """Where new frames take others' places, leaving the sound alone leaves theirs."""
    if sound is Kind.LEAVE and made.under:
        for clip in made.under:
            yield from stream_sound(clip.source.path, clip.start, clip.end, audio)
        return
    yield from Hearing(sound, audio, hole.before, hole.after, made.count / take.rate).new()


def _stages(request: BetweenRequest, parts: Parts) -> Iterator[Stage]:
    """Of holes whose takes are not there yet; the film follows its take of the last one."""
    film = Stage(JOINING, _film_cost(parts)) if request.outputs.film else None
    for hole in parts.holes:
        missing, last = _missing(hole), hole is parts.holes[-1]
        if missing:
            yield from generate.stages(hole.request, clips_of(hole.request), missing, film if last else None)
        elif last and film is not None:
            yield film


def _missing(hole: Hole) -> list[int]:
    outputs = hole.request.outputs
    there = (*claims.made(outputs), *outputs.had)
    return [number for number in range(hole.request.takes) if number not in there]


def _film_cost(parts: Parts) -> float:
    frames = parts.new_frames + sum(part.frames for part in parts.film if isinstance(part, Clip))
    return CODE * frames * megapixels(parts.clips[0])
