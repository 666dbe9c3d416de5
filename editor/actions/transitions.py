"""Transitions over cuts: the default one put there, and what can be changed about one."""

from collections.abc import Iterable

from editor.actions.cuts import Cut, cuts_meant
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Alignment, Edge
from editor.timeline.errors import EditError
from editor.timeline.model import DIP_TO_BLACK, DIP_TO_WHITE, DISSOLVE, ItemId, Timeline, TrackKind, new_id
from editor.words import tr

LEAST = 2  # frames
PICTURE_NAMES = {DISSOLVE: tr("Cross Dissolve"), DIP_TO_BLACK: tr("Dip to Black"), DIP_TO_WHITE: tr("Dip to White")}
SOUND_NAMES = {DISSOLVE: tr("Cross Fade")}
NAMES = {TrackKind.VIDEO: PICTURE_NAMES, TrackKind.AUDIO: SOUND_NAMES}


def add_default(session: Session, kind: TrackKind | None = None) -> None:
    """A cross dissolve, or fade, of the default length over every cut that is meant: see `cuts_meant`.

    It is as long as there is media for; the undo step then says how long. Of several cuts those are left out that
    cannot have one. Raises EditError where there is none left.
    """
    timeline, cuts = session.document.timeline, cuts_meant(session, kind)
    after, done = _covered(timeline, cuts, round(session.view.transition_seconds * timeline.rate))
    tracks = {timeline.track_of(cut.left).kind for cut in cuts}
    name = NAMES[min(tracks, key=list(TrackKind).index)][DISSOLVE]
    session.document.apply(f"{name}{_about(done, round(session.view.transition_seconds * timeline.rate))}", after)


def _covered(timeline: Timeline, cuts: Iterable[Cut], wanted: int) -> tuple[Timeline, list[int]]:
    """And how long each of the transitions is."""
    done, refusal = [], None
    for cut in cuts:
        frames = max(LEAST, min(wanted, edits.transition_limit(timeline, cut.left, cut.right)))
        try:
            if cut.is_covered:
                raise EditError(tr("There is a dissolve on this cut already."), tr("Select it to change its length."))
            timeline = edits.add_transition(timeline, cut.left, cut.right, frames, ItemId(new_id()))
            done.append(frames)
        except EditError as error:
            refusal = refusal or error
    if refusal is not None and not done:
        raise refusal
    return timeline, done


def _about(done: list[int], wanted: int) -> str:
    if len(done) > 1:
        return f" ({len(done)} Cuts)"
    return f" ({done[0]} Frames)" if done[0] < wanted else ""


def set_length(session: Session, transition_id: ItemId, frames: int) -> None:
    """Make a transition longer or shorter; it stays centred. Raises EditError where the media is not enough."""
    timeline = session.document.timeline
    left, transition, right = edits.transition_at(timeline, transition_id)
    after = edits.add_transition(timeline, left.id, right.id, frames, transition_id, transition.kind)
    if (alignment := edits.alignment_of(transition)) not in (None, Alignment.CENTRE):
        after = edits.align_transition(after, transition_id, alignment)
    session.document.apply(tr("Transition Length"), after)


def move_edge(session: Session, transition_id: ItemId, edge: Edge, to: int) -> None:
    """So that it covers `to` frames before the cut (START), or behind it (END); as far as the media reaches."""
    timeline = session.document.timeline
    transition = edits.transition_at(timeline, transition_id)[1]
    by = transition.in_offset - to if edge is Edge.START else to - transition.out_offset
    session.document.apply(tr("Transition Length"), edits.resize_transition(timeline, transition_id, edge, by))


def align(session: Session, transition_id: ItemId, alignment: Alignment) -> None:
    """Raises EditError where there is not enough media for that."""
    after = edits.align_transition(session.document.timeline, transition_id, alignment)
    session.document.apply(tr("Transition Alignment"), after)


def set_kind(session: Session, transition_id: ItemId, kind: str) -> None:
    after = edits.set_transition_kind(session.document.timeline, transition_id, kind)
    session.document.apply(PICTURE_NAMES[kind], after)


def remove(session: Session, transition_id: ItemId) -> None:
    session.document.apply(tr("Delete Transition"), edits.remove_transition(session.document.timeline, transition_id))


def make_default_length(session: Session, transition_id: ItemId) -> None:
    """What Apply Default Transition will make from now on is as long as this one."""
    timeline = session.document.timeline
    transition = edits.transition_at(timeline, transition_id)[1]
    session.view.set_transition_seconds((transition.in_offset + transition.out_offset) / timeline.rate)


def name_of(timeline: Timeline, transition_id: ItemId) -> str:
    """Cross Dissolve, or, of sound, Cross Fade. Raises KeyError."""
    names = NAMES[timeline.track_of(transition_id).kind]
    kind = edits.transition_at(timeline, transition_id)[1].kind
    return names.get(kind, names[DISSOLVE])  # a kind of another program is played as a dissolve
