"""What was copied last, within this window."""

from dataclasses import dataclass
from fractions import Fraction

from editor.timeline.model import Item, Media, TrackKind


@dataclass(frozen=True, slots=True)
class Run:
    """Clips in a row on one track, with the transitions between them."""

    kind: TrackKind
    row: int  # of its track, among those of its kind
    start: int  # frame
    items: tuple[Item, ...]

    @property
    def end(self) -> int:
        return self.start + sum(item.duration for item in self.items)


@dataclass(frozen=True, slots=True)
class Contents:
    """Copied clips, and the files they need: another project's pool may be without them."""

    rate: Fraction  # that the frames are counted at
    runs: tuple[Run, ...]
    media: tuple[Media, ...]


class Clipboard:
    """Holds what actions.clipboard put there; nothing at first."""

    def __init__(self) -> None:
        self.contents: Contents | None = None
