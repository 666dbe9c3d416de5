"""How progress looks."""

import io

from engine.cli.progress import BarView, LineView
from engine.cli.words import duration
from engine.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_log_gets_one_line_for_each_stage():
    stream = io.StringIO()
    with LineView(stream) as view:
        for step in range(100):
            view(Progress("Reading the clip", step, 100))
        view(Progress("Making frames", 1, 8, 65.0))
    assert stream.getvalue() == "Reading the clip: step 0/100\nMaking frames: step 1/8, 1 min 05 s left\n"


def test_the_bar_names_stage_step_and_time_left_and_clears_itself(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    stream = Terminal()
    with BarView(stream) as view:
        view(Progress("Making frames", 3, 8, 12.0))
    drawn = stream.getvalue()
    assert "Making frames" in drawn
    assert "step 3/8, 12 s left" in drawn
    assert drawn.endswith("\x1b[2K")  # the bar's line is wiped, so the answer stands alone


def test_waits_are_told_in_minutes_and_seconds():
    assert [duration(seconds) for seconds in (0, 1.25, 9.96, 59.6, 125)] == [
        "0.0 s",
        "1.2 s",
        "10 s",
        "1 min 00 s",
        "2 min 05 s",
    ]
