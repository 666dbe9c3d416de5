"""Whoever reads an answer may stop reading before its end: `| head`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def unread(code: str, *arguments: str, stderr: int | None = None) -> tuple[int, str]:
    """Runs code whose standard output, or standard error, nobody reads. Exit code, and what the other one said."""
    reading, writing = os.pipe()
    os.close(reading)
    streams = {"stdout": writing, "stderr": subprocess.PIPE} if stderr is None else {"stderr": writing}
    try:
        ended = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=ROOT, text=True, timeout=60, check=False, **streams
        )
    finally:
        os.close(writing)
    return ended.returncode, ended.stderr or ""


MAIN = "import sys; from engine.cli import main; from tests.engine.fakes import FakeHost; "
RUN = MAIN + "raise SystemExit(main(host=FakeHost()))"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["extend", "--json"]])
def test_an_answer_that_nobody_reads_is_no_failure(arguments):
    code, err = unread(RUN, *arguments)
    assert (code, err) == (2 if "--json" in arguments else 0, "")


def test_a_closed_output_is_no_failure():
    code = f"import sys; sys.stdout = None; {RUN}"
    assert unread(code, "extend", "gone.mp4", "--seconds", "1", "-o", "film.mp4")[0] == 3


def test_takes_are_made_though_nobody_reads_how(tmp_path):
    from tests.engine.media.clips import make_film

    clip = make_film(tmp_path / "clip.mp4", 12)
    code, err = unread(RUN, "extend", str(clip), "--seconds", "1", "-o", str(tmp_path / "film.mp4"))
    assert (code, err.splitlines()) == (0, ["Making frames: step 1/2, 0.0 s left"])


def test_errors_and_progress_that_nobody_reads_are_no_failure_either(tmp_path):
    assert unread(RUN, "extend", "gone.mp4", "--seconds", "1", "-o", "film.mp4", stderr=1)[0] == 3
