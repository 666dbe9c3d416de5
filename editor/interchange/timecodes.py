"""What the timecode in a file counts from."""

from fractions import Fraction

from editor.timeline.timecode import TimecodeError, can_drop, parse_timecode


def seconds_of(timecode: str, rate: Fraction) -> Fraction:
    """How long it has run, exactly; 0 where there is none."""
    try:
        return parse_timecode(timecode, rate, ";" in timecode and can_drop(rate)) / rate if timecode else Fraction(0)
    except TimecodeError:
        return Fraction(0)
