"""Timecode: what is shown, and what may be typed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.timeline.timecode import TimecodeError, can_drop, format_timecode, frame_of, number_of, parse_timecode

NTSC, NTSC_FAST, FILM = Fraction(30000, 1001), Fraction(60000, 1001), Fraction(24000, 1001)
RATES = [Fraction(24), Fraction(25), FILM, NTSC, NTSC_FAST, Fraction(30), Fraction(50), Fraction(120), Fraction(1, 3)]


@pytest.mark.parametrize(
    ("frame", "rate", "drop", "text"),
    [
        (0, Fraction(24), False, "00:00:00:00"),
        (86_399, Fraction(24), False, "00:59:59:23"),
        (24, FILM, False, "00:00:01:00"),
        (86_400, FILM, True, "01:00:00:00"),  # there is no drop-frame timecode at this rate
        (1799, NTSC, True, "00:00:59;29"),
        (1800, NTSC, True, "00:01:00;02"),
        (1800, NTSC, False, "00:01:00:00"),
        (3597, NTSC, True, "00:01:59;29"),
        (3598, NTSC, True, "00:02:00;02"),
        (17_981, NTSC, True, "00:09:59;29"),
        (17_982, NTSC, True, "00:10:00;00"),
        (107_892, NTSC, True, "01:00:00;00"),
        (3600, NTSC_FAST, True, "00:01:00;04"),
        (215_784, NTSC_FAST, True, "01:00:00;00"),
        (-30, Fraction(30), False, "-00:00:01:00"),
        (360_000 * 24, Fraction(24), False, "100:00:00:00"),
        (119, Fraction(120), False, "00:00:00:119"),
        (2, Fraction(1, 3), False, "00:00:02:00"),
    ],
)
def test_a_frame_is_shown_as_smpte_counts_it(frame: int, rate: Fraction, drop: bool, text: str):
    assert format_timecode(frame, rate, drop) == text


def test_a_timeline_may_start_at_one_hour():
    assert format_timecode(12, Fraction(24), start_frame=86_400) == "01:00:00:12"
    assert format_timecode(12, NTSC, drop_frame=True, start_frame=107_892) == "01:00:00;12"
    assert parse_timecode("01:00:00:12", Fraction(24), start_frame=86_400) == 12


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("00:00:01:05", 29),
        ("1:05", 29),
        ("1;05", 29),
        ("1.5", 29),
        (":5", 5),
        ("5", 5),
        (" 105 ", 29),
        ("10203", 24 * 62 + 3),
        ("1.", 24),
        ("10.", 240),
        ("1..", 24 * 60),
        ("1...", 24 * 3600),
        ("12.", 24 * 12),
        ("130.", 24 * 90),
        ("99", 99),
        ("75:00", 24 * 75),
        ("+12", 112),
        ("-12", 88),
        ("-1.", 76),
        ("+1:00", 124),
        ("+100", 124),
        ("1234567890", 24 * (1234 * 3600 + 56 * 60 + 78) + 90),
    ],
)
def test_bare_digits_fill_from_the_right_and_dots_stand_for_zeros(text: str, frame: int):
    assert parse_timecode(text, Fraction(24), current=100) == frame


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("00:01:00;02", 1800),
        ("00:01:00;00", 1800),  # numbers that are dropped mean the next one there is
        ("00:01:00:01", 1800),
        ("100.", 1800),
        ("00:10:00;00", 17_982),
        ("1...", 107_892),
        ("+1...", 107_902),
    ],
)
def test_drop_frame_timecode_is_read_as_it_is_shown(text: str, frame: int):
    assert parse_timecode(text, NTSC, drop_frame=True, current=10) == frame


def test_three_digits_are_frames_where_a_second_has_more_than_a_hundred():
    assert parse_timecode("1119", Fraction(120)) == 239
    assert parse_timecode("1.", Fraction(120)) == 120


@pytest.mark.parametrize(
    "text",
    ["", " ", "+", "-", ".", ":::", "x", "1x", "1-", "++1", "1:2:3:4:5", "1.....", "9" * 25, "\uff11\uff12", "1 2"],
)
def test_what_is_no_timecode_is_refused_with_an_example(text: str):
    with pytest.raises(TimecodeError, match=r"is not a timecode. Type it as 00:01:02:03"):
        parse_timecode(text, Fraction(24))


def test_only_the_two_ntsc_rates_drop_numbers():
    assert [rate for rate in RATES if can_drop(rate)] == [NTSC, NTSC_FAST]


@given(st.integers(0, 10_000_000), st.sampled_from(RATES), st.booleans(), st.sampled_from([0, 107_892]))
def test_every_frame_reads_back(frame: int, rate: Fraction, drop: bool, start: int):
    assert parse_timecode(format_timecode(frame, rate, drop, start), rate, drop, start_frame=start) == frame


@given(st.integers(0, 500_000), st.sampled_from([NTSC, NTSC_FAST]))
def test_drop_frame_timecode_keeps_to_the_clock(frame: int, rate: Fraction):
    hours, minutes, seconds = format_timecode(frame, rate, drop_frame=True).split(";")[0].split(":")
    shown = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    assert abs(shown - frame / rate) < 1.1


@pytest.mark.parametrize(
    ("frame", "rate", "drop", "number"),
    [
        (1799, NTSC, True, 1799),
        (1800, NTSC, True, 1802),
        (1800, NTSC, False, 1800),
        (17_982, NTSC, True, 18_000),
        (3600, NTSC_FAST, True, 3604),
        (500, Fraction(24), True, 500),
    ],
)
def test_drop_frame_counts_on_in_other_numbers_than_frames(frame: int, rate: Fraction, drop: bool, number: int):
    assert number_of(frame, rate, drop) == number
    assert frame_of(number, rate, drop) == frame


def test_a_number_that_is_dropped_stands_for_the_frame_after_it():
    assert [frame_of(number, NTSC, True) for number in (1799, 1800, 1801, 1802, 1803)] == [1799, 1800, 1800, 1800, 1801]
