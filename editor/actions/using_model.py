"""A model that is to make whatever is asked for next."""

from dataclasses import replace

from editor.actions.asked_models import steps_of
from editor.actions.own_adapters import carried
from editor.actions.remembering import Remembered, remember, remembered
from editor.presets import QUALITIES
from editor.session import Session
from editor.timeline.model import Purpose, Task
from engine.models.on_disk.store import Choice

ASKED = (*((task, "") for task in Task), *((Task.BRIDGE, purpose) for purpose in Purpose))


def use_model(session: Session, model: Choice) -> None:
    """For every task; what else was chosen last for it stays, but for adapters that do not fit."""
    for task, purpose in ASKED:
        last = remembered(session.settings, task, purpose)
        remember(session.settings, task, _with(session, last, model), purpose)


def _with(session: Session, last: Remembered, model: Choice) -> Remembered:
    wishes = last.wishes
    quality = wishes.quality or QUALITIES[-1].name
    adapters = carried(session.models, wishes.model, wishes.adapters, model)
    steps = steps_of(model.model, quality)
    return replace(last, wishes=replace(wishes, model=model.model, adapters=adapters, quality=quality, steps=steps))
