"""Cuts: where clips meet on a track, and which one a verb means."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from editor.actions.selecting import clips_under_playhead, selected_clips
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Track, TrackKind, Transition


@dataclass(frozen=True, slots=True)
class Cut:
    at: int  # frame
    left: ItemId
    right: ItemId
    is_covered: bool  # by a transition

    def touches(self, ids: set[ItemId]) -> bool:
        return self.left in ids or self.right in ids


def cut_meant(session: Session) -> Cut:
    """Between two selected clips; on a selected clip's own track the one under the playhead, else the nearer end of
    that clip; with nothing selected the nearer end of the clip under the playhead. Picture comes before sound.

    It is never another one because something is in the way there. Raises EditError where there is none.
    """
    cuts = _among_selected(session) or _around_playhead(session)
    if not cuts:
        raise EditError("There is no cut between two clips here.", "Select a clip that touches another one.")
    return min(cuts, key=lambda cut: abs(cut.at - session.playback.frame))


def _among_selected(session: Session) -> list[Cut]:
    clips, timeline = selected_clips(session), session.document.timeline
    kinds = [timeline.track_of(clip.id).kind for clip in clips]
    ids = {clip.id for clip, kind in zip(clips, kinds, strict=True) if kind is min(kinds, key=list(TrackKind).index)}
    cuts = [cut for track in timeline.tracks if ids & track.indices.keys() for cut in cuts_of(track)]
    return (
        [cut for cut in cuts if cut.left in ids and cut.right in ids]
        or [cut for cut in cuts if cut.at == session.playback.frame]
        or [cut for cut in cuts if cut.touches(ids)]
    )


def _around_playhead(session: Session) -> list[Cut]:
    """Of the first clip there on the tracks that are aimed at; none where something is selected."""
    clips = [] if selected_clips(session) else clips_under_playhead(session)[:1]
    tracks = [session.document.timeline.track_of(clip.id) for clip in clips]
    return [cut for track in tracks for cut in cuts_of(track) if cut.touches({clip.id for clip in clips})]


def cuts_of(track: Track) -> Iterator[Cut]:
    """Every place at which two clips meet, be it under a transition."""
    places = [index for index, item in enumerate(track.items) if not isinstance(item, Transition)]
    for before, after in pairwise(places):
        left, right = track.items[before], track.items[after]
        if isinstance(left, Clip) and isinstance(right, Clip):
            yield Cut(track.starts[after], left.id, right.id, is_covered=after - before > 1)
