"""A process's place in a group that computes together, over nothing but this machine's own loopback."""

import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.distributed_c10d import _abort_process_group

from engine.generation.loaded.adapters.merging import Merges
from engine.generation.loaded.network.shares import TokenShare
from engine.generation.memory.placement import Placement

LOOPBACK = "lo0" if sys.platform == "darwin" else "lo"
PATIENCE = timedelta(minutes=10)  # for the slowest to load: the others wait in their first exchange


@dataclass(frozen=True, slots=True)
class Seat:
    """rank: 0 is the one that asks. meeting: a file that all of them can write. The placement is this process's own."""

    rank: int
    meeting: Path
    transformers: tuple[Path, ...]
    merges: tuple[Merges, ...]
    placement: Placement


def joined(seat: Seat) -> TokenShare:
    """When everyone has come. Raises RuntimeError."""
    device, count = torch.device(seat.placement.device), seat.placement.devices
    backend = "nccl" if device.type == "cuda" else "gloo"
    if device.type == "cuda":
        torch.cuda.set_device(device)
        os.environ["TORCH_NCCL_ASYNC_ERROR_HANDLING"] = "0"  # else it ends this process where another one is missed
    if sys.platform != "win32":  # which finds its own
        os.environ |= {"GLOO_SOCKET_IFNAME": LOOPBACK, "NCCL_SOCKET_IFNAME": LOOPBACK}
    at = seat.meeting.as_uri()
    dist.init_process_group(backend, init_method=at, rank=seat.rank, world_size=count, timeout=PATIENCE)
    return TokenShare(seat.rank, count, device)


def left() -> None:
    """Not joined any more, if it was. The others may be gone already."""
    broken_off()
    if dist.is_initialized():
        dist.destroy_process_group()


def broken_off() -> None:
    """Exchanges end now where NCCL would wait for one that is gone until its patience ends; gloo sees it by itself."""
    if dist.is_initialized() and dist.get_backend() == dist.Backend.NCCL:
        _abort_process_group()


def broadcast(tensor: Tensor) -> Tensor:
    """Filled with the first process's, in place."""
    dist.broadcast(tensor, 0)
    return tensor
