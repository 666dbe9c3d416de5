"""Times as people type them: seconds, clock times, timecode."""

import re
from collections.abc import Callable
from fractions import Fraction

from engine.errors import RequestError

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")
_SECONDS = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+|\d+/\d+)")  # no exponents: 1e999999999 would take for ever
_TIMECODE = re.compile(r"(\d+):(\d\d):(\d\d)([:;])(\d\d)")


def parse_time(text: str, rate: Callable[[], Fraction]) -> Fraction:
    """Seconds from "12.5", "1:02.5", "0:01:02" or timecode "00:00:05:12", which counts from the clip's first frame.

    rate: asked for the clip's frame rate, only where timecode needs it. Raises RequestError.
    """
    if match := _TIMECODE.fullmatch(text):
        return _timecode(match, rate())
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = match.groups()
        return 3600 * int(hours or 0) + 60 * int(minutes) + Fraction(seconds)
    if len(text) < 40 and _SECONDS.fullmatch(text) and not text.endswith("/0"):
        return Fraction(text)
    raise RequestError(
        f"{text[:40]!r} is not a time.", do="Give seconds (12.5), a clock time (1:02.5) or timecode (00:00:05:12)."
    )


def _timecode(match: re.Match[str], rate: Fraction) -> Fraction:
    hours, minutes, seconds, frames = (int(match[group]) for group in (1, 2, 3, 5))
    counted = round(rate)  # 24000/1001 counts to 24
    if frames >= counted or minutes > 59 or seconds > 59:
        raise RequestError(
            f"{match[0]} is no timecode at {float(rate):g} frames a second.", do="Check its last digits."
        )
    number = (60 * (60 * hours + minutes) + seconds) * counted + frames
    if match[4] == ";":
        number -= _dropped(60 * hours + minutes, rate, match[0])
    return number / rate


def _dropped(minutes: int, rate: Fraction, text: str) -> int:
    """Frame numbers left out so far: 2 (at 59.94: 4) each minute but every tenth. SMPTE ST 12-1."""
    if rate not in (Fraction(30000, 1001), Fraction(60000, 1001)):
        raise RequestError(
            f"{text} is drop-frame timecode, which only 29.97 and 59.94 use.", do="Write it with colons."
        )
    return round(rate) // 15 * (minutes - minutes // 10)
