"""The log of one job."""

from dataclasses import replace
from pathlib import Path

from editor.jobs import JobState
from editor.jobs.log import JobLog
from engine.progress import Progress
from tests.editor.jobs.test_turns import row
from tests.engine.fakes import some_request, some_take


def test_it_tells_each_stage_once_each_take_with_its_notes_and_why_it_failed() -> None:
    log, job = JobLog(), row("1", JobState.RUNNING)
    take = replace(some_take(some_request()), notes=("Told beforehand.",))
    for step in range(3):
        log.hear(replace(job, progress=Progress("Painting frames", step, 3)))
    log.hear(job, (take,))
    failed = replace(job, state=JobState.FAILED, error="The disk is full.")
    log.hear(failed)
    lines = [line.partition("  ")[2] for line in log.text(failed).splitlines() if ":" in line[:3]]
    told = ["Begun", "Painting frames", f"Take: {take.path}", "Told beforehand.", "Failed", "The disk is full."]
    assert lines == told


def test_of_what_the_libraries_printed_it_tells_what_came_while_the_job_ran(tmp_path: Path) -> None:
    printed = tmp_path / "engine.log"
    printed.write_text("of another job\n")
    log, job = JobLog(printed), row("1", JobState.RUNNING)
    log.hear(job)
    with printed.open("a") as file:
        file.write("Loading weights\n")
    assert "Printed by the engine:\nLoading weights" in log.text(job)
    log.hear(replace(job, state=JobState.DONE))
    with printed.open("a") as file:
        file.write("of the next job\n")
    assert "job\n" not in log.text(job).partition("Printed by the engine:")[2]


def test_of_a_job_of_before_this_start_it_tells_what_is_known() -> None:
    text = JobLog().text(row("1", JobState.FAILED, error="216 frames need 14 GB."))
    assert text.splitlines()[-2:] == ["Failed", "216 frames need 14 GB."]
