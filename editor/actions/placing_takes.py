"""Finished takes into the document: each goes to its clip, or to the pool where the clip is gone."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from editor.actions.again import renewed
from editor.actions.asked_models import adapters_kept, quality_told
from editor.actions.belonging import is_of_this_project, project_of
from editor.actions.importing import media_from
from editor.actions.meeting import start_in
from editor.actions.slowing import slowing
from editor.jobs import JobRow
from editor.presets import freedom_named
from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import (
    Generation,
    ItemId,
    Join,
    Keyframe,
    Made,
    Measure,
    Media,
    Purpose,
    Shown,
    Stretch,
    Take,
    Task,
    Timeline,
)
from editor.timeline.rational_time import MediaRange, to_frames
from editor.words import tr
from engine import requests
from engine.errors import LongtakeError
from engine.media.info import MediaInfo
from engine.models.chosen import is_built_in
from engine.requests import BridgeRequest, ExtendRequest, GenerateRequest, InterpolateRequest, Request, Source

log = logging.getLogger(__name__)

ASKED = (ExtendRequest, BridgeRequest, GenerateRequest)
NO_CONTEXT = requests.Context()


class TakePlacer(QObject):
    """Listens to the jobs and places each take as it is told of, one after another."""

    placed = Signal(str, object)  # the clip's id, and the Media that was added
    failed = Signal(object)  # LongtakeError: the take cannot be read; it is told of again at the next start

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._project = project_of(session)
        session.jobs.renew = partial(renewed, session)
        session.jobs.take_made.connect(self._begin)
        session.jobs.changed.connect(self._follow_project)
        session.document.replaced.connect(self._know_project)

    def close(self) -> None:
        self._follow_project()
        for task in self._tasks:
            task.cancel()

    async def settle(self) -> None:
        """Wait until all that was told of so far is placed."""
        await asyncio.gather(*self._tasks)

    def _know_project(self) -> None:
        """Another one was opened; its name may have changed since its jobs were asked for."""
        self._project = project_of(self._session)
        self._session.jobs.adopt(self._project.id, self._project)

    def _follow_project(self, *_: object) -> None:
        """Saved under another name, it is another project: what is being made goes with what is open."""
        now = project_of(self._session)
        if now != self._project:
            former, self._project = self._project, now
            self._session.jobs.adopt(former.id, now)

    def _begin(self, row: JobRow, take: requests.Take) -> None:
        self._keep(self._place(row, take))

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _place(self, row: JobRow, take: requests.Take) -> None:
        try:
            async with self._turn:
                media = await place_take(self._session, row, take)
        except LongtakeError as error:
            log.warning("take %s: %s", take.path, error)
            self.failed.emit(error)
        else:
            if media is not None:
                self.placed.emit(row.clip_id, media)


async def place_take(session: Session, row: JobRow, take: requests.Take) -> Media | None:
    """The take's file as media in the pool, and as a take of its clip, in the whole of the history.

    A clip's first take plays at once; later ones wait to be chosen. A take that is there already is only acknowledged.
    One of another project is None, and is told of again when that is opened. Raises LongtakeError where the file
    cannot be read; it too is told of again.
    """
    if not is_of_this_project(session, row, take):
        return None
    media = _in_pool(session.document.timeline, take)
    if media is None:
        info = await asyncio.wrap_future(session.service.inspect(take.path))
        if not is_of_this_project(session, row, take):  # another was opened meanwhile
            return None
        media = media_of_take(session.document.timeline, row, take, info)
        session.document.amend(adding(session.document.timeline, row, take, media))
    session.jobs.acknowledge(row.id, take.path)
    return media


def media_of_take(timeline: Timeline, row: JobRow, take: requests.Take, info: MediaInfo) -> Media:
    """Named after its clip and its number there; the file's own name only has to be one that is free. Its colours are
    coded as those of the clip it was made from."""
    encodings = [source.encoding for source in row.request.sources] or [""]
    media = replace(media_from(info), made=made_of(timeline, row, take), encoding=encodings[0])
    clip_id = ItemId(row.clip_id)
    if not timeline.has(clip_id):
        return media
    clip = timeline.clip(clip_id)
    return replace(media, name=tr("{name}, take {takes}", name=clip.name, takes=len(clip.takes) + 1))


def made_of(timeline: Timeline, row: JobRow, take: requests.Take) -> Made:
    return Made(
        generation=_generation(timeline, row),
        model=take.model,
        motion=take.motion,
        seed=take.seed,
        verdict=take.back_test.verdict.value if take.back_test else "",
        words=take.back_test.words if take.back_test else "",
        believable=take.back_test.believable if take.back_test else None,
        seam=tuple(take.seam.items()),
        notes=take.notes,
        seconds=take.seconds,
        joins=tuple(map(join_from, take.joins)),
    )


def join_from(join: requests.Join) -> Join:
    return Join(
        end=join.end.value,
        verdict=join.verdict.value,
        words=join.words,
        remedy=join.remedy.value if join.remedy else "",
        measures=tuple(Measure(each.label, each.value, each.verdict.value) for each in join.measures),
    )


def adding(timeline: Timeline, row: JobRow, take: requests.Take, media: Media) -> Callable[[Timeline], Timeline]:
    """The edit that adds the take to its clip, wherever in the history that clip is."""
    clip_id = ItemId(row.clip_id)
    start = start_of(timeline, clip_id, take)

    def add(each: Timeline) -> Timeline:
        first = each.has(clip_id) and not each.clip(clip_id).takes
        return edits.add_take(each, clip_id, media, Take(media.id, start), choose=first)

    return add


def start_of(timeline: Timeline, clip_id: ItemId, take: requests.Take) -> Fraction:
    """Where in the file the clip's own time starts: see start_in; of a clip that is gone, with the first new frame."""
    generation = timeline.clip(clip_id).generation if timeline.has(clip_id) else None
    if generation is None or not generation.sources:
        return take.new.start / take.rate
    return start_in(timeline, generation, take)


