"""The worker: order, progress, cancelling, and surviving whatever a job does."""

import subprocess
import sys
import threading
from concurrent.futures import CancelledError
from dataclasses import replace

import pytest

from engine.errors import Cancelled, EngineDied, LongtakeError, NotAVideo, OutOfMemory, RequestError
from engine.worker import JobState, Worker
from tests.engine.fakes import DyingHost, FakeHost, Heard, HeldHost, some_request, some_take

PATIENCE = 10.0  # seconds; only a broken worker needs them


def finished(worker, request):
    return worker.wait(worker.submit(request).id, PATIENCE)


def test_a_job_ends_with_its_takes():
    with Worker(FakeHost()) as worker:
        job = finished(worker, some_request())
    assert (job.state, job.takes, job.error) == (JobState.DONE, (some_take(some_request()),), None)


def test_jobs_run_in_the_order_they_were_submitted():
    host = FakeHost()
    requests = [some_request(name) for name in "abcde"]
    with Worker(host) as worker:
        jobs = [worker.submit(request) for request in requests]
        worker.wait(jobs[-1].id, PATIENCE)
    assert host.ran == requests
    assert [job.id for job in jobs] == sorted({job.id for job in jobs})


def test_the_listener_hears_start_progress_and_end_on_the_engine_thread():
    heard = Heard()
    with Worker(FakeHost(steps=2), heard) as worker:
        finished(worker, some_request())
    assert [job.state for job in heard.jobs] == [JobState.RUNNING] * 4 + [JobState.DONE]
    assert [job.progress.step for job in heard.jobs[1:]] == [1, 2, 2, 2]
    assert heard.threads == {"engine"}


def test_a_frame_that_is_shown_again_takes_its_own_place(tmp_path):
    class Showing(FakeHost):
        def run(self, request, report):
            for index, name in ((0, "0, step 1"), (5, "5, step 1"), (5, "5, step 2"), (0, "0"), (3, "3")):
                report.preview(index, tmp_path / name)
            return super().run(request, report)

    with Worker(Showing()) as worker:
        job = finished(worker, some_request())
    assert job.previews == ((0, tmp_path / "0"), (3, tmp_path / "3"), (5, tmp_path / "5, step 2"))


def test_nothing_is_heard_after_wait_returned():
    heard = Heard()
    with Worker(FakeHost(), heard) as worker:
        for _ in range(50):
            finished(worker, some_request())
            assert heard.jobs[-1].state is JobState.DONE


def test_a_running_job_stops_when_cancelled_and_the_next_one_runs():
    host = HeldHost()
    with Worker(host) as worker:
        stopped, next_one = worker.submit(some_request("a")), worker.submit(some_request("b"))
        assert host.began.wait(PATIENCE)
        worker.cancel(stopped.id)
        ended = worker.wait(stopped.id, PATIENCE)
        host.let_go()
        assert worker.wait(next_one.id, PATIENCE).state is JobState.DONE
    assert ended.state is JobState.CANCELLED
    assert isinstance(ended.error, Cancelled)


def test_a_queued_job_that_is_cancelled_never_runs_and_is_told_at_once():
    host, heard = HeldHost(), Heard()
    with Worker(host, heard) as worker:
        worker.submit(some_request("a"))
        waiting, last = worker.submit(some_request("b")), worker.submit(some_request("c"))
        assert host.began.wait(PATIENCE)
        worker.cancel(waiting.id)
        assert heard.jobs[-1].id == waiting.id
        assert heard.jobs[-1].state is JobState.CANCELLED
        host.let_go()
        worker.wait(last.id, PATIENCE)
    assert host.ran == [some_request("a"), some_request("c")]


def test_a_job_cancelled_the_moment_it_starts_makes_nothing():
    host = FakeHost()
    with Worker(host, Heard(lambda: worker.cancel(1))) as worker:
        assert finished(worker, some_request()).state is JobState.CANCELLED
    assert host.ran == []


