"""The forms a timeline is exchanged in, and what each of them has a place for."""

from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from pathlib import Path

from editor.timeline.timecode import can_drop, nominal_rate
from editor.words import tr


class Part(Enum):
    """What some forms hold and others do not."""

    SOUND = auto()
    MARKERS = auto()
    TRANSITIONS = auto()
    SPEEDS = auto()  # one for a whole clip, also backward and none
    DISABLED = auto()  # clips that are switched off
    TRACKS = auto()  # more than one in a file


@dataclass(frozen=True, slots=True)
class Format:
    id: str
    name: str
    reader: str  # who reads it
    suffix: str
    holds: frozenset[Part]


ALL = frozenset(Part)
OTIO = Format("otio", "OpenTimelineIO", tr("Resolve, Kdenlive, Avid"), ".otio", ALL)
FINAL_CUT_7 = Format("fcp7", tr("Final Cut Pro 7 XML"), tr("Premiere, Resolve, Kdenlive"), ".xml", ALL - {Part.SPEEDS})
FINAL_CUT_X = Format("fcpx", "FCPXML", tr("Final Cut Pro, Resolve"), ".fcpxml", frozenset({Part.SOUND, Part.TRACKS}))
EDL = Format("edl", "EDL (CMX 3600)", tr("nearly everything"), ".edl", frozenset({Part.TRANSITIONS}))
BUNDLE, IN_BUNDLE = ".fcpxmld", "Info.fcpxml"  # the folder that Final Cut writes FCPXML into, and its name there
FORMATS = (OTIO, FINAL_CUT_7, FINAL_CUT_X, EDL)


def format_of(path: Path) -> Format | None:
    """By the file's ending."""
    if path.suffix.lower() == BUNDLE:
        return FINAL_CUT_X
    return next((each for each in FORMATS if each.suffix == path.suffix.lower()), None)


def counting_rate(form: Format, rate: Fraction, drop_frame: bool) -> Fraction:
    """What times are counted at while a form is written or read.

    FCPXML's adapter knows whole rates only (its times are put right afterwards), and in an EDL timecode is counted so
    wherever no numbers are dropped.
    """
    if form is FINAL_CUT_X or (form is EDL and not (drop_frame and can_drop(rate))):
        return Fraction(nominal_rate(rate))
    return rate
