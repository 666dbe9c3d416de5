"""Freezes: one frame of a picture clip held, for all of it or for a while."""

from dataclasses import replace
from fractions import Fraction

from editor.timeline.edits.aim import find_clip
from editor.timeline.edits.looks import continued
from editor.timeline.edits.placing import insert
from editor.timeline.edits.retiming import refuse_timing
from editor.timeline.edits.track_items import swapped, with_items, with_tracks
from editor.timeline.errors import EditError
from editor.timeline.fading import without_fades
from editor.timeline.model import Clip, ItemId, Timeline, Track, TrackKind
from editor.timeline.timing import Timing
from editor.words import tr


def freeze(timeline: Timeline, clip_id: ItemId, at: int) -> Timeline:
    """Hold, for the whole of a picture clip, what it shows at frame `at` of the timeline. Its sound plays on.

    Raises EditError for sound, and as `set_speed` does.
    """
    row, index, clip = find_clip(timeline, clip_id)
    track = timeline.tracks[row]
    frozen = _held(timeline, track, clip, at)
    return with_tracks(timeline, {row: with_items(timeline, track, swapped(track.items, index, frozen))})


def insert_freeze(timeline: Timeline, clip_id: ItemId, at: int, frames: int, freeze_id: ItemId) -> Timeline:
    """Cut a picture clip at `at`, and hold what it shows there for so many frames before it plays on.

             at                   at
        |     A     |   ->   |  A  |freeze|  A  |
        |     a     |        |  a  |      |  a  |

    Raises EditError as `freeze` does, and where the clip does not play there.
    """
    row, _, clip = find_clip(timeline, clip_id)
    track, place = timeline.tracks[row], timeline.range_of(clip_id)
    if not place.contains(at):
        raise EditError(tr("“{name}” does not play there.", name=clip.name), tr("Put the playhead inside the clip."))
    held = _held(timeline, track, clip, at)
    still = replace(without_fades(held), id=freeze_id, duration=frames, link=None)
    look = continued(clip, at - place.start)
    still = replace(still, takes=tuple(filter(None, (clip.take,))), active=0, generation=None, look=look)
    return insert(timeline, at, {track.id: [still]})


def _held(timeline: Timeline, track: Track, clip: Clip, at: int) -> Clip:
    if track.kind is not TrackKind.VIDEO:
        raise EditError(tr("Sound cannot be held."), tr("Select a picture clip."))
    refuse_timing(timeline, clip.id)
    moment = timeline.moment(clip, at - timeline.range_of(clip.id).start)
    taken = clip.take.start if clip.take else Fraction(0)
    return replace(clip, source_start=moment - taken, timing=Timing(Fraction(0)))
