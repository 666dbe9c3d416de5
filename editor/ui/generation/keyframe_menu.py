"""The menu of a keyframe: what it is, how free it is, and its end."""

from functools import partial

from editor.actions import keyframing
from editor.session import Session
from editor.timeline import edits
from editor.ui.generation.rows import LINE, MenuRow
from editor.words import tr

EXACTLY = ((tr("Keep Exactly"), 0.0), (tr("Keep Closely"), 0.2), (tr("Keep Roughly"), 0.5), (tr("Only a Hint"), 0.8))


def keyframe_rows(session: Session) -> list[MenuRow]:
    """Of the selected one; nothing where none is."""
    timeline = session.document.timeline
    place = keyframing.chosen_keyframe(session.document, session.view)
    keyframe = edits.keyframe_at(timeline.clip(place.clip_id), place.at) if place else None
    if place is None or keyframe is None:
        return []
    refusal = edits.why_no_keyframe(timeline, place.clip_id)
    rows = [
        MenuRow(label, partial(keyframing.set_noise, session, place, noise), checked=keyframe.noise == noise,
                detail=f"{noise:.0%}", enabled=not refusal, reason=refusal)
        for label, noise in EXACTLY
    ]  # fmt: skip
    delete = MenuRow(tr("Delete Keyframe"), partial(keyframing.remove, session, place), "Del", "ph.trash-simple",
                     not refusal, refusal)  # fmt: skip
    name = timeline.media_by_id[keyframe.media].name
    return [MenuRow(tr("{name}, at new frame {at}", name=name, at=place.at + 1)), *rows, LINE, delete]
