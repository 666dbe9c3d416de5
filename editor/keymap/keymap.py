"""The keys that commands have now: the Standard ones, a preset over them, the user's own over both."""

import json
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from editor.keymap.presets import preset_keys, preset_names
from editor.settings import Settings

Keys = tuple[str, ...]  # as Qt writes them in files: "Ctrl+K"
STANDARD = "standard"
PRESET, OWN = "keys", "own_keys"  # the settings' names
UNSHIFTED = dict(zip('?<>:"{}|+_~!@#$%^&*()', "/,.;'[]\\=-`1234567890", strict=True))


class Keymap(QObject):
    """No two commands share a key: what is laid over another layer takes its keys from it, and gives them back."""

    changed = Signal()

    def __init__(self, standard: Mapping[str, str], settings: Settings) -> None:
        """standard: by command, as a command writes its keys."""
        super().__init__()
        self._standard = {name: split(keys) for name, keys in standard.items()}
        self._by_standard = {key: name for name, keys in self._standard.items() for key in keys}
        self._settings = settings
        preset = settings.text(PRESET, STANDARD)
        self._preset = preset if preset != STANDARD and preset in preset_names() else STANDARD  # seldom read
        self._own = self._known(_stored(settings.text(OWN)))
        self._lay()

    @property
    def preset(self) -> str:
        return self._preset

    @property
    def own(self) -> Mapping[str, Keys]:
        """What the user has changed, by command."""
        return dict(self._own)

    def keys_of(self, command: str) -> Keys:
        return self._keys[command]

    def has(self, key: str) -> str | None:
        """The command that this key belongs to now."""
        return self._by_key.get(press(key))

    def instead_of(self, standard: str) -> str:
        """The key that now does what this one does in the Standard set; "" where none does it."""
        command = self._by_standard.get(standard)
        if command is None or self.has(standard) == command:
            return standard
        return next(iter(self._keys[command]), "")

    def choose(self, preset: str) -> None:
        """The user's own changes stay over it."""
        self._preset = preset
        self._keep()

    def give(self, command: str, keys: Iterable[str]) -> None:
        """These and no others; whoever has one of them loses it."""
        taken = tuple(dict.fromkeys(keys))
        self._own = {name: _without(own, map(press, taken)) for name, own in self._own.items()}
        self._own[command] = taken
        self._keep()

    def take_all(self, preset: str, own: Mapping[str, str]) -> int:
        """What a file holds instead of what stands; how many of its commands are known."""
        self._preset = preset
        self._own = self._known({name: split(keys) for name, keys in own.items()})
        self._keep()
        return len(self._own)

    def reset(self, command: str) -> None:
        """As the preset has it."""
        if self._own.pop(command, None) is not None:
            self._keep()

    def reset_all(self) -> None:
        self._own.clear()
        self._keep()

    def _known(self, own: Mapping[str, Keys]) -> dict[str, Keys]:
        return {name: keys for name, keys in own.items() if name in self._standard}

    def _keep(self) -> None:
        self._settings.set({PRESET: self._preset, OWN: json.dumps(self._own)})
        self._lay()
        self.changed.emit()

    def _lay(self) -> None:
        over = {} if self._preset == STANDARD else preset_keys(self._preset)
        preset = {name: split(keys) for name, keys in over.items() if name in self._standard}
        keys: dict[str, Keys] = {}
        taken: set[str] = set()
        for layer in (self._own, preset, self._standard):
            fresh = {name: _without(own, taken) for name, own in layer.items() if name not in keys}
            keys |= fresh
            taken |= {press(key) for own in fresh.values() for key in own}
        self._keys = keys
        self._by_key = {press(key): name for name, own in keys.items() for key in own}


def split(keys: str) -> Keys:
    """As a command writes them, each in Qt's own spelling; what Qt does not know is left out."""
    spelt = (QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) for key in keys.split("; ") if key)
    return tuple(key for key in spelt if key)


def press(key: str) -> str:
    """One spelling for what is one press on most keyboards: "?" is "Shift+/"."""
    before, symbol = key[:-1], key[-1:]
    if symbol in UNSHIFTED and (not before or before.endswith("+")):
        return f"{before.removesuffix('Shift+')}Shift+{UNSHIFTED[symbol]}"
    return key


def _without(keys: Keys, taken: Iterable[str]) -> Keys:
    """taken: as `press` spells them."""
    gone = set(taken)
    return tuple(key for key in keys if press(key) not in gone)


def _stored(text: str) -> dict[str, Keys]:
    """Nothing where it makes no sense: it was edited by hand."""
    try:
        return {str(name): split("; ".join(keys)) for name, keys in json.loads(text or "{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}
