"""Out of memory: everything is let go of, what is missing is made once more by the next plan, and the take says so."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import torch

from engine.errors import EngineDied, LongtakeError, OutOfMemory, in_our_words
from engine.generation import retrying, tasks
from engine.generation.loaded import models
from engine.generation.memory import candidates
from engine.generation.memory import plan as memory
from engine.generation.memory.candidates import placements
from engine.generation.memory.machine import imagined
from engine.generation.memory.placement import Placement
from engine.generation.memory.plan import placement_for
from engine.generation.retrying import is_out_of_memory, within_memory
from engine.progress import Report
from engine.requests import GenerateRequest, Outputs, Plan, Sampling, Take, Text
from tests.engine.fakes import FakeHost, some_request, some_take
from tests.engine.tiny_wan import tiny_wan


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_wan(tmp_path_factory.mktemp("models") / "tiny"))


@pytest.fixture
def request_(wan: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GenerateRequest:
    """Of two takes, on a machine with a card of 12 GB."""
    monkeypatch.setattr(memory, "machine", lambda disk=None: imagined(12, 32))
    monkeypatch.setattr(memory, "_LAST", {})
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *names, **options: tmp_path / "cache")
    outputs = Outputs(tmp_path, job="job")
    return GenerateRequest(outputs=outputs, text=Text("a shore"), model=wan, duration=Fraction(1), takes=2)


class Run:
    """Makes takes, and raises what it is told to before each."""

    def __init__(self, *errors: BaseException | None) -> None:
        self.errors = list(errors)
        self.placements: list[Placement] = []
        self.made: list[int] = []

    def __call__(self, request: GenerateRequest, report: Report) -> tuple[Take, ...]:
        self.placements.append(placement_for(request).placement)
        takes = []
        for number in (number for number in range(request.takes) if number not in request.outputs.had):
            error = self.errors.pop(0) if self.errors else None
            if error is not None:
                raise error
            self.made.append(number)
            takes.append(replace(some_take(request, number + 1), notes=()))
            report.take(takes[-1])
        return tuple(takes)


def made(request: GenerateRequest, run: Run) -> tuple[tuple[Take, ...], list[Take]]:
    told: list[Take] = []
    plan: Plan = FakeHost().plan(some_request())
    return within_memory(request, Report(on_take=told.append), plan, run), told


NO_MEMORY = torch.OutOfMemoryError("CUDA out of memory")


def test_a_run_that_fits_is_made_once(request_):
    run = Run()
    takes, told = made(request_, run)
    assert run.made == [0, 1]
    assert list(takes) == told
    assert takes[0].notes == ()


def test_out_of_memory_the_rest_is_made_once_more_by_the_next_plan_and_says_so(request_):
    run = Run(None, NO_MEMORY)
    takes, told = made(request_, run)
    assert run.made == [0, 1]
    assert run.placements[0] != run.placements[1]
    assert list(takes) == told
    assert takes[0].notes == ()
    assert "Memory ran out at first" in takes[1].notes[0]
    assert "12 GB GPU" in takes[1].notes[0]


def test_all_that_was_loaded_is_let_go_of_first(request_, monkeypatch):
    released: list[str] = []
    monkeypatch.setattr(retrying, "release", lambda: released.append("released"))
    made(request_, Run(NO_MEMORY))
    assert released == ["released"]


def test_the_next_run_does_not_begin_as_the_one_that_failed_did(request_):
    first, later = Run(NO_MEMORY), Run()
    made(request_, first)
    made(request_, later)
    assert later.placements == [first.placements[1]]


def test_out_of_memory_twice_says_what_was_kept_and_what_to_do(request_):
    with pytest.raises(OutOfMemory) as raised:
        made(request_, Run(None, NO_MEMORY, NO_MEMORY))
    assert "twice" in raised.value.what
    assert raised.value.kept == "1 finished take is kept."
    assert "fewer frames" in raised.value.do
    assert "smaller picture" in raised.value.do


def test_where_no_other_plan_needs_less_that_is_told(request_, monkeypatch):
    first = placements(memory.prepared(request_, imagined(12, 32), memory.USUAL_SIGHT).needs, imagined(12, 32))
    monkeypatch.setattr(memory, "placements", lambda needs, machine, seen: () if machine.devices[0].allowed else first)
    with pytest.raises(OutOfMemory, match="no other plan needs less"):
        made(request_, Run(NO_MEMORY))


def test_gpus_that_cannot_work_together_are_not_asked_to_again(request_, monkeypatch):
    one = imagined(12, 32)
    card, processor = one.devices
    cards = (replace(card, name="cuda:0"), replace(card, name="cuda:1"))
    monkeypatch.setattr(memory, "machine", lambda disk=None: replace(one, devices=(*cards, processor)))
    monkeypatch.setattr(
        candidates, "_together", lambda needs, here, device: (1, 2) if cards[1] in here.devices else (1,)
    )
    first, later = Run(EngineDied("The GPUs cannot work together.")), Run()
    takes, _ = made(request_, first)
    made(request_, later)
    assert [each.devices for each in (*first.placements, *later.placements)] == [2, 1, 1]
    assert "by one of them" in takes[0].notes[0]


def test_anything_else_that_goes_wrong_is_not_tried_again(request_):
    run = Run(RuntimeError("CUDA error: an illegal memory access was encountered"))
    with pytest.raises(RuntimeError, match="illegal"):
        made(request_, run)
    assert len(run.placements) == 1


@pytest.mark.parametrize(
    "error",
    [
        NO_MEMORY,
        MemoryError(),
        RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        torch.AcceleratorError("CUDA error: out of memory"),
        in_our_words(MemoryError()),
    ],
)
def test_every_way_to_say_that_memory_ran_out_is_understood(error):
    assert is_out_of_memory(error)


@pytest.mark.parametrize("error", [RuntimeError("CUDA error"), ValueError("memory"), LongtakeError("No."), KeyError()])
def test_other_errors_are_not_taken_for_it(error):
    assert not is_out_of_memory(error)


def test_a_real_run_out_of_memory_half_way_is_made_again_from_files_to_frames(request_, monkeypatch):
    fails = [NO_MEMORY]
    whole = models.video_model

    def short_of_memory(request, report):
        model = whole(request, report)
        if fails:
            raise fails.pop()
        return model

    monkeypatch.setattr("engine.generation.pictures.making.video_model", short_of_memory)
    monkeypatch.setattr(memory, "machine", lambda disk=None: imagined(0, 32))
    small = Sampling(steps=1, width=288, height=288)
    asked = replace(request_, duration=Fraction(1, 8), takes=1, sampling=small, rate=Fraction(16))
    [take] = tasks.run(asked, Report())
    assert take.path.is_file()
    assert "Memory ran out at first" in take.notes[-1]
