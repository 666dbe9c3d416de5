"""Groups and labels: what a user marks clips with, to find and to move them together."""

from editor.actions.selecting import chosen, selected_clips
from editor.session import Session
from editor.timeline import edits
from editor.words import tr


def group(session: Session) -> None:
    """The selected clips, with what is linked to them. Raises EditError for one alone."""
    session.document.apply(tr("Group"), edits.group(session.document.timeline, chosen(session)))


def ungroup(session: Session) -> None:
    """Every group that a selected clip is in."""
    ids = [clip.id for clip in selected_clips(session)]
    session.document.apply(tr("Ungroup"), edits.ungroup(session.document.timeline, ids))


def has_group(session: Session) -> bool:
    return any(clip.group is not None for clip in selected_clips(session))


def set_label(session: Session, label: str) -> None:
    """A colour for the selected clips and what is linked to them; "" for that of their kind."""
    session.document.apply(tr("Label"), edits.set_label(session.document.timeline, chosen(session), label))


def label_of(session: Session) -> str | None:
    """What all selected clips wear; None where they differ."""
    labels = {clip.label for clip in selected_clips(session)}
    return labels.pop() if len(labels) == 1 else None


def select_label_group(session: Session) -> None:
    """Every clip that can be changed and wears the label of a selected one."""
    labels = {clip.label for clip in selected_clips(session)}
    open_ = (track for track in session.document.timeline.tracks if not track.locked)
    session.document.select(clip.id for track in open_ for clip in track.clips if clip.label in labels)
