"""Records in a file that may break off anywhere: each with its length and its checksum."""

import struct
from dataclasses import dataclass
from zlib import crc32

HEAD = struct.Struct("<II")  # length of the payload, its CRC-32
MAX_RECORD = 64 << 20


@dataclass(frozen=True, slots=True)
class Records:
    """What could be read: everything up to the first bad record, and how many came after."""

    payloads: tuple[bytes, ...]
    lost: int


def framed(payload: bytes) -> bytes:
    return HEAD.pack(len(payload), crc32(payload)) + payload


def unframed(data: bytes) -> Records:
    payloads: list[bytes] = []
    lost = at = 0
    while at < len(data):
        payload, at = _next(data, at)
        if payload is None or lost:
            lost += 1
        else:
            payloads.append(payload)
    return Records(tuple(payloads), lost)


def _next(data: bytes, at: int) -> tuple[bytes | None, int]:
    """None for a bad one; where its length makes no sense, the rest counts as one."""
    if at + HEAD.size > len(data):
        return None, len(data)
    length, checksum = HEAD.unpack_from(data, at)
    end = at + HEAD.size + length
    if length > MAX_RECORD or end > len(data):
        return None, len(data)
    payload = data[at + HEAD.size : end]
    return (payload if crc32(payload) == checksum else None), end
