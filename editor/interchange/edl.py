"""What an EDL says beside its events, and what its adapter would misread, put right before it reads."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from editor.timeline.timecode import can_drop, frame_of, nominal_rate

EVENT = re.compile(r"^(\d+)\s+\S.*?((?:\d\d[:;]){3}\d\d)\s+(?:(?:\d\d[:;]){3}\d\d)\s*$")
FROM, TO = re.compile(r"^\*\s*FROM (?:FILE|CLIP):"), re.compile(r"^\*\s*TO (?:FILE|CLIP):")
HOUR = 3600


def read(text: str, rate: Fraction) -> tuple[Any, int, int, bool]:
    """The otio.schema.Timeline; what its timecode begins at; frames of nothing before its first event; drop-frame.

    rate: an EDL does not say its own. Raises whatever the adapter does for what is no EDL.
    """
    drops = bool(re.search(r"FCM:\s*DROP", text)) and can_drop(rate)
    counted = float(rate) if drops else float(nominal_rate(rate))
    tidy = "\n".join(tidied(text))
    try:
        timeline = otio.adapters.read_from_string(tidy, "cmx_3600", rate=counted)
    except Exception:  # record times that do not fit: it then goes by the sources' lengths
        timeline = otio.adapters.read_from_string(tidy, "cmx_3600", rate=counted, ignore_timecode_mismatch=True)
    first, hour = first_record(text, rate, drops), frame_of(HOUR * nominal_rate(rate), rate, drops)
    return timeline, first // hour * hour, first % hour, drops


def tidied(text: str) -> Iterator[str]:
    """Of a dissolve's two files the adapter takes the first, which is the outgoing one's: only the other is left."""
    event: list[str] = []
    number = ""
    for line in text.splitlines():
        match = EVENT.match(line)
        if match and match[1] != number:
            yield from _one_file(event)
            event, number = [], match[1]
        event.append(line)
    yield from _one_file(event)


def _one_file(event: list[str]) -> Iterator[str]:
    incoming = [line for line in event if TO.match(line)]
    wanted = incoming or [line for line in event if FROM.match(line)]
    kept = wanted[0] if wanted else ""
    for line in event:
        if kept and line == kept:
            yield f"* FROM FILE: {line.split(':', 1)[1].strip()}"
        elif not (FROM.match(line) or TO.match(line)):
            yield line


def first_record(text: str, rate: Fraction, drops: bool) -> int:
    """The frame at which the earliest event is recorded; hours are 60 minutes of timecode."""
    found = [match[2] for line in text.splitlines() if (match := EVENT.match(line))]
    return min((_frame(each, rate, drops) for each in found), default=0)


def _frame(text: str, rate: Fraction, drops: bool) -> int:
    hours, minutes, seconds, frames = (int(part) for part in re.split("[:;]", text))
    number = ((hours * 60 + minutes) * 60 + seconds) * nominal_rate(rate) + frames
    return frame_of(number, rate, drops)
