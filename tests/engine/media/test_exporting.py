"""What exports are written with: parameter sets, boxes, encoders."""

import struct
from pathlib import Path

import pytest

from engine.media.coding import Coding
from engine.media.encoders import works
from engine.media.h264 import annex_b, golomb, is_instant, parameters_of
from engine.media.xmp_box import append_box, read_box

SPS = bytes.fromhex("67640015acd94140 9fb016e0")
PPS = bytes.fromhex("68ebe3cb22c0")


def record(*pps: bytes) -> bytes:
    """An AVCDecoderConfigurationRecord with lengths of 4 bytes."""
    sized = b"".join(struct.pack(">H", len(unit)) + unit for unit in pps)
    return b"\x01\x64\x00\x15\xff\xe1" + struct.pack(">H", len(SPS)) + SPS + bytes([len(pps)]) + sized


def packet(*units: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(unit)) + unit for unit in units)


def test_codes_of_exponential_length_are_read() -> None:
    assert golomb(bytes([0b1_010_011_0, 0b0100_0000]), 4) == [0, 1, 2, 3]


def test_a_free_number_is_one_that_no_parameter_set_has() -> None:
    parameters = parameters_of(record(PPS))
    assert parameters is not None
    assert parameters.units == (SPS, PPS)
    assert parameters.free_number == 1


@pytest.mark.parametrize("data", [b"", b"\x00\x00\x00\x01\x67", record(PPS)[:12], b"\x01\x64\x00\x15\xff\xff\x00"])
def test_what_is_no_record_has_no_parameters(data: bytes) -> None:
    assert parameters_of(data) is None


def test_pictures_are_freed_of_the_parameter_sets_that_the_stream_has() -> None:
    parameters = parameters_of(record(PPS))
    assert parameters is not None
    instant = bytes([0x65, 1, 2, 3])
    assert annex_b(packet(b"\x09\xf0", SPS, PPS, instant), parameters) == b"\x00\x00\x00\x01" + instant
    assert is_instant(packet(SPS, PPS, instant), parameters)
    assert not is_instant(packet(SPS, b"\x68\xff", instant), parameters), "it needs another picture parameter set"
    assert not is_instant(packet(b"\x41\x01"), parameters)


def test_a_packet_is_found_again_among_other_boxes(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    other = struct.pack(">I4s", 40, b"uuid") + bytes(32)
    large = struct.pack(">I4sQ", 1, b"mdat", 20) + bytes(4)
    path.write_bytes(struct.pack(">I4s", 12, b"ftyp") + b"isom" + large + other)
    assert read_box(path) == ""
    append_box(path, "<x:xmpmeta>ä</x:xmpmeta>")
    assert read_box(path) == "<x:xmpmeta>ä</x:xmpmeta>"


def test_an_encoder_works_when_it_codes_pictures() -> None:
    assert works(Coding("libx264", "yuv420p", {"preset": "ultrafast"}))
    assert not works(Coding("libx264", "yuv420p", {"preset": "no such"}))
    assert not works(Coding("h264_of_nobody", "nv12", {}))
