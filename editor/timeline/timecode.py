"""Timecode: frames as HH:MM:SS:FF, and back.

Drop-frame timecode skips numbers, never pictures: the first two (at 59.94 four) of each minute, save every tenth
(SMPTE ST 12-1), so that an hour of counting is an hour of the clock. It exists for 29.97 and 59.94 only.
"""

import re
from fractions import Fraction
from itertools import pairwise

from editor.words import tr

DROP_RATES = (Fraction(30000, 1001), Fraction(60000, 1001))
LONGEST = 24  # characters in an entry: more than a lifetime


class TimecodeError(ValueError):
    """What was typed is no timecode."""

    def __init__(self, text: str) -> None:
        super().__init__(
            tr(
                "“{words}” is not a timecode. Type it as 00:01:02:03, as 10203, or as +12 to move by frames.",
                words=text,
            )
        )


def nominal_rate(rate: Fraction) -> int:
    """How many numbers a second of timecode has: 24 for 23.976."""
    return max(1, round(rate))


def can_drop(rate: Fraction) -> bool:
    """Whether there is drop-frame timecode at this rate."""
    return rate in DROP_RATES


def format_timecode(frame: int, rate: Fraction, drop_frame: bool = False, start_frame: int = 0) -> str:
    """HH:MM:SS:FF, with ; before the frames where numbers are dropped; with a minus sign below zero.

    start_frame: what frame 0 of the timeline counts as.
    """
    sign = "-" if frame + start_frame < 0 else ""
    drops = drop_frame and can_drop(rate)
    number = number_of(abs(frame + start_frame), rate, drop_frame)
    seconds, frames = divmod(number, nominal_rate(rate))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02}:{minutes:02}:{seconds:02}{';' if drops else ':'}{frames:0{_width(rate)}}"


def number_of(frame: int, rate: Fraction, drop_frame: bool = False) -> int:
    """What `frame` is counted as, in frames of nominal_rate a second: itself, save where numbers are dropped."""
    return _number(frame, nominal_rate(rate)) if drop_frame and can_drop(rate) else frame


def frame_of(number: int, rate: Fraction, drop_frame: bool = False) -> int:
    """The frame that is counted as `number`; of one that is dropped, the first one after it."""
    return _counted(number, nominal_rate(rate)) if drop_frame and can_drop(rate) else number


def parse_timecode(text: str, rate: Fraction, drop_frame: bool = False, current: int = 0, start_frame: int = 0) -> int:
    """The frame that is meant. Raises TimecodeError.

    `00:01:02:03`, with any of : ; . between; `10203` is the same, bare digits fill from the right; a trailing dot
    stands for two zeros (`10.` is ten seconds). A sign in front moves from `current`: `+12` twelve frames on, `-1.` a
    second back.
    """
    match = re.fullmatch(r"([+-]?)([0-9:;.]*)", text.strip(), re.ASCII)
    if match is None:
        raise TimecodeError(text)
    sign, digits = match.groups()
    count = frame_of(_number_typed(_fields(text, digits, _width(rate)), nominal_rate(rate)), rate, drop_frame)
    if sign:
        return current + (count if sign == "+" else -count)
    return count - start_frame


def _fields(text: str, digits: str, width: int) -> list[int]:
    """Hours, minutes, seconds and frames as typed; the last ones of these where it is fewer."""
    if bare := re.fullmatch(r"([0-9]+)(\.{0,3})", digits):
        zeros = "" if not bare[2] else "0" * (width + 2 * len(bare[2]) - 2)
        fields = _pairs(bare[1] + zeros, width)
    else:
        fields = re.split(r"[:;.]", digits)
    if len(fields) > 4 or len(digits) > LONGEST or not any(fields):
        raise TimecodeError(text)
    return [int(field or 0) for field in fields]


def _pairs(digits: str, width: int) -> list[str]:
    """Bare digits from the right: frames, then two for seconds and minutes each; the rest are hours."""
    cuts = [max(0, len(digits) - width - 2 * place) for place in (2, 1, 0)]
    bounds = [0, *cuts, len(digits)]
    return [digits[start:end] for start, end in pairwise(bounds)]


def _number_typed(fields: list[int], nominal: int) -> int:
    hours, minutes, seconds, frames = [0] * (4 - len(fields)) + fields
    return ((hours * 60 + minutes) * 60 + seconds) * nominal + frames


def _counted(number: int, nominal: int) -> int:
    """The frame that drop-frame timecode gives the number."""
    dropped = nominal // 15
    minute, within = divmod(number, 60 * nominal)
    if minute % 10:
        number += max(0, dropped - within)
    return number - dropped * (minute - minute // 10)


def _number(count: int, nominal: int) -> int:
    """The number that drop-frame timecode gives the frame `count`."""
    dropped = nominal // 15
    tens, rest = divmod(count, 600 * nominal - 9 * dropped)
    minutes = max(0, rest - dropped) // (60 * nominal - dropped)
    return count + dropped * (9 * tens + minutes)


def _width(rate: Fraction) -> int:
    """Digits of the frames."""
    return max(2, len(str(nominal_rate(rate) - 1)))