def _in_pool(timeline: Timeline, take: requests.Take) -> Media | None:
    return next((media for media in timeline.media if media.path == str(take.path)), None)


def _generation(timeline: Timeline, row: JobRow) -> Generation:
    """The clip's own, but for what this take alone was asked for; where it is gone, what the request tells."""
    clip_id = ItemId(row.clip_id)
    own = timeline.clip(clip_id).generation if timeline.has(clip_id) else None
    asked = generation_from(timeline, row.request)
    if own is None:
        return asked
    return replace(
        own,
        noise=asked.noise,
        preset=asked.preset,
        context=asked.context,
        matching=asked.matching,
        model=_model_of(own, row.request),
        adapters=asked.adapters,
        steps=asked.steps,
        quality=asked.quality,
        keyframes=asked.keyframes,
        curve=asked.curve,
    )


def _model_of(own: Generation, request: Request) -> str:
    """A take more is the network's, of a clip that measured motion could have made: see generating.new_take."""
    return own.model if is_built_in(own.model) and is_built_in(request.model) else request.model


def generation_from(timeline: Timeline, request: Request) -> Generation:
    if isinstance(request, InterpolateRequest):
        return slowing(tuple(_stretches(timeline, request)), request.speed[0].speed)
    assert isinstance(request, ASKED), "clips ask for nothing else: see requesting.request_of"
    task, context = _task_of(request)
    is_new = isinstance(request, GenerateRequest)
    return Generation(
        task=task,
        sources=() if is_new else tuple(_stretches(timeline, request)),
        prompt=request.text.prompt,
        negative=request.text.negative,
        preset=freedom_named(context.noise),
        noise=context.noise,
        context=context.frames,
        takes=request.takes,
        model=request.model,
        adapters=adapters_kept(request.sampling.adapters),
        quality=quality_told(request.model, request.sampling),
        steps=request.sampling.steps,
        frames=to_frames(request.duration, timeline.rate),
        matching=request.finish.colour,
        sound=request.sound.value,
        purpose=Purpose.LOOP.value if isinstance(request, BridgeRequest) and request.loops else "",
        keyframes=tuple(_keyframes(timeline, request.keyframes)),
        curve=request.sampling.freedom if request.sampling.draft is not None else (),
    )


def _task_of(request: ExtendRequest | BridgeRequest | GenerateRequest) -> tuple[Task, requests.Context]:
    """And the context, which of what is new there is none."""
    if isinstance(request, ExtendRequest):
        task = Task(request.direction.value)
        noise = request.context.noise[:: -1 if task is Task.BEFORE else 1]  # from far to near
        return task, replace(request.context, noise=noise)
    return (Task.BRIDGE, request.first_context) if isinstance(request, BridgeRequest) else (Task.NEW, NO_CONTEXT)


def _keyframes(timeline: Timeline, asked: tuple[requests.Keyframe, ...]) -> Iterator[Keyframe]:
    """Of those files that are in the pool."""
    for each in asked:
        if (media := _media_at(timeline, each.source)) is not None:
            at = to_frames(each.at, timeline.rate)
            yield Keyframe(media.id, at, each.noise, each.source.start or Fraction(0))


def _stretches(timeline: Timeline, request: Request) -> Iterator[Stretch]:
    """Of those files that are in the pool."""
    return (found for source in request.sources if (found := _stretch(timeline, source)))


def _stretch(timeline: Timeline, source: Source) -> Stretch | None:
    media = _media_at(timeline, source)
    if media is None:
        return None
    start, end = source.start or Fraction(0), media.duration if source.end is None else source.end
    shown = None if source.shown is None else Shown(source.shown.moments, source.shown.rate)
    return Stretch(media.id, MediaRange(start, end - start), shown)


def _media_at(timeline: Timeline, source: Source) -> Media | None:
    return next((media for media in timeline.media if media.path == str(source.path)), None)
