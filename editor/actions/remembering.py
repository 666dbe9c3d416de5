"""What was chosen last time frames were asked for, kept for each task."""

import json
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from editor.actions.asked_models import adapters_asked, adapters_kept
from editor.actions.requesting import Wishes
from editor.presets import SOUNDS, TAKES
from editor.settings import Settings
from editor.timeline.edits import Rule
from editor.timeline.model import Adapter, Purpose, Task
from engine import requests
from engine.models.chosen import is_built_in

SECONDS = Fraction(2)  # until the user has chosen a length
FIRST_SECONDS: dict[str, Fraction] = {  # of what is short
    Purpose.SMOOTH: Fraction(1, 4),  # of each side of the cut: 6 frames of a film
    Purpose.LOOP: Fraction(1),
}
LONGEST = 4000  # characters that are read back


@dataclass(frozen=True, slots=True)
class Remembered:
    wishes: Wishes = field(default_factory=Wishes)
    seconds: Fraction = SECONDS
    rule: Rule = Rule.RIPPLE
    real_first: bool = True


def first(purpose: str) -> Remembered:
    return Remembered(Wishes.first(purpose), FIRST_SECONDS.get(purpose, SECONDS))


def remembered(settings: Settings, task: Task, purpose: str = "") -> Remembered:
    """The last choices; the first ones there are, where nothing usable is kept. Prompt and seed are not among them."""
    try:
        return _read(json.loads(settings.text(_name(task, purpose))[:LONGEST]))
    except (ValueError, TypeError, KeyError, AttributeError):  # nothing yet, or written by another version or hand
        return first(purpose)


def remember(settings: Settings, task: Task, chosen: Remembered, purpose: str = "") -> None:
    wishes = chosen.wishes
    kept = {
        "preset": wishes.preset,
        "noise": wishes.noise,
        "context": wishes.context,
        "takes": wishes.takes,
        "quality": wishes.quality,
        "steps": wishes.steps,
        "model": wishes.model,
        "adapters": [[each.path, each.strength, each.expert] for each in adapters_kept(wishes.adapters)],
        "sound": wishes.sound,
        "matching": wishes.matching,
        "seconds": str(chosen.seconds),
        "rule": chosen.rule.value,
        "real_first": chosen.real_first,
    }
    settings.set({_name(task, purpose): json.dumps(kept)})


def forget(settings: Settings, task: Task, purpose: str = "") -> None:
    settings.set({_name(task, purpose): ""})


def _read(kept: dict[str, Any]) -> Remembered:
    noise = tuple(float(value) for value in kept["noise"])
    context, seconds = kept["context"], Fraction(kept["seconds"])
    model, steps = str(kept["model"]), None if kept["steps"] is None else int(kept["steps"])
    sound = str(kept.get("sound", Wishes().sound))
    usable = noise and all(0 <= value <= 1 for value in noise) and seconds > 0 and _is_usable(model, steps)
    if not usable or kept["takes"] not in TAKES or sound not in SOUNDS:
        raise ValueError("not what this version keeps")
    wishes = Wishes(
        preset=str(kept["preset"]),
        noise=noise,
        context=None if context is None else max(1, int(context)),
        takes=int(kept["takes"]),
        quality=str(kept["quality"]),
        steps=steps,
        model=model,
        adapters=_adapters(kept.get("adapters", [])),
        sound=sound,
        matching=min(1.0, max(0.0, float(kept.get("matching", 1.0)))),
    )
    return Remembered(wishes, seconds, Rule(kept["rule"]), bool(kept["real_first"]))


def _is_usable(model: str, steps: int | None) -> bool:
    """Only a loaded model has a number of steps of its own."""
    return bool(model) and (not is_built_in(model) if steps is None else steps > 0)


def _adapters(kept: list[Any]) -> tuple[requests.Adapter, ...]:
    found = ((str(path), None if strength is None else float(strength), str(expert)) for path, strength, expert in kept)
    return adapters_asked(tuple(Adapter(*each) for each in found))


def _name(task: Task, purpose: str) -> str:
    return f"generate-{purpose or task.value}"
