"""What the machine has for a model: devices, memory, and how quick they are."""

import functools
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass

import psutil
import torch

CPU = "cpu"
GB = 2**30  # bytes, as memory is sold and told
LIBRARIES = 600e6  # bytes of this process that are code's own, with torch and diffusers loaded
SHARE = 0.6  # of a GPU's highest rate that Wan's blocks were seen to reach; 0.7 on the largest
USUAL_CLOCK = 1.7e9  # of a GPU, where it does not say
# Multiplications and additions in 16 bits a cycle of one multiprocessor, without sparsity, by compute capability; from
# the makers' tables: 4090: 128 x 2.52e9 x 512 = 165e12, H100: 132 x 1.83e9 x 4096 = 989e12.
PER_CYCLE = {7: 1024, 8: 512, 9: 4096, 10: 8192, 12: 512}
A100 = 8, 0  # twice four times as many as its smaller kin
A100_PER_CYCLE = 2048
METAL_RATE = 10e12  # of a middling one
USUAL_TRANSFER = 12e9  # bytes a second from pinned memory, PCIe 4 at half its width
USUAL_DISK = 1.5e9  # bytes a second of a solid-state disk at work
TRYING = 0.3  # seconds in which the processor's rate is measured
SAMPLE = 128 << 20  # bytes of the copy by which the transfer is measured
_LENT: dict[str, int] = {}  # bytes that were free, by GPUs that other processes of this program work on


@dataclass(frozen=True, slots=True)
class Device:
    """name: as torch has it. title: for the user. total, free: bytes; free counts what this process can give back.

    rate: multiplications and additions a second that a transformer gets of it. transfer: bytes a second from the
    computer's memory. shares_memory: that is its own memory, too. allowed: bytes that a plan may have of the free
    ones; None = all.
    """

    name: str
    title: str
    total: int
    free: int
    rate: float
    transfer: float
    shares_memory: bool = False
    allowed: int | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """devices: the quickest first, the processor last. ram, ram_free: bytes, as of a device. disk: bytes a second."""

    devices: tuple[Device, ...]
    ram: int
    ram_free: int
    disk: float = USUAL_DISK

    @property
    def words(self) -> str:
        """NVIDIA GeForce RTX 4070 with 12.0 GB (10.9 GB free), 32.0 GB of RAM (25.1 GB free), a disk of 1.5 GB/s
        (assumed)"""
        gpus = [f"{each.title} with {size(each.total)} ({size(each.free)} free)" for each in self.devices[:-1]]
        ram = f"{size(self.ram)} of RAM ({size(self.ram_free)} free)"
        disk = f"a disk of {self.disk / 1e9:.1f} GB/s{' (assumed)' if self.disk == USUAL_DISK else ''}"
        return ", ".join([*(gpus or ["no GPU"]), ram, disk])


def machine(disk: float | None = None) -> Machine:
    """This one, as it is now. disk: bytes a second that models were seen to be read with."""
    memory = psutil.virtual_memory()
    ours = max(0.0, own_memory() - LIBRARIES) + _pinned()
    free = min(memory.total, memory.available + int(ours))
    processor = Device(CPU, "CPU", memory.total, free, _processor_rate(), USUAL_TRANSFER, shares_memory=True)
    return Machine((*_gpus(), *_metal(), processor), memory.total, free, disk or USUAL_DISK)


def imagined(gpu: float, ram: float) -> Machine:
    """One that is not here. gpu, ram: GB as memory is sold; no gpu: 0. Of both a part is never free; rates are
    assumed."""
    total, whole = int(gpu * GB), int(ram * GB)
    free = int(whole * 0.85 - 1e9)  # what a desktop and this program hold
    processor = Device(CPU, "CPU", whole, free, 0.3e12, USUAL_TRANSFER, shares_memory=True)
    # Larger cards are quicker ones: 35e12 on 8 GB, 100e12 on 24 GB, no more than 600e12.
    rate = min(600e12, 4.2e3 * total)
    card = Device("cuda", f"{gpu:.3g} GB GPU", total, int(total * 0.95 - 0.4e9), rate, USUAL_TRANSFER)
    return Machine((card, processor) if gpu else (processor,), whole, free)


def size(count: float) -> str:
    """Bytes of memory for the user: 9.1 GB, 0.3 GB."""
    return f"{count / GB:.1f} GB"


def _gpus() -> list[Device]:
    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    return [_gpu(f"cuda:{number}") for number in range(count)]


def _gpu(name: str) -> Device:
    found = torch.cuda.get_device_properties(name)
    free, total = torch.cuda.mem_get_info(name)
    ours = torch.cuda.memory_reserved(name)
    rate, transfer = _gpu_rate(name), _transfer(name)
    free = min(total, max(free + ours, _LENT.get(name, 0)))
    return Device(name, found.name, total, free, rate, transfer)


def lend(names: Iterable[str]) -> None:
    """Other processes of this program are about to work on these GPUs: what they take there counts as free still, as
    what this one holds does."""
    _LENT.update({name: torch.cuda.mem_get_info(name)[0] for name in names})


def take_back() -> None:
    """Those processes are gone."""
    _LENT.clear()


@functools.cache
def _gpu_rate(name: str) -> float:
    found = torch.cuda.get_device_properties(name)
    clock = getattr(found, "clock_rate", 0) * 1e3 or USUAL_CLOCK  # it says kHz
    per_cycle = A100_PER_CYCLE if (found.major, found.minor) == A100 else PER_CYCLE.get(found.major, 512)
    return float(found.multi_processor_count * clock * per_cycle * SHARE)


@functools.cache
def _transfer(name: str) -> float:
    """Bytes a second, by one short copy out of pinned memory."""
    try:
        pinned, there = torch.empty(SAMPLE, dtype=torch.uint8).pin_memory(), torch.empty(SAMPLE, dtype=torch.uint8)
        there = there.to(name)
        torch.cuda.synchronize(name)
        began = time.perf_counter()
        there.copy_(pinned, non_blocking=True)
        torch.cuda.synchronize(name)
        return SAMPLE / (time.perf_counter() - began)
    except RuntimeError:  # no memory is left for it
        return USUAL_TRANSFER


def _metal() -> list[Device]:
    if not torch.backends.mps.is_available():
        return []
    total = int(torch.mps.recommended_max_memory())
    held = int(torch.mps.driver_allocated_memory())
    free = min(total, int(psutil.virtual_memory().available) + held)
    return [Device("mps", "Apple GPU", total, free, METAL_RATE, USUAL_TRANSFER, shares_memory=True)]


@functools.cache
def _processor_rate() -> float:
    """By short products of matrices in single precision: the quickest, as other work on the machine only ever slows."""
    side, quickest = 512, math.inf
    matrix, end = torch.ones(side, side), time.perf_counter() + TRYING
    while (began := time.perf_counter()) < end:
        torch.mm(matrix, matrix)
        quickest = min(quickest, time.perf_counter() - began)
    return 2 * side**3 / max(quickest, 1e-6) * SHARE


def _pinned() -> int:
    """Bytes of this process's own that a GPU reads without a copy. The system counts them as shared with others."""
    return int(torch.cuda.host_memory_stats().get("allocated_bytes.current", 0)) if torch.cuda.is_available() else 0


def own_memory() -> int:
    """Bytes that only this process holds; files that are mapped can be given back at any time."""
    held = psutil.Process().memory_info()
    return int(held.rss - getattr(held, "shared", 0))
