"""What is told: sentences and JSON."""

import json
import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from engine.cli.words import TRY, as_json, error_in_words, frame_rate, join_in_words, takes_in_words
from engine.errors import MediaDamaged
from engine.requests import End, Remedy
from tests.engine.fakes import some_join, some_request, some_take


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


def test_a_model_that_made_all_of_it_is_named_once():
    take = replace(some_take(some_request()), model="Wan 2.1 T2V 14B", motion="made by Wan 2.1 T2V 14B")
    assert "Made by Wan 2.1 T2V 14B, seed 0, in 12 s." in takes_in_words([take])


def test_each_join_is_told_in_a_line_with_what_would_help():
    take = replace(some_take(some_request()), joins=(some_join(), replace(some_join(End.END), remedy=None)))
    told = takes_in_words([take]).splitlines()
    assert "Into the new frames: check. 20 % softer after the cut. Try another take, with another --seed." in told
    assert "Out of the new frames: check. 20 % softer after the cut." in told


def test_every_remedy_has_words():
    assert set(TRY) == set(Remedy)
    assert all(join_in_words(replace(some_join(), remedy=remedy)).endswith(".") for remedy in Remedy)


def test_an_error_says_what_happened_what_was_kept_and_what_to_do_each_on_its_line():
    error = MediaDamaged("It breaks off.", kept="28 frames were kept.", do="Trim it.")
    assert error_in_words(error) == "Error: It breaks off.\n28 frames were kept.\nTrim it."
