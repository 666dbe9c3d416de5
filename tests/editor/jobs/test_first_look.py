"""The first look: the machine is told in words, and the built-in model's pace measured once."""

from pathlib import Path

import pytest

from editor.job_store import JobProject, JobStore
from editor.jobs import Jobs, JobState
from editor.jobs.first_look import A_SECOND, FirstLook, Seen, timed
from engine.errors import EngineDied
from engine.progress import Report
from engine.requests import BUILT_IN, Room, Rooms
from tests.engine.fakes import FakeHost, HeldHost, some_request

CLIP = Path("clip.mp4")
OFFERS = ("large", "middling", "small")
GPU = "A card with 12.0 GB (10.9 GB free), 32.0 GB of RAM (25.1 GB free), a disk of 1.5 GB/s (assumed)"


@pytest.fixture
def jobs(qapp, tmp_path):
    jobs = Jobs(FakeHost(), JobStore(tmp_path / "jobs.sqlite"))
    yield jobs
    jobs.close()


class Machine(FakeHost):
    """Whose GPU, where it has one, fits these models."""

    def __init__(self, *fits: str, has_gpu: bool = True, **kinds) -> None:
        super().__init__(**kinds)
        self._fits, self._has_gpu = fits, has_gpu
        self.is_closed = False

    def rooms(self, models):
        rooms = tuple(Room("", "", 0, 0, 0, None, fits=model in self._fits) for model in models)
        return Rooms(GPU if self._has_gpu else "no GPU, 24.0 GB of RAM (16.0 GB free)", rooms, self._has_gpu)

    def close(self):
        self.is_closed = True


def looked(qtbot, jobs, host, words: int) -> FirstLook:
    """Once it has told so often that it knows more."""
    look = FirstLook(jobs)
    with qtbot.waitSignals([look.changed] * words, timeout=10_000):
        look.begin(host, CLIP, OFFERS)
    look.close()
    return look


def test_the_best_model_that_fits_the_gpu_is_found(qtbot, jobs) -> None:
    look = looked(qtbot, jobs, host := Machine("small", "middling"), 2)
    assert look.seen == Seen("A card with 12.0 GB", "middling")
    assert host.is_closed


def test_without_a_gpu_no_model_is_proposed_even_if_it_could_run(qtbot, jobs) -> None:
    assert looked(qtbot, jobs, Machine(*OFFERS, has_gpu=False), 2).seen == Seen("", "")


def test_the_pace_is_measured_once_and_known_at_the_next_start(qtbot, jobs) -> None:
    assert FirstLook(jobs).seconds is None
    assert looked(qtbot, jobs, first := Machine(), 2).seconds is not None
    assert looked(qtbot, jobs, second := Machine(), 1).seconds is not None
    assert (len(first.ran), len(second.ran)) == (1, 0)


def test_what_is_measured_counts_for_the_users_own_takes(qtbot, jobs) -> None:
    looked(qtbot, jobs, Machine(), 2)
    assert jobs.seconds_expected(BUILT_IN, A_SECOND, 1) is not None


def test_an_engine_that_breaks_down_leaves_the_pace_unmeasured(qtbot, jobs) -> None:
    look = looked(qtbot, jobs, host := Machine(error=EngineDied("It is gone.")), 1)
    assert look.seconds is None
    assert host.is_closed


class Slow(Machine, HeldHost):
    """Measures until it is told to stop."""

    def __init__(self) -> None:
        HeldHost.__init__(self)
        self._fits, self._has_gpu, self.is_closed = (), False, False


def test_a_job_of_the_users_ends_the_measuring(qtbot, jobs) -> None:
    look, host = FirstLook(jobs), Slow()
    look.begin(host, CLIP, OFFERS)
    qtbot.waitUntil(host.began.is_set)
    row = jobs.submit(some_request(), clip_id="clip", title="clip", project=JobProject("", ""))
    qtbot.waitUntil(lambda: jobs.row(row.id).state is JobState.DONE)
    qtbot.waitUntil(lambda: host.is_closed)
    look.close()


def test_what_is_made_for_measuring_is_thrown_away(tmp_path) -> None:
    host = Machine()
    run = timed(host, CLIP, Report())
    (request,) = host.ran
    assert request.source.path == CLIP
    assert not request.outputs.folder.exists()
    assert (run.takes, run.seconds >= 0) == (1, True)
