"""Random timelines and random edits, for properties that hold of all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from hypothesis import strategies as st

from editor.timeline import edits
from editor.timeline.edits import Edge, Envelope, Rule
from editor.timeline.edits.handles import spare
from editor.timeline.edits.track_items import with_items
from editor.timeline.looks import QUIET, Curve, Level, Look, MotionPoint, Point, Transform
from editor.timeline.model import (
    Clip,
    Gap,
    Item,
    ItemId,
    Keyframe,
    Marker,
    MarkerId,
    MediaId,
    Take,
    Task,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    Transition,
    new_id,
)
from editor.timeline.rational_time import TimeRange
from editor.timeline.timing import SpeedPoint, Timing
from tests.editor.timeline.drawing import RATE, film, generation

FILMS = (film("long", 240), film("short", 40), film("tight", 12), replace(film("still"), duration=Fraction(0)))
LABELS = ("V1", "V2", "V3", "A1", "A2")


LINKS = (None, None, "x", "y", "z")
GAP, TRANSITION = range(2)  # a cut is neither
RAMP = (SpeedPoint(2, Fraction(1, 2)), SpeedPoint(6, Fraction(3, 2)))
TIMINGS = (
    None,
    None,
    Timing(Fraction(2)),
    Timing(Fraction(1, 3), keeps_pitch=False),
    Timing(Fraction(-1)),
    Timing(Fraction(0)),
    Timing(ramp=RAMP),
)
MOTION = (MotionPoint(2, y=-0.5), MotionPoint(9, scale=0.5, rotation=30.0, smooth=True))
LOOK = Look(Curve(1.0, (Point(1, 0.25), Point(7, 1.0))), Transform(x=0.1, scale=2.0), motion=MOTION)
LEVEL = Level(Curve(0.0, (Point(0, -6.0), Point(5, 3.0), Point(14, QUIET))), Curve(-0.5))
DRESSES = ((0, 0, False), (0, 0, False), (3, 0, True), (0, 4, False), (9, 9, True))  # fades, and a look or a level
SIZES = (12, 7, 5, 6, 4, 8, 2, 21, 3, len(DRESSES))


def parts(number: int, *sizes: int) -> Iterator[int]:
    """One number as several, each below its size: to draw one where ten would take ten times as long."""
    for size in sizes:
        number, part = divmod(number, size)
        yield part


def clip_from(number: int, name: str, is_picture: bool) -> Clip:
    """Of a film, a still or, on picture tracks, yet to be generated; with one take or two; linked or not; dressed or
    not."""
    frames, timing, link, pending, first, second, active, start, seed, dress = parts(number, *SIZES)
    clip = dressed(Clip(ItemId(name), name, 1 + frames, link=LINKS[link]), DRESSES[dress], is_picture)
    if is_picture and pending == 5:
        return replace(clip, generation=replace(generation(seed=seed), frames=clip.duration))
    media = list(dict.fromkeys([FILMS[first], FILMS[second] if second < len(FILMS) else FILMS[first]]))
    takes = tuple(Take(one.id) for one in media)
    room = min([20, *(int(one.duration * RATE) - clip.duration for one in media if not one.is_still)])
    clip = replace(clip, takes=takes, active=active % len(takes), source_start=min(start, room) / RATE)
    return timed(clip, TIMINGS[timing])


def dressed(clip: Clip, dress: tuple[int, int, bool], is_picture: bool) -> Clip:
    fade_in, fade_out, is_changed = dress
    faded = replace(clip, fade_in=fade_in, fade_out=fade_out)
    if not is_changed:
        return faded
    return replace(faded, look=LOOK) if is_picture else replace(faded, level=LEVEL)


def timed(clip: Clip, timing: Timing | None) -> Clip:
    """As slow, fast, backward or along a curve as its media allows in each of its takes; else as fast as filmed."""
    back = clip.duration - 1 if timing is not None and timing.is_backward else 0
    changed = replace(clip, source_start=clip.source_start + back / RATE, timing=timing)
    alone = Timeline("alone", RATE, 1920, 1080, media=FILMS)
    each = [replace(changed, active=place) for place in range(len(clip.takes))]
    fits = all(min(spare(alone, one)) >= 0 for one in each)
    return changed if fits else clip


def track_from(numbers: list[int], label: str, transitions: bool) -> Track:
    """Clips with gaps and transitions between; sometimes locked, or without sync lock. Not yet in normal form."""
    is_picture = label[0] == "V"
    items: list[Item] = []
    for place, number in enumerate(numbers[1:]):
        between, frames, out, rest = parts(number, 3, 8, 3, prod(SIZES))
        if between == GAP:
            items.append(Gap(ItemId(f"{label}gap{place}"), 1 + frames))
        if between == TRANSITION and transitions:
            items.append(Transition(ItemId(f"{label}fade{place}"), frames % 4, 1 + out))
        items.append(clip_from(rest, f"{label}c{place}", is_picture))
    locked, loose = parts(numbers[0], 6, 4)
    kind = TrackKind.VIDEO if is_picture else TrackKind.AUDIO
    return Track(TrackId(label), kind, label, tuple(items), locked == 5, loose != 3)


@st.composite
def timelines(draw: st.DrawFn, transitions: bool = True) -> Timeline:
    """In normal form, with every kind of thing on it."""
    numbers = st.lists(st.integers(0, 2**32), min_size=1, max_size=6)
    made = tuple(track_from(draw(numbers), label, transitions) for label in LABELS)
    loose = Timeline("Random", RATE, 1920, 1080, made, media=FILMS)
    return replace(loose, tracks=tuple(with_items(loose, track, track.items) for track in made))


@dataclass(frozen=True)
class Step:
    """One edit, aimed by numbers: whatever the timeline is by then, there is something they stand for."""

    verb: str
    which: int
    other: int
    by: int
    edge: Edge
    rule: Rule
    on: bool

    def apply(self, timeline: Timeline) -> Timeline:
        """Raises EditError where it cannot be done."""
        return VERBS[self.verb](self, timeline)

    def clip(self, timeline: Timeline) -> Clip | None:
        return _pick([clip for track in timeline.tracks for clip in track.clips], self.which)

    def track(self, timeline: Timeline) -> Track:
        return timeline.tracks[self.other % len(timeline.tracks)]

    def ids(self, timeline: Timeline) -> list[ItemId]:
        """One, two or three items."""
        items = [item.id for track in timeline.tracks for item in track.items]
        return [items[(self.which + self.other * step) % len(items)] for step in range(min(len(items), 3))]

    def envelope(self, timeline: Timeline, clip: Clip) -> Envelope:
        is_picture = timeline.track_of(clip.id).kind is TrackKind.VIDEO
        return ((edits.OPACITY, edits.SPEED) if is_picture else (edits.VOLUME, edits.PAN))[self.on]

    def range(self) -> TimeRange:
        return TimeRange(self.which, abs(self.by))

    def placements(self, timeline: Timeline) -> dict[TrackId, list[Item]]:
        track = self.track(timeline)
        return {track.id: [Clip(ItemId(new_id()), "placed", 1 + abs(self.by), (Take(MediaId("long")),))]}


def _pick(things: list[Clip], which: int) -> Clip | None:
    return things[which % len(things)] if things else None


def _with_clip(edit: Callable[[Step, Timeline, Clip], Timeline]) -> Callable[[Step, Timeline], Timeline]:
    """An edit of one clip: nothing where there is none."""

    def apply(step: Step, timeline: Timeline) -> Timeline:
        clip = step.clip(timeline)
        return timeline if clip is None else edit(step, timeline, clip)

    return apply


def _with_next(edit: Callable[[Step, Timeline, ItemId, ItemId], Timeline]) -> Callable[[Step, Timeline], Timeline]:
    """An edit of a clip and the next one on its track."""

    def apply(step: Step, timeline: Timeline, clip: Clip) -> Timeline:
        row, index = timeline.place(clip.id)
        later = [other.id for other in timeline.tracks[row].items[index + 1 :] if isinstance(other, Clip)]
        return edit(step, timeline, clip.id, later[0]) if later else timeline

    return _with_clip(apply)


def _generate(step: Step, timeline: Timeline, clip: Clip) -> Timeline:
    asked = replace(generation(Task.AFTER if step.on else Task.BEFORE), frames=1 + abs(step.by))
    return edits.insert_generated(timeline, clip.id, 1 + abs(step.by), asked, ItemId(new_id()), step.rule)


def _bridge(step: Step, timeline: Timeline, left: ItemId, right: ItemId) -> Timeline:
    asked = generation(Task.BRIDGE)
    return edits.insert_bridge(timeline, left, right, 1 + abs(step.by), asked, ItemId(new_id()), step.rule)


def _new(step: Step, timeline: Timeline) -> Timeline:
    asked = replace(generation(Task.NEW), frames=step.range().duration)
    return edits.insert_new(timeline, step.track(timeline).id, step.range(), "new", asked, ItemId(new_id()))


def _keyframe(step: Step, timeline: Timeline, clip: Clip) -> Timeline:
    keyframe = Keyframe(FILMS[step.other % len(FILMS)].id, abs(step.by), step.which / 40)
    return edits.place_keyframe(timeline, clip.id, FILMS[step.other % len(FILMS)], keyframe)


def _with_keyframe(edit: Callable[[Step, Timeline, ItemId, int], Timeline]) -> Callable[[Step, Timeline], Timeline]:
    """An edit of a keyframe: nothing where there is none."""

    def apply(step: Step, timeline: Timeline) -> Timeline:
        found = [
            (clip.id, keyframe.at)
            for track in timeline.tracks
            for clip in track.generated
            for keyframe in (clip.generation.keyframes if clip.generation else ())
        ]
        return edit(step, timeline, *found[step.which % len(found)]) if found else timeline

    return apply


def _fade(step: Step, timeline: Timeline, left: ItemId, right: ItemId) -> Timeline:
    return edits.add_transition(timeline, left, right, 1 + abs(step.by), ItemId(new_id()))


def _take(step: Step, timeline: Timeline, clip: Clip) -> Timeline:
    media = film(f"take{step.by}", 20 + abs(step.by))
    return edits.add_take(timeline, clip.id, media, Take(media.id, Fraction(1, 4)), step.on)


_ALIGNMENTS = tuple(edits.Alignment)


def _speed(step: Step, timeline: Timeline, clip: Clip) -> Timeline:
    speed = Fraction(step.by or 1, 1 + step.other % 4)
    return edits.set_speed(timeline, [clip.id], speed, ripple=step.on, linked=step.edge is Edge.START)


def _freeze(step: Step, timeline: Timeline, clip: Clip) -> Timeline:
    place = timeline.range_of(clip.id)
    at = place.start + step.other % place.duration
    return edits.insert_freeze(timeline, clip.id, at, 1 + abs(step.by), ItemId(new_id()))


def _ramp(step: Step, timeline: Timeline, clip: Clip) -> Timeline:
    ramp = (SpeedPoint(step.by, Fraction(1, 1 + step.which)), SpeedPoint(13, Fraction(1 + step.other, 10)))
    return edits.set_ramp(timeline, clip.id, ramp if step.on else (), step.edge is Edge.START)


def _link(step: Step, timeline: Timeline) -> Timeline:
    return (edits.link if step.on else edits.unlink)(timeline, step.ids(timeline))


def _mark(step: Step, timeline: Timeline) -> Timeline:
    return edits.add_marker(timeline, Marker(MarkerId(str(step.other)), step.which, duration=abs(step.by)))


def _gaps(step: Step, timeline: Timeline) -> Timeline:
    gaps = [item.id for track in timeline.tracks for item in track.items if isinstance(item, Gap)]
    return edits.close_gap(timeline, gaps[step.which % len(gaps)]) if gaps else timeline


def _add_track(step: Step, timeline: Timeline) -> Timeline:
    return edits.add_track(timeline, TrackKind.VIDEO if step.on else TrackKind.AUDIO, TrackId(new_id()))


def _with_transition(edit: Callable[[Step, Timeline, ItemId], Timeline]) -> Callable[[Step, Timeline], Timeline]:
    """An edit of a transition: nothing where there is none."""

    def apply(step: Step, timeline: Timeline) -> Timeline:
        found = [item.id for track in timeline.tracks for item in track.items if isinstance(item, Transition)]
        return edit(step, timeline, found[step.which % len(found)]) if found else timeline

    return apply


def _with_point(edit: Callable[..., Timeline]) -> Callable[[Step, Timeline], Timeline]:
    """An edit of a point of a clip's line, and of where it stands: nothing where there is none."""

    def apply(step: Step, timeline: Timeline, clip: Clip) -> Timeline:
        envelope = step.envelope(timeline, clip)
        points = envelope.curve_of(clip).points
        return edit(step, timeline, clip.id, envelope, points[step.other % len(points)].at) if points else timeline

    return _with_clip(apply)


