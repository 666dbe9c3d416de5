"""Which keys do what: presets, and the user's own changes."""

from editor.keymap.files import read_keys, write_keys
from editor.keymap.keymap import STANDARD, Keymap, Keys
from editor.keymap.presets import preset_keys, preset_names

__all__ = ["STANDARD", "Keymap", "Keys", "preset_keys", "preset_names", "read_keys", "write_keys"]
