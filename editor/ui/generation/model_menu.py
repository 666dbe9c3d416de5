"""The rows that say which model makes a generated clip's next take."""

from functools import partial

from editor.actions.asked_models import adapters_asked, lacks
from editor.actions.changing_model import make_with, why_not_with
from editor.session import Session
from editor.timeline.model import Clip
from editor.ui.generation.model_choice import MANAGE, name_of
from editor.ui.generation.rows import LINE, MenuRow
from editor.words import tr
from engine.models.on_disk.store import Choice


def model_row(session: Session, clip: Clip, manage: partial[None]) -> MenuRow:
    """The submenu Make With. manage: shows which models are here."""
    rows = tuple(_choice(session, clip, each) for each in session.models.choices)
    return MenuRow(tr("Make With"), submenu=(*rows, LINE, MenuRow(MANAGE, manage)), generates=True)


def _choice(session: Session, clip: Clip, model: Choice) -> MenuRow:
    generation = clip.generation
    assert generation is not None, "only a generated clip has a model"
    present, _ = session.models.meant(generation.model, adapters_asked(generation.adapters))
    reason = why_not_with(session, clip.id, model)
    run = partial(make_with, session, clip.id, model)
    is_it, detail = present is model, lacks(model.missing)
    return MenuRow(name_of(model), run, enabled=not reason, reason=reason, checked=is_it, detail=detail)
