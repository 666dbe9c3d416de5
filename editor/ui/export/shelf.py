"""What the user's settings keep of exporting: how it was done last, presets of their own, how quick it was."""

import json
from dataclasses import replace

from editor.render.exporting.settings import ExportSettings, OwnPreset
from editor.settings import Settings
from engine.wire import NotOurs, from_json, to_json

LAST, OWN, PACE, ENCODERS = "export settings", "export presets", "export pace", "export encoders"


class ExportShelf:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def last(self) -> ExportSettings:
        """As exported last; the usual where nothing was, or it makes no sense any more."""
        try:
            return from_json(ExportSettings, json.loads(self._settings.text(LAST)))
        except (NotOurs, ValueError):
            return ExportSettings()

    def remember(self, settings: ExportSettings) -> None:
        self._settings.set({LAST: json.dumps(to_json(settings))})

    @property
    def own(self) -> tuple[OwnPreset, ...]:
        """The user's, in alphabetical order."""
        try:
            rows = json.loads(self._settings.text(OWN, "[]"))
            return tuple(sorted((from_json(OwnPreset, row) for row in rows), key=lambda own: own.name.lower()))
        except (NotOurs, ValueError, TypeError):
            return ()

    def save(self, name: str, settings: ExportSettings) -> None:
        """Under that name, in the place of what it stood for before."""
        self._keep([*(own for own in self.own if own.name != name), OwnPreset(name, settings)])

    def forget(self, name: str) -> None:
        self._keep([own for own in self.own if own.name != name])

    def pace(self, settings: ExportSettings) -> float | None:
        """Pixels a second of the last export of that kind; None where there was none."""
        try:
            return float(json.loads(self._settings.text(PACE, "{}"))[pace_name(settings)])
        except (ValueError, TypeError, KeyError):
            return None

    def learn_pace(self, settings: ExportSettings, pixels: float, seconds: float) -> None:
        try:
            known = dict(json.loads(self._settings.text(PACE, "{}")))
        except (ValueError, TypeError):
            known = {}
        self._settings.set({PACE: json.dumps({**known, pace_name(settings): round(pixels / max(seconds, 0.1))})})

    @property
    def encoders(self) -> tuple[str, ...]:
        """Hardware encoders that worked when they were last tried."""
        return tuple(self._settings.text(ENCODERS).split())

    def set_encoders(self, encoders: tuple[str, ...]) -> None:
        self._settings.set({ENCODERS: " ".join(encoders)})

    def _keep(self, presets: list[OwnPreset]) -> None:
        self._settings.set({OWN: json.dumps(to_json(presets))})


def pace_name(settings: ExportSettings) -> str:
    return settings.encoder or settings.preset


def without_chips(settings: ExportSettings, encoders: tuple[str, ...]) -> ExportSettings:
    """Settings from a machine with another encoder fall back to the preset's own."""
    return settings if settings.encoder in encoders else replace(settings, encoder="")
