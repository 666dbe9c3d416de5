"""Requests to the engine out of clips on a timeline."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, Self

from editor.actions.asked_models import adapters_asked, adapters_kept, quality_asked
from editor.actions.given import draft_of, keyframes_of, rate_of, refuse_offline
from editor.actions.known import film_of, known_frames, seconds_made, source_of, stretch_of
from editor.actions.meeting import shown_from
from editor.actions.model_view import FEWEST
from editor.presets import QUALITIES, Freedom, freedoms
from editor.timeline.model import (
    Clip,
    Generation,
    ItemId,
    Media,
    Purpose,
    Task,
    Timeline,
    TrackKind,
)
from editor.words import tr
from engine.requests import (
    BUILT_IN,
    Adapter,
    BridgeRequest,
    Context,
    Direction,
    ExtendRequest,
    Finish,
    GenerateRequest,
    InterpolateRequest,
    Outputs,
    Request,
    Sampling,
    Sound,
    Source,
    SpeedPoint,
    Text,
)

MOST_NEW = 3000  # media frames that the engine makes at once

EITHER = (Task.AFTER, Task.BEFORE)

IsThere = Callable[[Path], bool]


def natural(purpose: str = "") -> Freedom:
    """What is chosen until the user has: the middle one."""
    return freedoms(purpose)[1]


NATURAL = natural()


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user chooses about frames to be made, apart from where and how many."""

    prompt: str = ""
    negative: str = ""
    preset: str = NATURAL.name
    noise: tuple[float, ...] = NATURAL.noise
    context: int | None = None
    takes: int = 3
    seed: int = 0
    quality: str = QUALITIES[0].name
    steps: int | None = QUALITIES[0].steps
    model: str = BUILT_IN
    adapters: tuple[Adapter, ...] = ()  # of the model
    matching: float = 1.0  # 0 as generated to 1
    sound: str = Sound.ROOM_TONE.value

    @classmethod
    def first(cls, purpose: str) -> Self:
        """The first ones there are, of a purpose: see editor.timeline.model.Purpose."""
        return cls(preset=natural(purpose).name, noise=natural(purpose).noise)


def sides_of(task: Task) -> tuple[Task, ...]:
    """Of the clips that frames are made from, in playing order: whether the frames come after or before each."""
    if task is Task.NEW:
        return ()
    return (Task.AFTER, Task.BEFORE) if task is Task.BRIDGE else (task,)


def generation_of(
    timeline: Timeline, task: Task, sources: tuple[Clip, ...], wishes: Wishes, purpose: str = ""
) -> Generation:
    return Generation(
        task=task,
        sources=tuple(stretch_of(timeline, *pair) for pair in zip(sources, sides_of(task), strict=True)),
        prompt=wishes.prompt,
        negative=wishes.negative,
        preset=wishes.preset,
        noise=wishes.noise,
        context=wishes.context,
        takes=wishes.takes,
        seed=wishes.seed,
        model=wishes.model,
        adapters=adapters_kept(wishes.adapters),
        quality=wishes.quality,
        steps=wishes.steps,
        matching=wishes.matching,
        sound=wishes.sound,
        purpose=purpose,
    )


def request_of(
    timeline: Timeline, generation: Generation, frames: int, folder: Path, clip: Clip | None = None
) -> Request:
    """What makes `frames` of the timeline, or a fraction of a frame more where the media's rate is another.

    clip: whose take in use new frames are made after, where the generation has a curve. Raises EditError.
    """
    media = [film_of(timeline, stretch) for stretch in generation.sources]
    if generation.purpose == Purpose.SLOW:
        return _slower(media[0], generation, folder)
    duration = seconds_made(timeline, generation, frames)
    refuse_offline(timeline, generation)
    wanted = _wanted(generation, folder, duration) | {"keyframes": keyframes_of(timeline, generation)}
    if generation.curve and clip is not None and clip.takes:
        draft, sampling = draft_of(timeline, clip, duration), wanted["sampling"]
        wanted["sampling"] = replace(sampling, draft=draft, freedom=generation.curve)
    if generation.task is Task.NEW:
        size = (None, None) if timeline.is_fresh else (timeline.width, timeline.height)
        return GenerateRequest(rate=timeline.rate, width=size[0], height=size[1], **wanted)
    sources = [source_of(*each) for each in zip(media, generation.sources, sides_of(generation.task), strict=True)]
    before = Context(generation.context, generation.noise)
    after = replace(before, noise=generation.noise[::-1])  # a request has them in playing order
    if generation.task is not Task.BRIDGE:
        direction = Direction(generation.task.value)
        context = after if direction is Direction.BEFORE else before
        return ExtendRequest(source=sources[0], direction=direction, context=context, **wanted)
    first, second = sources
    loops = generation.purpose == Purpose.LOOP
    return BridgeRequest(first=first, second=second, first_context=before, second_context=after, loops=loops, **wanted)


