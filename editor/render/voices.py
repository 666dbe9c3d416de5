"""What is heard in a stretch of the timeline: which media, from where, and how it fades."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from editor.render.layers import is_shown
from editor.render.pace import Pace, is_heard, pace_of
from editor.timeline.fading import faded
from editor.timeline.looks import Level
from editor.timeline.model import DISSOLVE, Clip, MediaId, Task, Timeline, Track, TrackKind, Transition
from editor.timeline.rational_time import TimeRange

FADE = Fraction(5, 1000)  # seconds at the edges of clips: a cut in a wave is a click
PLAIN = Level()
NEIGHBOURS = 3  # items beside those in the stretch whose dissolves may reach into it


@dataclass(frozen=True, slots=True)
class Voice:
    """One clip's sound. Everything is counted in samples of the timeline from its frame 0."""

    path: str
    offset: int  # the media's sample that is heard at the timeline's sample 0
    start: int
    end: int
    fade_in: int  # samples from `start` on, or from `risen` before it
    fade_out: int  # samples up to `end`, or up to `falls` behind it
    power_in: bool = False  # whether it fades in by constant power: the squares of two cross-fading sum to 1
    power_out: bool = False
    level: Level | None = None
    origin: int = 0  # the timeline's sample at which the clip's frame 0 begins, from which its level counts
    per_frame: float = 1.0  # samples
    risen: int = 0  # samples of a fade that was cut, of which this is what is left
    falls: int = 0
    edge_in: int = 0  # samples in which what is left of such a fade comes to where it goes on, where nothing leads on
    edge_out: int = 0
    pace: Pace | None = None  # of a clip at another speed, whose `offset` is 0: it says which samples are heard


def sample_at(timeline: Timeline, frame: int) -> int:
    """The first sample of a frame."""
    return round(frame * timeline.sample_rate / timeline.rate)


def audible_tracks(timeline: Timeline) -> list[Track]:
    """Not muted; where a track is solo, only those that are."""
    sounding = [track for track in timeline.tracks if track.kind is TrackKind.AUDIO and not track.muted]
    return [track for track in sounding if track.solo] or [
        track for track in sounding if not any(other.solo for other in timeline.tracks)
    ]


def voices(timeline: Timeline, start: int, count: int) -> list[Voice]:
    """All that are heard in the samples [start, start + count)."""
    per_frame = timeline.sample_rate / timeline.rate
    first, last = floor(start / per_frame), ceil((start + count) / per_frame)
    found = (voice for track in audible_tracks(timeline) for voice in _of_track(timeline, track, first, last))
    return [voice for voice in found if voice.start < start + count and start < voice.end]


def _of_track(timeline: Timeline, track: Track, first: int, last: int) -> Iterator[Voice]:
    begin = max(0, bisect_right(track.starts, first) - 1 - NEIGHBOURS)
    end = bisect_left(track.starts, last) + NEIGHBOURS
    for index in range(begin, min(end, len(track.items))):
        clip = track.items[index]
        if isinstance(clip, Clip) and clip.enabled:
            voice = _voice(timeline, track, index, clip)
            if voice is not None:
                yield voice


def _voice(timeline: Timeline, track: Track, index: int, clip: Clip) -> Voice | None:
    """None where the clip has no sound."""
    media = timeline.media_of(clip)
    if media is None or media.sound is None or not is_heard(clip):
        return None
    stands = track.range_at(index)
    edge, whole = round(FADE * timeline.sample_rate), _fade_samples(timeline, stands, clip)
    edges = [0 if _goes_on(timeline, track, index + by) else edge for by in (-1, 0)]
    voice = Voice(
        media.path,
        _offset(timeline, clip, stands.start) if clip.timing is None else 0,
        sample_at(timeline, stands.start),
        sample_at(timeline, stands.end),
        max(edges[0], whole[0]),
        max(edges[1], whole[1]),
        level=clip.level,
        origin=sample_at(timeline, stands.start),
        per_frame=float(timeline.sample_rate / timeline.rate),
        risen=_samples(timeline, stands.start, -clip.fade_in_cut),
        falls=_samples(timeline, stands.end, clip.fade_out_cut),
        edge_in=edges[0] if clip.fade_in_cut else 0,
        edge_out=edges[1] if clip.fade_out_cut else 0,
        pace=pace_of(timeline, clip, stands.start),
    )
    return _crossing(timeline, track, index + 1, _crossing(timeline, track, index - 1, voice))


