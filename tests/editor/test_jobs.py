"""Jobs: durable, told on the window's own thread, and each take told until somebody has it."""

import asyncio
import gc
import threading
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import qasync
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

from editor.job_store import JobProject, JobStore, Run
from editor.jobs import Jobs, JobState
from engine.errors import NotAVideo, OutOfMemory
from engine.requests import InterpolateRequest, Outputs, Source
from tests.engine.fakes import DyingHost, FakeHost, HeldHost, some_request

FILM = JobProject("film's", "Film")
PATIENCE = 10_000  # milliseconds; only broken jobs need them


class Window:
    """A listener as the window is one: keeps what it was told, and whether on its own thread."""

    def __init__(self, jobs):
        self.rows, self.takes, self.forgotten, self.threads = [], [], [], set()
        jobs.changed.connect(self.hear)
        jobs.take_made.connect(lambda row, take: self.takes.append((row.id, take)))
        jobs.forgotten.connect(self.forgotten.append)

    def hear(self, row):
        self.rows.append(row)
        self.threads.add(QThread.currentThread())


@pytest.fixture
def opened(qtbot, tmp_path):
    """Starts the program on a host, again and again on the same file."""
    alive: list[Jobs] = []

    def start(host) -> tuple[Jobs, Window]:
        for jobs in alive:
            jobs.close()
        jobs = Jobs(host, JobStore(tmp_path / "jobs.sqlite"))
        alive.append(jobs)
        return jobs, Window(jobs)

    yield start
    for jobs in alive:
        jobs.close()


def request(takes=1):
    return replace(some_request(), outputs=Outputs(Path("takes")), takes=takes)


def submit(jobs, clip_id="clip", takes=1):
    return jobs.submit(request(takes), clip_id=clip_id, title=f"Extend {clip_id}", project=FILM)


def ended(qtbot, jobs, *rows):
    qtbot.waitUntil(lambda: all(jobs.row(row.id).state.is_final for row in rows), timeout=PATIENCE)
    return jobs.row(rows[-1].id)


def test_a_loaded_model_is_called_as_it_is_shown(qtbot, opened):
    jobs, _ = opened(HeldHost())
    loaded, words = replace(request(), model="wan"), {"clip_id": "clip", "title": "Extend clip", "project": FILM}
    assert jobs.submit(loaded, model="Wan 2.1 T2V 14B", **words).model == "Wan 2.1 T2V 14B"
    assert jobs.submit(loaded, **words).model == "wan"
    assert jobs.submit(request(), model="another", **words).model == "Longtake built-in model"


def test_a_job_is_told_from_its_queueing_to_its_end_on_the_windows_thread(qtbot, opened):
    jobs, window = opened(FakeHost())
    row = submit(jobs)
    assert (row.state, row.model, row.title) == (JobState.QUEUED, "Longtake built-in model", "Extend clip")
    done = ended(qtbot, jobs, row)
    states = [each.state for each in window.rows]
    assert states == sorted(states, key=list(JobState).index)
    assert (done.state, done.attempts, done.error) == (JobState.DONE, 1, None)
    assert done.created <= done.started <= done.ended
    assert window.threads == {QApplication.instance().thread()}


def test_each_take_is_told_once_as_it_is_made(qtbot, opened):
    jobs, window = opened(FakeHost())
    row = submit(jobs, takes=3)
    done = ended(qtbot, jobs, row)
    assert [take for _, take in window.takes] == list(done.takes)
    assert len(done.takes) == 3
    assert [len(each.takes) for each in window.rows] == sorted(len(each.takes) for each in window.rows)


def test_of_a_clips_jobs_the_one_that_runs_is_its_own_then_one_that_waits(qtbot, opened):
    host = HeldHost()
    jobs, _ = opened(host)
    running, waiting = submit(jobs, "a"), submit(jobs, "a")
    qtbot.waitUntil(lambda: jobs.row(running.id).state is JobState.RUNNING, timeout=PATIENCE)
    assert jobs.row_of_clip("a").id == running.id
    host.let_go()
    ended(qtbot, jobs, waiting)
    assert jobs.row_of_clip("a").id == waiting.id


def test_jobs_are_found_by_themselves_and_by_their_clip(qtbot, opened):
    jobs, _ = opened(FakeHost())
    first, other, last = submit(jobs, "a"), submit(jobs, "b"), submit(jobs, "a")
    ended(qtbot, jobs, last)
    assert [row.id for row in jobs.rows] == [first.id, other.id, last.id]
    assert jobs.row_of_clip("a").id == last.id
    assert jobs.row_of_clip("c") is None
    with pytest.raises(KeyError):
        jobs.row("nobody's")


