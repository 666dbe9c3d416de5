"""Just enough of H.264 to let pictures of two encoders stand in one stream: parameter sets, and where groups begin."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

START = b"\x00\x00\x00\x01"
INSTANT, SEQUENCE, PICTURE, DELIMITER = 5, 7, 8, 9  # types of NAL units, ITU-T H.264 table 7-1
MOST_SETS = 32  # sequence parameter sets there are numbers for


@dataclass(frozen=True, slots=True)
class Parameters:
    """A stream's parameter sets, as its container has them."""

    units: tuple[bytes, ...]
    length_size: int  # bytes before each NAL unit that say how long it is

    @property
    def annex_b(self) -> bytes:
        return b"".join(START + unit for unit in self.units)

    @property
    def free_number(self) -> int:
        """One that none of them has, for the sets of another encoder."""
        used = {number for unit in self.units for number in numbers_of(unit)}
        return next(number for number in range(MOST_SETS) if number not in used)


def parameters_of(record: bytes) -> Parameters | None:
    """Of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1); None for anything else."""
    if len(record) < 7 or record[0] != 1:
        return None
    at, units = 5, []
    try:
        for mask in (0x1F, 0xFF):  # sequence sets, then picture sets
            count, at = record[at] & mask, at + 1
            for _ in range(count):
                (size,) = struct.unpack_from(">H", record, at)
                units.append(record[at + 2 : at + 2 + size])
                at += 2 + size
    except (IndexError, struct.error):
        return None
    whole = all(units) and at <= len(record)
    return Parameters(tuple(units), (record[4] & 3) + 1) if whole else None


def units_of(data: bytes, length_size: int) -> Iterator[bytes]:
    """The NAL units of a packet in which each has its length before it."""
    at = 0
    while at + length_size <= len(data):
        size = int.from_bytes(data[at : at + length_size], "big")
        yield data[at + length_size : at + length_size + size]
        at += length_size + size


def annex_b(data: bytes, parameters: Parameters) -> bytes:
    """The packet with start codes, without parameter sets and delimiters, which the stream has for itself."""
    units = units_of(data, parameters.length_size)
    return b"".join(START + unit for unit in units if unit and kind(unit) not in (SEQUENCE, PICTURE, DELIMITER))


def is_instant(data: bytes, parameters: Parameters) -> bool:
    """Whether it refreshes all, and needs no other parameter sets than those of the stream."""
    units = [unit for unit in units_of(data, parameters.length_size) if unit]
    sets = [unit for unit in units if kind(unit) in (SEQUENCE, PICTURE)]
    return any(kind(unit) == INSTANT for unit in units) and all(unit in parameters.units for unit in sets)


def kind(unit: bytes) -> int:
    return unit[0] & 0x1F


def numbers_of(unit: bytes) -> set[int]:
    """Of a parameter set: its own number, and of a picture's also that of its sequence's."""
    payload = unit[1:].replace(b"\x00\x00\x03", b"\x00\x00")
    if kind(unit) == SEQUENCE:
        return {golomb(payload[3:], 1)[0]}  # after the profile, its constraints and the level
    return set(golomb(payload, 2))


def golomb(data: bytes, count: int) -> list[int]:
    """The first `count` unsigned Exp-Golomb codes (ITU-T H.264, 9.1)."""
    bits = "".join(f"{byte:08b}" for byte in data[:16])
    values, at = [], 0
    for _ in range(count):
        zeros = bits.index("1", at) - at
        values.append(int(bits[at + zeros : at + 2 * zeros + 1], 2) - 1)
        at += 2 * zeros + 1
    return values
