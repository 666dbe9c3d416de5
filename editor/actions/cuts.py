"""Cuts: where clips meet on a track, and which ones a verb means."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from editor.actions.selecting import clips_under_playhead, selected_clips
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Track, TrackKind, Transition
from editor.words import tr


@dataclass(frozen=True, slots=True)
class Cut:
    at: int  # frame
    left: ItemId
    right: ItemId
    is_covered: bool  # by a transition

    def touches(self, ids: set[ItemId]) -> bool:
        return self.left in ids or self.right in ids


def cuts_meant(session: Session, kind: TrackKind | None = None) -> list[Cut]:
    """All cuts between selected clips; on a selected clip's own track the one under the playhead, else the nearer end
    of that clip; with nothing selected the nearer end of the clip under the playhead. kind: on such tracks only;
    without, picture comes before sound.

    It is never another one because something is in the way there. Raises EditError where there is none.
    """
    cuts = _among_selected(session, kind) or _around_playhead(session, kind)
    if not cuts:
        raise EditError(tr("There is no cut between two clips here."), tr("Select a clip that touches another one."))
    return cuts


def _among_selected(session: Session, kind: TrackKind | None) -> list[Cut]:
    timeline = session.document.timeline
    kinds = {clip.id: timeline.track_of(clip.id).kind for clip in selected_clips(session)}
    wanted = kind or min(kinds.values(), key=list(TrackKind).index, default=None)
    ids = {clip_id for clip_id, own in kinds.items() if own is wanted}
    cuts = [cut for track in timeline.tracks if ids & track.indices.keys() for cut in cuts_of(track)]
    between = [cut for cut in cuts if cut.left in ids and cut.right in ids]
    here = [cut for cut in cuts if cut.at == session.playback.frame]
    return between or _nearest(session, here or [cut for cut in cuts if cut.touches(ids)])


def _around_playhead(session: Session, kind: TrackKind | None) -> list[Cut]:
    """Of the first clip there on the tracks that are aimed at; none where something is selected."""
    timeline = session.document.timeline
    clips = [] if selected_clips(session) else clips_under_playhead(session)
    first = [clip for clip in clips if kind is None or timeline.track_of(clip.id).kind is kind][:1]
    tracks = [timeline.track_of(clip.id) for clip in first]
    ids = {clip.id for clip in first}
    return _nearest(session, [cut for track in tracks for cut in cuts_of(track) if cut.touches(ids)])


def _nearest(session: Session, cuts: list[Cut]) -> list[Cut]:
    return sorted(cuts, key=lambda cut: abs(cut.at - session.playback.frame))[:1]


def cuts_of(track: Track) -> Iterator[Cut]:
    """Every place at which two clips meet, be it under a transition."""
    places = [index for index, item in enumerate(track.items) if not isinstance(item, Transition)]
    for before, after in pairwise(places):
        left, right = track.items[before], track.items[after]
        if isinstance(left, Clip) and isinstance(right, Clip):
            yield Cut(track.starts[after], left.id, right.id, is_covered=after - before > 1)