def test_cancelling_a_finished_job_changes_nothing():
    with Worker(FakeHost()) as worker:
        job = finished(worker, some_request())
        worker.cancel(job.id)
        assert worker.job(job.id) == job


def test_a_typed_error_arrives_as_it_was_raised():
    error = NotAVideo("no picture", kept="nothing", do="another file")
    with Worker(FakeHost(error)) as worker:
        job = finished(worker, some_request())
    assert job.state is JobState.FAILED
    assert job.error is error


@pytest.mark.parametrize("error", [ValueError("a bug"), SystemExit(3), AssertionError(), KeyboardInterrupt()])
def test_an_unexpected_end_is_told_in_words_with_its_cause_and_the_thread_lives_on(error):
    host = FakeHost(error)
    with Worker(host) as worker:
        job = finished(worker, some_request())
        host.error = None
        assert finished(worker, some_request()).state is JobState.DONE
    assert type(job.error) is LongtakeError
    assert job.error.__cause__ is error
    assert type(error).__name__ in job.error.what
    assert job.error.do


def test_running_out_of_memory_says_so():
    with Worker(FakeHost(MemoryError())) as worker:
        assert isinstance(finished(worker, some_request()).error, OutOfMemory)


def test_a_listener_that_fails_is_logged_and_harms_nothing(caplog):
    def fail():
        raise ZeroDivisionError

    with Worker(FakeHost(), Heard(fail)) as worker:
        assert finished(worker, some_request()).state is JobState.DONE
    assert "a listener failed" in caplog.text


def test_closing_stops_the_running_job_cancels_the_queue_and_closes_the_host_once():
    host = HeldHost()
    worker = Worker(host)
    jobs = [worker.submit(some_request(name)) for name in "abc"]
    assert host.began.wait(PATIENCE)
    worker.close()
    worker.close()
    assert [worker.job(job.id).state for job in jobs] == [JobState.CANCELLED] * 3
    assert host.closed == 1
    with pytest.raises(RequestError):
        worker.submit(some_request())


def test_closing_from_a_listener_does_not_wait_for_itself():
    host = FakeHost()
    heard = Heard(lambda: worker.close())
    worker = Worker(host, heard)
    worker.submit(some_request())
    worker.close()
    assert host.closed == 1


def test_each_take_is_heard_of_as_soon_as_it_is_finished():
    heard = Heard()
    with Worker(FakeHost(), heard) as worker:
        finished(worker, replace(some_request(), takes=3))
    assert [len(job.takes) for job in heard.jobs if job.state is JobState.RUNNING][-3:] == [1, 2, 3]


def test_a_job_in_whose_midst_the_engine_dies_runs_again_before_all_others_and_tells_no_take_twice():
    host, heard = DyingHost(deaths=2), Heard()
    with Worker(host, heard) as worker:
        first, second = worker.submit(replace(some_request("a"), takes=3)), worker.submit(some_request("b"))
        worker.wait(second.id, PATIENCE)
        ended = worker.job(first.id)
    assert (ended.state, ended.attempts, ended.error) == (JobState.DONE, 3, None)
    assert [request.source.path.stem for request in host.ran] == ["a", "a", "a", "b"]
    of_first = [job for job in heard.jobs if job.id == first.id]
    assert sum(job.state is JobState.QUEUED for job in of_first) == 2
    assert [len(job.takes) for job in of_first] == sorted(len(job.takes) for job in of_first)
    assert len(of_first[-1].takes) == 3


def test_a_job_that_kills_the_engine_three_times_fails_and_the_next_one_runs():
    host = DyingHost(deaths=3)
    with Worker(host) as worker:
        poison, next_one = worker.submit(some_request("a")), worker.submit(some_request("b"))
        assert worker.wait(next_one.id, PATIENCE).state is JobState.DONE
        ended = worker.job(poison.id)
    assert (ended.state, ended.attempts) == (JobState.FAILED, 3)
    assert isinstance(ended.error, EngineDied)


