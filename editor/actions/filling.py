"""Generate in Gap: a new clip of words and pictures where nothing is, told before it is done."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from editor.actions.extending import Laid
from editor.actions.generating import queue
from editor.actions.keyframing import Shown
from editor.actions.meeting import shown_from
from editor.actions.requesting import Wishes, generation_of
from editor.actions.selecting import targets
from editor.presets import BY_HAND
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits.track_items import is_free
from editor.timeline.model import Clip, Gap, ItemId, Keyframe, Task, Timeline, Track, TrackId, TrackKind, new_id
from editor.timeline.rational_time import TimeRange
from editor.words import tr
from engine.requests import Sound

NO_ROOM = tr("Put the playhead where nothing is on a picture track that is aimed at, or select a gap.")


@dataclass(frozen=True, slots=True)
class Room:
    """An empty stretch of a picture track. frames: None = nothing follows."""

    track_id: TrackId
    start: int
    frames: int | None


def room_of_gap(timeline: Timeline, gap_id: ItemId) -> Room:
    """Raises KeyError."""
    place = timeline.range_of(gap_id)
    return Room(timeline.track_of(gap_id).id, place.start, place.duration)


def room_at(timeline: Timeline, track: Track, frame: int) -> Room | None:
    """The gap there; after the last clip all that is to come, from `frame` on. None where something stands there."""
    index = track.index_at(frame)
    if index is None:
        return Room(track.id, max(frame, track.duration), None)
    item = track.items[index]
    return room_of_gap(timeline, item.id) if isinstance(item, Gap) else None


def room_meant(session: Session) -> Room | None:
    """The selected gap; without one, what is empty at the playhead on the tracks that are aimed at."""
    timeline, selection = session.document.timeline, session.document.selection
    gaps = [item_id for item_id in selection if isinstance(timeline.item(item_id), Gap)]
    if len(gaps) == 1 and not why_no_room(timeline, timeline.track_of(gaps[0]).id):
        return room_of_gap(timeline, gaps[0])
    rooms = (room_at(timeline, track, session.playback.frame) for track in targets(timeline, TrackKind.VIDEO))
    return next((room for room in rooms if room is not None), None)


def why_no_room(timeline: Timeline, track_id: TrackId) -> str:
    """Why nothing can be generated on a track, for the user; empty where it can."""
    track = timeline.track(track_id)
    if track.kind is not TrackKind.VIDEO:
        return tr("Sound is not generated: choose a picture track.")
    return tr("The track is locked.") if track.locked else ""


def is_there(timeline: Timeline, room: Room) -> bool:
    """Whether it is empty still."""
    track = next((track for track in timeline.tracks if track.id == room.track_id), None)
    return track is not None and is_free(track, TimeRange(room.start, room.frames or 1))


def pictures(timeline: Timeline, room: Room) -> Iterator[tuple[str, str, Shown]]:
    """What can be given at its start and its end: a key, what it is called, and the picture itself."""
    track = timeline.track(room.track_id)
    end = room.start + (room.frames or 0)
    for index, item in enumerate(track.items):
        if isinstance(item, Clip) and track.range_at(index).end == room.start:
            yield from _frame_of(timeline, item, item.duration - 1, "before", tr("Frame before the gap"))
        if isinstance(item, Clip) and room.frames is not None and track.starts[index] == end:
            yield from _frame_of(timeline, item, 0, "after", tr("Frame after the gap"))
    for media in timeline.media:
        if media.is_still and Path(media.path).is_file():
            yield media.id, media.name, Shown(media)


def filled(
    timeline: Timeline, room: Room, frames: int, first: Shown | None, last: Shown | None, wishes: Wishes
) -> Laid:
    """`frames` new ones from the start of an empty stretch. Raises EditError."""
    wishes = replace(wishes, sound=Sound.LEAVE.value, noise=(0.0,), preset=BY_HAND)  # no frames are known beside them
    given = [(at, each) for at, each in ((frames - 1, last), (0, first)) if each is not None]
    keyframes = tuple(Keyframe(each.media.id, at, start=each.start) for at, each in sorted(dict(given).items()))
    generation = replace(generation_of(timeline, Task.NEW, (), wishes), frames=frames, keyframes=keyframes)
    made, name = ItemId(new_id()), tr("{name}, new", name=given[-1][1].media.name) if given else tr("new shot")
    after = edits.insert_new(timeline, room.track_id, TimeRange(room.start, frames), name, generation, made)
    return Laid(after, 0, frames, made, generation)


def fill(
    session: Session, room: Room, frames: int, first: Shown | None, last: Shown | None, wishes: Wishes
) -> ItemId | None:
    """The clip that stands for the new frames. Raises EditError."""
    return queue(session, tr("Generate in Gap"), filled(session.document.timeline, room, frames, first, last, wishes))


def _frame_of(timeline: Timeline, clip: Clip, frame: int, key: str, words: str) -> Iterator[tuple[str, str, Shown]]:
    """What a clip shows at one of its frames; nothing of one whose file is not there, or not made yet."""
    media = timeline.media_of(clip)
    if media is not None and media.picture is not None and Path(media.path).is_file():
        moment = timeline.moment(clip, frame)
        last = media.duration - 1 / media.picture.rate
        within = max(Fraction(0), min(shown_from(media, moment), last))
        yield key, words, Shown(media, Fraction(0) if media.is_still else within)
