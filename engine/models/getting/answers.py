"""What a server's answer to a request for a part of a file is worth, before any byte of it is used."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.models.getting.faults import Cut, Strange

RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
MOST_WAIT = 120.0  # seconds that a server may ask us to wait
GONE_FOR_NOW = {408, 421, 425, 429, 500, 502, 503, 504, 509, 520, 521, 522, 523, 524}


@dataclass(frozen=True, slots=True)
class Begins:
    """at: which byte comes first. etag: by which the server knows the file again; "" = none that is strong, and can be
    sent back."""

    at: int
    etag: str


def begins(status: int, headers: Mapping[str, str], asked: int, size: int) -> Begins:
    """asked: the first byte that was asked for, of a file of `size`. Raises Cut or Strange."""
    if status in GONE_FOR_NOW:
        raise Cut(f"it answered {status}", _wait(headers.get("retry-after", "")))
    if status not in (200, 206):
        raise Strange(f"it answered {status}")
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise Strange("it packed the file, though asked not to")
    at = _first_byte(headers, asked, size) if status == 206 else 0
    length = headers.get("content-length")
    if length is not None and length != str(size - at):
        raise Strange(f"it announced {length[:20]} bytes where {size - at} are missing")
    etag = headers.get("etag", "")
    return Begins(at, etag if etag.isascii() and not etag.startswith("W/") else "")


def _first_byte(headers: Mapping[str, str], asked: int, size: int) -> int:
    told = headers.get("content-range", "")
    found = RANGE.fullmatch(told)
    if found is None or (int(found[1]), int(found[2])) != (asked, size - 1) or found[3] not in (str(size), "*"):
        raise Strange(f"it sent {told[:60]!r} where bytes {asked} to {size - 1} of {size} were asked for")
    return asked


def _wait(told: str) -> float:
    return min(float(told), MOST_WAIT) if told.isdecimal() else 0.0
