"""What an export has made, as a value."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exported:
    """A film, sound or a folder of stills that is finished."""

    path: Path
    frames: int
    notes: tuple[str, ...] = ()  # for the user
    bytes: int = 0  # of what was written
    copied: int = 0  # frames that were taken over as they were coded