def test_attempts_of_a_program_that_is_no_more_count():
    with Worker(DyingHost(deaths=1)) as worker:
        job = worker.submit(some_request(), attempts=2)
        assert worker.wait(job.id, PATIENCE).state is JobState.FAILED


def test_a_job_cancelled_while_the_engine_dies_is_cancelled():
    host = DyingHost(deaths=1)
    with Worker(host, Heard(lambda: host.ran and worker.cancel(1))) as worker:
        assert finished(worker, some_request()).state is JobState.CANCELLED


def test_a_question_is_answered_before_the_jobs_that_wait():
    host = HeldHost()
    with Worker(host) as worker:
        worker.submit(some_request("a"))
        waiting = worker.submit(some_request("b"))
        assert host.began.wait(PATIENCE)
        answer = worker.ask(some_request("c"))
        answer.add_done_callback(lambda _: seen.append(worker.job(waiting.id).state))
        seen: list[JobState] = []
        host.let_go()
        assert answer.result(PATIENCE).plan.new_frames == 48
    assert seen == [JobState.QUEUED]


def test_what_is_wrong_with_a_question_reaches_who_asked():
    with Worker(FakeHost(NotAVideo("no picture"))) as worker, pytest.raises(NotAVideo):
        worker.ask(some_request()).result(PATIENCE)


def test_a_question_that_is_given_up_is_stopped_midway_and_the_thread_lives_on():
    class Slow(HeldHost):
        def test(self, request, report):
            try:
                return HeldHost.run(self, request, report)
            finally:
                self.let_go()

    host = Slow()
    with Worker(host) as worker:
        answer = worker.ask(some_request())
        assert host.began.wait(PATIENCE)
        assert answer.cancel()
        assert finished(worker, some_request("b")).state is JobState.DONE
    assert host.ran == [some_request("b")], "the question never came to its end"


def test_closing_gives_up_what_was_asked():
    host = HeldHost()
    worker = Worker(host)
    worker.submit(some_request())
    assert host.began.wait(PATIENCE)
    answer = worker.ask(some_request())
    worker.close()
    with pytest.raises(CancelledError):
        answer.result(PATIENCE)
    with pytest.raises(RequestError):
        worker.ask(some_request())


def test_while_paused_no_job_begins_but_questions_are_answered():
    host = FakeHost()
    with Worker(host) as worker:
        worker.set_paused(True)
        job = worker.submit(some_request())
        assert worker.ask(some_request()).result(PATIENCE)
        assert (host.ran, worker.job(job.id).state) == ([], JobState.QUEUED)
        worker.set_paused(False)
        assert worker.wait(job.id, PATIENCE).state is JobState.DONE


def test_a_plan_comes_before_any_job_that_waits_and_tests_nothing():
    class Planning(FakeHost):
        def test(self, request, report):
            raise AssertionError("nothing is tested")

    host = Planning()
    with Worker(host) as worker:
        worker.set_paused(True)
        job = worker.submit(some_request("a"))
        assert worker.plan(some_request()).result(PATIENCE) == host.plan(some_request())
        assert (host.ran, worker.job(job.id).state) == ([], JobState.QUEUED)
        host.error = NotAVideo("no picture")
        with pytest.raises(NotAVideo):
            worker.plan(some_request()).result(PATIENCE)


def test_a_plan_comes_while_a_job_runs_where_the_host_can_and_else_after_it():
    class Beside(HeldHost):
        can = True

        def plan_beside(self, request):
            return self.plan(request) if self.can else None

    host = Beside()
    with Worker(host) as worker:
        job = worker.submit(some_request("a"))
        assert host.began.wait(PATIENCE)
        assert worker.plan(some_request()).result(PATIENCE) == host.plan(some_request())
        assert worker.job(job.id).state is JobState.RUNNING
        host.can = False
        later = worker.plan(some_request())
        assert not later.done()
        host.let_go()
        assert later.result(PATIENCE) == host.plan(some_request())


