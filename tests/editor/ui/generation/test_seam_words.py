"""What is shown of a join: the engine's words, a lamp for each of its verdicts, and the worse one of a bridge first."""

import pytest

from editor.timeline.model import Generation, Join, Made, Measure, Task
from editor.ui.generation.seam_words import NOT_JUDGED, REMEDIES, SeamRow, lamp_of, provenance, seam_verdict
from engine.requests import End, Remedy

HOLDS = Join("start", "good", "The join holds", "", (Measure("Colour", "0.8 ΔE apart", "good"),))
BLUER = Join("end", "poor", "8.9 ΔE bluer before the cut", "match", (Measure("Colour", "8.9 ΔE bluer", "poor"),))
OLD = (("jump", 0.9), ("colour", 0.8), ("flow", 1.1), ("sharpness", 0.96), ("largest_after", 1.2), ("own_colour", 0.5))


def made(*joins: Join, task: Task = Task.AFTER, seam: tuple[tuple[str, float], ...] = ()) -> Made:
    return Made(Generation(task, ()), "Longtake built-in model", seed=7, verdict="good", joins=joins, seam=seam)


def test_a_join_is_told_in_the_engines_own_words_and_its_measures_have_their_lamps() -> None:
    verdict = seam_verdict(made(BLUER, task=Task.BEFORE))
    assert (verdict.words, verdict.lamp, verdict.remedy) == ("8.9 ΔE bluer before the cut", "bad", Remedy.MATCH)
    (part,) = verdict.parts
    assert part.name == "", "there is only one"
    assert part.rows == (SeamRow("Colour", "8.9 ΔE bluer", "bad"),)


def test_of_a_bridge_the_worse_join_speaks_and_both_are_shown() -> None:
    verdict = seam_verdict(made(HOLDS, BLUER, task=Task.BRIDGE))
    assert (verdict.words, verdict.end) == (BLUER.words, End.END)
    assert [(part.name, part.lamp) for part in verdict.parts] == [
        ("Into the bridge", "ok"),
        ("Out of the bridge", "bad"),
    ]


def test_where_both_hold_the_first_one_speaks() -> None:
    verdict = seam_verdict(made(HOLDS, HOLDS, task=Task.BRIDGE))
    assert (verdict.words, verdict.lamp, verdict.remedy, verdict.end) == ("The join holds", "ok", None, End.START)


def test_a_take_from_before_joins_were_judged_shows_its_old_numbers_without_a_lamp() -> None:
    verdict = seam_verdict(made(seam=OLD))
    assert (verdict.words, verdict.lamp, verdict.remedy) == (NOT_JUDGED, "", None)
    (part,) = verdict.parts
    assert [(row.label, row.value, row.lamp) for row in part.rows] == [
        ("At the join", "0.9 times the clip's own step", ""),
        ("Colour", "0.8 ΔE apart", ""),
        ("Motion", "1.1 times the clip's own", ""),
        ("Sharpness", "4 % softer", ""),
        ("After it", "Largest step 1.2 times the clip's own", ""),
    ]


def test_a_join_that_was_not_measured_is_not_called_good() -> None:
    verdict = seam_verdict(made())
    assert (verdict.words, verdict.lamp, verdict.parts) == ("The join was not measured", "", ())


@pytest.mark.parametrize(("task", "end"), [(Task.AFTER, End.START), (Task.BEFORE, End.END)])
def test_words_of_another_version_leave_the_verdict_without_a_remedy(task: Task, end: End) -> None:
    verdict = seam_verdict(made(Join("middle", "so-so", "Something", "magic"), task=task))
    assert (verdict.words, verdict.lamp, verdict.remedy, verdict.end) == ("Something", "", None, end)


def test_every_remedy_has_a_button() -> None:
    assert set(REMEDIES) == set(Remedy)
    assert len({words.label for words in REMEDIES.values()}) == len(Remedy)


def test_the_model_is_named() -> None:
    assert provenance(made()) == "Longtake built-in model, seed 7"


def test_verdicts_have_lamps() -> None:
    assert [lamp_of(verdict) for verdict in ("good", "check", "poor", "")] == ["ok", "warn", "bad", ""]
