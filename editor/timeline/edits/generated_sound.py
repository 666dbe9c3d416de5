"""The sound of generated frames: a clip linked with their picture, on the track that its source is heard on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from editor.timeline.edits.fades import handed_on
from editor.timeline.edits.looks import continued_level
from editor.timeline.edits.track_items import change_clips, is_free, new_links, splice, with_tracks
from editor.timeline.edits.trimming import Edge
from editor.timeline.fading import without_fade_in, without_fade_out, without_fades
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind, new_id


def with_sound(timeline: Timeline, clip_id: ItemId, before: ItemId | None, after: ItemId | None) -> Timeline:
    """Sound that is still to be made under a generated clip, where sound was asked for; before, after: its sources.

        |  A  |after|  B  |        |  A  |after|  B  |
        |  a  |     |  b  |   ->   |  a  |after|  b  |

    Only where the linked sound of a source is of the same file, meets the cut, and nothing plays under the new frames:
    otherwise it goes on by itself, or the user has put something else there. It is as loud as that sound is where they
    meet, and takes over the fade there; between two neither fades at it. Locked tracks stay as they are.
    """
    clip = timeline.clip(clip_id)
    joins = list(_going_on(timeline, clip, before, after))
    source, edge = joins[0] if joins else (None, Edge.END)
    if clip.generation is None or not clip.generation.is_heard or source is None:
        return timeline
    link, place, row = new_id(), timeline.range_of(clip_id), timeline.place(source.id)[0]
    level = continued_level(source, source.duration if edge is Edge.END else 0)
    sound = replace(without_fades(clip), id=ItemId(new_id()), link=link, look=None, level=level)
    if before is None or after is None:
        changed, sound = handed_on(source, sound, edge)
        timeline = change_clips(timeline, [source.id], lambda _: changed)
    else:
        timeline = _joined(timeline, row, joins)
    track = splice(timeline, timeline.tracks[row], place, (sound,), new_links())
    return change_clips(with_tracks(timeline, {row: track}), [clip_id], lambda each: replace(each, link=link))


def _joined(timeline: Timeline, row: int, joins: Sequence[tuple[Clip, Edge]]) -> Timeline:
    """The sounds on that row without the fades that would lie at the joins."""
    for source, edge in joins:
        if source.id in timeline.tracks[row].indices:
            bare = without_fade_out if edge is Edge.END else without_fade_in
            timeline = change_clips(timeline, [source.id], bare)
    return timeline


def _going_on(
    timeline: Timeline, clip: Clip, before: ItemId | None, after: ItemId | None
) -> Iterator[tuple[Clip, Edge]]:
    """The sounds that are to go on under the clip and at which edge, that of the source before it first."""
    place = timeline.range_of(clip.id)
    for source, is_before in ((before, True), (after, False)):
        for row, sound in _sounds(timeline, source):
            stands, track = timeline.range_of(sound.id), timeline.tracks[row]
            meets = stands.end == place.start if is_before else stands.start == place.end
            if meets and not track.locked and is_free(track, place):
                yield sound, Edge.END if is_before else Edge.START


def _sounds(timeline: Timeline, source: ItemId | None) -> Iterator[tuple[int, Clip]]:
    """The linked sound of a source that comes out of the same file."""
    if source is None or not timeline.has(source):
        return
    picture = timeline.clip(source)
    for row, clip in ((timeline.place(each)[0], timeline.clip(each)) for each in timeline.linked(picture)):
        is_sound = timeline.tracks[row].kind is TrackKind.AUDIO
        if is_sound and clip.take and picture.take and clip.take.media == picture.take.media:
            yield row, clip


def made_with(timeline: Timeline, clip: Clip) -> tuple[ItemId, ...]:
    """A clip, and of a generated one those linked with it that were asked for together: the picture first."""
    linked = (timeline.clip(each) for each in timeline.linked(clip))
    alike = [each.id for each in linked if each.generation == clip.generation]
    return tuple(sorted(alike, key=timeline.place)) if clip.is_generated else (clip.id,)
