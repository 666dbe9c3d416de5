"""How free what is known may be: numbers, or a preset's name."""

from collections.abc import Sequence

from engine import presets
from engine.asking.settings import Settings
from engine.asking.values import numbers
from engine.errors import RequestError


def noise_of(settings: Settings, task: str, usual: Sequence[float] = (0.0,)) -> tuple[float, ...]:
    """Of what `task` is given, as noise or by a preset's name; `usual` where neither is. Raises RequestError."""
    preset = settings.get("preset")
    if preset is None:
        return freedom_of("Noise", settings.get("noise", usual))
    if "noise" in settings:
        raise RequestError(f"Noise was given as numbers and by name ({preset}).", do="Leave one of them out.")
    return preset_of(task, preset)


def freedom_of(name: str, values: float | Sequence[float]) -> tuple[float, ...]:
    """0 keep to 1 free. Raises RequestError."""
    checked = numbers(name, values if isinstance(values, Sequence) else (values,), least=0, most=1)
    if not checked:
        raise RequestError(f"{name} needs at least one value.", do="Give 0 to keep frames as they are, 1 to free them.")
    return checked


def by_number_or_name(
    task: str, values: float | Sequence[float] | None, preset: str | None, usual: str
) -> tuple[float, ...]:
    """Freedom from something as numbers, or by a preset's name; the `usual` one where neither is given."""
    if values is None:
        return preset_of(task, preset or usual)
    if preset is not None:
        raise RequestError(f"Freedom was given as numbers and by name ({preset}).", do="Leave one of them out.")
    return freedom_of("Freedom", values)


def preset_of(task: str, name: str) -> tuple[float, ...]:
    """Raises RequestError."""
    try:
        return presets.freedom(task, name).noise
    except KeyError as error:
        known = ", ".join(presets.NAMES)
        raise RequestError(f'There is no preset called "{name}".', do=f"Choose one of these: {known}.") from error
