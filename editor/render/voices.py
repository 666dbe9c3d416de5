"""What is heard in a stretch of the timeline: which media, from where, and how it fades."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from editor.render.layers import dissolves_of, is_shown
from editor.timeline.model import Clip, MediaId, Task, Timeline, Track, TrackKind

FADE = Fraction(5, 1000)  # seconds at the edges of clips: a cut in a wave is a click
NEIGHBOURS = 3  # items beside those in the stretch whose dissolves may reach into it


@dataclass(frozen=True, slots=True)
class Voice:
    """One clip's sound. Everything is counted in samples of the timeline from its frame 0."""

    path: str
    offset: int  # the media's sample that is heard at the timeline's sample 0
    start: int
    end: int
    fade_in: int  # samples from `start` on, linear: the two of a dissolve sum to 1
    fade_out: int  # samples up to `end`


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
    if media is None or media.sound is None:
        return None
    stands = track.range_at(index)
    edge = round(FADE * timeline.sample_rate)
    voice = Voice(
        media.path,
        _offset(timeline, clip, stands.start),
        sample_at(timeline, stands.start),
        sample_at(timeline, stands.end),
        0 if _goes_on(timeline, track, index - 1) else edge,
        0 if _goes_on(timeline, track, index) else edge,
    )
    for dissolve in dissolves_of(track, index):
        begin, end = sample_at(timeline, dissolve.start), sample_at(timeline, dissolve.end)
        if dissolve.incoming == index:
            voice = replace(voice, start=begin, fade_in=end - begin)
        else:
            voice = replace(voice, end=end, fade_out=end - begin)
    return voice


def _offset(timeline: Timeline, clip: Clip, start: int) -> int:
    """Rounded once, so that the two halves of a clip that was cut join without a gap of one sample."""
    return round((timeline.source_range(clip).start - start / timeline.rate) * timeline.sample_rate)


def _goes_on(timeline: Timeline, track: Track, index: int) -> bool:
    """Whether the item at `index` and the next one are one piece of media that was only cut, or were made to join."""
    if not (0 <= index < len(track.items) - 1 and is_shown(track, index) and is_shown(track, index + 1)):
        return False
    left, right = track.items[index], track.items[index + 1]
    assert isinstance(left, Clip)
    assert isinstance(right, Clip)
    one, other = timeline.media_of(left), timeline.media_of(right)
    if one is None or other is None:
        return False
    if one.id != other.id:
        return _leads_on(timeline, left, right) or _leads_up(timeline, left, right)
    return _offset(timeline, left, track.starts[index]) == _offset(timeline, right, track.starts[index + 1])


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