def _wanted(generation: Generation, folder: Path, duration: Fraction) -> dict[str, Any]:
    """What every request says of frames to be made."""
    return {
        "duration": duration,
        "outputs": Outputs(folder),
        "text": Text(generation.prompt, generation.negative),
        "sampling": _sampling(generation),
        "model": generation.model,
        "takes": generation.takes,
        "finish": finish_of(generation),
        "sound": sound_of(generation),
    }


def _sampling(generation: Generation) -> Sampling:
    adapters, quality = adapters_asked(generation.adapters), quality_asked(generation)
    return Sampling(seed=generation.seed, steps=generation.steps, adapters=adapters, quality=quality)


def _slower(media: Media, generation: Generation, folder: Path) -> InterpolateRequest:
    """Of whole frames of the file, from the one shown at the clip's start to the one after its end: without that the
    last frame had nothing to lead to, and would be held."""
    (stretch,), rate = generation.sources, rate_of(media)
    end = min((ceil(stretch.range.end * rate) + 1) / rate, media.duration)
    source = Source(Path(media.path), shown_from(media, stretch.range.start), end, media.encoding)
    speed = (SpeedPoint(Fraction(0), generation.speed),)
    return InterpolateRequest(source=source, speed=speed, outputs=Outputs(folder), sound=sound_of(generation))


def finish_of(generation: Generation) -> Finish:
    """All of the finishing is as strong as the matching that was asked for."""
    return Finish(*[generation.matching] * len(fields(Finish)))


def sound_of(generation: Generation) -> Sound:
    """What a newer version may have asked for is not known here."""
    return Sound(generation.sound) if generation.sound in list(Sound) else Sound.ROOM_TONE


def why_no_source(
    timeline: Timeline, clip_id: ItemId, task: Task | None = None, is_there: IsThere = Path.is_file
) -> str:
    """Why nothing can be generated from this clip, for the user; empty where it can.

    task: AFTER it or BEFORE it; None: neither.
    """
    clip, track = timeline.clip(clip_id), timeline.track_of(clip_id)
    if track.kind is not TrackKind.VIDEO:
        return tr("Sound is not generated: choose a picture clip.")
    if track.locked:
        return tr("The track is locked.")
    if clip.is_pending:
        return tr("{name} is still being made.", name=clip.name)
    if refusal := _why_no_film(clip, timeline.media_of(clip), is_there):
        return refusal
    if max(known_frames(timeline, clip, side) for side in (sides_of(task) if task else EITHER)) < FEWEST:
        return tr("At least {fewest} frames are needed to see how it moves.", fewest=FEWEST)
    return ""


def _why_no_film(clip: Clip, media: Media | None, is_there: IsThere) -> str:
    """What is wrong with a clip's file."""
    if media is None or not is_there(Path(media.path)):
        return tr("{name} is offline: relink it first.", name=clip.name)
    if media.picture is None:
        return tr("{name} has no picture.", name=media.name)
    return tr("A still does not move: choose a video clip.") if media.is_still else ""


def why_no_bridge(timeline: Timeline, left_id: ItemId, right_id: ItemId, is_there: IsThere = Path.is_file) -> str:
    left = why_no_source(timeline, left_id, Task.AFTER, is_there)
    return left or why_no_source(timeline, right_id, Task.BEFORE, is_there)