def _crossing(timeline: Timeline, track: Track, at: int, voice: Voice) -> Voice:
    """The voice as it goes through the transition at `at`, if there is one between two clips that are heard."""
    transition = track.items[at] if 0 < at < len(track.items) - 1 else None
    if not isinstance(transition, Transition) or not (is_shown(track, at - 1) and is_shown(track, at + 1)):
        return voice
    cut = track.starts[at]
    begin, end = (sample_at(timeline, cut + by) for by in (-transition.in_offset, transition.out_offset))
    comes = voice.origin == sample_at(timeline, cut)
    if transition.kind != DISSOLVE:  # a dip: one goes to silence, then the other comes from it
        middle = sample_at(timeline, cut)
        own = (
            replace(voice, fade_in=end - middle, risen=0, edge_in=0),
            replace(voice, fade_out=middle - begin, falls=0, edge_out=0),
        )
        return own[0] if comes else own[1]
    power = not _is_one_piece(timeline, track, at - 1, at + 1)  # what is alike adds up to itself, linearly
    if comes:
        return replace(voice, start=begin, fade_in=end - begin, power_in=power, risen=0, edge_in=0)
    return replace(voice, end=end, fade_out=end - begin, power_out=power, falls=0, edge_out=0)


def _fade_samples(timeline: Timeline, stands: TimeRange, clip: Clip) -> tuple[int, int]:
    """Of both fades, with what was cut off of them."""
    risen, fall = stands.start - clip.fade_in_cut, stands.end + clip.fade_out_cut
    came = _samples(timeline, risen, clip.fade_in + clip.fade_in_cut) if clip.fade_in else 0
    goes = _samples(timeline, fall, -clip.fade_out - clip.fade_out_cut) if clip.fade_out else 0
    return came, goes


def _samples(timeline: Timeline, frame: int, by: int) -> int:
    """How many lie between a frame and the one so many later."""
    return abs(sample_at(timeline, frame + by) - sample_at(timeline, frame))


def _offset(timeline: Timeline, clip: Clip, start: int) -> int:
    """Rounded once, so that the two halves of a clip that was cut join without a gap of one sample."""
    return round((timeline.moment(clip, 0) - start / timeline.rate) * timeline.sample_rate)


def _goes_on(timeline: Timeline, track: Track, index: int) -> bool:
    """Whether the item at `index` and the next one are one piece of media that was only cut, or were made to join."""
    if not (0 <= index < len(track.items) - 1 and is_shown(track, index) and is_shown(track, index + 1)):
        return False
    left, right = track.items[index], track.items[index + 1]
    assert isinstance(left, Clip)
    assert isinstance(right, Clip)
    one, other = timeline.media_of(left), timeline.media_of(right)
    if one is None or other is None or not _is_as_loud(left, right):
        return False
    if one.id != other.id:
        if left.timing is not None or right.timing is not None:
            return False
        return _leads_on(timeline, left, right) or _leads_up(timeline, left, right)
    return _is_one_piece(timeline, track, index, index + 1)


def _is_one_piece(timeline: Timeline, track: Track, left: int, right: int) -> bool:
    """Whether two clips play the same file in step, as the halves of one that was cut do."""
    one, other = track.items[left], track.items[right]
    assert isinstance(one, Clip)
    assert isinstance(other, Clip)
    media = timeline.media_of(one)
    if media is None or media is not timeline.media_of(other):
        return False
    starts = track.starts[left], track.starts[right]
    if one.timing is not None or other.timing is not None:
        paces = pace_of(timeline, one, starts[0]), pace_of(timeline, other, starts[1])
        return None not in paces and paces[0] == paces[1]
    return _offset(timeline, one, starts[0]) == _offset(timeline, other, starts[1])


def _is_as_loud(left: Clip, right: Clip) -> bool:
    """Whether what comes after a cut is as loud as what was before it, as far as the clips say."""
    one, other = left.level or PLAIN, right.level or PLAIN
    level = one.volume.at(left.duration) == other.volume.at(0) and one.pan.at(left.duration) == other.pan.at(0)
    return level and faded(left, left.duration) == faded(right, 0)


def _leads_on(timeline: Timeline, left: Clip, right: Clip) -> bool:
    """Whether generated sound begins with what the clip before it ends with: the sample after its last."""
    made = right.generation
    if made is None or made.task is Task.BEFORE or right.source_start or not made.sources:
        return False
    return _is_cut_at(timeline, left, made.sources[0].media, made.sources[0].range.end, timeline.source_range(left).end)


def _leads_up(timeline: Timeline, left: Clip, right: Clip) -> bool:
    """Whether it ends with the sample before the first of the clip after it."""
    made = left.generation
    if made is None or made.task is Task.AFTER or not made.sources:
        return False
    whole = left.source_start == (made.frames - left.duration) / timeline.rate
    cut, start = made.sources[-1].range.start, timeline.source_range(right).start
    return whole and _is_cut_at(timeline, right, made.sources[-1].media, cut, start)


def _is_cut_at(timeline: Timeline, clip: Clip, media_id: MediaId, cut: Fraction, at: Fraction) -> bool:
    """Whether the clip plays that file up to or from where the engine was told to, which it does on whole frames."""
    media = timeline.media_of(clip)
    assert media is not None, "a clip without media is not heard"
    alike = media.picture is not None and media.picture.rate == timeline.rate
    return alike and media.id == media_id and cut == at and (cut * timeline.rate).denominator == 1
