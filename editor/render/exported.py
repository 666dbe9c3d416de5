"""What an export has made, as a value."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exported:
    """A film that is finished."""

    path: Path
    frames: int
    notes: tuple[str, ...] = ()  # for the user
