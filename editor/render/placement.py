"""Where a picture stands on the canvas: scaled to fit, with black bars where the shapes differ."""

from dataclasses import dataclass
from fractions import Fraction

Size = tuple[int, int]  # width, height in pixels


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of whole pixels on the canvas; before it is framed, one that is scaled reaches beyond it."""

    left: int
    top: int
    width: int
    height: int

    @property
    def size(self) -> Size:
        return self.width, self.height

    @property
    def window(self) -> tuple[slice, slice]:
        """Its rows and columns."""
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)

    def scaled(self, scale: float) -> "Place":
        """About its middle."""
        width, height = (max(1, round(side * scale)) for side in self.size)
        return Place(self.left + (self.width - width) // 2, self.top + (self.height - height) // 2, width, height)

    def covers(self, size: Size) -> bool:
        return self.size == size


def fit(picture: Size, canvas: Size, sample_aspect: Fraction = Fraction(1)) -> Place:
    """The largest that shows the whole picture in its own shape, centred. The canvas has square pixels."""
    wide = picture[0] * sample_aspect
    scale = min(canvas[0] / wide, Fraction(canvas[1], picture[1]))
    width, height = max(1, round(wide * scale)), max(1, round(picture[1] * scale))
    return Place((canvas[0] - width) // 2, (canvas[1] - height) // 2, width, height)


def preview_size(timeline: Size, view: Size, divisor: int = 1) -> Size:
    """How large a picture is painted for a view: no larger than the timeline's own, which a view enlarges itself."""
    place = fit(timeline, view)
    width, height = timeline if place.width >= timeline[0] else place.size
    return max(1, width // divisor), max(1, height // divisor)
