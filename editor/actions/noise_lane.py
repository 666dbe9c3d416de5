"""How free each part of a generated clip's next take is: read from the engine's plan, and changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import lcm

from editor.actions import keyframing
from editor.actions.again import request_again
from editor.presets import BY_HAND, Freedom, freedom, freedom_named, freedoms
from editor.session import Session
from editor.timeline.edits import made_with
from editor.timeline.edits.aim import find_clip
from editor.timeline.edits.keyframes import set_keyframe_noise
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Generation, ItemId, Keyframe, Purpose, Timeline, TrackKind
from editor.view_state import KeyframePlace
from editor.words import tr
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Plan, PlannedLatent, Request

FREE = 1.0
DIGITS = 2  # of what is entered
NOT_GENERATED = tr("Only a generated clip has frames to keep or to free.")
NO_TAKE = tr("New frames are wholly free: once there is a take, they can keep to it.")
BUILT_INS = (BUILT_IN, BUILT_IN_NETWORK)
NOT_WITH_KEYFRAMES = tr("Beside keyframes the built-in model makes new frames wholly free.")
IN_MORE_GOES = tr("New frames are made in more than one go: they are wholly free.")


class Part(StrEnum):
    SEEN = "seen"  # known frames that the model looks at
    NEW = "new"
    KEYFRAME = "keyframe"  # new, and given a picture


@dataclass(frozen=True, slots=True)
class Column:
    """One latent frame of a plan. start, stop: frames of the take, half-open, counted from the first new one.

    index: its column in the plan's sigmas.
    """

    index: int
    start: int
    stop: int
    noise: float
    part: Part


def columns_of(plan: Plan) -> tuple[Column, ...]:
    """In playing order."""
    new, pairs = plan.new_frames, sorted(enumerate(plan.latents), key=lambda pair: pair[1].start)
    return tuple(Column(index, each.start, each.stop, each.noise, _part(each, new)) for index, each in pairs)


def _part(latent: PlannedLatent, new: int) -> Part:
    if not latent.given:
        return Part.NEW
    return Part.KEYFRAME if latent.stop > 0 and latent.start < new else Part.SEEN


def request_planned(session: Session, clip_id: ItemId) -> Request:
    """What New Take would ask for. Raises EditError."""
    return replace(request_again(session, clip_id), takes=1)


def why_no_lane(timeline: Timeline, clip_id: ItemId) -> str:
    """Why nothing of a clip can be kept or freed, for the user; empty where it can."""
    generation = timeline.clip(clip_id).generation
    if generation is None:
        return NOT_GENERATED
    if timeline.track_of(clip_id).kind is not TrackKind.VIDEO:
        return tr("Sound is not generated: choose the picture.")
    if generation.purpose == Purpose.SLOW:
        return tr("Frames between a clip's own are measured: nothing of them is left free.")
    if timeline.clip(clip_id).timing is not None:
        return tr("The lane goes along the frames of a take: play the clip at 100 % first (Ctrl+R).")
    return ""


def why_fixed(timeline: Timeline, clip_id: ItemId, plan: Plan, column: Column) -> str:
    """Why one column stays as it is, for the user; empty where it can be changed."""
    if timeline.track_of(clip_id).locked:
        return tr("The track is locked.")
    if column.part is not Part.NEW:
        return ""
    clip = timeline.clip(clip_id)
    if clip.take is None:
        return NO_TAKE
    if clip.generation is not None and clip.generation.keyframes and clip.generation.model in BUILT_INS:
        return NOT_WITH_KEYFRAMES
    first, last = min(latent.start for latent in plan.latents), max(latent.stop for latent in plan.latents)
    return IN_MORE_GOES if first > 0 or last < plan.new_frames else ""


def with_value(timeline: Timeline, clip_id: ItemId, plan: Plan, place: int, value: float) -> Timeline:
    """One column, named by its place in playing order, as free as `value`. Raises EditError on a locked track."""
    columns, generation = columns_of(plan), _generation(timeline, clip_id)
    value, part = round(value, DIGITS), columns[place].part
    if part is Part.SEEN:
        noise = _seen_noise(generation, columns, place, value)
        return _changed(
            timeline, clip_id, replace(generation, noise=noise, preset=freedom_named(noise, generation.purpose))
        )
    if part is Part.NEW:
        return _changed(timeline, clip_id, replace(generation, curve=_new_curve(generation, columns, place, value)))
    for keyframe in _keyframes_in(timeline, generation, plan, columns[place]):
        timeline = set_keyframe_noise(timeline, clip_id, keyframe.at, value)
    return timeline


def with_preset(timeline: Timeline, clip_id: ItemId, name: str) -> Timeline:
    """The known frames by a preset's numbers, and the new ones wholly free. Raises EditError on a locked track."""
    generation = _generation(timeline, clip_id)
    return _changed(
        timeline, clip_id, replace(generation, noise=freedom(name, generation.purpose).noise, preset=name, curve=())
    )


