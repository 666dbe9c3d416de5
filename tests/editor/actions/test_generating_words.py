"""Costs, presets and what is remembered."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor import presets
from editor.actions.cost import SPARE, cost_line, loaded_cost_line, wait_in_words, why_too_much
from editor.actions.remembering import Remembered, forget, remember, remembered
from editor.actions.requesting import MOST_NEW, Wishes
from editor.settings import Settings
from editor.timeline.edits import Rule
from editor.timeline.model import Task
from engine.generation.built_in import MODEL
from engine.generation.gap import MOST_NEW as ENGINES_MOST
from engine.generation.pocket.model import STEPS
from engine.requests import BUILT_IN_NETWORK, ExtendRequest, Outputs, Source

REQUEST = ExtendRequest(Source(Path("surf.mp4")), Fraction(2), Outputs(Path("takes")), takes=3)


def plenty(folder: Path) -> int:
    return 10 * SPARE


def test_the_cost_line_tells_takes_time_fit_and_what_moves() -> None:
    line = cost_line(REQUEST, 48, 45.0, "Nothing else moves", plenty)
    assert line == "3 takes, about 45 s on this processor. Fits. Nothing else moves."


def test_a_time_that_is_not_known_is_not_invented() -> None:
    line = cost_line(replace(REQUEST, takes=1), 48, None, "Moves 4 clips by 1 s 12 f", plenty)
    assert line == "1 take, time not known yet: first run. Fits. Moves 4 clips by 1 s 12 f."


def test_of_a_loaded_model_it_tells_takes_moves_and_a_full_disk() -> None:
    assert loaded_cost_line(REQUEST, 48, "Nothing else moves", plenty) == "3 takes. Nothing else moves."
    full = loaded_cost_line(replace(REQUEST, takes=1), 48, "Nothing else moves", lambda _: 10**8)
    assert full == "1 take. Only 0.1 GB are free on the disk. Nothing else moves."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (7.4, "7 s"), (44, "45 s"), (58, "1 min"), (160, "2 min 40 s"), (720, "12 min")],
)
def test_waits_are_spoken_no_finer_than_they_are_known(seconds: float, words: str) -> None:
    assert wait_in_words(seconds) == words


def test_what_does_not_fit_says_why() -> None:
    assert str(MOST_NEW) in why_too_much(REQUEST, MOST_NEW + 1, plenty)
    assert why_too_much(REQUEST, 48, lambda _: 10**8) == "Only 0.1 GB are free on the disk."
    assert why_too_much(REQUEST, MOST_NEW, plenty) == ""


def test_free_space_is_looked_up_where_the_folder_will_be(tmp_path: Path) -> None:
    request = replace(REQUEST, outputs=Outputs(tmp_path / "not" / "yet"))
    assert "Fits" in cost_line(request, 48, None, "Nothing else moves") or "free" in why_too_much(request, 48)


def test_limits_and_names_are_the_engines_own() -> None:
    assert MOST_NEW == ENGINES_MOST
    assert presets.MODEL_NAME == MODEL
    assert presets.quality("Final").steps == STEPS


def test_presets_have_a_value_for_each_of_four_latents_and_say_they_are_unmeasured() -> None:
    assert [each.noise for each in presets.freedoms()] == [
        (0.0, 0.0, 0.0, 0.0),
        (0.0, 0.3, 0.4, 0.5),
        (0.2, 0.4, 0.4, 0.4),
    ]
    for each in presets.freedoms():
        assert presets.freedom_named(each.noise) == each.name
        assert "unmeasured" in each.about
    assert "0, 30, 40, 50 % free" in presets.freedom("Natural").tip
    assert presets.freedom_named((0.1,)) == presets.BY_HAND


def test_choices_come_back_for_their_own_task_only(tmp_path: Path) -> None:
    settings = Settings(str(tmp_path / "settings.ini"))
    wishes = Wishes("spray", "", "Loose", (0.2, 0.4, 0.4, 0.4), 9, 5, 123, "Final", 2, BUILT_IN_NETWORK)
    remember(settings, Task.AFTER, Remembered(wishes, Fraction(7, 2), Rule.OVERWRITE, False))
    found = remembered(settings, Task.AFTER)
    assert found == Remembered(replace(wishes, prompt="", seed=0), Fraction(7, 2), Rule.OVERWRITE, False)
    assert remembered(settings, Task.BRIDGE) == Remembered()
    forget(settings, Task.AFTER)
    assert remembered(settings, Task.AFTER) == Remembered()


@pytest.mark.parametrize("text", ["", "no", "[]", '{"noise": [7]}', '{"takes": 3}', "x" * 10_000])
def test_what_can_not_be_read_back_is_as_if_nothing_was_kept(tmp_path: Path, text: str) -> None:
    settings = Settings(str(tmp_path / "settings.ini"))
    settings.set({"generate-after": text})
    assert remembered(settings, Task.AFTER) == Remembered()
