"""Cut, copy and paste of clips."""

from dataclasses import dataclass, replace

from editor.actions.editing import delete
from editor.actions.selecting import chosen, targets
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, ItemId, Timeline, Track, TrackKind, new_id


@dataclass(frozen=True, slots=True)
class Copied:
    """A clip with its place relative to the first of its kind that was copied with it."""

    kind: TrackKind
    row: int
    offset: int  # frames
    clip: Clip


def copied(timeline: Timeline, ids: frozenset[ItemId]) -> tuple[Copied, ...]:
    rows = {kind: [track.id for track in timeline.tracks if track.kind is kind] for kind in TrackKind}
    found = []
    for item_id in ids:
        item, track = timeline.item(item_id), timeline.track_of(item_id)
        if isinstance(item, Clip):
            row = rows[track.kind].index(track.id)
            found.append(Copied(track.kind, row, timeline.range_of(item_id).start, item))
    first = min((each.offset for each in found), default=0)
    lowest = {kind: min((each.row for each in found if each.kind is kind), default=0) for kind in TrackKind}
    return tuple(replace(each, row=each.row - lowest[each.kind], offset=each.offset - first) for each in found)


def copy(session: Session) -> None:
    if chosen(session):
        session.clipboard.contents = copied(session.document.timeline, chosen(session))


def cut(session: Session) -> None:
    copy(session)
    delete(session)


def paste(session: Session, insert: bool = False) -> None:
    """At the playhead, on the tracks that are aimed at; the playhead goes to the end, as for a second paste."""
    contents, at = session.clipboard.contents, session.playback.frame
    if not contents:
        return
    before = session.document.timeline
    length = max(each.offset + each.clip.duration for each in contents)
    links: dict[str, str] = {}
    fresh = [replace(each, clip=again(each.clip, links)) for each in contents]
    timeline = before
    if insert:
        timeline = opened(timeline, at, length)
    for each in fresh:
        timeline = edits.overwrite(timeline, at + each.offset, {row_for(before, each).id: [each.clip]})
    session.document.apply("Paste Insert" if insert else "Paste", timeline)
    session.document.select(each.clip.id for each in fresh)
    session.playback.seek(at + length)


def opened(timeline: Timeline, at: int, length: int) -> Timeline:
    """Room for `length` frames at `at` on every track that moves along."""
    track = next((track for kind in TrackKind for track in targets(timeline, kind)), None)
    if track is None:
        raise EditError("No track is aimed at for this.", do="Click V1 or A1 in the track headers.")
    return edits.insert(timeline, at, {track.id: [Gap(ItemId(new_id()), length)]})


def row_for(timeline: Timeline, each: Copied) -> Track:
    tracks = [track for track in timeline.tracks if track.kind is each.kind]
    first = next((index for index, track in enumerate(tracks) if track.targeted), 0)
    return tracks[min(first + each.row, len(tracks) - 1)]


def again(clip: Clip, links: dict[str, str]) -> Clip:
    """The same clip with an id of its own; clips that were linked are linked again, among themselves."""
    link = links.setdefault(clip.link, new_id()) if clip.link else None
    return replace(clip, id=ItemId(new_id()), link=link)