def asked(timeline: Timeline, clip_id: ItemId, plan: Plan) -> tuple[float, ...]:
    """What the clip asks for of each of a plan's columns: what a plan of it will say."""
    columns, generation = columns_of(plan), timeline.clip(clip_id).generation
    assert generation is not None, "only a generated clip has a plan"
    before, after = _sides(columns)
    known = dict(zip(before, spread(generation.noise, len(before)), strict=True))
    known |= zip(after, spread(generation.noise[::-1], len(after)), strict=True)
    places = _new(columns)
    curve = generation.curve if timeline.clip(clip_id).take else ()
    known |= zip(places, spread(curve or (FREE,), len(places)), strict=True)
    for place, column in enumerate(columns):
        if column.part is Part.KEYFRAME:
            standing = _keyframes_in(timeline, generation, plan, column)
            known[place] = standing[-1].noise if standing else column.noise
    return tuple(known[place] for place in range(len(columns)))


def add_keyframe(session: Session, clip_id: ItemId, plan: Plan, place: int) -> None:
    """What the take in use shows in the middle of a new column, kept there. Raises EditError."""
    column, rate = columns_of(plan)[place], session.document.timeline.rate
    if column.part is Part.SEEN:
        raise EditError(tr("Known frames are given already."), tr("Add keyframes to the new ones."))
    middle = Fraction(column.start + column.stop - 1, 2) / plan.rate
    if not keyframing.place_shown(session, KeyframePlace(clip_id, int(middle * rate))):
        raise EditError(tr("There is no take yet to keep a frame of."), tr("Drop a still on the clip instead."))


def preset_now(generation: Generation) -> str:
    """The preset that all numbers are of, or BY_HAND."""
    return BY_HAND if generation.curve else freedom_named(generation.noise, generation.purpose)


def preset_before(timeline: Timeline, clip: Clip) -> str:
    """The preset that numbers by hand came from: of the clip's takes, else the nearest."""
    assert clip.generation is not None, "only a generated clip has a preset"
    media = (timeline.media_by_id.get(take.media) for take in clip.takes)
    named = (each.made.generation.preset for each in media if each and each.made)
    known = [each.name for each in freedoms()]
    return next((name for name in named if name in known), _nearest(clip.generation).name)


def _nearest(generation: Generation) -> Freedom:
    def apart(freedom: Freedom) -> float:
        others = spread(generation.noise, len(freedom.noise))
        return max(abs(one - other) for one, other in zip(freedom.noise, others, strict=True))

    return min(freedoms(generation.purpose), key=apart)


def spread(values: Sequence[float], count: int) -> tuple[float, ...]:
    """`values` evenly from the first to the last of `count` places, straight lines between: as the engine does it."""
    if len(values) == count:
        return tuple(values)
    at = [place * (len(values) - 1) / max(1, count - 1) for place in range(count)]
    return tuple(round(_between(values, each), 4) for each in at)


def _between(values: Sequence[float], at: float) -> float:
    below = int(at)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (at - below)


def _generation(timeline: Timeline, clip_id: ItemId) -> Generation:
    generation = find_clip(timeline, clip_id)[2].generation
    if generation is None:
        raise EditError(NOT_GENERATED)
    return generation


def _changed(timeline: Timeline, clip_id: ItemId, generation: Generation) -> Timeline:
    """The same timeline where nothing changes; what was asked for together goes on being so."""
    clip = timeline.clip(clip_id)
    if generation == clip.generation:
        return timeline
    alike = [each for each in made_with(timeline, clip) if not timeline.track_of(each).locked]
    return change_clips(timeline, alike, lambda each: replace(each, generation=generation))


def _sides(columns: Sequence[Column]) -> tuple[list[int], list[int]]:
    """The places of known columns before the new ones and after them, in playing order."""
    new = _new(columns)
    seen = [place for place, column in enumerate(columns) if column.part is Part.SEEN]
    return [place for place in seen if place < new[0]], [place for place in seen if place > new[0]]


def _new(columns: Sequence[Column]) -> list[int]:
    return [place for place, column in enumerate(columns) if column.part is not Part.SEEN]


def _seen_noise(generation: Generation, columns: Sequence[Column], place: int, value: float) -> tuple[float, ...]:
    """From far to near. Both sides share the values: there are as many as give each latent of either one of them."""
    before, after = _sides(columns)
    steps = lcm(*(max(1, len(side) - 1) for side in (before, after) if side))
    is_one = len(before) + len(after) == 1
    noise = list(spread(generation.noise, 1 if is_one else steps + 1))
    if place in before:
        noise[before.index(place) * steps // max(1, len(before) - 1)] = value
    else:
        noise[-1 - after.index(place) * steps // max(1, len(after) - 1)] = value
    return tuple(noise)


def _new_curve(generation: Generation, columns: Sequence[Column], place: int, value: float) -> tuple[float, ...]:
    """One value for each latent that is not known, in playing order; empty where all are wholly free."""
    places = _new(columns)
    curve = list(spread(generation.curve or (FREE,), len(places)))
    curve[places.index(place)] = value
    return () if all(each == FREE for each in curve) else tuple(curve)


def _keyframes_in(timeline: Timeline, generation: Generation, plan: Plan, column: Column) -> list[Keyframe]:
    """Those that stand in a column."""
    seconds = ((each, each.at / timeline.rate) for each in generation.keyframes)
    return [each for each, at in seconds if column.start <= round(at * plan.rate) < column.stop]