def test_a_failed_job_says_why_in_full_and_can_be_retried(qtbot, opened):
    host = FakeHost(NotAVideo("No picture.", kept="Kept.", do="Choose another."))
    jobs, _ = opened(host)
    row = submit(jobs)
    failed = ended(qtbot, jobs, row)
    assert (failed.state, failed.error) == (JobState.FAILED, "No picture. Kept. Choose another.")
    host.error = None
    jobs.retry(row.id)
    assert jobs.row(row.id).state is JobState.QUEUED
    assert ended(qtbot, jobs, row).state is JobState.DONE
    assert jobs.row(row.id).error is None


def test_a_job_survives_the_death_of_the_engine_and_its_takes_are_told_once(qtbot, opened):
    jobs, window = opened(DyingHost(deaths=2))
    done = ended(qtbot, jobs, submit(jobs, takes=3))
    assert (done.state, done.attempts) == (JobState.DONE, 3)
    assert len(window.takes) == len({take.path for _, take in window.takes}) == 3


def test_a_queued_job_can_be_cancelled_and_a_running_one_tells_that_it_is_stopping(qtbot, opened):
    host = HeldHost()
    jobs, window = opened(host)
    running, queued = submit(jobs, "a"), submit(jobs, "b")
    qtbot.waitUntil(lambda: jobs.row(running.id).state is JobState.RUNNING, timeout=PATIENCE)
    jobs.cancel(queued.id)
    jobs.cancel(running.id)
    assert window.rows[-1].progress.stage == "Stopping"
    ended(qtbot, jobs, running, queued)
    assert {jobs.row(row.id).state for row in (running, queued)} == {JobState.CANCELLED}
    assert host.ran == []
    jobs.cancel(running.id)


def test_a_cancelled_job_can_be_retried_after_a_restart(qtbot, opened):
    jobs, _ = opened(HeldHost())
    row = submit(jobs)
    jobs.cancel(row.id)
    ended(qtbot, jobs, row)
    jobs, _ = opened(FakeHost())
    assert jobs.row(row.id).state is JobState.CANCELLED
    jobs.retry(row.id)
    assert ended(qtbot, jobs, row).state is JobState.DONE


def test_a_job_that_is_tried_again_is_what_it_is_now_also_after_a_restart(qtbot, opened):
    host = FakeHost(NotAVideo("No picture."))
    jobs, _ = opened(host)
    row = submit(jobs)
    ended(qtbot, jobs, row)
    moved = replace(row.request, source=Source(Path("moved.mp4")))
    copy = JobProject("copy's", "Copy")
    jobs.renew = lambda row: replace(row, request=moved, project=copy)
    jobs.set_paused(True)
    jobs.retry(row.id)
    assert (jobs.row(row.id).request, jobs.row(row.id).project) == (moved, copy)
    host = FakeHost()
    jobs, _ = opened(host)
    ended(qtbot, jobs, row)
    assert host.ran == [moved]
    assert jobs.row(row.id).project == copy


def test_only_jobs_that_have_ended_are_forgotten(qtbot, opened):
    jobs, window = opened(HeldHost())
    row = submit(jobs)
    jobs.forget(row.id)
    assert jobs.row(row.id)
    jobs.cancel(row.id)
    ended(qtbot, jobs, row)
    jobs.forget(row.id)
    jobs.forget(row.id)
    assert window.forgotten == [row.id]
    assert jobs.rows == ()
    with pytest.raises(KeyError):
        jobs.row(row.id)
    jobs, _ = opened(FakeHost())
    assert jobs.rows == ()


def test_takes_of_a_job_that_was_taken_off_the_list_are_told_until_their_project_has_them(qtbot, opened):
    jobs, window = opened(FakeHost())
    row = submit(jobs, takes=2)
    done = ended(qtbot, jobs, row)
    jobs.acknowledge(row.id, done.takes[0].path)
    jobs.forget(row.id)
    assert (window.forgotten, jobs.rows, jobs.row_of_clip("clip")) == ([row.id], (), None)
    window.takes.clear()
    jobs.tell_again()
    assert window.takes == [(row.id, done.takes[1])]
    jobs, window = opened(FakeHost())
    qtbot.waitUntil(lambda: bool(window.takes), timeout=PATIENCE)
    assert (window.takes, jobs.rows) == ([(row.id, done.takes[1])], ())
    told = len(window.rows)
    jobs.adopt(FILM.id, JobProject(FILM.id, "Film, final"))
    assert len(window.rows) == told, "it does not come back into the list"
    jobs.acknowledge(row.id, done.takes[1].path)
    jobs, _ = opened(FakeHost())
    assert jobs._rows == {}