def test_what_models_need_is_told_while_a_job_runs_where_the_host_can_and_else_after_it():
    class Beside(HeldHost):
        can = True

        def rooms_beside(self, models):
            return self.rooms(models) if self.can else None

    host = Beside()
    with Worker(host) as worker:
        assert worker.rooms(("before",)).result(PATIENCE) == host.rooms(("before",))
        worker.submit(some_request("a"))
        assert host.began.wait(PATIENCE)
        assert worker.rooms(("a", "b")).result(PATIENCE) == host.rooms(("a", "b"))
        host.can = False
        later = worker.rooms(("c",))
        assert not later.done()
        host.let_go()
        assert later.result(PATIENCE) == host.rooms(("c",))


def test_memory_is_given_back_on_request_once_the_job_that_runs_has_ended():
    class Told(HeldHost):
        released = 0

        def release(self):
            self.released += 1

    host = Told()
    with Worker(host) as worker:
        running, waiting = worker.submit(some_request("a")), worker.submit(some_request("b"))
        assert host.began.wait(PATIENCE)
        freed = worker.free_memory()
        assert (freed.done(), host.released) == (False, 0)
        host.let_go()
        assert freed.result(PATIENCE) is None
        assert host.released == 1
        assert worker.wait(running.id, PATIENCE).state is JobState.DONE
        assert worker.wait(waiting.id, PATIENCE).state is JobState.DONE


def test_after_memory_was_given_back_the_engine_is_cold():
    with Worker(FakeHost()) as worker:
        assert finished(worker, some_request()).state is JobState.DONE
        assert worker.warmth.is_warm
        worker.free_memory().result(PATIENCE)
        assert not worker.warmth.is_warm


def test_an_idle_engine_gives_its_memory_back():
    class Told(FakeHost):
        def __init__(self):
            super().__init__()
            self.idle = threading.Event()

        def release(self):
            self.idle.set()

    host = Told()
    with Worker(host, idle=0.001) as worker:
        assert host.idle.wait(PATIENCE)
        assert finished(worker, some_request()).state is JobState.DONE


def test_it_knows_how_long_a_cold_engine_takes_until_it_is_there():
    class Slow(FakeHost):
        def __init__(self):
            super().__init__()
            self.there = threading.Event()

        def test(self, request, report):
            threading.Timer(0.05, self.there.set).start()
            self.there.wait(PATIENCE)
            report("Reading", 0, 1)
            return super().test(request, report)

    host = Slow()
    with Worker(host) as worker:
        assert (worker.warmth.is_warm, worker.warmth.start_seconds) == (False, None)
        worker.ask(some_request()).result(PATIENCE)
        took = worker.warmth.start_seconds
        assert worker.warmth.is_warm
        assert took >= 0.05
        finished(worker, some_request())
        assert worker.warmth.start_seconds == took, "it was warm"
        host.error = EngineDied("It broke down.")
        finished(worker, some_request())
        assert not worker.warmth.is_warm


def test_the_worker_brings_neither_torch_nor_a_window_with_it():
    heavy = "{'torch', 'cv2', 'av', 'numpy', 'PySide6'}"
    code = f"import sys, engine.worker, engine.hosts.here; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_jobs_that_wait_begin_in_the_order_they_are_put_into():
    host = FakeHost()
    with Worker(host) as worker:
        worker.set_paused(True)
        jobs = [worker.submit(some_request(name)) for name in "abc"]
        worker.arrange([jobs[2].id, jobs[0].id])
        worker.set_paused(False)
        assert worker.wait(jobs[1].id, PATIENCE).state is JobState.DONE
    assert host.ran == [jobs[2].request, jobs[0].request, jobs[1].request]
