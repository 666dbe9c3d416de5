"""The numbers of a look as the Effects page shows them: their words, limits, units, and how they are changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from editor.timeline.looks import LARGEST, Look
from editor.timeline.model import Timeline
from editor.words import tr

LEFT = 0.99  # that two opposite sides of a crop take away at most, together
OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


@dataclass(frozen=True, slots=True)
class Number:
    """low, high: of the slider. least, most: that can be typed. times: shown units for one of the look's own."""

    name: str  # as its row is called, and its undo step
    part: str  # of a look: transform, crop, grade
    field: str
    low: float
    high: float
    step: float
    unit: str
    least: float
    most: float
    rest: float  # in shown units
    times: Callable[[Timeline], float]
    digits: int = 0
    signed: bool = False

    def shown(self, look: Look, timeline: Timeline) -> float:
        value = getattr(getattr(look, self.part), self.field) * self.times(timeline)
        return round(value, 6) + 0.0  # no "-0"

    def changed(self, look: Look, shown: float, timeline: Timeline) -> Look:
        value = round(shown, 6) / self.times(timeline)  # a slider adds up its steps
        whole = getattr(look, self.part)
        if self.part == "crop":
            value = max(0.0, min(value, LEFT - getattr(whole, OPPOSITE[self.field])))
        return replace(look, **{self.part: replace(whole, **{self.field: value})})

    def say(self, shown: float) -> str:
        sign = "+" if self.signed and shown > 0 else ""
        return f"{sign}{shown:.{self.digits}f}{self.unit}".replace("-", "−")


def _one(timeline: Timeline) -> float:
    return 1.0


def _hundred(timeline: Timeline) -> float:
    return 100.0


def _part(name: str, part: str, field: str, high: float, rest: float, least: float = 0.0, most: float = 0.0) -> Number:
    """Per cent."""
    return Number(name, part, field, 0, high, 1, " %", least, most or high, rest, _hundred)


def _balance(name: str, field: str) -> Number:
    return Number(name, "grade", field, -100, 100, 1, "", -100, 100, 0, _hundred, signed=True)


def position(timeline: Timeline) -> tuple[Number, Number]:
    """Pixels of the timeline's own size, from its middle."""
    far = 10 * max(timeline.width, timeline.height)
    width, height = timeline.width, timeline.height
    return (
        Number(tr("Position X"), "transform", "x", -width, width, 1, "", -far, far, 0, lambda timeline: timeline.width),
        Number(
            tr("Position Y"), "transform", "y", -height, height, 1, "", -far, far, 0, lambda timeline: timeline.height
        ),
    )


SCALE = _part(tr("Scale"), "transform", "scale", 400, 100, 1, 100 * LARGEST)
ROTATION = Number(tr("Rotation"), "transform", "rotation", -180, 180, 1, "°", -3600, 3600, 0, _one, 1)
CROP = (
    _part(tr("Crop left"), "crop", "left", 99, 0),
    _part(tr("Crop top"), "crop", "top", 99, 0),
    _part(tr("Crop right"), "crop", "right", 99, 0),
    _part(tr("Crop bottom"), "crop", "bottom", 99, 0),
)
EXPOSURE = Number(tr("Exposure"), "grade", "exposure", -4, 4, 0.05, "", -10, 10, 0, _one, 2, signed=True)
CONTRAST = _part(tr("Contrast"), "grade", "contrast", 200, 100, most=400)
SATURATION = _part(tr("Saturation"), "grade", "saturation", 200, 100, most=400)
TEMPERATURE, TINT = _balance(tr("Temperature"), "temperature"), _balance(tr("Tint"), "tint")
COLOUR = (EXPOSURE, CONTRAST, SATURATION, TEMPERATURE, TINT)
TABLE_PART = _part(tr("Amount"), "grade", "lut_part", 100, 100)