def _attributes(step: Step, timeline: Timeline, clip: Clip) -> Timeline:
    """Those of one clip over some others."""
    kind = timeline.track_of(clip.id).kind
    sources = (clip, None) if kind is TrackKind.VIDEO else (None, clip)
    return edits.paste_attributes(timeline, step.ids(timeline), *sources, list(edits.Attribute)[step.other % 9 :])


VERBS: dict[str, Callable[[Step, Timeline], Timeline]] = {
    "insert": lambda s, t: edits.insert(t, s.which, s.placements(t)),
    "overwrite": lambda s, t: edits.overwrite(t, s.which, s.placements(t)),
    "lift": lambda s, t: edits.lift(t, s.ids(t)),
    "extract": lambda s, t: edits.extract(t, s.ids(t)),
    "lift range": lambda s, t: edits.lift_range(t, s.range(), [s.track(t).id]),
    "extract range": lambda s, t: edits.extract_range(t, s.range(), [s.track(t).id]),
    "close gap": _gaps,
    "close all gaps": lambda s, t: edits.close_all_gaps(t, s.track(t).id),
    "move": lambda s, t: edits.move(t, s.ids(t), s.by, s.other % 3 - 1, insert=s.on),
    "split": lambda s, t: edits.split(t, s.ids(t), s.other, linked=s.on) if s.clip(t) else t,
    "split all": lambda s, t: edits.split_all(t, s.which),
    "trim": _with_clip(lambda s, t, c: edits.trim(t, c.id, s.edge, s.by, s.on)),
    "ripple trim": _with_clip(lambda s, t, c: edits.ripple_trim(t, c.id, s.edge, s.by, s.on)),
    "slip": _with_clip(lambda s, t, c: edits.slip(t, c.id, s.by, s.on)),
    "slide": _with_clip(lambda s, t, c: edits.slide(t, c.id, s.by, s.on)),
    "roll": _with_next(lambda s, t, left, right: edits.roll(t, left, right, s.by, s.on)),
    "generate": _with_clip(_generate),
    "bridge": _with_next(_bridge),
    "new": _new,
    "keyframe": _with_clip(_keyframe),
    "move keyframe": _with_keyframe(lambda s, t, clip, at: edits.move_keyframe(t, clip, at, s.by)),
    "freer keyframe": _with_keyframe(lambda s, t, clip, at: edits.set_keyframe_noise(t, clip, at, s.other / 20)),
    "remove keyframe": _with_keyframe(lambda s, t, clip, at: edits.remove_keyframe(t, clip, at)),
    "fade": _with_next(_fade),
    "add take": _with_clip(_take),
    "choose take": _with_clip(lambda s, t, c: edits.choose_take(t, c.id, s.other % 2)),
    "add track": _add_track,
    "remove track": lambda s, t: edits.remove_track(t, s.track(t).id),
    "enable": _with_clip(lambda s, t, c: edits.set_enabled(t, [c.id], s.on)),
    "speed": _with_clip(_speed),
    "reverse": _with_clip(lambda s, t, c: edits.reverse(t, [c.id], s.on)),
    "freeze": _with_clip(lambda s, t, c: edits.freeze(t, c.id, t.range_of(c.id).start)),
    "insert freeze": _with_clip(_freeze),
    "ramp": _with_clip(_ramp),
    "end of fade": _with_clip(lambda s, t, c: edits.set_fade(t, c.id, s.edge, s.which)),
    "look": lambda s, t: edits.change_look(t, s.ids(t), lambda look: LOOK if s.on else Look()),
    "level": lambda s, t: edits.change_level(t, s.ids(t), lambda level: LEVEL if s.on else Level()),
    "add point": _with_clip(lambda s, t, c: edits.add_point(t, c.id, s.envelope(t, c), s.other % 7)),
    "move point": _with_point(lambda s, t, *point: edits.move_point(t, *point, s.other, s.by / 3)),
    "remove point": _with_point(lambda s, t, *point: edits.remove_point(t, *point)),
    "raise line": _with_clip(lambda s, t, c: edits.raise_line(t, c.id, s.envelope(t, c), s.other, s.by / 5)),
    "link": _link,
    "group": lambda s, t: (edits.group if s.on else edits.ungroup)(t, s.ids(t)),
    "label": lambda s, t: edits.set_label(t, s.ids(t), "moss" if s.on else ""),
    "attributes": _with_clip(_attributes),
    "join": _with_next(lambda s, t, left, right: edits.join(t, left, right, s.on)),
    "resize transition": _with_transition(lambda s, t, x: edits.resize_transition(t, x, s.edge, s.by)),
    "move transition": _with_transition(lambda s, t, x: edits.move_transition(t, x, s.by)),
    "align transition": _with_transition(lambda s, t, x: edits.align_transition(t, x, _ALIGNMENTS[s.other % 3])),
    "into sync": _with_clip(lambda s, t, c: (edits.move_into_sync if s.on else edits.slip_into_sync)(t, c.id)),
    "replace": _with_clip(lambda s, t, c: edits.replace_media(t, c.id, FILMS[s.other % len(FILMS)], s.which / RATE)),
    "empty tracks": lambda s, t: edits.remove_empty_tracks(t),
    "move track": lambda s, t: edits.move_track(t, s.track(t).id, s.by),
    "marks": lambda s, t: edits.set_marks(t, s.which, s.other),
    "marker": _mark,
}

steps = st.builds(
    Step,
    st.sampled_from(sorted(VERBS)),
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(-12, 12),
    st.sampled_from(Edge),
    st.sampled_from(Rule),
    st.booleans(),
)


def plays(timeline: Timeline, track: Track) -> list[tuple[str, Fraction] | None]:
    """What is seen or heard at each frame of a track: which clip, by name, and its time; None in a gap."""
    frames: list[tuple[str, Fraction] | None] = []
    for item in track.items:
        if isinstance(item, Clip):
            frames += [(item.name, timeline.moment(item, frame)) for frame in range(item.duration)]
        else:
            frames += [None] * item.duration
    return frames


def without_gap_ids(timeline: Timeline) -> Timeline:
    """To compare timelines: a gap that was opened and closed again has another id."""
    return replace(
        timeline,
        tracks=tuple(replace(track, items=tuple(_nameless(item) for item in track.items)) for track in timeline.tracks),
    )


def _nameless(item: Item) -> Item:
    return replace(item, id=ItemId("")) if isinstance(item, Gap) else item
