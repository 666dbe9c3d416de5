"""One lamp for a generated clip: the worse of how it joins and of the test before it."""

import pytest

from editor.timeline.model import Generation, Made, Task
from editor.ui.generation.join import join_verdict

GOOD = {"jump": 0.9, "colour": 0.8, "flow": 1.1, "sharpness": 0.96, "largest_after": 1.2}


def made(verdict: str, seam: dict[str, float], task: Task = Task.AFTER) -> Made:
    return Made(Generation(task, ()), "Longtake built-in model", verdict=verdict, seam=tuple(seam.items()))


@pytest.mark.parametrize(
    ("verdict", "seam", "words", "lamp", "tested"),
    [
        ("good", GOOD, "The join holds", "ok", False),
        ("", GOOD, "The join holds", "ok", False),
        ("poor", GOOD, "This motion needs Wan", "bad", True),
        ("check", GOOD, "Look at the motion", "warn", True),
        ("check", GOOD | {"colour": 3.0}, "Colour changes at the join", "warn", False),
        ("good", GOOD | {"colour": 9.0}, "Colour changes at the join", "bad", False),
        ("poor", GOOD | {"colour": 9.0}, "Colour changes at the join", "bad", False),
        ("poor", {}, "This motion needs Wan", "bad", True),
        ("good", {}, "The join was not measured", "", False),
    ],
)
def test_the_worse_one_speaks(verdict: str, seam: dict[str, float], words: str, lamp: str, tested: bool) -> None:
    found = join_verdict(made(verdict, seam))
    assert (found.words, found.lamp, found.tested) == (words, lamp, tested)
    assert len(found.rows) == len(seam)


def test_a_bridge_is_called_a_bridge() -> None:
    assert join_verdict(made("poor", GOOD, Task.BRIDGE)).words == "This bridge needs Wan"
    assert join_verdict(made("check", GOOD, Task.BRIDGE)).words == "Look at the bridge"
