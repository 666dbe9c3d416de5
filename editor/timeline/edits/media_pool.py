"""The media pool: files added, taken out, found again, and the first one that says what the timeline is like."""

from dataclasses import replace
from fractions import Fraction

from editor.timeline.edits.handles import spare
from editor.timeline.edits.markers import set_marks
from editor.timeline.edits.track_items import gap, with_items, with_tracks
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Item, Media, MediaId, Timeline, Track, Transition
from editor.timeline.rational_time import to_frames
from editor.words import tr

STANDARD_RATES = (
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(48),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
)
FASTEST = 120  # frames per second that a timeline takes over; above it, and where it varies, the nearest standard rate


def add_media(timeline: Timeline, *media: Media) -> Timeline:
    """At the end of the pool; what is there already stays as it is."""
    new = {one.id: one for one in media if one.id not in timeline.media_by_id}
    return replace(timeline, media=(*timeline.media, *new.values())) if new else timeline


def remove_media(timeline: Timeline, media_id: MediaId) -> Timeline:
    """Out of the pool; the file stays. Raises EditError where a clip plays it or is generated from it."""
    media = timeline.media_by_id.get(media_id)
    if media is None:
        return timeline
    if media_id in used_media(timeline):
        raise EditError(
            tr("“{name}” is used on the timeline.", name=media.name), tr("Delete the clips that use it first.")
        )
    return replace(timeline, media=tuple(other for other in timeline.media if other is not media))


def used_media(timeline: Timeline) -> set[MediaId]:
    """What the clips play, in any of their takes, and what they are generated from."""
    used: set[MediaId] = set()
    for track in timeline.tracks:
        for clip in track.clips:
            used.update(take.media for take in clip.takes)
            used |= clip.generation.media if clip.generation else set()
    return used


def change_media(timeline: Timeline, media: Media) -> Timeline:
    """Another value for the file of this id (it was found elsewhere); nothing where the pool has none such.

    Transitions that need more than the file has are dropped.
    """
    if timeline.media_by_id.get(media.id, media) == media:
        return timeline
    pool = tuple(media if other.id == media.id else other for other in timeline.media)
    changed = replace(timeline, media=pool)
    return with_tracks(
        changed, {row: with_items(changed, track, track.items) for row, track in enumerate(changed.tracks)}
    )


def conform(timeline: Timeline, media: Media) -> Timeline:
    """A fresh timeline takes the size and the rate of the first film. A still or a sound leaves it fresh.

    A rate that varies, or that no camera has, becomes the nearest standard one. What is on it already, sound and
    stills, keeps its time to the nearest frame.
    """
    picture = media.picture
    if not timeline.is_fresh or picture is None or media.is_still:
        return timeline
    rate = nearest_rate(picture.rate) if picture.variable or not 1 <= picture.rate <= FASTEST else picture.rate
    return at_rate(replace(timeline, width=picture.width, height=picture.height, is_fresh=False), rate)


def at_rate(timeline: Timeline, rate: Fraction) -> Timeline:
    """All that is on it at the same moments, to the nearest frame. Transitions that no longer fit are dropped."""
    before = timeline.rate
    if rate == before:
        return timeline
    marks = (None if mark is None else _counted(mark, before, rate) for mark in (timeline.mark_in, timeline.mark_out))
    markers = tuple(
        replace(each, at=_counted(each.at, before, rate), duration=_counted(each.duration, before, rate))
        for each in timeline.markers
    )
    counted = replace(timeline, rate=rate, markers=markers, mark_in=None, mark_out=None)
    tracks = {row: _at_rate(counted, track, before) for row, track in enumerate(timeline.tracks)}
    return set_marks(with_tracks(counted, tracks), *marks)


def _at_rate(timeline: Timeline, track: Track, before: Fraction) -> Track:
    """The items at the same moments, counted at the timeline's rate: none longer than its media, none of no frame."""
    items: list[Item] = []
    at = 0
    for start, item in zip(track.starts, track.items, strict=True):
        if isinstance(item, Transition):
            by = timeline.rate / before
            items.append(replace(item, in_offset=round(item.in_offset * by), out_offset=round(item.out_offset * by)))
            continue
        at_new = max(at, _counted(start, before, timeline.rate))
        frames = max(1, _counted(start + item.duration, before, timeline.rate) - at_new)
        timed = replace(item, duration=frames)
        if isinstance(timed, Clip):
            timed = _laid_at_rate(timeline, timed, before)
            timed = replace(timed, duration=max(1, frames + min(0, spare(timeline, timed)[1])))
        items += [gap(at_new - at), _asked_at_rate(timed, before, timeline.rate)]
        at = at_new + timed.duration
    return with_items(timeline, track, items)


def _laid_at_rate(timeline: Timeline, clip: Clip, before: Fraction) -> Clip:
    """What is laid over a clip at the same moments, and what it plays from the same one on."""
    by, timing, start = timeline.rate / before, clip.timing, clip.source_start
    if timing is not None and timing.is_backward:  # its first frame is the end of what plays
        start += timing.speed * (1 / timeline.rate - 1 / before)
    return replace(
        clip,
        source_start=start,
        timing=timing and timing.stretched(by),
        fade_in=round(clip.fade_in * by),
        fade_out=round(clip.fade_out * by),
        fade_in_cut=round(clip.fade_in_cut * by),
        fade_out_cut=round(clip.fade_out_cut * by),
        look=clip.look and clip.look.stretched(by),
        level=clip.level and clip.level.stretched(by),
    )


def _asked_at_rate(item: Item, before: Fraction, rate: Fraction) -> Item:
    """What a clip is asked for is as long as before, and its keyframes at the same moments."""
    if not isinstance(item, Clip) or item.generation is None:
        return item
    frames = _counted(item.generation.frames, before, rate)
    places = {min(_counted(each.at, before, rate), max(0, frames - 1)): each for each in item.generation.keyframes}
    keyframes = tuple(replace(each, at=at) for at, each in sorted(places.items()))
    return replace(item, generation=replace(item.generation, frames=frames, keyframes=keyframes))


def _counted(frame: int, before: Fraction, rate: Fraction) -> int:
    return to_frames(frame / before, rate)


def nearest_rate(rate: Fraction) -> Fraction:
    """The standard frame rate closest to this one."""
    return min(STANDARD_RATES, key=lambda standard: abs(standard - rate))