def test_jobs_know_their_project_through_a_restart_and_go_with_it(qtbot, opened):
    jobs, window = opened(HeldHost())
    ours, others = submit(jobs, "a"), jobs.submit(request(), clip_id="b", title="b", project=JobProject("x", "X"))
    renamed = JobProject("final's", "Film, final")
    jobs.adopt(FILM.id, renamed)
    assert [jobs.row(row.id).project for row in (ours, others)] == [renamed, JobProject("x", "X")]
    assert window.rows[-1].id == ours.id
    told = len(window.rows)
    jobs.adopt(renamed.id, renamed)
    assert len(window.rows) == told, "nothing has changed"
    jobs, _ = opened(FakeHost())
    assert [jobs.row(row.id).project for row in (ours, others)] == [renamed, JobProject("x", "X")]


def test_a_take_is_told_with_the_project_it_goes_to_since_a_moment_ago(qtbot, opened):
    jobs, _ = opened(FakeHost())
    jobs.changed.connect(lambda row: jobs.adopt(FILM.id, JobProject("copy's", "Copy")))
    told = []
    jobs.take_made.connect(lambda row, take: told.append(row.project.id))
    ended(qtbot, jobs, submit(jobs, takes=2))
    assert told == ["copy's"] * 2


def test_takes_whose_files_are_there_can_be_told_once_more(qtbot, opened, tmp_path):
    jobs, window = opened(FakeHost())
    here = replace(request(2), outputs=Outputs(tmp_path))
    row = jobs.submit(here, clip_id="clip", title="Extend", project=FILM)
    done = ended(qtbot, jobs, row)
    window.takes.clear()
    assert not jobs.tell_takes(row.id)
    done.takes[1].path.touch()
    assert jobs.tell_takes(row.id)
    assert window.takes == [(row.id, done.takes[1])]


def test_what_was_queued_or_running_when_the_program_closed_runs_at_the_next_start(qtbot, opened):
    host = HeldHost()
    jobs, _ = opened(host)
    rows = [submit(jobs, name) for name in "abc"]
    assert host.began.wait(10)
    jobs, window = opened(FakeHost())
    assert [row.id for row in jobs.rows] == [row.id for row in rows]
    ended(qtbot, jobs, *rows)
    assert {row.state for row in jobs.rows} == {JobState.DONE}
    assert [job_id for job_id, _ in window.takes] == [row.id for row in rows]


def test_takes_that_nobody_has_taken_over_are_told_again_at_each_start(qtbot, opened):
    jobs, window = opened(FakeHost())
    row = submit(jobs, takes=2)
    ended(qtbot, jobs, row)
    (_, taken), (_, waiting) = window.takes
    jobs.acknowledge(row.id, taken.path)
    for _ in range(2):
        jobs, window = opened(FakeHost())
        qtbot.waitUntil(lambda heard=window: bool(heard.takes), timeout=PATIENCE)
        assert window.takes == [(row.id, waiting)]
    jobs.tell_again()
    assert window.takes == [(row.id, waiting)] * 2, "a document that was just opened may be waiting for it"
    jobs.acknowledge(row.id, waiting.path)
    jobs, window = opened(FakeHost())
    jobs.tell_again()
    assert (jobs.rows, window.takes) == ((), [])


def test_every_job_has_a_name_of_its_own_that_its_takes_are_found_by(qtbot, opened):
    host = FakeHost()
    jobs, _ = opened(host)
    first = submit(jobs)
    again = jobs.submit(first.request, clip_id="clip", title="Again", project=FILM)
    ended(qtbot, jobs, again)
    assert [asked.outputs.job for asked in host.ran] == [first.id, again.id]
    assert first.request.outputs.job == first.id


def test_while_paused_nothing_begins(qtbot, opened):
    jobs, _ = opened(FakeHost())
    jobs.set_paused(True)
    assert jobs.paused
    row = submit(jobs)
    assert wait_for(jobs.ask(request())).plan
    assert jobs.row(row.id).state is JobState.QUEUED
    jobs.set_paused(False)
    ended(qtbot, jobs, row)


