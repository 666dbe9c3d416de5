"""What the user has chosen for all projects, kept between starts."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSettings

RECENT = 10  # projects remembered


class Settings:
    """Plain values by name, in the platform's own place (or in the file given, for tests)."""

    def __init__(self, path: str | None = None) -> None:
        self._store = QSettings(path, QSettings.Format.IniFormat) if path else QSettings("Longtake", "Longtake")

    @property
    def is_kept(self) -> bool:
        """Whether what is set is there at the next start."""
        return self._store.isWritable()

    @property
    def place(self) -> str:
        """The file, or on Windows the key of the registry."""
        return self._store.fileName()

    def text(self, name: str, default: str = "") -> str:
        return str(self._store.value(name, default))

    def number(self, name: str, default: int) -> int:
        value: Any = self._store.value(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):  # edited by hand
            return default

    def set(self, values: Mapping[str, str | int]) -> None:
        for name, value in values.items():
            self._store.setValue(name, value)

    @property
    def recent(self) -> tuple[str, ...]:
        """Projects opened last, the newest first."""
        return tuple(line for line in self.text("recent").split("\n") if line)

    def remember(self, project: str) -> None:
        newest = [project, *(path for path in self.recent if path != project)]
        self.set({"recent": "\n".join(newest[:RECENT])})

    def packed(self, name: str) -> bytes:
        """The window's own arrangement, as Qt packs it; nothing where it makes no sense."""
        try:
            return bytes.fromhex(self.text(name))
        except ValueError:  # edited by hand
            return b""

    def set_packed(self, name: str, value: bytes) -> None:
        self.set({name: value.hex()})
