"""A loaded model's run within this machine's memory: where that runs out, once more by the next plan."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import torch

from engine.errors import EngineDied, LongtakeError, OutOfMemory
from engine.generation.loaded.models import release
from engine.generation.loaded.models import told as how_it_runs
from engine.generation.memory.peaks import Peak
from engine.generation.memory.plan import Placed, placement_for, planned, remembered_as
from engine.generation.memory.reading_speed import ReadingSpeed
from engine.generation.memory.remembered import Remembered
from engine.progress import Report
from engine.requests import Plan, Request, Take

# How libraries say it that have no error of their own for it: Apple's GPU, a processor's allocator, NVIDIA's libraries.
WORDS = (
    *("MPS backend out of memory", "can't allocate memory", "not enough memory", "CUDA error: out of memory"),
    *("CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED"),
)
NOTE = "Memory ran out at first; it was made with less of it at once. {}."
ONE_NOTE = "The GPUs could not work together; it was made by one of them. {}."
KEPT = {0: "Your clip is untouched.", 1: "1 finished take is kept."}
DO = "Ask for fewer frames at once or a smaller picture, or close what else uses this memory."
MOSTLY = 0.8  # of a run, that its steps have to be for its pace to say something of them

Run = Callable[[Request, Report], tuple[Take, ...]]


def within_memory(request: Request, report: Report, plan: Plan, run: Run) -> tuple[Take, ...]:
    """What `run` makes of the request. plan: whose window it is placed for.

    Out of memory, or where several GPUs could not work together, all that was loaded is let go of, and what was not
    finished is made once more by the next plan, which each of its takes says. Raises OutOfMemory where that does not
    fit either.
    """
    told: list[Take] = []
    with planned(plan):
        first = placement_for(request)
        try:
            _measured(request, _telling(report, told), first, run)
            return _in_order(told)
        except Exception as error:
            if not is_out_of_memory(error) and not _is_of_the_group(error, first):
                raise
            cause = _without_frames(error)
        _give_up(request, first, cause)
        return _again(request, report, told, run, cause)


def is_out_of_memory(error: BaseException) -> bool:
    """Also where it was put in other words on its way."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    if isinstance(error, RuntimeError) and any(words in str(error) for words in WORDS):
        return True
    return isinstance(error, LongtakeError) and error.__cause__ is not None and is_out_of_memory(error.__cause__)


def _is_of_the_group(error: BaseException, placed: Placed) -> bool:
    return placed.placement.devices > 1 and isinstance(error, EngineDied)


def _again(request: Request, report: Report, told: list[Take], run: Run, cause: BaseException) -> tuple[Take, ...]:
    """told: the takes that were finished, which are not made again."""
    numbers = [take.seed - request.sampling.seed for take in told]
    left = replace(request, outputs=replace(request.outputs, had=(*request.outputs.had, *numbers)))
    second = _next_placement(request, told, cause)
    try:
        note = NOTE if is_out_of_memory(cause) else ONE_NOTE
        run(left, _telling(report, told, note.format(second.room.words)))
        return _in_order(told)
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        cause = _without_frames(error)
    _give_up(request, second, cause)
    raise OutOfMemory(f"Memory ran out twice. {second.room.words}.", kept=_kept(told), do=DO) from cause


def _next_placement(request: Request, told: list[Take], cause: BaseException) -> Placed:
    """Raises OutOfMemory where there is none that needs less."""
    try:
        return placement_for(request)
    except OutOfMemory:
        raise OutOfMemory("Memory ran out, and no other plan needs less.", kept=_kept(told), do=DO) from cause


def _kept(takes: list[Take]) -> str:
    return KEPT.get(len(takes), f"{len(takes)} finished takes are kept.")


def _telling(report: Report, told: list[Take], *notes: str) -> Report:
    """`report`, whose takes get these notes and how what is loaded runs; none that was told before is told again."""

    def tell(take: Take) -> None:
        if all(take.path != other.path for other in told):
            all_notes = dict.fromkeys((*take.notes, *how_it_runs(), *notes))
            told.append(replace(take, notes=tuple(all_notes)))
            report.take(told[-1])

    return report.passing(tell)


def _in_order(takes: list[Take]) -> tuple[Take, ...]:
    return tuple(sorted(takes, key=lambda take: take.seed))


def _measured(request: Request, report: Report, placed: Placed, run: Run) -> None:
    """The run; what it took is remembered."""
    began, reading = time.monotonic(), ReadingSpeed(placed.size)
    with Peak(placed.placement.device) as peak:
        takes = run(request, report.watched(reading))
    seconds, expected = time.monotonic() - began, placed.room.seconds or 0.0
    is_whole = len(takes) == request.takes and expected - placed.loading > MOSTLY * expected
    pace = seconds / expected if is_whole else None
    Remembered().ended(remembered_as(request), peak.against(placed.room.peak), pace)
    if reading.speed is not None:
        Remembered().read_at(reading.speed)


def _give_up(request: Request, placed: Placed, cause: BaseException) -> None:
    """Nothing is loaded any more, and this placement is not tried again while no more is free."""
    release()
    key = remembered_as(request)
    if is_out_of_memory(cause):
        Remembered().ran_out(key, placed.room.peak, placed.room.free)
    else:
        Remembered().not_together(key)


def _without_frames(error: BaseException) -> BaseException:
    """Frames hold what was loaded."""
    for each in _chain(error):
        each.with_traceback(None)
    return error


def _chain(error: BaseException | None) -> Iterable[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