def test_a_job_that_is_held_is_passed_by_the_others_until_it_is_let_go_on(qtbot, opened):
    jobs, _ = opened(FakeHost())
    jobs.set_paused(True)
    first, second = submit(jobs, "a"), submit(jobs, "b")
    jobs.hold(first.id)
    jobs.set_paused(False)
    ended(qtbot, jobs, second)
    assert (jobs.row(first.id).state, jobs.row(first.id).held) == (JobState.QUEUED, True)
    jobs.forget(first.id)
    assert jobs.row(first.id).held, "it has not ended"
    assert "Held" in jobs.log.text(jobs.row(first.id))
    jobs.let_go_on(first.id)
    done = ended(qtbot, jobs, first)
    assert (done.state, done.held) == (JobState.DONE, False)


def test_a_running_job_that_is_held_stops_and_goes_on_in_its_place_with_the_takes_it_had(qtbot, opened):
    host = HeldHost()
    jobs, window = opened(host)
    first, second = submit(jobs, "a"), submit(jobs, "b")
    qtbot.waitUntil(lambda: jobs.row(first.id).state is JobState.RUNNING, timeout=PATIENCE)
    jobs.hold(first.id)
    assert window.rows[-1].progress.stage == "Stopping"
    qtbot.waitUntil(lambda: jobs.row(second.id).state is JobState.RUNNING, timeout=PATIENCE)
    assert (jobs.row(first.id).state, jobs.row(first.id).held) == (JobState.QUEUED, True)
    assert [row.id for row in jobs.rows] == [first.id, second.id]
    host.let_go()
    ended(qtbot, jobs, second)
    jobs.let_go_on(first.id)
    assert ended(qtbot, jobs, first).state is JobState.DONE
    assert JobState.CANCELLED not in {row.state for row in window.rows}


def test_what_is_held_stays_so_through_a_restart_is_moved_and_can_be_cancelled(qtbot, opened):
    jobs, _ = opened(HeldHost())
    jobs.set_paused(True)
    first, second = submit(jobs, "a"), submit(jobs, "b")
    jobs.hold(second.id)
    qtbot.waitUntil(lambda: second.id not in jobs._running, timeout=PATIENCE)
    jobs.move(second.id, 0)
    jobs, window = opened(FakeHost())
    assert [row.id for row in jobs.rows] == [second.id, first.id]
    ended(qtbot, jobs, first)
    assert jobs.row(second.id).held
    jobs.cancel(second.id)
    assert (window.rows[-1].state, window.rows[-1].held) == (JobState.CANCELLED, False)
    jobs, _ = opened(FakeHost())
    assert jobs.row(second.id).state is JobState.CANCELLED


def test_what_models_need_is_told_and_memory_is_given_back(qtbot, opened):
    host = FakeHost()
    released: list[bool] = []
    host.release = lambda: released.append(True)
    jobs, _ = opened(host)
    assert wait_for(jobs.rooms(("a", "b"))) == host.rooms(("a", "b"))
    wait_for(jobs.free_memory())
    assert released == [True]


def wait_for(question):
    """On a loop as the window's."""
    loop = qasync.QEventLoop(QApplication.instance(), already_running=False)
    try:
        return loop.run_until_complete(asyncio.wait_for(question, PATIENCE / 1000))
    finally:
        loop.close()
        del loop
        gc.collect()  # its timers must not be collected on some later test's thread


def test_the_time_a_job_will_take_is_told_once_one_was_timed(qtbot, opened):
    jobs, _ = opened(FakeHost())
    assert jobs.seconds_expected("built-in", 44.2, 3) is None
    answer = wait_for(jobs.ask(request()))
    assert (answer.plan.new_frames, answer.back_test.believable) == (48, Fraction(1))
    ended(qtbot, jobs, submit(jobs, takes=3))
    [run] = jobs._store.runs("built-in")
    assert (run.megapixels, run.takes) == (pytest.approx(48 * 1280 * 720 / 1e6), 3)
    assert jobs.seconds_expected("built-in", run.megapixels, 3) == pytest.approx(run.seconds)
    assert jobs.seconds_expected("wan", run.megapixels, 3) is None


