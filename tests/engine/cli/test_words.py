"""What is told: sentences and JSON."""

import json
import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from engine.cli.words import as_json, error_in_words, frame_rate, takes_in_words
from engine.errors import MediaDamaged
from tests.engine.fakes import some_request, some_take


def test_json_keeps_exact_rates_and_has_null_for_what_is_no_number():
    told = as_json({"rate": Fraction(24000, 1001), "path": Path("a/ä.mp4"), "gain": math.nan, "noise": (0.0, math.inf)})
    assert json.loads(told) == {"rate": "24000/1001", "path": "a/ä.mp4", "gain": None, "noise": [0.0, None]}


def test_frame_rates_are_written_as_people_know_them():
    assert [frame_rate(Fraction(*rate)) for rate in ((24, 1), (24000, 1001), (30000, 1001), (25, 2))] == [
        "24", "23.976", "29.97", "12.5"
    ]  # fmt: skip


def test_a_take_without_film_or_back_test_is_told_without_them():
    bare = replace(some_take(some_request()), film=None, film_new=None, film_frames=None, back_test=None)
    told = takes_in_words([bare])
    assert told.startswith("48 new frames")
    assert "Film" not in told
    assert "Verdict: none" in told


def test_an_error_says_what_happened_what_was_kept_and_what_to_do_each_on_its_line():
    error = MediaDamaged("It breaks off.", kept="28 frames were kept.", do="Trim it.")
    assert error_in_words(error) == "Error: It breaks off.\n28 frames were kept.\nTrim it."
