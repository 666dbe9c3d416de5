"""The table of presets, and what is said where nothing was given."""

import subprocess
import sys
from fractions import Fraction

import pytest

from editor import presets as shown
from engine import presets
from engine.requests import LaterText, Quality, Text


@pytest.mark.parametrize("task", presets.FREEDOMS)
def test_every_task_has_the_same_three_names_from_keeping_to_freeing(task):
    strict, natural, loose = presets.freedoms(task)
    assert (strict.name, natural.name, loose.name) == presets.NAMES
    assert sum(strict.noise) / len(strict.noise) < sum(natural.noise) / len(natural.noise)
    assert sum(natural.noise) / len(natural.noise) < sum(loose.noise) / len(loose.noise)
    assert all(0 <= value <= 1 for each in (strict, natural, loose) for value in each.noise)
    assert all(each.words.endswith(".") for each in (strict, natural, loose))


def test_natural_beside_a_join_is_pusas_own():
    assert presets.freedom("extend", "natural").noise == (0.0, 0.3, 0.4, 0.5)


def test_a_name_that_is_none_is_no_preset():
    with pytest.raises(KeyError):
        presets.freedom("extend", "Free")


def test_the_window_shows_the_engines_numbers():
    for purpose, task in {"": "extend", **shown.TASKS}.items():
        assert [(each.name, each.noise) for each in shown.freedoms(purpose)] == [
            (each.name, each.noise) for each in presets.freedoms(task)
        ]
    assert [each.steps for each in shown.QUALITIES] == [each.built_in_steps for each in presets.QUALITIES]
    assert [each.quality for each in presets.QUALITIES] == list(Quality)


def test_where_nothing_was_given_our_own_words_are_said():
    assert presets.spoken(Text()) == Text(presets.CONTINUATION, presets.NEGATIVE)
    assert presets.spoken(Text(" \n", "\t")) == Text(presets.CONTINUATION, presets.NEGATIVE)


def test_what_was_given_is_said_as_it_is():
    text = Text("a wave", "rain", (LaterText(Fraction(1), "the wave breaks"), LaterText(Fraction(2), "")))
    said = presets.spoken(text)
    assert (said.prompt, said.negative, said.later[0]) == ("a wave", "rain", text.later[0])
    assert said.later[1] == LaterText(Fraction(2), presets.CONTINUATION)


def test_the_table_is_read_without_the_rest_of_the_engine():
    code = "import sys, engine.presets; print(sorted({'torch', 'cv2', 'av', 'numpy', 'PySide6'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