def test_a_cold_engine_is_told_to_take_longer_by_its_start(qtbot, opened):
    jobs, _ = opened(FakeHost())
    jobs._store.remember_run("built-in", Run(44.2, 1, 12.0))
    jobs._store.remember_start(5.0)
    assert jobs.seconds_expected("built-in", 44.2, 1) == pytest.approx(17.0)
    ended(qtbot, jobs, submit(jobs))
    warm = jobs.seconds_expected("built-in", 44.2, 1)
    jobs, _ = opened(FakeHost())
    cold = jobs.seconds_expected("built-in", 44.2, 1)
    assert cold > warm, "and how long the start took just now is remembered"


def test_only_takes_that_a_run_has_made_itself_are_timed(qtbot, opened):
    jobs, _ = opened(DyingHost(deaths=2))
    ended(qtbot, jobs, submit(jobs, takes=3))
    assert jobs._store.runs("built-in") == [], "the last run said no word of progress, and made one of three"


def test_a_question_that_is_given_up_is_given_up_in_the_engine(opened):
    class Slow(HeldHost):
        def test(self, request, report):
            self.ended = threading.Event()
            try:
                return HeldHost.run(self, request, report)
            finally:
                self.ended.set()

    host = Slow()
    jobs, _ = opened(host)

    async def give_up():
        asking = asyncio.ensure_future(jobs.ask(request()))
        await asyncio.to_thread(host.began.wait, 10)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    wait_for(give_up())
    assert host.ended.wait(10)
    assert host.ran == []


def test_what_is_wrong_with_a_question_reaches_who_asked(opened):
    jobs, _ = opened(FakeHost(NotAVideo("No picture.")))
    with pytest.raises(NotAVideo):
        wait_for(jobs.ask(request()))


def test_a_take_that_cannot_be_recorded_is_told_all_the_same(qtbot, opened, caplog):
    jobs, window = opened(FakeHost())
    jobs._store._database.execute("CREATE TRIGGER t BEFORE INSERT ON takes BEGIN SELECT RAISE(ABORT, 'full'); END")
    done = ended(qtbot, jobs, submit(jobs))
    assert done.state is JobState.DONE
    assert [take for _, take in window.takes] == list(done.takes)
    assert "could not be recorded" in caplog.text


def test_frames_made_between_a_clips_own_tell_nothing_of_a_models_pace(qtbot, opened):
    jobs, _ = opened(FakeHost())
    slow = InterpolateRequest(source=Source(Path("surf.mp4")), outputs=Outputs(Path("takes")))
    row = jobs.submit(slow, clip_id="clip", title="Slow down", project=FILM)
    assert row.model == "Longtake optical flow"
    ended(qtbot, jobs, row)
    assert jobs._store.runs("built-in") == []
    assert jobs.seconds_expected("built-in", 44.2, 1) is None


def test_what_waits_can_be_given_another_turn_which_a_restart_keeps(qtbot, opened):
    jobs, _ = opened(HeldHost())
    running, *waiting = (submit(jobs, name) for name in "abcd")
    qtbot.waitUntil(lambda: jobs.row(running.id).state is JobState.RUNNING, timeout=PATIENCE)
    with qtbot.waitSignal(jobs.arranged):
        jobs.move(waiting[2].id, 0)
    assert [row.clip_id for row in jobs.rows] == ["a", "d", "b", "c"]
    with qtbot.assertNotEmitted(jobs.arranged):
        jobs.move(running.id, 3)
    host = FakeHost()
    jobs, _ = opened(host)
    ended(qtbot, jobs, running, *waiting)
    assert [asked.outputs.job for asked in host.ran] == [running.id, waiting[2].id, waiting[0].id, waiting[1].id]


def test_what_is_tried_again_waits_behind_the_others(qtbot, opened):
    jobs, _ = opened(HeldHost())
    first, second, third = (submit(jobs, name) for name in "abc")
    jobs.cancel(second.id)
    ended(qtbot, jobs, second)
    jobs.retry(second.id)
    assert [row.id for row in jobs.rows] == [first.id, third.id, second.id]
    host = FakeHost()
    jobs, _ = opened(host)
    ended(qtbot, jobs, first, second, third)
    assert [asked.outputs.job for asked in host.ran] == [first.id, third.id, second.id]


def test_a_job_that_found_too_little_memory_says_so_until_it_is_tried_again(qtbot, opened):
    jobs, _ = opened(FakeHost(OutOfMemory("Too large.")))
    row = submit(jobs)
    assert ended(qtbot, jobs, row).lacked_memory
    jobs.set_paused(True)
    jobs.retry(row.id)
    assert not jobs.row(row.id).lacked_memory
