"""Times as people type them."""

from fractions import Fraction

import pytest

from engine.cli.times import parse_time
from engine.errors import RequestError

NTSC = Fraction(30000, 1001)


def parsed(text, rate=Fraction(24)):
    return parse_time(text, lambda: rate)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2", 2), ("0.1", Fraction(1, 10)), (".5", Fraction(1, 2)), ("1/3", Fraction(1, 3)), ("1:02.5", Fraction(125, 2)),
     ("1:00:01", 3601), ("-1", -1)],
)  # fmt: skip
def test_seconds_and_clock_times_are_exact(text, seconds):
    assert parsed(text) == seconds


def test_timecode_counts_frames_of_the_clip():
    assert parsed("00:00:05:12") == Fraction(11, 2)


def test_timecode_at_23_976_counts_to_24_and_runs_slower_than_the_clock():
    assert parsed("01:00:00:00", Fraction(24000, 1001)) == Fraction(3600 * 1001, 1000)


def test_drop_frame_timecode_skips_two_numbers_a_minute_but_every_tenth():
    assert parsed("00:01:00;02", NTSC) == 1800 / NTSC
    assert parsed("01:00:00;00", NTSC) == 107892 / NTSC
    assert parsed("00:01:00;04", 2 * NTSC) == 3600 / (2 * NTSC)


def test_the_rate_is_not_asked_for_where_it_is_not_needed():
    def unknown():
        raise AssertionError("asked")

    assert parse_time("1:02", unknown) == 62


@pytest.mark.parametrize(
    "text", ["", "nan", "inf", "two", "1e999999999", "1/0", "1" * 5000, "00:00:05:24", "00:61:00:00", "1;2"]
)
def test_what_is_no_time_is_refused_with_a_remedy(text):
    with pytest.raises(RequestError) as refused:
        parsed(text)
    assert refused.value.do


def test_drop_frame_timecode_is_refused_where_no_frames_are_dropped():
    with pytest.raises(RequestError, match="drop-frame"):
        parsed("00:01:00;02", Fraction(24))
